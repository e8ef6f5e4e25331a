"""What the events tell of a relation: openers, closers and changes, read from typed columns."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from compliance.domain.events import latest
from compliance.domain.relation import Column, Relation
from compliance.domain.shape import Field, shape
from compliance.projections.columns import SEES, record_tables, records_of, stored_as
from compliance.projections.everybody.ones import Ones, positions
from compliance.projections.identity import LINK
from compliance.projections.tables import SQL_TYPES, core

Labelled = ColumnElement[Any]


class Parts:
    """The openers, closers and changes of a relation, each as rows that say where, when, what."""

    def __init__(self, relation: Relation, ones: Ones) -> None:
        self.relation = relation
        self.heard = ones.heard
        self.ones = ones

    def openers(self) -> Subquery | None:
        """Return every record that opens (or states, or is) a row; None if none was ever told."""
        told = [self._opener(stem) for stem in self._told(self.relation.opens)]
        return union_all(*told).subquery("opener") if told else None

    def closers(self) -> list[tuple[tuple[int, ...], Subquery]]:
        """Return the closers, each kind with the key parts that it names."""
        return [self._closer(stem) for stem in self._told(self.relation.closes)]

    def changes(self) -> Subquery | None:
        """Return the changes: the key of the row that each ends, and what it states anew."""
        told = [self._change(stem) for stem in self._told(self.relation.changes)]
        return union_all(*told).subquery("change") if told else None

    def _told(self, stems: Sequence[str]) -> list[str]:
        """Return the kinds of events of which there is something to read."""
        if self.relation.about == "person" and not self.heard.held(SEES.name):
            return []
        each = self.relation.each
        return [
            stem
            for stem in stems
            if self.heard.told(stem)
            and (each is None or self.heard.held(record_tables(latest(stem))[each].name))
        ]

    def _opener(self, stem: str) -> Select[Any]:
        source = Source(self, stem, each=self.relation.each)
        read = {name: source.column(col) for name, col in self.relation.columns.items()}
        keys = [
            source.version.c.told_facility if part == "facility" else read[part]
            for part in self.relation.key
        ]
        return source.select(keys, [source.place.label("told_place"), *labelled(read)])

    def _closer(self, stem: str) -> tuple[tuple[int, ...], Subquery]:
        source = Source(self, stem)
        named = source.named(self.relation.key)
        read = {name: source.column(col) for name, col in self.relation.closing.items()}
        keys = [None if field is None else source.field(field) for field in named]
        told = source.select(keys, labelled(read)).subquery()
        return tuple(i for i, field in enumerate(named) if field is not None), told

    def _change(self, stem: str) -> Select[Any]:
        """Read a change. Raises ValueError unless it names the whole key of the row it ends."""
        source = Source(self, stem)
        formerly = [self.relation.formerly.get(part, part) for part in self.relation.key]
        named = source.named(formerly)
        keys = [source.field(field) for field in named if field is not None]
        if len(keys) < len(named):
            raise ValueError(self.relation.name)
        read = {name: source.column(col) for name, col in self.relation.columns.items()}
        return source.select(keys, labelled(read))


class Source:
    """One kind of event to read from: its versions, with its records and its persons' refs."""

    def __init__(self, parts: Parts, stem: str, *, each: str | None = None) -> None:
        self._parts = parts
        self._kind = latest(stem)
        self._linked = parts.ones.any and stem != LINK
        self._fields = {field.name: field for field in shape(self._kind.data)}
        self.version = self._from = parts.heard.of(stem)
        self._record: FromClause | None = None
        if each is not None:
            self._record = core(record_tables(self._kind)[each])
            self._inner = {field.name: field for field in shape(records_of(self._kind, each))}
            self._from = self._beside(self._record)

    @property
    def place(self) -> ColumnElement[Any]:
        """The place of a record in its list."""
        return literal(0) if self._record is None else self._record.c.told_place

    def column(self, col: Column) -> ColumnElement[Any]:
        """Return a declared column, or what stands for it where the event has no such field."""
        holder, _, inner = col.source.rpartition(".")
        if holder and self._record is not None:
            return self._person(self._inner[inner], self._record.c[inner])
        if col.source not in self._fields:
            return cast(null(), SQL_TYPES[stored_as(col)])
        return self.field(col.source)

    def field(self, name: str) -> ColumnElement[Any]:
        """Return a field of the envelope or of the event."""
        if name == "facility":
            return self.version.c.told_facility
        return self._person(self._fields[name], self.version.c[name])

    def named(self, fields: Sequence[str]) -> list[str | None]:
        """Return those fields that the event has, None in place of the others."""
        return [each if each == "facility" or each in self._fields else None for each in fields]

    def select(
        self, keys: Sequence[ColumnElement[Any] | None], read: Sequence[Labelled]
    ) -> Select[Any]:
        """Return whose they are, when they were told and by what, their keys, and what was read.

        A key part that is not known makes no row, and ends none.
        """
        of = self.version.c
        whose, concerned = self._whose()
        parts = [(i, key) for i, key in enumerate(keys) if key is not None]
        events = self._events()
        return (
            select(
                whose.label("row_facility"),
                of.told_on,
                of.told_position,
                events.label("told_events"),
                *(key.label(f"key_{i}") for i, key in parts),
                *read,
            )
            .select_from(self._from)
            .where(*concerned, *(key.is_not(None) for _, key in parts))
        )

    def _whose(self) -> tuple[ColumnElement[Any], list[ColumnElement[bool]]]:
        """Return the facility or region, or whoever sees the person; and what must hold."""
        of, without = self.version.c, self._parts.relation.without
        concerned = [of[without].is_(None)] if without in self._fields else []
        match self._parts.relation.about:
            case "facility":
                return of.told_facility, [*concerned, of.told_facility.is_not(None)]
            case "region":
                return of.region, [*concerned, of.region.is_not(None)]
            case "person":
                sees, until = core(SEES), self._parts.heard.until
                self._from = self._from.join(sees, sees.c.told_position == of.told_position)
                since = [] if until is None else [sees.c.told_since <= until]
                return sees.c.row_facility, [*concerned, *since]

    def _events(self) -> ColumnElement[str]:
        """Return the positions behind a version: its own, its amendment's, and its links'."""
        own = positions(self.version)
        if not self._linked:
            return own
        proof = self._parts.ones.proof
        self._from = self._beside(proof, outer=True)
        return own + func.coalesce("," + proof.c.links, "")

    def _person(self, field: Field, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return a field's value, persons under the one ref that they go by."""
        if field.named != "Person" or not self._linked:
            return value
        if field.many:
            told = self._parts.ones.listed(field.name)
            self._from = self._beside(told, outer=True)
            return func.coalesce(told.c.told, value)
        other = self._parts.ones.of.alias()
        self._from = self._from.outerjoin(other, other.c.ref == value)
        return func.coalesce(other.c.one, value)

    def _beside(self, table: FromClause, *, outer: bool = False) -> FromClause:
        version = self.version.c
        same = and_(
            table.c.told_position == version.told_position,
            table.c.told_heard == version.told_heard,
        )
        return self._from.join(table, same, isouter=outer)


def labelled(read: dict[str, ColumnElement[Any]]) -> list[Labelled]:
    """Return columns under their own names."""
    return [value.label(name) for name, value in read.items()]
