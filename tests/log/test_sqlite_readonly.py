"""A log that may only be read, by a user who is not root (whom file modes do not bound)."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import LOG_ID, bodies, drafts, refused, stamp
from tests.machine import plain_user


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_file_that_may_only_be_read(mode: str) -> None:
    with shelf(mode) as path, plain_user(), closing(SQLiteRecorder(path)) as recorder:
        assert bodies(recorder.read()) == ["a"]
        assert recorder.flaw() is None
        with refused("E-DB-READONLY"):
            recorder.append(drafts("b"), stamp)
        assert bodies(recorder.read()) == ["a"]


def test_a_backup_in_a_directory_that_may_only_be_read() -> None:
    with shelf("DELETE") as path:
        path.parent.chmod(0o555)
        with plain_user(), closing(SQLiteRecorder(path)) as recorder:
            assert bodies(recorder.read()) == ["a"]
            with refused("E-DB-READONLY"):
                recorder.append(drafts("b"), stamp)


def test_a_live_file_in_such_a_directory_must_be_copied_first() -> None:
    """SQLite cannot follow a write-ahead log whose index it may not make."""
    with shelf("WAL") as path:
        path.parent.chmod(0o555)
        with plain_user(), refused("E-DB-READONLY"):
            SQLiteRecorder(path)


def test_a_file_that_may_not_even_be_read() -> None:
    with shelf("WAL") as path:
        path.chmod(0o000)
        with plain_user(), refused("E-DB-CANNOT-OPEN"):
            SQLiteRecorder(path)


@contextmanager
def shelf(mode: str) -> Iterator[Path]:
    """Put a log of one entry where every user may look, but not write it."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "tuoyu.db"
        path.parent.chmod(0o777)
        with closing(SQLiteRecorder(path, create_as=LOG_ID)) as recorder:
            recorder.append(drafts("a"), stamp)
            recorder._db.execute(f"PRAGMA journal_mode = {mode}")
        path.chmod(0o444)
        yield path
        path.parent.chmod(0o777)
