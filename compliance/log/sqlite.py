"""The recorder on SQLite: one file, dense positions, durable when `append` returns.

Plain inside: it stores entries and their leaf hashes and knows no event. What is written through
`within` commits with the entries.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from compliance.domain.errors import Conflict, NotFound, StorageFailed
from compliance.log.entry import (
    EVERYTHING,
    Draft,
    Entry,
    Head,
    Item,
    Query,
    Stamp,
    Transaction,
    Unless,
    Within,
    entry_of,
)
from compliance.log.lock import locked
from compliance.log.schema import APPLICATION_ID, FORMAT, GUARDS, PRAGMAS, TABLES
from compliance.log.tree import Frontier

_BUSY_SECONDS = 30.0
_COLUMNS = (
    "e.position, e.recorded_at, e.type, e.body, e.hash, e.id, e.facility, e.occurred_on,"
    " e.target, e.document_no"
)
_TAGS_OF = "(SELECT group_concat(tag, char(10)) FROM tag WHERE position = e.position)"
_INSERT = (
    "INSERT INTO event (position, id, type, facility, occurred_on, recorded_at, target,"
    " document_no, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class SQLiteRecorder:
    """A log in one SQLite file. One instance per thread; any number of processes."""

    def __init__(
        self, path: Path, *, create_as: str | None = None, beside: Sequence[str] = ()
    ) -> None:
        """Open a log, or create one under the log id `create_as` (kept if it already exists).

        `beside` are statements that create the tables of others in the same file.
        Raises NotFound (E-DB-MISSING) and StorageFailed (E-DB-NOT-OURS, E-DB-FORMAT, E-DB-…).
        """
        if create_as is None and not path.is_file():
            raise NotFound("E-DB-MISSING", where=str(path))
        self.path = path
        self._lock = path.with_name(path.name + ".lock")
        with _storage(path):
            self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            if create_as is not None:
                self._create(create_as, beside)
            self._check_ours()
            self._db.execute(PRAGMAS[0])

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
            head = self._state()
            for each in unless:
                if self._read(each.query, each.after, None, 1):
                    raise Conflict("E-BOUNDARY", after=each.after)
            instant = stamp(head[2])
            return self._store([(instant, draft) for draft in drafts], head, within)

    def restore(
        self, entries: Sequence[tuple[str, Draft]], *, within: Within | None = None
    ) -> None:
        """Store drafts with the instants they were first recorded at. Raises as `append`."""
        with self._writing():
            self._store(entries, self._state(), within)

    def read(
        self, query: Query = EVERYTHING, *, after: int = 0, until: int | None = None
    ) -> Sequence[Entry]:
        """Return what matches, in order of position."""
        with _storage(self.path):
            return self._read(query, after, until, None)

    def head(self) -> Head:
        """Return the end of the log."""
        with _storage(self.path):
            log_id, size, recorded_at, frontier = self._state()
        return Head(
            log_id=log_id,
            size=size,
            root=Frontier.from_text(frontier).root(),
            recorded_at=recorded_at,
        )

    @contextmanager
    def session(self) -> Iterator[Transaction]:
        """Open a transaction for the tables beside the log."""
        with self._writing():
            yield self._db

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _create(self, log_id: str, beside: Sequence[str]) -> None:
        with locked(self._lock):
            for pragma in PRAGMAS:
                self._db.execute(pragma)
            self._db.execute("BEGIN IMMEDIATE")
            if self._pragma("application_id") == 0 and not self._tables():
                for statement in (*TABLES, *GUARDS, *beside):
                    self._db.execute(statement)
                self._db.execute(
                    "INSERT INTO log VALUES (1, ?, 0, NULL, ?)", (log_id, Frontier().to_text())
                )
                self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._db.execute(f"PRAGMA user_version = {FORMAT}")
            self._db.execute("COMMIT")

    def _check_ours(self) -> None:
        if self._pragma("application_id") != APPLICATION_ID:
            raise StorageFailed("E-DB-NOT-OURS", where=str(self.path))
        if (found := self._pragma("user_version")) != FORMAT:
            raise StorageFailed("E-DB-FORMAT", where=str(self.path), found=found, ours=FORMAT)

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def _tables(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])

    def _state(self) -> tuple[str, int, str | None, str]:
        row = self._db.execute("SELECT id, size, recorded_at, frontier FROM log").fetchone()
        return row[0], row[1], row[2], row[3]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with locked(self._lock), _storage(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _store(
        self,
        drafts: Sequence[tuple[str, Draft]],
        head: tuple[str, int, str | None, str],
        within: Within | None,
    ) -> Sequence[Entry]:
        frontier = Frontier.from_text(head[3])
        entries = []
        for position, (instant, draft) in enumerate(drafts, head[1] + 1):
            entry = entry_of(position, instant, draft)
            self._insert(entry, draft)
            for subtree in frontier.subtrees_completed_by(entry.hash):
                self._db.execute("INSERT INTO subtree VALUES (?, ?, ?)", tuple(subtree))
            frontier = frontier.with_leaf(entry.hash)
            entries.append(entry)
        if entries:
            self._db.execute(
                "UPDATE log SET size = ?, recorded_at = ?, frontier = ?",
                (entries[-1].position, entries[-1].recorded_at, frontier.to_text()),
            )
        if within is not None:
            within(self._db, entries)
        return entries

    def _insert(self, entry: Entry, draft: Draft) -> None:
        self._db.execute(
            _INSERT,
            (
                entry.position, draft.id, entry.type, draft.facility, draft.occurred_on,
                entry.recorded_at, draft.target, draft.document_no, entry.body, entry.hash,
            ),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO tag VALUES (?, ?)", [(tag, entry.position) for tag in entry.tags]
        )

    def _read(self, query: Query, after: int, until: int | None, limit: int | None) -> list[Entry]:
        found = [_select(item) for item in query.items] or [("SELECT position FROM event", [])]
        union = " UNION ".join(sql for sql, _ in found)
        values = [value for _, given in found for value in given]
        upper = -1 if until is None else until
        rows = self._db.execute(
            f"SELECT {_COLUMNS}, {_TAGS_OF} FROM event e WHERE e.position IN ({union})"  # noqa: S608 - built of our own words
            " AND e.position > ? AND (? < 0 OR e.position <= ?) ORDER BY e.position LIMIT ?",
            (*values, after, upper, upper, -1 if limit is None else limit),
        )
        return [_entry(row) for row in rows]


def _select(item: Item) -> tuple[str, list[str]]:
    """Return the statement that finds an item's positions, and its values."""
    wanted, values = ["1"], []
    for tag in item.tags:
        wanted.append("position IN (SELECT position FROM tag WHERE tag = ?)")
        values.append(tag)
    if item.types:
        wanted.append(f"type IN ({', '.join('?' * len(item.types))})")
        values.extend(item.types)
    if item.id is not None:
        wanted.append("id = ?")
        values.append(item.id)
    return f"SELECT position FROM event WHERE {' AND '.join(wanted)}", values  # noqa: S608 - built of our own words


def _entry(row: tuple[Any, ...]) -> Entry:
    *columns, tags = row
    names = ("position", "recorded_at", "type", "body", "hash", "id", "facility", "occurred_on",
             "target", "document_no")  # fmt: skip
    return Entry(
        tags=tuple(sorted(tags.split("\n"))) if tags else (),
        **dict(zip(names, columns, strict=True)),
    )


_CODES = {
    sqlite3.SQLITE_BUSY: "E-DB-LOCKED",
    sqlite3.SQLITE_LOCKED: "E-DB-LOCKED",
    sqlite3.SQLITE_READONLY: "E-DB-READONLY",
    sqlite3.SQLITE_FULL: "E-DB-FULL",
    sqlite3.SQLITE_NOTADB: "E-DB-NOT-OURS",
    sqlite3.SQLITE_CORRUPT: "E-DB-DAMAGED",
    sqlite3.SQLITE_CANTOPEN: "E-DB-CANNOT-OPEN",
}


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into answers with a code; a constraint of ours stays a fault."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as fault:
        code = _CODES.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF, "E-DB-FAILED")
        raise StorageFailed(code, where=str(path), reason=str(fault)) from fault
