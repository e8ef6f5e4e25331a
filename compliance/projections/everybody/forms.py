"""What rows come of what was told: occurrences, latest statements, intervals with their ends."""

from typing import Any, assert_never

from sqlalchemy import FromClause, Select, Subquery, cast, false, func, null, select, union_all

from compliance.domain.relation import Relation
from compliance.projections.columns import fact_table
from compliance.projections.everybody.changes import changing
from compliance.projections.everybody.ones import Ones
from compliance.projections.everybody.parts import Parts
from compliance.projections.everybody.runs import (
    OPENS,
    SO_FAR,
    closing,
    ended,
    followed,
    greatest,
    key_of,
    playing,
    shut,
    spanned,
)
from compliance.projections.tables import SQL_TYPES


def rows(relation: Relation, ones: Ones) -> Select[Any]:
    """Return every row of a relation for everybody, whenever it held. Raises ValueError.

    An occurrence that is closed, a latest statement that ends and a change that meets several
    rows are declared nowhere; who declares one is told so.
    """
    if relation.form != "interval" and (relation.closes or relation.changes):
        raise ValueError(relation.name)
    parts = Parts(relation, ones)
    openers = parts.openers()
    if openers is None:
        return none(relation)
    match relation.form:
        case "occurrence":
            return spanned(openers, relation)
        case "latest":
            return _latest(relation, openers)
        case "interval":
            return _intervals(relation, parts, openers)
        case _:
            assert_never(relation.form)


def none(relation: Relation) -> Select[Any]:
    """Return no row, in the shape of a relation's."""
    columns = fact_table(relation).columns
    return select(*(cast(null(), SQL_TYPES[c.type]).label(c.name) for c in columns)).where(false())


def _latest(relation: Relation, openers: FromClause) -> Select[Any]:
    """Let a statement stand until the next; a merging relation keeps what was stated before."""
    found = _carried(relation, openers) if relation.merge else openers
    window: Any = {"partition_by": key_of(found, relation), "order_by": _order(found)}
    until = func.lead(found.c.told_on).over(**window)
    if not relation.merge:
        return spanned(found, relation, row_until=until)
    key = key_of(found, relation)
    last = {
        name: greatest(found.c[name], [*key, found.c[f"stated_{i}"]])
        for i, name in enumerate(relation.columns)
    }
    return spanned(found, relation, row_until=until, row_events=found.c.carried_events, **last)


def _carried(relation: Relation, openers: FromClause) -> Subquery:
    """Count how often each column was stated so far: since the last time it is as it was."""
    window: Any = {
        "partition_by": key_of(openers, relation), "order_by": _order(openers), "rows": SO_FAR
    }  # fmt: skip
    counts = (
        func.count(openers.c[name]).over(**window).label(f"stated_{i}")
        for i, name in enumerate(relation.columns)
    )
    events = func.aggregate_strings(openers.c.told_events, ",").over(**window)
    return select(openers, *counts, events.label("carried_events")).subquery("carried")


def _order(openers: FromClause) -> list[Any]:
    return [openers.c.told_on, openers.c.told_position, openers.c.told_place]


def _intervals(relation: Relation, parts: Parts, openers: Subquery) -> Select[Any]:
    changes = parts.changes()
    if changes is not None:
        return changing(relation, openers, parts.closers(), changes)
    closers = closing(parts.closers(), [openers], relation)
    stream = union_all(playing(openers, relation, OPENS), *closers).subquery("stream")
    found = (followed if relation.while_open == "restart" else shut)(stream, relation).subquery()
    opened = ended(found, relation).where(found.c.told_part == OPENS)
    return opened.where(found.c.run_place == 1) if relation.while_open == "keep" else opened
