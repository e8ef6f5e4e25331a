"""Sums, differences and products within bounds; of an unknown side, that side has no bound."""

from collections.abc import Callable

from sqlalchemy import and_, or_

from compliance.rules.compile.cells import Cell, fixed, shielded
from compliance.rules.compile.sql import Expr, const, first_of, larger, smaller


def plus(left: Cell, right: Cell) -> Cell:
    """Add two numbers."""
    if left.fixed is not None and right.fixed is not None:
        return fixed("int", left.fixed + right.fixed)
    low = left.low + right.low
    high = low if left.single and right.single else left.high + right.high
    return shielded(Cell("int", low, high, sure=True), left, right)


def minus(left: Cell, right: Cell) -> Cell:
    """Subtract a number from another."""
    if left.fixed is not None and right.fixed is not None:
        return fixed("int", left.fixed - right.fixed)
    low = left.low - right.high
    high = low if left.single and right.single else left.high - right.low
    return shielded(Cell("int", low, high, sure=True), left, right)


def times(left: Cell, right: Cell) -> Cell:
    """Multiply two numbers."""
    if left.fixed is not None and right.fixed is not None:
        return fixed("int", left.fixed * right.fixed)
    if left.single and right.single:
        low = high = left.low * right.low
    else:
        low, high = _corners(left, right)
    return shielded(Cell("int", low, high, sure=True), left, right)


def _corners(left: Cell, right: Cell) -> tuple[Expr, Expr]:
    """Bound a product; without an upper bound it has one only of what is not negative."""
    corners = [one * other for one in (left.low, left.high) for other in (right.low, right.high)]
    open_ = or_(left.high.is_(None), right.high.is_(None))
    nothing = const("int", None)
    negative = and_(open_, or_(left.low < 0, right.low < 0))
    unbound = or_(left.low.is_(None), right.low.is_(None), negative)
    low = first_of([(unbound, nothing), (open_, corners[0])], _fold(corners, smaller))
    return low, first_of([(or_(unbound, open_), nothing)], _fold(corners, larger))


def _fold(corners: list[Expr], pick: Callable[[Expr, Expr], Expr]) -> Expr:
    a, b, c, d = corners
    return pick(pick(a, b), pick(c, d))
