"""The largest and the smallest: known where no row that may pass could be beyond it."""

from typing import Any, Literal

from sqlalchemy import and_, case, func

from compliance.rules.compile.cells import Cell
from compliance.rules.compile.sql import Expr, any_if, const, first_of

_AGGREGATES: dict[str, Any] = {"max": func.max, "min": func.min}


def extreme_columns(kind: Literal["max", "min"], test: Cell, value: Cell) -> list[Expr]:
    """Return the best of the rows that pass, and of all that may."""
    best = _AGGREGATES[kind]
    if _plain(test, value):
        return [best(value.low).label("best")]
    passing = case((test.low, value.value), else_=None)
    told = [best(passing).label("best"), best(value.value).label("any_best")]
    open_ = value.value.is_(None)
    return [*told, any_if(open_).label("open")]


def extreme(test: Cell, value: Cell, columns: Any, none: Expr) -> Cell:
    """Read the best off the table joined to a frame; of no rows there is none."""
    if _plain(test, value):
        return Cell(value.kind, columns.best, columns.best, none, sure=True)
    settled = and_(columns.open == 0, columns.best == columns.any_best)
    found = first_of([(settled, columns.best)], const(value.kind, None))
    return Cell(value.kind, found, found, none)


def _plain(test: Cell, value: Cell) -> bool:
    return test.sure and value.sure and value.absent is None
