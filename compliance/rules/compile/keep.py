"""Values kept in a table of their own, where writing them out each time would take too long.

By the ids of the rows that they speak of; nested conditions that are each a column stay short.
A day to which a period is added is kept only where it is needed itself: mostly it is compared.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import CTE

from compliance.rules.compile.cells import Cell
from compliance.rules.compile.dates import staged
from compliance.rules.compile.expand import free
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.sql import Expr, heavy
from compliance.rules.tree import Node

_LOW, _HIGH, _ABSENT = "low", "high", "absent"


def kept(node: Node, value: Any, frame: Frame) -> Any:
    """Return a value as a column of its own, if it is long."""
    if not isinstance(value, Cell) or value.fixed is not None or value.moved is not None:
        return value
    return _column(node, value, frame) if _is_long(value) else value


def settled(node: Node, value: Any, frame: Frame) -> Any:
    """Return a value that is needed itself, as a column if it is long."""
    if not isinstance(value, Cell) or value.moved is None:
        return value
    return replace(_column(node, value, frame), moved=None) if _is_long(value) else value


def read(node: Node, frame: Frame) -> Any:
    """Read an expression whose value is needed itself."""
    return settled(node, frame.see(node), frame)


def _is_long(value: Cell) -> bool:
    return any(heavy(expr) for expr in _parts(value).values())


def _column(node: Node, value: Cell, frame: Frame) -> Cell:
    variables = free(node)
    known = ("kept", node.text, frame.work.law.key(node), frame.linked(variables))
    if known not in frame.work.made:
        frame.work.made[known] = _table(node, frame)
    columns = frame.join_by_ids(frame.work.made[known], variables).c
    low = columns[_LOW]
    return replace(
        value,
        low=low,
        high=low if value.single else columns[_HIGH],
        absent=None if value.absent is None else columns[_ABSENT],
    )


def _table(node: Node, frame: Frame) -> CTE:
    """Make the table of a value: the expression is read again, on the rows that it speaks of."""
    inner = frame.inner(free(node))
    value = inner.work.raw(node, inner)
    parts = _parts(value)
    if value.moved is not None:
        parts[_LOW] = value.moved.of.low
    columns = [expr.label(name) for name, expr in parts.items()]
    found = inner.select([*inner.ids(), *columns])
    for period in () if value.moved is None else value.moved.periods:
        found = staged(found.subquery(), period)
    return found.cte(frame.work.name("kept"))


def _parts(value: Cell) -> dict[str, Expr]:
    parts = {_LOW: value.low}
    if not value.single:
        parts[_HIGH] = value.high
    if value.absent is not None:
        parts[_ABSENT] = value.absent
    return parts
