"""What a file may not be, and what may go wrong with it: an answer each, nothing half written."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from compliance.domain.errors import NotFound, StorageFailed
from compliance.log.lock import locked
from compliance.log.schema import APPLICATION_ID
from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import LOG_ID, ROOT, bodies, draft, drafts, goes_on, refused, stamp
from tests.machine import small_disk

HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Let another process hold the write lock."""
    command = [sys.executable, "-c", HOLD, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdout.readline()
        yield
        holder.stdin.close()


class TestFiles:
    def test_a_missing_file_is_not_made(self, path: Path) -> None:
        with pytest.raises(NotFound, match="E-DB-MISSING"):
            SQLiteRecorder(path)
        assert list(path.parent.iterdir()) == []

    @pytest.mark.parametrize("create_as", [None, LOG_ID])
    @pytest.mark.parametrize("content", [b"", b"a diary\n" * 200])
    def test_a_file_that_is_not_sqlite(
        self, path: Path, content: bytes, create_as: str | None
    ) -> None:
        if not content and create_as:
            pytest.skip("an empty file is a new database")
        path.write_bytes(content)
        with refused("E-DB-NOT-OURS"):
            SQLiteRecorder(path, create_as=create_as)

        assert path.read_bytes() == content
        assert [path] == list(path.parent.iterdir())

    @pytest.mark.parametrize("create_as", [None, LOG_ID])
    @pytest.mark.parametrize("mark", ["CREATE TABLE diary (day)", "PRAGMA application_id = 7"])
    def test_another_applications_file_is_left_alone(
        self, path: Path, mark: str, create_as: str | None
    ) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute(mark)
        content = path.read_bytes()
        with refused("E-DB-NOT-OURS"):
            SQLiteRecorder(path, create_as=create_as)

        assert path.read_bytes() == content

    @pytest.mark.parametrize("create_as", [None, LOG_ID])
    def test_a_newer_format(
        self, sqlite: SQLiteRecorder, path: Path, create_as: str | None
    ) -> None:
        sqlite.close()
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA user_version = 2")
        with pytest.raises(StorageFailed) as answer:
            SQLiteRecorder(path, create_as=create_as)

        assert answer.value.code == "E-DB-FORMAT"
        assert answer.value.given == {"found": 2, "ours": 1}

    @pytest.mark.parametrize(
        "harm", ["DROP TABLE tag", "DELETE FROM log", "UPDATE log SET frontier = '7'"]
    )
    @pytest.mark.usefixtures("sqlite")
    def test_a_file_that_lacks_what_makes_a_log(self, path: Path, harm: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            for trigger in ("log_delete", "log_update"):
                db.execute(f"DROP TRIGGER {trigger}")
            db.execute(harm)

        with refused("E-DB-DAMAGED"), closing(SQLiteRecorder(path)) as recorder:
            recorder.head()
        with refused("E-DB-DAMAGED"), closing(SQLiteRecorder(path)) as recorder:
            recorder.append(drafts("a"), stamp)

    def test_torn_pages(self, sqlite: SQLiteRecorder, path: Path) -> None:
        sqlite.append(drafts(*map(str, range(500))), stamp)
        sqlite.close()
        content = path.read_bytes()
        path.write_bytes(content[:8192] + os.urandom(len(content) - 8192))
        with refused("E-DB-DAMAGED"), closing(SQLiteRecorder(path)) as recorder:
            recorder.read()

    def test_a_directory_that_is_not_there(self, path: Path) -> None:
        with refused("E-DB-CANNOT-OPEN"):
            SQLiteRecorder(path / "none" / "tuoyu.db", create_as=LOG_ID)

    def test_a_failed_creation_leaves_a_file_that_can_be_created(self, path: Path) -> None:
        path.touch()
        with held(path), refused("E-DB-LOCKED"):
            SQLiteRecorder(path, create_as=LOG_ID, wait_seconds=0.05)
        with closing(SQLiteRecorder(path, create_as=LOG_ID)) as recorder:
            assert goes_on(recorder)

    def test_a_blank_file_marked_as_ours_is_damaged(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute("PRAGMA user_version = 1")
        with refused("E-DB-DAMAGED"):
            SQLiteRecorder(path, create_as=LOG_ID)


class TestWriting:
    def test_a_file_held_by_another_process(self, sqlite: SQLiteRecorder, path: Path) -> None:
        sqlite.append(drafts("a"), stamp)
        with held(path):
            assert bodies(sqlite.read()) == ["a"]
            with refused("E-DB-LOCKED"):
                sqlite.append(drafts("b"), stamp)
            with refused("E-DB-LOCKED"), sqlite.session():
                pass

        assert goes_on(sqlite, "a")

    def test_a_turn_that_does_not_come(self, sqlite: SQLiteRecorder, path: Path) -> None:
        """Another process writes for longer than this one waits."""
        lock = path.with_name(path.name + ".lock")
        with locked(lock, wait_seconds=1), refused("E-DB-LOCKED"):
            sqlite.append(drafts("a"), stamp)

        assert goes_on(sqlite)

    def test_without_a_lock_file_appends_go_on(self, sqlite: SQLiteRecorder, path: Path) -> None:
        """It keeps writers fair; SQLite keeps them correct."""
        lock = path.with_name(path.name + ".lock")
        lock.unlink(missing_ok=True)
        lock.mkdir()

        assert goes_on(sqlite)

    def test_a_connection_that_may_only_read(self, sqlite: SQLiteRecorder) -> None:
        sqlite.append(drafts("a"), stamp)
        sqlite._db.execute("PRAGMA query_only = 1")
        with refused("E-DB-READONLY"):
            sqlite.append(drafts("b"), stamp)
        sqlite._db.execute("PRAGMA query_only = 0")

        assert goes_on(sqlite, "a")

    @pytest.mark.parametrize("count", [1, 2_000])
    def test_a_full_file(self, sqlite: SQLiteRecorder, count: int) -> None:
        sqlite.append(drafts("a"), stamp)
        pages = sqlite._db.execute("PRAGMA page_count").fetchone()[0]
        sqlite._db.execute(f"PRAGMA max_page_count = {pages}")
        long = [draft(f"{each}" + "b" * 5_000, "t") for each in range(count)]
        with refused("E-DB-FULL"):
            sqlite.append(long, stamp)
        sqlite._db.execute(f"PRAGMA max_page_count = {2**30}")

        assert goes_on(sqlite, "a")

    def test_a_full_disk(self, tmp_path: Path) -> None:
        with (
            small_disk(tmp_path / "disk") as disk,
            closing(SQLiteRecorder(disk / "tuoyu.db", create_as=LOG_ID)) as recorder,
        ):
            recorder.append(drafts("a"), stamp)
            (ballast := disk / "ballast").write_bytes(bytes(room(disk) - 40_000))
            with refused("E-DB-FULL"):
                recorder.append([draft("b" * 100_000, "t")], stamp)
            assert bodies(recorder.read()) == ["a"]
            ballast.unlink()

            assert goes_on(recorder, "a")


def room(disk: Path) -> int:
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize
