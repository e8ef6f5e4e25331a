"""Lists of texts: a column's, with a separator around each item, or one that a rule spells out.

Of a list that a rule spells out every item is a cell, and may stand in it on a condition. Lists
that hang on a test are kept apart, and each question is asked of each.
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Text, and_, case, func, literal

from compliance.rules.compile.cells import (
    Cell,
    cell,
    chosen,
    conjunction,
    disjunction,
    fixed,
    never,
    truth,
    unknown,
)
from compliance.rules.compile.compare import compare
from compliance.rules.compile.sql import FALSE, SEPARATOR, Expr, const, either, first_of


class Encoded(NamedTuple):
    """A list in a column; NULL where it is unknown or absent."""

    expr: Expr
    absent: Expr | None
    sure: bool


class Listed(NamedTuple):
    """A list spelled out: items, and whether each stands in it; None = it does."""

    items: tuple[tuple[Cell, Expr | None], ...]


class Texts(NamedTuple):
    """A list of texts: one for each of some tests; where no test holds, it is unknown."""

    branches: tuple[tuple[Cell | None, Encoded | Listed], ...]


def spelled(items: list[Cell]) -> Texts:
    """Return a list that a rule spells out."""
    return Texts(((None, Listed(tuple((item, None) for item in items))),))


def of_parameter(value: tuple[str, ...]) -> Texts:
    """Return the list that a parameter holds."""
    return spelled([fixed("text", each) for each in value])


def contains(item: Cell, among: Texts) -> Cell:
    """Say whether a list holds a text."""
    return _asked(among, "bool", lambda one: _contains(item, one))


def size(listed: Texts) -> Cell:
    """Count the items of a list."""
    return _asked(listed, "int", _size)


def has_list(listed: Texts) -> Cell:
    """Say whether a list is there; unknown where it may be."""
    return _asked(listed, "bool", _has)


def stated_list(listed: Texts) -> Cell:
    """Say whether a list was stated at all."""
    found = _asked(listed, "bool", _stated)
    return found if found.sure else truth(func.coalesce(found.low, FALSE), sure=True)


def encoded(listed: Encoded | Listed) -> Expr:
    """Write a list as a column would hold it, without what is unknown in it."""
    if isinstance(listed, Encoded):
        return listed.expr
    if all(item.fixed is not None and on is None for item, on in listed.items):
        told = (f"{item.fixed}{SEPARATOR}" for item, _ in listed.items)
        return literal(SEPARATOR + "".join(told), Text())
    found: Expr = literal(SEPARATOR, Text())
    for item, on in listed.items:
        there = item.low.is_not(None) if on is None else and_(item.low.is_not(None), on)
        found = found + case((there, item.low + SEPARATOR), else_="")
    return found


def _asked(listed: Texts, kind: str, ask: Callable[[Encoded | Listed], Cell]) -> Cell:
    """Ask each list that it may be; the first whose test holds answers."""
    found = unknown(kind)
    for test, one in reversed(listed.branches):
        told = ask(one)
        found = told if test is None else chosen(test, told, found)
    return found


def _contains(item: Cell, among: Encoded | Listed) -> Cell:
    if never(item):
        return fixed("bool", value=False)
    if isinstance(among, Listed):
        return disjunction(
            [
                conjunction(
                    [compare("==", item, one), *([] if on is None else [truth(on, sure=True)])]
                )
                for one, on in among.items
            ]
        )
    return _held(item, among)


def _held(item: Cell, among: Encoded) -> Cell:
    token = (
        literal(f"{SEPARATOR}{item.fixed}{SEPARATOR}", Text())
        if item.fixed is not None
        else literal(SEPARATOR, Text()) + item.low + literal(SEPARATOR, Text())
    )
    told: Expr = func.replace(among.expr, token, "") != among.expr
    if not item.sure:
        told = first_of([(among.expr == SEPARATOR, FALSE)], told)
    gone = either(item.absent, among.absent)
    sure = item.sure and among.sure
    if gone is None:
        return truth(told, sure=sure)
    if sure:
        return truth(func.coalesce(told, FALSE), sure=True)
    return truth(first_of([(gone, FALSE)], told), sure=False)


def _size(listed: Encoded | Listed) -> Cell:
    if isinstance(listed, Encoded):
        without = func.length(func.replace(listed.expr, SEPARATOR, ""))
        return cell("int", func.length(listed.expr) - without - 1, listed.absent, sure=listed.sure)
    always = sum(on is None for _, on in listed.items)
    perhaps = [on for _, on in listed.items if on is not None]
    if not perhaps:
        return fixed("int", always)
    told: Expr = const("int", always)
    for on in perhaps:
        told = told + case((on, 1), else_=0)
    return cell("int", told, sure=True)


def _has(listed: Encoded | Listed) -> Cell:
    if isinstance(listed, Listed):
        return fixed("bool", value=True)
    gone = listed.absent
    told = first_of([(listed.expr.is_not(None), const("bool", True))], const("bool", None))
    return truth(told if gone is None else first_of([(gone, FALSE)], told), sure=listed.sure)


def _stated(listed: Encoded | Listed) -> Cell:
    if isinstance(listed, Listed):
        return fixed("bool", value=True)
    return truth(listed.expr.is_not(None), sure=True)
