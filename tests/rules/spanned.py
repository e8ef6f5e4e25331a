"""Facts of everybody as spans: cut to a day for the interpreter, put into tables for SQL.

A span is a row from the day it opens until a later statement replaces it; the day it closes is a
part of it. One list of spans is all that either evaluator is given.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa

from compliance.domain.facts import Facts, Past, Row
from compliance.domain.relation import Column
from compliance.domain.relations import RELATIONS

SEPARATOR = "\x1f"
_TYPES: Mapping[str, type[sa.types.TypeEngine[Any]]] = {
    "text": sa.Text, "int": sa.BigInteger, "bool": sa.Boolean, "date": sa.Integer,
    "texts": sa.Text,
}  # fmt: skip


class Span(NamedTuple):
    """One row of a relation over time, in the facility in whose facts it stands."""

    relation: str
    facility: str
    opener: int
    on: date
    values: Mapping[str, Any]
    """Every column and closing column; a closing one shows once the row has ended."""
    closed: date | None = None
    """The day it closes; its own opening, if it was undone."""
    until: date | None = None
    """The day from which a later statement stands in its place."""
    place: int = 0
    changed: bool = False
    events: tuple[int, ...] = ()
    ended_by: tuple[int, ...] = ()

    def cut(self, on: date) -> Row | None:
        """Return the row as it stands on a day; None before it, and once it is replaced."""
        if self.on > on or (self.until is not None and self.until <= on):
            return None
        ended = self.closed is not None and self.closed <= on
        hidden = {} if ended else dict.fromkeys(RELATIONS[self.relation].closing)
        return Row(
            relation=self.relation,
            values={**self.values, **hidden},
            on=self.on,
            events=tuple(sorted({*self.events, *(self.ended_by if ended else ())})),
            opener=self.opener,
            closed=self.closed if ended else None,
            changed=self.changed,
        )

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something happens to it."""
        return tuple(day for day in (self.on, self.closed, self.until) if day is not None)

    @property
    def order(self) -> tuple[date, int, int]:
        """Where it stands among the rows of its relation."""
        return self.on, self.opener, self.place


class Spanned:
    """The past of one facility, cut from its spans."""

    def __init__(self, facility: str, spans: Iterable[Span]) -> None:
        self.facility = facility
        self._spans = sorted(spans, key=lambda span: span.order)
        self._facts: dict[date, Facts] = {}

    @cached_property
    def days(self) -> tuple[date, ...]:
        return self._days(self._spans)

    def days_of(self, relations: frozenset[str]) -> tuple[date, ...]:
        return self._days(span for span in self._spans if span.relation in relations)

    def at(self, on: date) -> Facts:
        before = bisect_right(self.days, on)
        day = self.days[before - 1] if before else date.min
        if day not in self._facts:
            self._facts[day] = self._cut(day)
        return self._facts[day]._replace(on=on)

    def _cut(self, on: date) -> Facts:
        rows: dict[str, list[Row]] = {}
        for span in self._spans:
            row = span.cut(on)
            if row is not None:
                rows.setdefault(span.relation, []).append(row)
        return Facts(on, {name: tuple(each) for name, each in rows.items()})

    @staticmethod
    def _days(spans: Iterable[Span]) -> tuple[date, ...]:
        return tuple(sorted({day for span in spans for day in span.days}))


def pasts(spans: Sequence[Span], facilities: Iterable[str]) -> dict[str, Spanned]:
    """Return the past of each facility."""
    held: dict[str, list[Span]] = {facility: [] for facility in facilities}
    for span in spans:
        if span.facility in held:
            held[span.facility].append(span)
    return {facility: Spanned(facility, each) for facility, each in held.items()}


def spans_of(past: Past) -> list[Span]:
    """Return the spans of a past, by looking at every day on which something happened."""
    found: dict[tuple[Any, ...], Span] = {}
    for day in sorted(past.days):
        standing = _standing(past.facility, past.at(day))
        for key, span in found.items():
            if key not in standing and span.until is None:
                found[key] = span._replace(until=day)
        for key, span in standing.items():
            old = found.setdefault(key, span)
            if old.closed is None and span.closed is not None:
                ended_by = tuple(sorted({*span.events} - {*old.events}))
                found[key] = span._replace(events=old.events, ended_by=ended_by)
    return list(found.values())


def spans_of_facts(facility: str, facts: Facts) -> list[Span]:
    """Return the rows of one day's facts as spans: they hold from that day on, as they are."""
    return list(_standing(facility, facts).values())


def _standing(facility: str, facts: Facts) -> dict[tuple[Any, ...], Span]:
    found: dict[tuple[Any, ...], Span] = {}
    for relation, rows in facts.rows.items():
        for row in rows:
            place = sum(key[:2] == (relation, row.opener) for key in found)
            found[relation, row.opener, place] = Span(
                relation, facility, row.opener, row.on, row.values, row.closed,
                place=place, changed=row.changed, events=row.events,
            )  # fmt: skip
    return found


METADATA = sa.MetaData()
FACILITIES = sa.Table("facilities", METADATA, sa.Column("row_facility", sa.Text, nullable=False))


def _table(relation: str) -> sa.Table:
    declared = RELATIONS[relation]
    told = {**declared.columns, **declared.closing}
    return sa.Table(
        f"span_{relation}",
        METADATA,
        sa.Column("row_facility", sa.Text, nullable=False),
        sa.Column("row_on", sa.Integer, nullable=False),
        sa.Column("row_closed", sa.Integer),
        sa.Column("row_until", sa.Integer),
        sa.Column("row_opener", sa.Integer, nullable=False),
        sa.Column("row_place", sa.Integer, nullable=False),
        sa.Column("row_changed", sa.Boolean, nullable=False),
        sa.Column("row_events", sa.Text, nullable=False),
        sa.Column("row_ended_by", sa.Text),
        *(sa.Column(name, _TYPES[column.type]) for name, column in told.items()),
    )


TABLES: Mapping[str, sa.Table] = {relation: _table(relation) for relation in RELATIONS}


class Spread:
    """The tables of spans, as the compiler is handed them."""

    def spans(self, relation: str) -> sa.FromClause:
        """Return the spans of a relation."""
        return TABLES[relation]

    def facilities(self) -> sa.FromClause:
        """Return every facility that something is known of."""
        return FACILITIES


def records(spans: Iterable[Span]) -> dict[str, list[dict[str, Any]]]:
    """Return what the tables hold, by relation."""
    found: dict[str, list[dict[str, Any]]] = {}
    for span in spans:
        found.setdefault(span.relation, []).append(_record(span))
    return found


def _record(span: Span) -> dict[str, Any]:
    declared = RELATIONS[span.relation]
    told = {**declared.columns, **declared.closing}
    return {
        "row_facility": span.facility,
        "row_on": span.on.toordinal(),
        "row_closed": None if span.closed is None else span.closed.toordinal(),
        "row_until": None if span.until is None else span.until.toordinal(),
        "row_opener": span.opener,
        "row_place": span.place,
        "row_changed": span.changed,
        "row_events": ",".join(map(str, span.events)),
        "row_ended_by": ",".join(map(str, span.ended_by)) if span.ended_by else None,
    } | {name: stored(column, span.values.get(name)) for name, column in told.items()}


def stored(column: Column, value: Any) -> Any:
    """Return a value as its column stores it: a day as its number, a list as one text."""
    if value is None:
        return None
    match column.type:
        case "date":
            return value.toordinal()
        case "texts":
            return "".join(f"{SEPARATOR}{text}" for text in value) + SEPARATOR
        case _:
            return value
