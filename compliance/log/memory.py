"""The recorder in memory: the same answers as on SQLite, gone when the process ends."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from compliance.domain.errors import Conflict
from compliance.log.entry import (
    EVERYTHING,
    Draft,
    Entry,
    Head,
    Query,
    Stamp,
    Transaction,
    Unless,
    Within,
    entry_of,
    matches,
)
from compliance.log.schema import TABLES
from compliance.log.tree import Frontier


class MemoryRecorder:
    """A log in a list. The tables beside it are an in-memory SQLite database."""

    def __init__(self, log_id: str) -> None:
        self._log_id = log_id
        self._entries: list[Entry] = []
        self._frontier = Frontier()
        self._beside = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        for statement in TABLES:
            self._beside.execute(statement)

    def append(
        self,
        drafts: Sequence[Draft],
        stamp: Stamp,
        *,
        unless: Sequence[Unless] = (),
        within: Within | None = None,
    ) -> Sequence[Entry]:
        """Store all drafts at the next positions, or none. Raises Conflict."""
        for each in unless:
            if self.read(each.query, after=each.after):
                raise Conflict("E-BOUNDARY", after=each.after)
        instant = stamp(self._entries[-1].recorded_at if self._entries else None)
        return self._store([(instant, draft) for draft in drafts], within)

    def restore(
        self, entries: Sequence[tuple[str, Draft]], *, within: Within | None = None
    ) -> None:
        """Store drafts with the instants they were first recorded at."""
        self._store(entries, within)

    def read(
        self, query: Query = EVERYTHING, *, after: int = 0, until: int | None = None
    ) -> Sequence[Entry]:
        """Return what matches, in order of position."""
        window = self._entries[after:until]
        return [entry for entry in window if matches(query, entry)]

    def head(self) -> Head:
        """Return the end of the log."""
        return Head(
            log_id=self._log_id,
            size=len(self._entries),
            root=self._frontier.root(),
            recorded_at=self._entries[-1].recorded_at if self._entries else None,
        )

    @contextmanager
    def session(self) -> Iterator[Transaction]:
        """Open a transaction for the tables beside the log."""
        self._beside.execute("BEGIN")
        try:
            yield self._beside
        except BaseException:
            self._beside.execute("ROLLBACK")
            raise
        self._beside.execute("COMMIT")

    def _store(
        self, drafts: Sequence[tuple[str, Draft]], within: Within | None
    ) -> Sequence[Entry]:
        entries = [
            entry_of(position, instant, draft)
            for position, (instant, draft) in enumerate(drafts, len(self._entries) + 1)
        ]
        if within is not None:
            with self.session() as tx:
                within(tx, entries)
        for entry in entries:
            self._entries.append(entry)
            self._frontier = self._frontier.with_leaf(entry.hash)
        return entries
