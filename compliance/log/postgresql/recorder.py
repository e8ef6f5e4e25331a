"""The recorder on PostgreSQL: one advisory lock, dense positions, every region in the boundary.

What is read comes under the login's policies; what is decided does not: conditions are checked and
entries stored by functions of the owner. It stores entries and knows no event.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import ProgrammingError
from psycopg.errors import UndefinedTable
from psycopg.pq import TransactionStatus

from compliance.domain.errors import Conflict, NotPermitted, StorageFailed
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
from compliance.log.postgresql import rows
from compliance.log.postgresql.faults import storage
from compliance.log.postgresql.link import Beside, connected, numbered, shown
from compliance.log.postgresql.opened import opened
from compliance.log.postgresql.standing import INDEX, faults_of
from compliance.log.rows import State
from compliance.log.tree import Frontier

_WAIT_SECONDS = 30.0
_HEAD = b"SELECT id, size, recorded_at, frontier FROM log"
_TURN = b"SELECT * FROM turn()"


class PostgreSQLRecorder:
    """A log in one database of a server. One instance per thread; any number of processes."""

    def __init__(self, url: str, *, wait_seconds: float = _WAIT_SECONDS) -> None:
        """Open a log that `db migrate` made. Raises StorageFailed, NotPermitted, BadInput."""
        self.where = shown(url)
        self._link = connected(url, wait_seconds)
        try:
            with storage(self.where):
                self.sees_all = opened(self._link, self.where)
        except BaseException:
            self._link.close()
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
        with self._turn() as state:
            for each in unless:
                asked = rows.condition_of(each.query, each.after)
                if self._one(rows.CHANGED, asked):
                    raise Conflict("E-BOUNDARY", after=each.after)
            instant = stamp(state.recorded_at)
            told = [(instant, draft) for draft in drafts]
            return self._store(told, state, within, restoring=False)

    def restore(
        self, entries: Sequence[tuple[str, Draft]], *, within: Within | None = None
    ) -> None:
        """Store drafts with the instants they were first recorded at, into an empty log."""
        with self._turn() as state:
            if state.size:
                raise Conflict("E-LOG-NOT-EMPTY", size=state.size)
            self._store(entries, state, within, restoring=True)

    def read(
        self,
        query: Query = EVERYTHING,
        *,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """Return what matches and this login may see, in order of position."""
        sql, values = rows.lookup(query, after, until, limit)
        with storage(self.where):
            return [rows.entry_from(row) for row in self._link.execute(sql.encode(), values)]

    def head(self) -> Head:
        """Return the end of the log."""
        with storage(self.where):
            state = self._state(_HEAD)
        frontier = self._frontier(state)
        return Head(state.log_id, state.size, frontier.root(), state.recorded_at)

    def hits(self, persons: Sequence[str]) -> frozenset[str]:
        """Return of whom something that bars them stands where this login may not look."""
        with storage(self.where):
            return frozenset(self._one("SELECT hits($1)", [list(persons)]))

    def flaw(self) -> str | None:
        """Name what is wrong with the store itself: a guard is gone, an index tells otherwise."""
        with storage(self.where):
            faults = faults_of(self._link)
        if any(each.what != INDEX for each in faults):
            return "guards"
        return "storage" if faults else None

    @contextmanager
    def session(self) -> Iterator[Transaction]:
        """Open a transaction for the tables beside the log."""
        with self._turn():
            yield Beside(self._link)

    def select(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Any]:
        """Return the rows of a question to the tables beside the log; nothing is locked."""
        with storage(self.where):
            try:
                found: list[Any] = Beside(self._link).execute(sql, parameters).fetchall()
            except UndefinedTable:
                if self.sees_all:
                    raise
                raise NotPermitted("E-DB-PARTIAL") from None
        return found

    def nodes(self) -> "ServerNodes":
        """Return the hashes that proofs are made of."""
        return ServerNodes(self)

    def close(self) -> None:
        """Let the connection go."""
        self._link.close()

    @contextmanager
    def _turn(self) -> Iterator[State]:
        """Hold the one lock of all appends until the transaction ends."""
        if self._link.info.transaction_status != TransactionStatus.IDLE:
            raise ProgrammingError("an append or a session is open in this recorder")
        with storage(self.where), self._link.transaction():
            yield self._state(_TURN)

    def _state(self, sql: bytes) -> State:
        row = self._link.execute(sql).fetchone()
        if row is None:
            raise StorageFailed("E-DB-DAMAGED", where=self.where, reason="log")
        return State(*row)

    def _frontier(self, state: State) -> Frontier:
        try:
            return Frontier.from_text(state.frontier)
        except ValueError as fault:
            raise StorageFailed("E-DB-DAMAGED", where=self.where, reason="frontier") from fault

    def _one(self, sql: str, values: Sequence[object]) -> Any:
        row = self._link.execute(numbered(sql).encode(), values).fetchone()
        return None if row is None else row[0]

    def _store(
        self,
        drafts: Sequence[tuple[str, Draft]],
        state: State,
        within: Within | None,
        *,
        restoring: bool,
    ) -> Sequence[Entry]:
        self._frontier(state)
        hashes = self._one(rows.APPEND, rows.lists_of(drafts, restoring=restoring))
        entries = [
            entry_of(position, instant, draft)._replace(hash=leaf)
            for position, ((instant, draft), leaf) in enumerate(
                zip(drafts, hashes, strict=True), state.size + 1
            )
        ]
        if within is not None:
            within(Beside(self._link), entries)
        return entries


class ServerNodes:
    """A source of hashes for proofs; a leaf's hash is shown to every login, its event is not."""

    def __init__(self, recorder: PostgreSQLRecorder) -> None:
        self._recorder = recorder

    def leaf(self, index: int, /) -> bytes:
        """Return the hash of one leaf (the first is 0)."""
        return bytes(self._recorder.select("SELECT leaf_at(?)", (index + 1,))[0][0])

    def perfect(self, level: int, index: int, /) -> bytes | None:
        """Return the hash over a full subtree of 256^level leaves, if it is stored."""
        sql = "SELECT hash FROM subtree WHERE level = ? AND place = ?"
        found = self._recorder.select(sql, (level, index))
        return bytes(found[0][0]) if found else None
