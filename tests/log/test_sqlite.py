"""The file: how it is opened, what it refuses, and through which index it reads."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from compliance.log import rows
from compliance.log.entry import EVERYTHING, Item, Query, tagged
from compliance.log.schema import APPLICATION_ID, FORMAT, GUARDS, PRAGMAS, TABLES
from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import LOG_ID, at, bodies, draft, drafts, stamp

INTO = "INTO event (position, id, type, recorded_at, body, hash) VALUES"
REST = "'t', 'r', 'b', x'00')"


def pragma(db: sqlite3.Connection, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture
def raw(sqlite: SQLiteRecorder, path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection to a log of two entries and a kept text."""
    keep = "INSERT INTO kept_text VALUES ('digest', 'text')"
    two = [draft("a", "x"), draft("b", "y")]
    sqlite.append(two, stamp, within=lambda tx, _: tx.execute(keep))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        yield db


class TestOpening:
    def test_extra_comes_before_wal(self) -> None:
        """The other order lost acknowledged events in simulated power cuts."""
        assert PRAGMAS == ("PRAGMA synchronous = EXTRA", "PRAGMA journal_mode = WAL")

    def test_both_hold_on_a_new_and_on_a_reopened_file(self, path: Path) -> None:
        for create_as in (LOG_ID, LOG_ID, None):
            with closing(SQLiteRecorder(path, create_as=create_as)) as recorder:
                assert pragma(recorder._db, "synchronous") == 3
                assert pragma(recorder._db, "journal_mode") == "wal"

    def test_a_file_that_was_taken_out_of_wal_is_put_back(
        self, sqlite: SQLiteRecorder, path: Path
    ) -> None:
        sqlite.close()
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
        with closing(SQLiteRecorder(path)) as recorder:
            assert pragma(recorder._db, "journal_mode") == "wal"

    def test_the_file_is_marked_as_ours(self, raw: sqlite3.Connection) -> None:
        assert pragma(raw, "application_id") == APPLICATION_ID
        assert pragma(raw, "user_version") == FORMAT

    def test_every_table_is_strict(self, raw: sqlite3.Connection) -> None:
        tables = {name: strict for _, name, _, _, _, strict in raw.execute("PRAGMA table_list")}

        assert len(TABLES) - 2 == sum(tables.values())
        assert {"log", "event", "tag", "subtree", "setting", "kept_text"} == {
            name for name, strict in tables.items() if strict
        }

    def test_the_log_id_of_the_first_creation_is_kept(
        self, sqlite: SQLiteRecorder, path: Path
    ) -> None:
        sqlite.append(drafts("a"), stamp)
        with closing(SQLiteRecorder(path, create_as="another")) as again:
            assert sqlite.head() == again.head()

    def test_two_connections_see_each_others_entries(
        self, sqlite: SQLiteRecorder, path: Path
    ) -> None:
        with closing(SQLiteRecorder(path)) as other:
            sqlite.append(drafts("a"), stamp)
            other.append(drafts("b"), stamp)

            assert bodies(sqlite.read()) == bodies(other.read()) == ["a", "b"]

    def test_a_reader_is_not_held_up_by_an_open_append(
        self, sqlite: SQLiteRecorder, path: Path
    ) -> None:
        """It sees the log as it was before."""
        sqlite.append(drafts("a"), stamp)
        seen: list[list[str]] = []
        with closing(SQLiteRecorder(path)) as reader:
            look = reader.read
            sqlite.append(drafts("b"), stamp, within=lambda *_: seen.append(bodies(look())))

        assert seen == [["a"]]


class TestGuards:
    @pytest.mark.parametrize(
        "act",
        [
            "UPDATE event SET body = 'z' WHERE position = 1",
            "UPDATE OR REPLACE event SET id = 'id of a' WHERE position = 2",
            "UPDATE event SET position = 3 WHERE position = 2",
            "DELETE FROM event WHERE position = 2",
            "DELETE FROM event",
            f"INSERT OR REPLACE {INTO} (1, 'n', {REST}",
            f"INSERT OR REPLACE {INTO} (3, 'id of a', {REST}",
            f"INSERT OR IGNORE {INTO} (1, 'n', {REST}",
            f"INSERT {INTO} (1, 'n', {REST} ON CONFLICT DO UPDATE SET body = 'z'",
            f"INSERT {INTO} (4, 'n', {REST}",
            f"INSERT {INTO} (0, 'n', {REST}",
            f"INSERT {INTO} (-1, 'n', {REST}",
            "UPDATE tag SET tag = 'z'",
            "UPDATE OR REPLACE tag SET position = 2 WHERE tag = 'x'",
            "DELETE FROM tag WHERE tag = 'x'",
            "INSERT INTO tag VALUES ('z', 1)",
            "INSERT INTO tag VALUES ('z', 3)",
            "INSERT OR REPLACE INTO tag VALUES ('x', 1)",
            "UPDATE log SET id = 'another'",
            "UPDATE log SET size = 1",
            "UPDATE log SET frontier = '0'",
            "UPDATE log SET size = 3",
            "UPDATE log SET recorded_at = '2020'",
            "DELETE FROM log",
            "INSERT OR REPLACE INTO log VALUES (1, 'another', 0, NULL, '0')",
            "INSERT OR REPLACE INTO kept_text VALUES ('digest', 'other')",
            "UPDATE kept_text SET text = 'other'",
            "DELETE FROM kept_text",
        ],
    )
    def test_another_program_cannot_rewrite_the_log(
        self, raw: sqlite3.Connection, sqlite: SQLiteRecorder, act: str
    ) -> None:
        before = sqlite.read(), sqlite.head()

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(act)
        assert before == (sqlite.read(), sqlite.head())
        assert sqlite.flaw() is None

    @pytest.mark.parametrize(
        "act",
        [
            "UPDATE subtree SET hash = x'00'",
            "DELETE FROM subtree",
            "INSERT OR REPLACE INTO subtree VALUES (1, 0, x'00')",
        ],
    )
    def test_nor_its_subtrees(
        self, raw: sqlite3.Connection, sqlite: SQLiteRecorder, act: str
    ) -> None:
        sqlite.append(drafts(*map(str, range(300))), stamp)

        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(act)

    def test_the_same_text_may_be_kept_twice(self, raw: sqlite3.Connection) -> None:
        raw.execute("INSERT OR IGNORE INTO kept_text VALUES ('digest', 'text')")

        assert len(raw.execute("SELECT * FROM kept_text").fetchall()) == 1

    @pytest.mark.parametrize("guard", GUARDS, ids=lambda sql: sql.split()[5])
    def test_a_guard_that_is_gone_is_a_flaw(
        self, raw: sqlite3.Connection, sqlite: SQLiteRecorder, guard: str
    ) -> None:
        name = guard.split()[5]
        raw.execute(f"DROP TRIGGER {name}")

        assert sqlite.flaw() == "guards"

    def test_one_that_guards_nothing_is_a_flaw_too(
        self, raw: sqlite3.Connection, sqlite: SQLiteRecorder
    ) -> None:
        raw.execute("DROP TRIGGER event_update")
        raw.execute("CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT 1; END")

        assert sqlite.flaw() == "guards"

    def test_an_id_is_never_recorded_twice(self, sqlite: SQLiteRecorder) -> None:
        """It would be a mistake in the program: no answer, but a fault with its traceback."""
        sqlite.append(drafts("a"), stamp)

        with pytest.raises(sqlite3.IntegrityError):
            sqlite.append(drafts("b", "a"), stamp)
        assert bodies(sqlite.read()) == ["a"]


class TestPlans:
    @pytest.mark.parametrize(
        ("query", "index"),
        [
            (EVERYTHING, "e USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"),
            (tagged("a"), "t USING PRIMARY KEY (tag=? AND position>? AND position<?)"),
            (tagged("a", "b"), "t USING PRIMARY KEY (tag=? AND position>? AND position<?)"),
            (
                Query((Item(tags=("a", "b"), types=("t",)),)),
                "t USING PRIMARY KEY (tag=? AND position>? AND position<?)",
            ),
            (
                Query((Item(types=("t",)),)),
                "o USING COVERING INDEX event_type (type=? AND rowid>? AND rowid<?)",
            ),
            (
                Query((Item(id="i"),)),
                "t USING COVERING INDEX sqlite_autoindex_event_1 (id=? AND rowid>? AND rowid<?)",
            ),
        ],
    )
    def test_a_read_goes_by_index_within_its_range(
        self, sqlite: SQLiteRecorder, query: Query, index: str
    ) -> None:
        """Reading the news of a tag costs what the news weighs, not what the log does."""
        sql, values = rows.lookup(query, 5, None, None)
        plan = [row[3] for row in sqlite._db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]

        assert f"SEARCH {index}" in plan
        assert [line for line in plan if line.startswith("SCAN") and "json_each" not in line] == []

    def test_subtrees_are_stored_as_they_fill(self, sqlite: SQLiteRecorder) -> None:
        sqlite.append(drafts(*map(str, range(200))), stamp)
        sqlite.append(drafts(*map(str, range(200, 520))), stamp)
        found = sqlite._db.execute("SELECT level, place FROM subtree").fetchall()

        assert found == [(1, 0), (1, 1)]
        assert sqlite.head().recorded_at == at()
