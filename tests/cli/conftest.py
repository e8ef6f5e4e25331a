"""An office with an empty log, and one with a facility and a carer."""

import shutil
from pathlib import Path

import pytest

from cli.main import run
from tests.cli.desk import OURS, Office


@pytest.fixture(scope="session")
def packs_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled packs, once a session."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def bare(
    tmp_path: Path,
    packs_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Office:
    """Make an empty folder an office."""
    for name in ("TUOYU_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "TUOYU_DB"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TUOYU_CACHE", str(packs_cache))
    monkeypatch.setenv("TUOYU_ACTOR", OURS)
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path, monkeypatch, capsys)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty log, once a session: most of the time would go into making it durable."""
    folder = tmp_path_factory.mktemp("begun")

    assert run(["init", "--db", f"sqlite:///{folder}/tuoyu.db"]) == 0
    return folder


@pytest.fixture(scope="session")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the folders of offices that were told what tests begin with (`begins`)."""
    return tmp_path_factory.mktemp("told")


@pytest.fixture
def office(bare: Office, begun: Path) -> Office:
    """Make an office with an empty log."""
    for path in begun.iterdir():
        shutil.copy(path, bare.folder)
    return bare
