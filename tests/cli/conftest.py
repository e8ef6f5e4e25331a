"""An office with an empty log, and one with a facility and a carer."""

import shutil
from pathlib import Path

import pytest

from cli.main import run
from tests.cli.desk import OURS, Office
from tests.cli.drawing import (
    AFTER,
    BEFORE,
    DRAW,
    LATER,
    RUN,
    Copied,
    Stages,
    Walker,
    as_office,
    planned,
    visited,
)


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


@pytest.fixture(scope="session")
def stages(begun: Path, packs_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Walk once; each stage is kept as it was."""
    folder, kept = tmp_path_factory.mktemp("draw"), tmp_path_factory.mktemp("stages")
    shutil.copytree(begun, folder, dirs_exist_ok=True)

    def keep(stage: str) -> Path:
        return Path(shutil.copytree(folder, kept / stage))

    with pytest.MonkeyPatch.context() as patch:
        as_office(patch, packs_cache)
        walk = Walker(folder, patch)
        planned(walk, folder)
        first = keep("planned")
        walk(BEFORE, f"draw commit {DRAW} --make-nonces nonces")
        second = keep("committed")
        walk(AFTER, RUN)
        third = keep("drawn")
        visited(walk, 4)
        walk(LATER, f"draw reveal {DRAW}")
        return Stages(first, second, third, keep("revealed"))


@pytest.fixture
def at(bare: Office, stages: Stages) -> Copied:
    """Return what makes an office whose draw has come to a stage."""

    def copied(stage: str) -> Office:
        shutil.copytree(getattr(stages, stage), bare.folder, dirs_exist_ok=True)
        bare.now({"planned": BEFORE, "committed": BEFORE, "drawn": AFTER}.get(stage, LATER))
        return bare

    return copied
