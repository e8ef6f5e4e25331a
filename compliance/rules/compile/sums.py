"""Counts and sums: a row that may pass widens the bounds, an unknown number leaves one open."""

from typing import Any

from sqlalchemy import BigInteger, case, cast, func

from compliance.rules.compile.cells import Cell
from compliance.rules.compile.sql import Expr, any_if, const, first_of, larger, num, smaller


def count_columns(test: Cell) -> list[Expr]:
    """Count the rows that pass, and those that may."""
    every = cast(func.count(), BigInteger).label("most")
    if test.sure:
        return [every]
    least = cast(func.sum(case((test.low, 1), else_=0)), BigInteger)
    return [least.label("least"), every]


def count(test: Cell, columns: Any) -> Cell:
    """Read a count off the table joined to a frame."""
    most = func.coalesce(columns.most, 0)
    low = most if test.sure else func.coalesce(columns.least, 0)
    return Cell("int", low, most, sure=test.sure)


def total_columns(test: Cell, value: Cell) -> list[Expr]:
    """Add up the numbers of the rows that pass, within their bounds."""
    zero = num(0)
    low, high = value.low, value.high
    if not test.sure:
        low = case((test.low, low), else_=smaller(low, zero))
        high = case((test.low, high), else_=larger(high, zero))
    told: list[Expr] = [_sum(low).label("least")]
    if not _one(test, value):
        told.append(_sum(high).label("most"))
    if not _whole(value):
        told.append(any_if(value.low.is_(None)).label("no_least"))
    if not (_whole(value) or value.single):
        told.append(any_if(value.high.is_(None)).label("no_most"))
    return told


def total(test: Cell, value: Cell, columns: Any, none: Expr) -> Cell:
    """Read a sum off the table joined to a frame; of no rows it is 0."""
    low = _read(columns, "least", none, value)
    if _one(test, value):
        return Cell("int", low, low, sure=_whole(value))
    return Cell("int", low, _read(columns, "most", none, value))


def _read(columns: Any, name: str, none: Expr, value: Cell) -> Expr:
    if _whole(value):
        return func.coalesce(columns[name], 0)
    open_ = columns["no_least" if value.single else f"no_{name}"] == 1
    return first_of([(none, num(0)), (open_, const("int", None))], columns[name])


def _sum(expr: Expr) -> Expr:
    return cast(func.sum(expr), BigInteger)


def _one(test: Cell, value: Cell) -> bool:
    """Say whether both bounds are one: every row is known to pass, or not."""
    return test.sure and value.single


def _whole(value: Cell) -> bool:
    return value.sure and value.absent is None
