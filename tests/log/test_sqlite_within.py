"""What goes on inside an append: the caller's mistakes stay faults, and nothing stays open."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from compliance.domain.errors import Conflict
from compliance.log.entry import EVERYTHING, Entry, Transaction, Unless
from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import drafts, goes_on, log_over, refused, ruled, stamp


class TestWithin:
    """What goes wrong in the caller's statements is the caller's, unless the storage says no."""

    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO nowhere VALUES (1)",
            "NO SQL",
            "INSERT INTO kept_text VALUES (NULL, 1)",
            "UPDATE event SET body = 'z'",
        ],
    )
    def test_a_wrong_statement_is_a_fault(self, sqlite: SQLiteRecorder, sql: str) -> None:
        with pytest.raises(sqlite3.Error):
            sqlite.append(drafts("a"), stamp, within=lambda tx, _: tx.execute(sql))

        assert goes_on(sqlite)

    def test_a_statement_that_rolls_everything_back(self, sqlite: SQLiteRecorder) -> None:
        sql = "INSERT OR ROLLBACK INTO kept_text VALUES (NULL, 't')"
        with pytest.raises(sqlite3.IntegrityError):
            sqlite.append(drafts("a"), stamp, within=lambda tx, _: tx.execute(sql))

        assert goes_on(sqlite)

    def test_a_full_file_is_an_answer_there_too(self, sqlite: SQLiteRecorder) -> None:
        def fill(tx: Transaction, _: Sequence[Entry]) -> None:
            tx.execute("PRAGMA max_page_count = 1")
            tx.execute("INSERT INTO kept_text VALUES ('k', ?)", ("t" * 100_000,))

        with refused("E-DB-FULL"):
            sqlite.append(drafts("a"), stamp, within=fill)
        sqlite._db.execute(f"PRAGMA max_page_count = {2**30}")

        assert goes_on(sqlite)

    def test_an_append_inside_an_append_is_a_fault(self, sqlite: SQLiteRecorder) -> None:
        """It would wait for itself."""

        def again(_: Transaction, __: Sequence[Entry]) -> None:
            sqlite.append([], stamp)

        with pytest.raises(sqlite3.ProgrammingError):
            sqlite.append(drafts("a"), stamp, within=again)

        assert goes_on(sqlite)

    def test_a_refused_condition_leaves_no_transaction_open(self, sqlite: SQLiteRecorder) -> None:
        sqlite.append(drafts("a"), stamp)
        with pytest.raises(Conflict):
            sqlite.append(drafts("b"), stamp, unless=[Unless(EVERYTHING)])

        assert goes_on(sqlite, "a")


def test_the_same_key_recorded_between_two_looks_is_found(
    sqlite: SQLiteRecorder, path: Path
) -> None:
    """Another process records it after the key was looked up, before the head is read."""
    statements: list[str] = []
    with closing(SQLiteRecorder(path)) as recorder:
        other = log_over(recorder, prefix="other-")

        def overtake(sql: str) -> None:
            statements.append(sql)
            if len(statements) == 2:
                other.append([ruled(key="k")])

        sqlite._db.set_trace_callback(overtake)
        answer = log_over(sqlite).append([ruled(key="k")])

        assert answer.duplicate
        assert recorder.head().size == 1
