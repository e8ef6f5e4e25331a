"""Spans in plain tables, filled from histories: what the compiled rules read, without a log.

A span is followed day by day through the facts of a history; so the tables hold nothing that the
fold does not say.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    FromClause,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from compliance.domain.facts import Facts, Row
from compliance.domain.relation import Relation
from compliance.domain.relations import RELATIONS
from compliance.projections.history import History

SEPARATOR = "\x1f"
_TYPES: dict[str, Any] = {
    "text": Text, "int": BigInteger, "bool": Boolean, "date": Integer, "texts": Text,
}  # fmt: skip
_Key = tuple[int, int]


class Spans:
    """Tables of spans, one a relation, and one of facilities: the `Sources` of the compiler."""

    def __init__(self) -> None:
        self.metadata = MetaData()
        self.tables = {name: _table(each, self.metadata) for name, each in RELATIONS.items()}
        self.known = Table(
            "span_facilities", self.metadata, Column("row_facility", Text, primary_key=True)
        )

    def spans(self, relation: str) -> FromClause:
        """Return the table of a relation."""
        return self.tables[relation]

    def facilities(self) -> FromClause:
        """Return the table of facilities."""
        return self.known

    def fill(self, connection: Connection, histories: Mapping[str, History]) -> None:
        """Make the tables and fill them from histories, by facility."""
        self.fill_rows(
            connection, {name: dict(spans_of(each)) for name, each in histories.items()}
        )

    def fill_rows(
        self, connection: Connection, spans: Mapping[str, Mapping[str, list[dict[str, Any]]]]
    ) -> None:
        """Make the tables and fill them from spans, by facility and relation."""
        self.metadata.create_all(connection)
        if spans:
            connection.execute(self.known.insert(), [{"row_facility": name} for name in spans])
        for name, table in self.tables.items():
            rows = [
                {"row_facility": facility, **row}
                for facility, told in spans.items()
                for row in told.get(name, ())
            ]
            if rows:
                connection.execute(table.insert(), rows)


def spans_of(history: History) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the spans of a history, by relation."""
    days = [(day, history.at(day)) for day in history.days]
    for name, relation in RELATIONS.items():
        rows = _followed(relation, days)
        if rows:
            yield name, rows


def _table(relation: Relation, metadata: MetaData) -> Table:
    name = f"span_{relation.name}"
    own = {**relation.columns, **relation.closing}
    return Table(
        name,
        metadata,
        Column("row_facility", Text, nullable=False),
        Column("row_on", Integer, nullable=False),
        Column("row_closed", Integer),
        Column("row_until", Integer),
        Column("row_opener", Integer, nullable=False),
        Column("row_place", Integer, nullable=False),
        Column("row_changed", Boolean, nullable=False),
        Column("row_events", Text, nullable=False),
        Column("row_ended_by", Text),
        *(Column(column, _TYPES[each.type]) for column, each in own.items()),
        Index(f"{name}_by_facility", "row_facility"),
    )


def _followed(relation: Relation, days: Iterable[tuple[date, Facts]]) -> list[dict[str, Any]]:
    """Follow each row through the days: as it opened, as it is at last, and until when."""
    first: dict[_Key, Row] = {}
    last: dict[_Key, Row] = {}
    until: dict[_Key, date] = {}
    for day, facts in days:
        seen = _keyed(facts.of(relation.name))
        for key in last.keys() - seen.keys() - until.keys():
            until[key] = day
        for key, row in seen.items():
            first.setdefault(key, row)
            last[key] = row
    return [_span(key, first[key], row, until.get(key)) for key, row in last.items()]


def _keyed(rows: Iterable[Row]) -> dict[_Key, Row]:
    found: dict[_Key, Row] = {}
    for row in rows:
        place = sum(opener == row.opener for opener, _ in found)
        found[row.opener, place] = row
    return found


def _span(key: _Key, opened: Row, row: Row, until: date | None) -> dict[str, Any]:
    ended_by = sorted(set(row.events) - set(opened.events)) if opened.in_force else []
    return {
        "row_on": row.on.toordinal(),
        "row_closed": _plain(row.closed),
        "row_until": _plain(until),
        "row_opener": row.opener,
        "row_place": key[1],
        "row_changed": row.changed,
        "row_events": _positions(opened.events),
        "row_ended_by": _positions(ended_by) if ended_by else None,
        **{name: _plain(value) for name, value in row.values.items()},
    }


def _positions(events: Iterable[int]) -> str:
    return ",".join(map(str, events))


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.toordinal()
        case tuple() | list():
            return SEPARATOR + "".join(f"{_plain(each)}{SEPARATOR}" for each in value)
        case _:
            return getattr(value, "value", value)
