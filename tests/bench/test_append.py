"""Bulk append against a raw insert of the same prepared rows; a read by tag in a large log."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from compliance.log import rows
from compliance.log.entry import Draft, Entry, tagged
from compliance.log.schema import PRAGMAS, TABLES
from compliance.log.sqlite import SQLiteRecorder

COUNT, ROUNDS = 10_000, 9
GOAL = 0.4
Rows = Sequence[tuple[Any, ...]]
NOW = "2026-01-01T00:00:00.000000Z"
BODY = (
    '{"actor":{"id":"50011100001","org":"大足区卫生健康委员会"},"data":{"person":"%(person)s",'
    '"role":"carer"},"facility":"%(facility)s","id":"%(id)s","key":"%(key)s",'
    '"occurred_on":"2024-03-01","source":{"channel":"import"}}'
)


def draft(number: int) -> Draft:
    """Return one of many posts: three tags, and a body as long as they are."""
    named = {
        "facility": f"local:{number % 500:06}-1",
        "person": f"p_0a1b2c3d_{number % 2_000 * 7919:032x}",
        "key": f"{number * 104_729:064x}:{number}",
    }
    id_ = f"018cc251-f400-7000-8000-{number:012x}"
    return Draft(
        id=id_,
        type="staff.joined/1",
        tags=tuple(sorted(f"{kind}:{value}" for kind, value in named.items())),
        body=BODY % {**named, "id": id_},
        facility=named["facility"],
        occurred_on="2024-03-01",
    )


def raw_insert(path: Path, entries: Sequence[Entry]) -> float:
    """Insert prepared rows with nothing in the way: tables and indexes, no guards, no hashes."""
    events, tags = [rows.event_row(entry) for entry in entries], rows.tag_rows(entries)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in (*PRAGMAS, *TABLES):
            db.execute(statement)
        return timed(lambda: insert(db, events, tags))


def insert(db: sqlite3.Connection, events: Rows, tags: Rows) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany(rows.INSERT_EVENT, events)
    db.executemany(rows.INSERT_TAG, tags)
    db.execute("COMMIT")


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def test_bulk_append_against_a_raw_insert(tmp_path: Path) -> None:
    drafts, ratios = [draft(number) for number in range(COUNT)], []
    for turn in range(ROUNDS):
        with closing(SQLiteRecorder(tmp_path / f"{turn}.db", create_as="log")) as recorder:
            ours = timed(lambda: recorder.append(drafts, lambda _: NOW))
            raw = raw_insert(tmp_path / f"raw {turn}.db", recorder.read())
        ratios.append(raw / ours)
    print(f"bulk append: {median(ratios):.2f} of a raw insert (goal {GOAL})")

    assert median(ratios) >= GOAL


def test_a_read_by_tag_costs_what_it_returns(tmp_path: Path) -> None:
    with closing(SQLiteRecorder(tmp_path / "log.db", create_as="log")) as recorder:
        for start in range(0, 10 * COUNT, COUNT):
            recorder.append([draft(start + each) for each in range(COUNT)], lambda _: NOW)
        one = tagged("facility:local:000007-1")
        found = len(recorder.read(one))
        by_tag = median(timed(lambda: recorder.read(one)) for _ in range(ROUNDS))
        everything = timed(recorder.read)
    print(f"read by tag: {by_tag * 1e3:.1f} ms for {found}; all {everything * 1e3:.0f} ms")

    assert by_tag < everything / 20
