"""Whoever gets past the guards leaves a trace: `verify` names the first position and why."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from compliance.log.memory import MemoryRecorder
from compliance.log.verify import verify
from tests.log.tampering import (
    Found,
    alter,
    anchor_of,
    behind_the_guards,
    rehash,
    spoken,
    tell,
    verdict,
)
from tests.log.telling import LOG_ID, P2, joined, log_over

DEEP = "replace(hex(zeroblob(50000)), '0', '[')"
STRAY = "(position, id, type, recorded_at, body, hash) VALUES (7, 'x', 't', 'r', 'b', x'00')"


class TestRows:
    @pytest.mark.parametrize(
        ("sql", "found"),
        [
            ("UPDATE event SET body = replace(body, 'carer', 'guard') WHERE id LIKE '%2'", 2),
            ("UPDATE event SET body = 'no json' WHERE position = 4", 4),
            ("UPDATE event SET body = CAST(x'ff' AS TEXT) WHERE position = 4", 4),
            ("UPDATE event SET hash = randomblob(32) WHERE position = 3", 3),
            ("UPDATE event SET hash = x'' WHERE position = 3", 3),
            ("UPDATE event SET type = 'staff.left/1' WHERE position = 2", 2),
            ("UPDATE event SET recorded_at = '2030-01-01T00:00:00.000000Z' WHERE position = 5", 5),
            ("INSERT INTO tag VALUES ('person:x', 2)", 2),
            ("DELETE FROM tag WHERE position = 3 AND tag LIKE 'facility:%'", 3),
            ("DELETE FROM tag", 1),
            ("UPDATE tag SET tag = 'person:x' WHERE position = 6 AND tag LIKE 'person:%'", 6),
            ("UPDATE tag SET tag = CAST(x'ff' AS TEXT) WHERE position = 6 AND tag LIKE 'p%'", 6),
        ],
    )
    def test_what_the_hash_covers(self, told: Path, sql: str, found: int) -> None:
        with behind_the_guards(told) as db:
            db.execute(sql)

        assert (found, "hash") == spoken(verdict(told))

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("facility", "'local:other'"),
            ("facility", "NULL"),
            ("occurred_on", "'2020-01-01'"),
            ("id", "'other'"),
            ("target", "'other'"),
            ("document_no", "'other'"),
        ],
    )
    def test_a_column_that_the_body_does_not_tell(
        self, told: Path, column: str, value: str
    ) -> None:
        """The hash covers the body; a column is what it is because the body says so."""
        with behind_the_guards(told) as db:
            db.execute(f"UPDATE event SET {column} = {value} WHERE position = 3")  # noqa: S608

        assert spoken(verdict(told)) == (3, "columns")

    @pytest.mark.parametrize(
        ("sql", "found"),
        [
            ("DELETE FROM event WHERE position = 6", (6, "size")),
            ("DELETE FROM event", (1, "size")),
            ("DELETE FROM event WHERE position = 2", (2, "position")),
            ("UPDATE event SET position = 9 WHERE position = 4", (4, "position")),
            ("UPDATE event SET recorded_at = '2020' WHERE position = 5", (5, "recorded_at")),
            ("UPDATE log SET size = 7", (7, "size")),
            ("UPDATE log SET size = 4", (None, "root")),
            ("UPDATE log SET frontier = '0'", (None, "root")),
            ("UPDATE log SET recorded_at = '2030'", (None, "recorded_at")),
            ("UPDATE log SET recorded_at = NULL", (None, "recorded_at")),
            (f"INSERT INTO event {STRAY}", (7, "size")),
            ("INSERT INTO tag VALUES ('person:x', 7)", (None, "storage")),
            ("DROP TRIGGER IF EXISTS none", (None, None)),
        ],
    )
    def test_what_is_gone_moved_or_added(self, told: Path, sql: str, found: Found) -> None:
        with behind_the_guards(told) as db:
            db.execute(sql)

        assert found == spoken(verdict(told))

    def test_two_that_changed_places(self, told: Path) -> None:
        with behind_the_guards(told) as db:
            for old, new in ((2, -1), (6, 2), (-1, 6)):
                db.execute(f"UPDATE event SET position = {new} WHERE position = {old}")  # noqa: S608
                db.execute(f"UPDATE tag SET position = {new} WHERE position = {old}")  # noqa: S608

        assert spoken(verdict(told)) == (2, "hash")

    def test_guards_that_were_taken_away(self, told: Path) -> None:
        with closing(sqlite3.connect(told, isolation_level=None)) as db:
            db.execute("PRAGMA writable_schema = ON")
            db.execute("DELETE FROM sqlite_master WHERE name = 'event_delete'")

        assert spoken(verdict(told)) == (None, "guards")


class TestForgers:
    """Who also recomputes hashes is caught by what follows from the body, or by an anchor."""

    @pytest.mark.parametrize(
        ("sql", "found"),
        [
            ("DELETE FROM tag WHERE position = 3 AND tag LIKE 'facility:%'", (3, "tags")),
            ("INSERT INTO tag VALUES ('person:x', 2)", (2, "tags")),
            ("DELETE FROM tag WHERE position = 4 AND tag LIKE 'annuls:%'", (4, "tags")),
            ("DELETE FROM tag WHERE position = 5 AND tag LIKE 'person:%22'", (5, "tags")),
            ("UPDATE event SET body = ' ' || body WHERE position = 2", (2, "body")),
            ("UPDATE event SET body = 'no json' WHERE position = 2", (2, "body")),
            ("UPDATE event SET body = '[1]' WHERE position = 2", (2, "body")),
            (
                'UPDATE event SET body = replace(body, \'"set":{\', \'"set":{"none":1,\')',
                (5, "body"),
            ),
            (f"UPDATE event SET body = {DEEP} WHERE position = 2", (2, "body")),  # noqa: S608
            ("UPDATE event SET type = 'none/1' WHERE position = 6", (6, "body")),
            ("UPDATE event SET facility = 'local:other' WHERE position = 1", (1, "columns")),
        ],
    )
    def test_what_does_not_follow_from_the_body(self, told: Path, sql: str, found: Found) -> None:
        with behind_the_guards(told) as db:
            db.execute(sql)
            rehash(db, told)

        assert found == spoken(verdict(told))

    def test_a_single_hash_that_was_made_to_fit(self, told: Path) -> None:
        with behind_the_guards(told) as db:
            frontier = db.execute("SELECT frontier FROM log").fetchone()[0]
            alter(db)
            rehash(db, told)
            db.execute("UPDATE log SET frontier = ?", (frontier,))

        assert spoken(verdict(told)) == (None, "root")

    def test_a_cut_tail_shows_against_an_anchor_only(self, told: Path) -> None:
        anchor, earlier = anchor_of(told), anchor_of(told, 4)
        with behind_the_guards(told) as db:
            db.execute("DELETE FROM event WHERE position > 4")
            db.execute("DELETE FROM tag WHERE position > 4")
            rehash(db, told)

        assert spoken(verdict(told)) == (None, None)
        assert spoken(verdict(told, earlier)) == (None, None)
        assert spoken(verdict(told, anchor)) == (5, "anchor_size")

    def test_a_rewritten_event_shows_against_an_anchor_only(self, told: Path) -> None:
        anchor, earlier = anchor_of(told), anchor_of(told, 1)
        with behind_the_guards(told) as db:
            alter(db)
            rehash(db, told)

        assert spoken(verdict(told)) == (None, None)
        assert spoken(verdict(told, earlier)) == (None, None)
        assert spoken(verdict(told, anchor)) == (None, "anchor_root")

    @pytest.mark.parametrize(
        ("log_id", "reason"), [("log-2", "anchor_log"), (LOG_ID, "anchor_root")]
    )
    def test_another_log_in_its_place(self, told: Path, log_id: str, reason: str) -> None:
        anchor = anchor_of(told)
        other = log_over(MemoryRecorder(log_id))
        other.append([joined(P2, on="2024-02-01")])
        tell(other)

        assert verify(other).ok
        assert (None, reason) == spoken(verify(other, anchor))
