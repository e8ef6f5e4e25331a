"""How a log is tampered with in tests: past the guards, with and without recomputed hashes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from compliance.log.entry import frame_of
from compliance.log.eventlog import EventLog
from compliance.log.schema import GUARDS
from compliance.log.sqlite import SQLiteRecorder
from compliance.log.tree import Frontier, leaf_hash
from compliance.log.verify import Anchor, Verdict, root_at, verify
from tests.log.telling import P1, P2, corrected, joined, log_over, penalty, ruled

Found = tuple[int | None, str | None]


def tell(log: EventLog) -> EventLog:
    """Record six events: posts, a decision, its annulment, a correction."""
    (first, *_) = log.append([joined(P1), joined(P2), penalty()]).events
    log.append([ruled(), corrected(first, person=P2), joined(P2, on="2024-05-01")])
    return log


@contextmanager
def behind_the_guards(path: Path) -> Iterator[sqlite3.Connection]:
    """Take the guards away, and put them back as if nothing had been."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for guard in GUARDS:
            db.execute(f"DROP TRIGGER {guard.split()[5]}")
        yield db
        for guard in GUARDS:
            db.execute(guard)


def verdict(path: Path, anchor: Anchor | None = None) -> Verdict:
    with closing(SQLiteRecorder(path)) as recorder:
        return verify(log_over(recorder), anchor)


def anchor_of(path: Path, size: int | None = None) -> Anchor:
    with closing(SQLiteRecorder(path)) as recorder:
        return root_at(log_over(recorder), size)


def rehash(db: sqlite3.Connection, path: Path) -> None:
    """Make every leaf hash and the frontier fit what stands there now."""
    with closing(SQLiteRecorder(path)) as recorder:
        entries = recorder.read()
    leaves = [leaf_hash(frame_of(each.position, each.recorded_at, each)) for each in entries]
    for entry, leaf in zip(entries, leaves, strict=True):
        db.execute("UPDATE event SET hash = ? WHERE position = ?", (leaf, entry.position))
    frontier, _ = Frontier().with_leaves(leaves)
    last = entries[-1].recorded_at
    given = (frontier.size, last, frontier.to_text())
    db.execute("UPDATE log SET size = ?, recorded_at = ?, frontier = ?", given)


def alter(db: sqlite3.Connection) -> None:
    """Say that the second event's person became a guard."""
    guard = """replace(body, '"role":"carer"', '"role":"guard"')"""
    db.execute(f"UPDATE event SET body = {guard} WHERE position = 2")  # noqa: S608


def spoken(found: Verdict) -> Found:
    """Return where and why."""
    return found.first_bad, found.reason
