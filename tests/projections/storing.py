"""A log's typed event columns in a SQLite of their own, and everybody's rows read from them."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from compliance.domain.envelope import Event
from compliance.domain.events import CATALOGUE
from compliance.domain.relations import RELATIONS
from compliance.domain.time import instant_text
from compliance.engine.past import gathered, indexed
from compliance.engine.sees import seen_since
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.projections import statements
from compliance.projections.columns import NAMED, SEES, Laid, record_tables, told_table
from compliance.projections.everybody.forms import rows
from compliance.projections.everybody.heard import Heard
from compliance.projections.spans import ordered
from compliance.projections.typed import rows_of, version_of
from tests.log.telling import LOG_ID, Clock, Ids


def restored(events: Iterable[Event]) -> EventLog:
    """Return a log that holds these events as they were told."""
    log = EventLog(MemoryRecorder(LOG_ID), Clock(), Ids())
    log.restore([(each.id, instant_text(each.recorded_at), each.said) for each in events])
    return log


@cache
def layout() -> tuple[Laid, ...]:
    """Return every table that events are told to."""
    kinds = CATALOGUE.values()
    records = (each for kind in kinds for each in record_tables(kind).values())
    return (NAMED, SEES, *map(told_table, kinds), *records)


class Store:
    """Typed columns of a log in memory."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        for laid in layout():
            self.db.execute(statements.create(laid))
        self.engine = engine_over(self.db)
        self._held: set[str] = set()

    def hold(self, log: EventLog) -> None:
        """Hold what a log tells, and nothing else."""
        for name in self._held:
            self.db.execute(f"DELETE FROM {name}")
        self._held.clear()
        for laid, row in told(log):
            self._held.add(laid.name)
            self.db.execute(statements.insert(laid), row)
            if "told_superseded" in (each.name for each in laid.columns):
                self.db.execute(
                    f"UPDATE {laid.name} SET told_superseded = ? WHERE told_position = ?"
                    " AND told_heard < ? AND told_superseded IS NULL",
                    (row[1], row[0], row[1]),
                )

    def spans(self, relation: str, until: int | None) -> list[tuple[Any, ...]]:
        """Return a relation's rows for everybody, as known up to a position."""
        statement = rows(RELATIONS[relation], Heard(until, self._held.__contains__))
        with self.engine.connect() as connection:
            return sorted((tuple(row) for row in connection.execute(statement)), key=ordered)


def told(log: EventLog) -> Iterator[tuple[Laid, tuple[Any, ...]]]:
    """Yield the rows of a log's typed columns, in order of position."""
    by_id: dict[str, Event] = {}
    for event in log.read():
        by_id[event.id] = event
        target = getattr(event.data, "event", None) if event.type.startswith("record.") else None
        for version in (
            version_of(event),
            version_of(by_id[target], event) if target in by_id else None,
        ):
            if version is not None:
                yield from rows_of(version)
    facilities, borne = indexed(log.entries())
    for facility in facilities:
        for position, since in seen_since(facility, gathered(borne, facility)).items():
            yield SEES, (facility, position, since)


def engine_over(db: sqlite3.Connection) -> Engine:
    """Return the library's engine over a connection."""
    return create_engine(
        "sqlite://",
        creator=lambda: db,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )
