"""A row for everybody: from when to when it held, and the fact that it was on any day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from compliance.domain.facts import Row
from compliance.domain.relation import Relation
from compliance.projections.columns import SPAN, read_back, stored
from compliance.projections.growing import Growing

Stored = Sequence[Any]
"""A row of a fact table, its columns in the table's order."""
_ON, _CLOSED, _UNTIL, _OPENER, _PLACE, _CHANGED, _EVENTS, _ENDED_BY = range(1, len(SPAN))


def span_of(whose: str, row: Growing) -> tuple[Any, ...]:
    """Return a row of the fold as it stands for everybody."""
    closed = row.on if row.undone else row.closed
    values = {**row.values, **row.ending}
    return (
        whose,
        row.on.toordinal(),
        stored(closed),
        stored(row.until),
        row.opener,
        row.place,
        row.changed,
        _positions(row.events),
        _positions(row.ended_by) if row.ended_by else None,
        *(stored(value) for value in values.values()),
    )


def cut(relation: Relation, span: Stored, on: date) -> Row | None:
    """Return the fact that a row was on a day; None before it opened or once it was replaced."""
    day = on.toordinal()
    if span[_ON] > day or (span[_UNTIL] is not None and span[_UNTIL] <= day):
        return None
    ended = span[_CLOSED] is not None and span[_CLOSED] <= day
    events = f"{span[_EVENTS]},{span[_ENDED_BY]}" if ended else span[_EVENTS]
    own = {**relation.columns, **relation.closing}
    values = dict(zip(own, span[len(SPAN) :], strict=True))
    if not ended:
        values |= dict.fromkeys(relation.closing)
    return Row(
        relation=relation.name,
        values={name: read_back(col.type, values[name]) for name, col in own.items()},
        on=date.fromordinal(span[_ON]),
        closed=date.fromordinal(span[_CLOSED]) if ended else None,
        events=tuple(sorted(set(map(int, events.split(","))))),
        opener=span[_OPENER],
        changed=bool(span[_CHANGED]),
    )


def ordered(span: Stored) -> tuple[Any, ...]:
    """Return what rows for everybody are sorted by: whose they are, then as facts are."""
    return span[0], span[_ON], span[_OPENER], span[_PLACE]


def _positions(positions: Sequence[int]) -> str:
    return ",".join(map(str, sorted(set(positions))))
