"""Keeping databases: made and mended, checked, copied, in a file as on a server.

A copy is a log of its own in a file: the same entries, the same root, and what lies beside them.
The person key is never part of it, nor are the logins and regions of a server.
"""

import os
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput, Conflict, NotPermitted, StorageFailed
from compliance.log.entry import Draft, Entry, Transaction
from compliance.log.eventlog import EventLog
from compliance.log.faults import storage
from compliance.log.verify import Verdict, root_at, verify
from compliance.sealed import beside_schema
from compliance.servers import on_server, server_migrated
from compliance.wiring import desk, new_desk, new_file, path_of, to_make, wait_seconds

_TABLE = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+)")
_BESIDE = {
    "kept_text": ("sha256", "text"),
    "vault_person": ("person", "wrapped"),
    "vault_record": ("person", "kind", "nonce", "sealed", "event"),
    "vault_read": ("at", "actor", "person", "purpose"),
    "paper": ("name", "region", "nonce", "sealed"),
    "setting": ("name", "value"),
}
"""What is copied with a log: the columns of each table, in the order they were written."""
_SETTINGS = frozenset({"person_key_id"})
"""What is said of the log itself; what is said of live tables goes with those."""
_ORDERED = {"vault_record": "id", "vault_read": "rowid"}


class Lacking(NamedTuple):
    """What is not as it should be: a kind of thing, and its name."""

    what: str
    name: str


class Checked(NamedTuple):
    """How a database stands: what is lacking, and what verification found of the log."""

    log_id: str
    lacking: tuple[Lacking, ...]
    verdict: Verdict | None
    """None where the login is shown a part of the log only."""

    @property
    def ok(self) -> bool:
        """Whether everything stands as it should, as far as can be seen."""
        return not self.lacking and (self.verdict is None or self.verdict.ok)


def migrated(url: str, *, dry_run: bool = False) -> tuple[Lacking, ...]:
    """Make a log on a server, or bring a database up to this program; return what was lacking.

    A dry run only looks. Raises NotFound, StorageFailed, NotPermitted.
    """
    if on_server(url):
        found = server_migrated(url, to_make(), wait_seconds=wait_seconds(), dry_run=dry_run)
        return tuple(Lacking(*each) for each in found)
    found_in_file = _lacking_in_file(desk(url).log)
    if not dry_run:
        new_desk(url).log.close()
    return found_in_file


def checked(url: str) -> Checked:
    """Check guards, rights and tables, and verify the log as far as the login is shown it."""
    log = desk(url).log
    lacking = _lacking_on_server(url) if on_server(url) else _lacking_in_file(log)
    verdict = verify(log) if log.sees_all else None
    return Checked(log.head().log_id, lacking, verdict)


def backed_up(url: str, target: Path) -> EventLog:
    """Copy a database to a new file; return the copy, whose root is the original's.

    Raises Conflict (E-BACKUP-EXISTS): nothing is ever overwritten.
    """
    if target.exists():
        raise Conflict("E-BACKUP-EXISTS", where=str(target))
    if not target.parent.is_dir():
        raise BadInput("E-BACKUP-WHERE", where=str(target))
    draft = target.with_name(f"{target.name}.{os.urandom(4).hex()}.new")
    source = desk(url).log
    try:
        with closing(source):
            (_copy_of_server if on_server(url) else _copy_of_file)(source, url, draft)
            with closing(_file_log(draft)) as copy:
                _refuse_other(source, copy)
        _publish(draft, target)
    finally:
        for left in (draft, draft.with_name(f"{draft.name}.lock")):
            left.unlink(missing_ok=True)
    return _file_log(target)


def _copy_of_file(_: EventLog, url: str, draft: Path) -> None:
    path = path_of(url)
    with storage(path), closing(sqlite3.connect(path, timeout=wait_seconds())) as db:
        db.execute("VACUUM INTO ?", (str(draft),))


def _copy_of_server(source: EventLog, _: str, draft: Path) -> None:
    """Write the entries to a file; what lies beside them is read at the same point of the log."""
    if not source.sees_all:
        raise NotPermitted("E-DB-PARTIAL")
    with source.session() as tx:
        head = source.head()
        beside = {table: _rows(tx, table) for table in _BESIDE if table in _standing(tx)}
    entries = source.entries(until=head.size)

    def within(tx: Transaction, _: Sequence[Entry]) -> None:
        for table, rows in beside.items():
            for row in rows:
                tx.execute(_insert(table), row)

    with closing(new_file(draft, head.log_id)) as copy:
        copy.restore([(each.recorded_at, _draft(each)) for each in entries], within=within)


def _standing(tx: Transaction) -> set[str]:
    """Return the tables that a server has: one that was not brought up yet is copied too."""
    found = tx.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'tuoyu'").fetchall()
    return {row[0] for row in found}


def _rows(tx: Transaction, table: str) -> list[tuple[Any, ...]]:
    order = f" ORDER BY {_ORDERED[table]}" if table in _ORDERED else ""
    sql = f"SELECT {', '.join(_BESIDE[table])} FROM {table}{order}"  # noqa: S608 - our own names
    rows = [tuple(row) for row in tx.execute(sql).fetchall()]
    return [row for row in rows if table != "setting" or row[0] in _SETTINGS]


def _insert(table: str) -> str:
    columns = _BESIDE[table]
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


def _draft(entry: Entry) -> Draft:
    return Draft(
        id=entry.id,
        type=entry.type,
        tags=entry.tags,
        body=entry.body,
        facility=entry.facility,
        occurred_on=entry.occurred_on,
        target=entry.target,
        document_no=entry.document_no,
    )


def _refuse_other(source: EventLog, copy: EventLog) -> None:
    """Make sure that the copy is one: a part of the original, whole in itself."""
    head = copy.head()
    original = root_at(source, head.size)
    if not verify(copy, original).ok:
        raise StorageFailed("E-BACKUP-OTHER", reason=head.root.hex())


def _publish(draft: Path, target: Path) -> None:
    """Give the finished copy its name, if nobody else bears it."""
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        raise Conflict("E-BACKUP-EXISTS", where=str(target)) from None
    except OSError:  # some file systems know no hard links
        draft.rename(target)


def _file_log(path: Path) -> EventLog:
    return desk(f"sqlite:///{path}").log


def _lacking_on_server(url: str) -> tuple[Lacking, ...]:
    found = server_migrated(url, to_make(), wait_seconds=wait_seconds(), dry_run=True)
    return tuple(Lacking(*each) for each in found)


def _lacking_in_file(log: EventLog) -> tuple[Lacking, ...]:
    flaw = log.flaw()
    found = [] if flaw is None else [Lacking(flaw, "sqlite")]
    there = {row[0] for row in log.select("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = _TABLE.findall(" ".join(beside_schema()))
    return (*found, *(Lacking("table", name) for name in tables if name not in there))
