"""What lists hold of each other: the different texts of one, the wanted texts that one lacks.

A list in a column is gone through item by item, in a table that calls itself; each engine can.
"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Text, and_, case, func, literal, or_, select

from compliance.rules.compile.cells import Cell, NotCompiledError, fixed, truth
from compliance.rules.compile.compare import compare
from compliance.rules.compile.expand import free
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.sql import (
    FALSE,
    SEPARATOR,
    TRUE,
    Expr,
    Place,
    either,
    first_of,
    no,
    num,
)
from compliance.rules.compile.texts import Encoded, Listed, Texts, contains, encoded, size
from compliance.rules.tree import Call, Node

_BEGIN, _END = "\x1e", SEPARATOR


def distinct(node: Call, frame: Frame) -> Cell:
    """Count the different texts of a list; an unknown one may be any of them, or another."""
    return size_of(frame.see(node.args[0]), node, frame)


def size_of(listed: Texts, node: Call, frame: Frame) -> Cell:
    """Count the different texts of whichever list is meant."""
    match listed.branches:
        case ((None, Encoded() as one),):
            peeled = _peeled(node, frame, "distinct")
            return size(Texts(((None, Encoded(peeled, one.absent, one.sure)),)))
        case ((None, Listed() as one),) if all(on is None for _, on in one.items):
            return _different([item for item, _ in one.items])
        case _:
            raise NotCompiledError(node.text)


def _different(items: list[Cell]) -> Cell:
    if all(item.fixed is not None for item in items):
        return fixed("int", len({item.fixed for item in items}))
    known = num(0)
    open_ = num(0)
    for place, item in enumerate(items):
        before = [compare("==", item, other).low for other in items[:place]]
        again = func.coalesce(or_(FALSE, *before), FALSE)
        known = known + case((and_(item.low.is_not(None), no(again)), 1), else_=0)
        open_ = open_ + case((item.unknown, 1), else_=0)
    gone = [item.absent for item in items if item.absent is not None]
    known = known + case((or_(*gone), 1), else_=0) if gone else known
    least = first_of([(and_(known == 0, open_ > 0), num(1))], known)
    return Cell("int", least, known + open_)


def lacks(node: Call, frame: Frame) -> Texts:
    """Return which of the wanted texts a list does not hold; a list that is not there, none."""
    listed, wanted = (frame.see(arg) for arg in node.args)
    match (listed.branches, wanted.branches):
        case (((None, held),), ((None, Listed() as items),)):
            return _lacked(held, items, node)
        case (((None, held),), ((None, Encoded() as column),)):
            return _lacked_column(held, column, node, frame)
        case _:
            raise NotCompiledError(node.text)


def _lacked(held: Encoded | Listed, wanted: Listed, node: Node) -> Texts:
    """Of items that are spelled out each is lacking, or not."""
    if any(item.absent is not None for item, _ in wanted.items):
        raise NotCompiledError(node.text)
    text, doubt, open_ = _known(held)
    items = []
    for item, on in wanted.items:
        there = contains(item, Texts(((None, Encoded(text, None, sure=True)),)))
        without = no(func.coalesce(there.low, TRUE))
        items.append((item, without if on is None else and_(on, without)))
    lacking = either(*(on for _, on in items))
    unsure = either(
        open_,
        None if doubt is None or lacking is None else and_(doubt, lacking),
        *(_doubted(item, on) for item, on in wanted.items),
    )
    return _unless(unsure, Listed(tuple(items)))


def _lacked_column(held: Encoded | Listed, wanted: Encoded, node: Call, frame: Frame) -> Texts:
    _, doubt, open_ = _known(held)
    left = _peeled(node, frame, "lacks")
    unsure = either(
        open_,
        None if doubt is None else and_(doubt, left != SEPARATOR),
        None if wanted.sure and wanted.absent is None else wanted.expr.is_(None),
    )
    return _unless(unsure, Encoded(left, None, sure=wanted.sure and wanted.absent is None))


def _known(held: Encoded | Listed) -> tuple[Expr, Expr | None, Expr | None]:
    """Return what a list surely holds, whether it may hold more, and whether it is unknown."""
    if isinstance(held, Listed):
        doubts = (_doubted(item, on) for item, on in held.items)
        return encoded(held), either(*doubts), None
    text = func.coalesce(held.expr, SEPARATOR)
    if held.sure:
        return text, None, None
    missing = held.expr.is_(None)
    return text, None, missing if held.absent is None else and_(missing, no(held.absent))


def _doubted(item: Cell, on: Expr | None) -> Expr | None:
    open_ = None if item.sure else item.unknown
    return open_ if open_ is None or on is None else and_(open_, on)


def _unless(unsure: Expr | None, listed: Encoded | Listed) -> Texts:
    if unsure is None:
        return Texts(((None, listed),))
    return Texts(((truth(no(unsure), sure=True), listed),))


def _peeled(node: Call, frame: Frame, kind: str) -> Expr:
    """Join the list that is left of another, gone through item by item."""
    known = (kind, node.text, frame.work.law.key(node), frame.linked(free(node)))
    if known not in frame.work.made:
        frame.work.made[known] = _table(node, frame, kind)
    found: Expr = frame.join_by_ids(frame.work.made[known], free(node)).c.done
    return found


def _table(node: Call, frame: Frame, kind: str) -> CTE:
    inner, work = frame.inner(free(node)), frame.work
    lists: list[Expr] = [
        _known(one)[0] if place < len(node.args) - 1 else one.expr
        for place, arg in enumerate(node.args)
        for _, one in inner.see(arg).branches
    ]
    held = lists[0] if kind == "lacks" else literal("", Text())
    ids = inner.ids()
    start = inner.select(
        [*ids, held.label("held"), _tokens(lists[-1]).label("todo"), _empty().label("done")]
    ).where(lists[-1].is_not(None))
    steps = start.cte(work.name("items"), recursive=True)
    steps = steps.union_all(_step(steps, [each.name for each in ids], kind))
    names = [each.name for each in ids]
    ended = select(*(steps.c[name] for name in names), steps.c.done).where(steps.c.todo == "")
    return ended.cte(work.name(kind))


def _step(steps: Any, names: list[str], kind: str) -> Any:
    """Take the first item off what is to do, and keep it or not."""
    todo, done = steps.c.todo, steps.c.done
    token = func.substr(todo, 1, Place(todo, literal(_END, Text())))
    text = func.substr(token, 2, func.length(token) - 2)
    if kind == "distinct":
        rest = func.replace(todo, token, "")
        kept: ColumnElement[Any] = done + text + SEPARATOR
    else:
        rest = func.substr(todo, func.length(token) + 1)
        there = func.replace(steps.c.held, SEPARATOR + text + SEPARATOR, "") != steps.c.held
        kept = case((there, done), else_=done + text + SEPARATOR)
    columns = [steps.c[name] for name in names]
    return select(*columns, steps.c.held, rest, kept).where(todo != "")


def _tokens(listed: Expr) -> Expr:
    """Write a list so that each item has a beginning and an end of its own."""
    marked = func.replace(listed, SEPARATOR, _END + _BEGIN)
    return func.substr(marked, 2, func.length(marked) - 2)


def _empty() -> Expr:
    return literal(SEPARATOR, Text())
