"""Values of everybody at once: columns that hold what is known, and say what is not.

A cell is a number between two bounds, a day, a text or a truth. SQL's NULL is *unknown* (of a
bound: none), so that AND and OR are Kleene's already. *Absent* is a column of its own, None where
nothing can be absent; what is absent is NULL too. `sure` cells are NULL only where absent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_

from compliance.domain.time import Period
from compliance.rules.compile.sql import (
    FALSE,
    TRUE,
    Expr,
    any_of,
    const,
    either,
    first_of,
    is_false,
    is_true,
    no,
    switch,
)


class NotCompiledError(Exception):
    """An expression that only the interpreter reads; the rule that holds it is left to it."""


class Moved(NamedTuple):
    """A day reckoned from another: never earlier for a later day; None = not to be told."""

    of: "Cell"
    later: Callable[[int], int]
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its kind (`bool int date text`), its bounds (one expression where it is single)."""

    kind: str
    low: Expr
    high: Expr
    absent: Expr | None = None
    sure: bool = False
    fixed: Any = None
    """The value itself, where it is the same for everybody."""
    moved: Moved | None = None

    @property
    def single(self) -> bool:
        """Whether both bounds are one: known or unknown, never in between."""
        return self.high is self.low

    @property
    def known(self) -> Expr:
        """Whether the value is known, as far as it is there."""
        if self.sure:
            return TRUE
        if self.single:
            return self.low.is_not(None)
        return func.coalesce(self.low == self.high, FALSE)

    @property
    def value(self) -> Expr:
        """The value where it is known, else NULL."""
        if self.single:
            return self.low
        return first_of([(self.low == self.high, self.low)], const(self.kind, None))

    @property
    def unknown(self) -> Expr:
        """Whether it is there, and not known."""
        if self.sure:
            return FALSE
        open_ = no(self.known)
        return open_ if self.absent is None else and_(open_, no(self.absent))


def cell(kind: str, expr: Expr, absent: Expr | None = None, *, sure: bool = False) -> Cell:
    """Return a single value."""
    return Cell(kind, expr, expr, absent, sure)


def fixed(kind: str, value: Any) -> Cell:
    """Return a value that is the same for everybody; a day is its ordinal."""
    expr = const(kind, value)
    return Cell(kind, expr, expr, None, sure=True, fixed=value)


def truth(expr: Expr, *, sure: bool) -> Cell:
    """Return a truth, known for everybody where it is a constant."""
    if is_true(expr) or is_false(expr):
        return fixed("bool", is_true(expr))
    return cell("bool", expr, sure=sure)


def unknown(kind: str) -> Cell:
    """Return what nobody knows."""
    return cell(kind, const(kind, None))


def absent(kind: str) -> Cell:
    """Return what did not happen."""
    return Cell(kind, *(2 * (const(kind, None),)), absent=TRUE, sure=True)


def never(one: Cell) -> bool:
    """Say whether a cell is absent for everybody."""
    return one.absent is not None and is_true(one.absent)


def conjunction(cells: Sequence[Cell]) -> Cell:
    """Kleene's and."""
    if any(each.fixed is False for each in cells):
        return fixed("bool", value=False)
    told = [each for each in cells if each.fixed is not True]
    if len(told) == 1:
        return _as_truth(told[0])
    return truth(and_(*(each.low for each in told)) if told else TRUE, sure=all(map(_sure, told)))


def disjunction(cells: Sequence[Cell]) -> Cell:
    """Kleene's or."""
    if any(each.fixed is True for each in cells):
        return fixed("bool", value=True)
    told = [each for each in cells if each.fixed is not False]
    if len(told) == 1:
        return _as_truth(told[0])
    return truth(or_(*(each.low for each in told)) if told else FALSE, sure=all(map(_sure, told)))


def negation(one: Cell) -> Cell:
    """Kleene's not."""
    if one.fixed is not None:
        return fixed("bool", not one.fixed)
    return truth(no(one.low), sure=_sure(one))


def surely(one: Cell) -> Cell:
    """Return a truth that is false where the cell is unknown or absent."""
    return one if _sure(one) else truth(func.coalesce(one.low, FALSE), sure=True)


def perhaps(one: Cell) -> Expr:
    """Return whether a truth is not false."""
    return one.low if _sure(one) else func.coalesce(one.low, TRUE)


def chosen(test: Cell, yes: Cell, other: Cell) -> Cell:
    """Return one of two cells by a test; of an unknown test, nothing is known."""
    if test.fixed is not None:
        return yes if test.fixed else other
    kind = yes.kind
    low = switch(test.low, (yes.low, other.low), kind)
    single = yes.single and other.single
    high = low if single else switch(test.low, (yes.high, other.high), kind)
    gone = None
    if yes.absent is not None or other.absent is not None:
        sides = (any_of(yes.absent), any_of(other.absent))
        gone = func.coalesce(switch(test.low, sides, "bool"), FALSE)
    return Cell(kind, low, high, gone, sure=_sure(test) and yes.sure and other.sure)


def shielded(result: Cell, *given: Cell) -> Cell:
    """Make a result absent where anything that it is reckoned from is."""
    gone = either(result.absent, *(each.absent for each in given))
    sure = result.sure and all(each.sure for each in given)
    return replace(result, absent=gone, sure=sure)


def has(one: Cell) -> Cell:
    """Say whether something happened; unknown where it may have."""
    if one.absent is None:
        return fixed("bool", value=True) if one.sure else truth(_told(one), sure=False)
    if one.sure:
        return truth(no(one.absent), sure=True)
    return truth(first_of([(one.absent, FALSE)], _told(one)), sure=False)


def stated(one: Cell) -> Cell:
    """Say whether anything was stated at all."""
    if one.sure and one.absent is None:
        return fixed("bool", value=True)
    return truth(one.low.is_not(None), sure=True)


def _told(one: Cell) -> Expr:
    return first_of([(one.low.is_not(None), TRUE)], const("bool", None))


def _sure(one: Cell) -> bool:
    return one.sure and one.absent is None


def _as_truth(one: Cell) -> Cell:
    """Return a truth in its place in a conjunction: what is absent there is unknown."""
    return one if one.absent is None else truth(one.low, sure=False)
