"""The recorder on SQLite: one file, dense positions, durable when `append` returns.

Plain inside: it stores entries and their leaf hashes and knows no event. What is written through
`within` commits with the entries.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from compliance.domain.errors import Conflict, NotFound, StorageFailed
from compliance.log import rows
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
)
from compliance.log.faults import storage
from compliance.log.lock import locked
from compliance.log.nodes import StoredNodes
from compliance.log.schema import APPLICATION_ID, FORMAT, GUARDS, PRAGMAS, TABLES
from compliance.log.tree import Frontier

_WAIT_SECONDS = 30.0


class SQLiteRecorder:
    """A log in one SQLite file. One instance per thread; any number of processes."""

    sees_all = True

    def __init__(
        self, path: Path, *, create_as: str | None = None, wait_seconds: float = _WAIT_SECONDS
    ) -> None:
        """Open a log, or create one under the log id `create_as` (kept if it already exists).

        `wait_seconds`: how long to wait for another process that is writing.
        Raises NotFound (E-DB-MISSING) and StorageFailed (E-DB-NOT-OURS, E-DB-FORMAT, E-DB-…).
        """
        if create_as is None and not path.is_file():
            raise NotFound("E-DB-MISSING", where=str(path))
        self.path = path
        self._lock = path.with_name(path.name + ".lock")
        self._wait_seconds = wait_seconds
        with storage(path):
            self._db = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
            try:
                self._open(create_as)
            except BaseException:
                self._db.close()
                raise

    def append(
        self,
        drafts: Sequence[Draft],
        stamp: Stamp,
        *,
        unless: Sequence[Unless] = (),
        within: Within | None = None,
    ) -> Sequence[Entry]:
        """Store all drafts at the next positions, or none. Raises Conflict, StorageFailed."""
        with self._writing():
            state = self._state()
            for each in unless:
                if self._read(each.query, each.after, None, 1):
                    raise Conflict("E-BOUNDARY", after=each.after)
            instant = stamp(state.recorded_at)
            return self._store([(instant, draft) for draft in drafts], state, within)

    def restore(
        self, entries: Sequence[tuple[str, Draft]], *, within: Within | None = None
    ) -> None:
        """Store drafts with the instants they were first recorded at, into an empty log."""
        with self._writing():
            state = self._state()
            if state.size:
                raise Conflict("E-LOG-NOT-EMPTY", size=state.size)
            self._store(entries, state, within)

    def read(
        self,
        query: Query = EVERYTHING,
        *,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """Return what matches, in order of position."""
        with storage(self.path):
            return self._read(query, after, until, limit)

    def head(self) -> Head:
        """Return the end of the log."""
        with storage(self.path):
            state = self._state()
        return Head(
            log_id=state.log_id,
            size=state.size,
            root=self._frontier(state).root(),
            recorded_at=state.recorded_at,
        )

    def hits(self, persons: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - the port's form
        """Return nobody: everything is shown here."""
        return frozenset()

    def flaw(self) -> str | None:
        """Name what is wrong with the file itself: a guard is gone, an index tells otherwise."""
        with storage(self.path):
            if not self._has(GUARDS):
                return "guards"
            found = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
            stray = "SELECT 1 FROM tag WHERE position NOT IN (SELECT position FROM event) LIMIT 1"
            sound = found == "ok" and self._db.execute(stray).fetchone() is None
            return None if sound else "storage"

    @contextmanager
    def session(self) -> Iterator[Transaction]:
        """Open a transaction for the tables beside the log."""
        with self._writing():
            yield self._db

    def select(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Any]:
        """Return the rows of a question to the tables beside the log; nothing is locked."""
        with storage(self.path):
            return self._db.execute(sql, tuple(parameters)).fetchall()

    def nodes(self) -> StoredNodes:
        """Return the hashes that proofs are made of."""
        return StoredNodes(self._db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _open(self, create_as: str | None) -> None:
        if create_as is not None and self._is_blank():
            self._create(create_as)
        if self._pragma("application_id") != APPLICATION_ID:
            raise StorageFailed("E-DB-NOT-OURS", where=str(self.path))
        if (found := self._pragma("user_version")) != FORMAT:
            raise StorageFailed("E-DB-FORMAT", where=str(self.path), found=found, ours=FORMAT)
        if not self._has(TABLES):
            raise StorageFailed("E-DB-DAMAGED", where=str(self.path), reason="schema")
        with suppress(sqlite3.OperationalError):  # a read-only copy is read in the mode it has
            for pragma in PRAGMAS:
                self._db.execute(pragma)

    def _create(self, log_id: str) -> None:
        with locked(self._lock, wait_seconds=self._wait_seconds):
            for pragma in PRAGMAS:
                self._db.execute(pragma)
            with self._transaction():
                if not self._is_blank():
                    return
                for statement in (*TABLES, *GUARDS):
                    self._db.execute(statement)
                empty = Frontier().to_text()
                self._db.execute("INSERT INTO log VALUES (1, ?, 0, NULL, ?)", (log_id, empty))
                self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._db.execute(f"PRAGMA user_version = {FORMAT}")

    def _is_blank(self) -> bool:
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return not tables and self._pragma("application_id") == 0

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _has(self, statements: Sequence[str]) -> bool:
        """Say whether the file was made with these statements, and they still stand."""
        standing = {sql for (sql,) in self._db.execute("SELECT sql FROM sqlite_master")}
        return {sql.replace("IF NOT EXISTS ", "") for sql in statements} <= standing

    def _state(self) -> rows.State:
        row = self._db.execute("SELECT id, size, recorded_at, frontier FROM log").fetchone()
        if row is None:
            raise StorageFailed("E-DB-DAMAGED", where=str(self.path), reason="log")
        return rows.State(*row)

    def _frontier(self, state: rows.State) -> Frontier:
        try:
            return Frontier.from_text(state.frontier)
        except ValueError as fault:
            where = str(self.path)
            raise StorageFailed("E-DB-DAMAGED", where=where, reason="frontier") from fault

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._db.in_transaction:  # before the lock file: it would wait for itself
            raise sqlite3.ProgrammingError("an append or a session is open in this recorder")
        with (
            storage(self.path),
            locked(self._lock, wait_seconds=self._wait_seconds),
            self._transaction(),
        ):
            yield

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite may have rolled back by itself
                self._db.execute("ROLLBACK")
            raise

    def _store(
        self, drafts: Sequence[tuple[str, Draft]], state: rows.State, within: Within | None
    ) -> Sequence[Entry]:
        entries = [
            entry_of(position, instant, draft)
            for position, (instant, draft) in enumerate(drafts, state.size + 1)
        ]
        frontier, filled = self._frontier(state).with_leaves(entry.hash for entry in entries)
        self._db.executemany(rows.INSERT_EVENT, map(rows.event_row, entries))
        self._db.executemany(rows.INSERT_TAG, rows.tag_rows(entries))
        self._db.executemany(rows.INSERT_SUBTREE, filled)
        if entries:
            self._db.execute(
                "UPDATE log SET size = ?, recorded_at = ?, frontier = ?",
                (frontier.size, entries[-1].recorded_at, frontier.to_text()),
            )
        if within is not None:
            within(self._db, entries)
        return entries

    def _read(self, query: Query, after: int, until: int | None, limit: int | None) -> list[Entry]:
        sql, values = rows.lookup(query, after, until, limit)
        try:
            return [rows.entry_from(row) for row in self._db.execute(sql, values)]
        except sqlite3.OperationalError as fault:
            if hasattr(fault, "sqlite_errorcode"):
                raise
        self._db.text_factory = rows.lenient_text  # not UTF-8: `verify` says where
        try:
            return [rows.entry_from(row) for row in self._db.execute(sql, values)]
        finally:
            self._db.text_factory = str
