"""A folder that is written whole or not at all, and the bars that tell of long work."""

import io
from pathlib import Path

import pytest

from cli.bars import bar
from cli.folder import whole_folder
from compliance.domain.errors import Conflict, StorageFailed


def test_an_empty_folder_may_be_there_already(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with whole_folder(folder, {"a": b"1"}):
        assert (folder / "a").read_bytes() == b"1"
    with pytest.raises(Conflict, match="E-FOLDER-TAKEN"), whole_folder(folder, {}):
        pass

    assert [each.name for each in tmp_path.rglob("*")] == ["out", "a"]


def test_a_folder_that_cannot_be_written_whole_is_not_there(tmp_path: Path) -> None:
    """Nor a draft of it."""
    files = {"a": b"1", "lost/b": b"2"}
    with pytest.raises(StorageFailed, match="E-OUTPUT"), whole_folder(tmp_path / "out", files):
        pass

    assert not list(tmp_path.iterdir())


class _Terminal(io.StringIO):
    """A terminal that keeps what it is shown."""

    def isatty(self) -> bool:
        return True


def shown(stderr: io.StringIO, patch: pytest.MonkeyPatch, *done: int) -> str:
    """Return what is shown of work of four parts that tells how many are done."""
    patch.setattr("sys.stderr", stderr)
    with bar("the lot") as told:
        for each in done:
            told(each, 4)
    return stderr.getvalue()


def test_a_bar_is_for_a_terminal_and_for_work_that_says_something(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "100%" in shown(_Terminal(), monkeypatch, 1, 4)
    assert "50%" in shown(_Terminal(), monkeypatch, 1, 2).split("\r")[-1]
    assert not shown(_Terminal(), monkeypatch)
    assert not shown(io.StringIO(), monkeypatch, 1, 4)
