"""Pieces of SQL that mean the same on every engine: SQLite, PostgreSQL, DuckDB.

DuckDB is handed PostgreSQL's text. There `/` divides into fractions, `LEAST` forgets NULL, and
nobody's date functions agree: none of them is used.
"""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Integer,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    literal_column,
    not_,
    null,
    or_,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import False_, True_
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import iterate

Expr = ColumnElement[Any]
TRUE, FALSE, NOTHING = true(), false(), null()
SEPARATOR = "\x1f"
_HEAVY = 400
"""Of how many pieces an expression is at most, before it becomes a column."""
_TYPES = {"bool": Boolean, "int": BigInteger, "date": Integer, "text": Text}


class Halved(FunctionElement[int]):
    """Whole division of numbers that are not negative."""

    type = BigInteger()
    inherit_cache = True
    name = "halved"


@compiles(Halved)
def _with_floor(element: Halved, compiler: Any, **given: Any) -> str:
    left, right = element.clauses
    return (
        f"CAST(floor({compiler.process(left, **given)} / {compiler.process(right, **given)})"
        " AS BIGINT)"
    )


@compiles(Halved, "sqlite")
def _without_floor(element: Halved, compiler: Any, **given: Any) -> str:
    left, right = element.clauses
    return f"({compiler.process(left, **given)} / {compiler.process(right, **given)})"


class Place(FunctionElement[int]):
    """Where a text begins within another, from 1; 0 = nowhere."""

    type = Integer()
    inherit_cache = True
    name = "place"


@compiles(Place)
def _strpos(element: Place, compiler: Any, **given: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **given)})"


@compiles(Place, "sqlite")
def _instr(element: Place, compiler: Any, **given: Any) -> str:
    return f"instr({compiler.process(element.clauses, **given)})"


def num(value: int) -> Expr:
    """Return a whole number as it is written, without a place for it to be bound."""
    return literal_column(str(value), BigInteger())


def div(left: Expr, right: int) -> Expr:
    """Divide a number that is not negative, and leave the rest."""
    return Halved(left.self_group(), num(right))


def const(kind: str, value: Any) -> Expr:
    """Return a literal of a kind; None is typed too, or PostgreSQL would take it for text."""
    if value is None:
        return cast(NOTHING, _TYPES[kind])
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return literal(value, _TYPES[kind])


def is_true(expr: Expr | None) -> bool:
    """Say whether an expression is the constant truth; none is not."""
    return isinstance(expr, True_)


def is_false(expr: Expr | None) -> bool:
    """Say whether an expression is the constant falsehood; none is, too."""
    return expr is None or isinstance(expr, False_)


def either(*parts: Expr | None) -> Expr | None:
    """Join conditions that may be none: any of them; None if there is none."""
    told = [part for part in parts if part is not None and not is_false(part)]
    if any(is_true(part) for part in told):
        return TRUE
    return or_(*told) if told else None


def any_of(*parts: Expr | None) -> Expr:
    """Join conditions that may be none: any of them; false if there is none."""
    found = either(*parts)
    return FALSE if found is None else found


def no(expr: Expr) -> Expr:
    """Negate."""
    if is_true(expr):
        return FALSE
    return TRUE if isinstance(expr, False_) else not_(expr)


def all_of(parts: Sequence[Expr]) -> Expr:
    """Join conditions: all of them."""
    return and_(TRUE, *parts)


def first_of(branches: Sequence[tuple[Expr, Expr]], otherwise: Expr) -> Expr:
    """Return the value of the first condition that holds."""
    live: list[tuple[Expr, Expr]] = []
    for when, then in branches:
        if is_true(when):
            return case(*live, else_=then) if live else then
        if not isinstance(when, False_):
            live.append((when, then))
    return case(*live, else_=otherwise) if live else otherwise


def switch(test: Expr, sides: tuple[Expr, Expr], kind: str) -> Expr:
    """Return one of two by a test that is asked once; NULL where it is unknown."""
    yes, other = sides
    if is_true(test):
        return yes
    if isinstance(test, False_):
        return other
    return case((TRUE, yes), (FALSE, other), value=test, else_=const(kind, None))


def any_if(test: Expr) -> Expr:
    """Say, as 1 or 0, whether a test holds for any row of a group."""
    return func.max(case((test, 1), else_=0))


def smaller(left: Expr, right: Expr) -> Expr:
    """Return the smaller of two numbers, neither NULL."""
    return case((left <= right, left), else_=right)


def larger(left: Expr, right: Expr) -> Expr:
    """Return the larger of two numbers, neither NULL."""
    return case((left >= right, left), else_=right)


def heavy(expr: Expr) -> bool:
    """Say whether an expression is too long to be written out wherever it is used."""
    return next(islice(iterate(expr), _HEAVY, None), None) is not None
