"""The recorder in memory: the same answers as on SQLite, gone when the process ends.

Threads may share one: a lock lets one append or session at a time through.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from threading import RLock
from typing import Any

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
from compliance.log.tree import Frontier, Leaves


class MemoryRecorder:
    """A log in a list. The tables beside it are an in-memory SQLite database."""

    sees_all = True

    def __init__(self, log_id: str) -> None:
        self._log_id = log_id
        self._entries: list[Entry] = []
        self._frontier = Frontier()
        self._turn = RLock()
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
        with self.session() as tx:
            for each in unless:
                if self.read(each.query, after=each.after, limit=1):
                    raise Conflict("E-BOUNDARY", after=each.after)
            instant = stamp(self._entries[-1].recorded_at if self._entries else None)
            return self._store([(instant, draft) for draft in drafts], tx, within)

    def restore(
        self, entries: Sequence[tuple[str, Draft]], *, within: Within | None = None
    ) -> None:
        """Store drafts with the instants they were first recorded at, into an empty log."""
        with self.session() as tx:
            if self._entries:
                raise Conflict("E-LOG-NOT-EMPTY", size=len(self._entries))
            self._store(entries, tx, within)

    def read(
        self,
        query: Query = EVERYTHING,
        *,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """Return what matches, in order of position."""
        with self._turn:
            window = self._entries[after:until]
        return list(islice((entry for entry in window if matches(query, entry)), limit))

    def head(self) -> Head:
        """Return the end of the log."""
        with self._turn:
            return Head(
                log_id=self._log_id,
                size=len(self._entries),
                root=self._frontier.root(),
                recorded_at=self._entries[-1].recorded_at if self._entries else None,
            )

    def hits(self, persons: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - the port's form
        """Return nobody: everything is shown here."""
        return frozenset()

    def flaw(self) -> str | None:
        """Return None: a list has no guards or indexes to lose."""
        return None

    def nodes(self) -> Leaves:
        """Return the hashes that proofs are made of."""
        return Leaves([entry.hash for entry in self._entries])

    def close(self) -> None:
        """Let go of the tables beside the log."""
        self._beside.close()

    def beside(self) -> sqlite3.Connection:
        """Return the connection to the tables beside the log: there is but one."""
        return self._beside

    def select(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Any]:
        """Return the rows of a question to the tables beside the log."""
        return self._beside.execute(sql, tuple(parameters)).fetchall()

    @contextmanager
    def session(self) -> Iterator[Transaction]:
        """Open a transaction for the tables beside the log."""
        with self._turn:
            size, frontier = len(self._entries), self._frontier
            self._beside.execute("BEGIN")
            try:
                yield self._beside
                self._beside.execute("COMMIT")
            except BaseException:
                self._beside.execute("ROLLBACK")
                del self._entries[size:]
                self._frontier = frontier
                raise

    def _store(
        self, drafts: Sequence[tuple[str, Draft]], tx: Transaction, within: Within | None
    ) -> Sequence[Entry]:
        entries = [
            entry_of(position, instant, draft)
            for position, (instant, draft) in enumerate(drafts, len(self._entries) + 1)
        ]
        self._entries.extend(entries)
        self._frontier, _ = self._frontier.with_leaves(entry.hash for entry in entries)
        if within is not None:
            within(tx, entries)
        return entries
