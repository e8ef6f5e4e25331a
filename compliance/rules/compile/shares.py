"""Shares of a whole: of each unit the worst and the best, over every completion of what is open.

Exact: two whole numbers are compared by cross-multiplication, never divided.
"""

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, and_, case, cast, func, or_

from compliance.rules.compile.cells import Cell, truth
from compliance.rules.compile.sql import (
    FALSE,
    Expr,
    any_if,
    any_of,
    const,
    either,
    first_of,
    no,
    num,
    switch,
)

_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


class Shares(NamedTuple):
    """The fewest and the most that may have a property, each out of how many."""

    low: tuple[Expr, Expr]
    high: tuple[Expr, Expr]
    unknown: Expr | None
    sure: bool

    @property
    def numbers(self) -> tuple[Expr, Expr, Expr, Expr]:
        """The four numbers."""
        return (*self.low, *self.high)


def chosen_share(test: Cell, yes: Shares, other: Shares) -> Shares:
    """Return one of two shares by a test."""
    pairs = zip(yes.numbers, other.numbers, strict=True)
    a, b, c, d = (switch(test.low, (one, two), "int") for one, two in pairs)
    sides = (any_of(yes.unknown), any_of(other.unknown))
    open_ = either(test.low.is_(None), func.coalesce(switch(test.low, sides, "bool"), FALSE))
    return Shares((a, b), (c, d), open_, sure=False)


def meets(share: Shares, threshold: dict[str, Any]) -> Cell:
    """Say whether a share meets a threshold, however what is open turns out."""
    low, high = (_against(*pair, threshold) for pair in (share.low, share.high))
    if share.sure:
        return truth(low, sure=True)
    open_ = either(share.unknown, low != high)
    told = low if open_ is None else first_of([(open_, const("bool", None))], low)
    return truth(told, sure=False)


def _against(having: Expr, among: Expr, threshold: dict[str, Any]) -> Expr:
    """Compare having/among with value/of; of nothing, all have it."""
    plain, value, of = _PLAIN[threshold["op"]], threshold["value"], threshold["of"]
    return case(
        (among == 0, const("bool", bool(plain(of, value)))),
        else_=plain(having * num(of), num(value) * among),
    )


class Unit(NamedTuple):
    """What the rows of a unit say: whether it counts, and whether it has the property."""

    key: Cell
    counts: Cell
    has: Cell


def unit_columns(unit: Unit) -> list[Expr]:
    """Return what the rows of one unit come to."""
    surely = and_(_is(unit.counts), _is(unit.has))
    return [
        any_if(_is(unit.counts)).label("counts"),
        any_if(surely).label("surely"),
        any_if(func.coalesce(unit.has.low, const("bool", True))).label("perhaps"),
        any_if(no(_is(unit.has))).label("not_all"),
        any_if(unit.key.unknown).label("doubtful"),
    ]


def whole_columns(units: Any) -> list[Expr]:
    """Return the share of all units: in the worst and in the best case."""
    counts, perhaps = units.counts == 1, units.perhaps == 1
    having_least = case((counts, units.surely), else_=0)
    among_least = case((or_(counts, units.not_all == 1), 1), else_=0)
    among_most = case((or_(counts, perhaps), 1), else_=0)
    told = {
        "having_low": having_least,
        "among_low": among_least,
        "having_high": case((perhaps, 1), else_=0),
        "among_high": among_most,
    }
    sums = [cast(func.sum(expr), BigInteger).label(name) for name, expr in told.items()]
    return [*sums, func.max(units.doubtful).label("doubtful")]


def share_of(columns: Any, *, sure: bool) -> Shares:
    """Read a share off the table joined to a frame; of no rows it is nothing of nothing."""
    names = ("having_low", "among_low", "having_high", "among_high")
    a, b, c, d = (func.coalesce(columns[name], 0) for name in names)
    return Shares((a, b), (c, d), None if sure else columns.doubtful == 1, sure=sure)


def _is(one: Cell) -> Expr:
    return one.low if one.sure else func.coalesce(one.low, FALSE)
