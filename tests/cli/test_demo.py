"""The demos run to their end in both languages, and leave nothing behind."""

import sys
from pathlib import Path

import pytest

from cli.main import run
from cli.say import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_tells_its_story(
    lang: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command of it leaves with the exit code expected; a failing one would give 1."""
    monkeypatch.chdir(tmp_path)

    assert run(["demo", "--lang", lang]) == 0

    told = capsys.readouterr()
    assert "E-CHECK" in told.err
    assert all(word in told.out for word in ("pfpl#41.1", "pfpl#41.2", "9/10", "10/10"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_year_of_draws_is_told_from_plan_to_verified_results(
    lang: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the lot falls on; two bundles hold, and a forged one does not."""
    monkeypatch.chdir(tmp_path)

    assert run(["demo", "draw", "--lang", lang]) == 0

    told = capsys.readouterr()
    refused = ("E-BEACON-NOT-YET", "E-DRAW-DRAWN", "E-DRAW-VISITS-OPEN", "E-BEACON-PAST")
    holds = {"en": "Everything that can be checked holds.", "zh": "可核验的全部相符。"}
    assert [code for code in refused if code not in told.err] == []
    assert told.out.count(holds[lang]) == 3
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_nothing_is_told_and_the_cure_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather than a story in which every second command fails."""
    monkeypatch.setitem(sys.modules, "ortools", None)

    assert run(["demo", "draw", "--lang", "en"]) == 7

    told = capsys.readouterr()
    assert told.out == ""
    assert "pip install 'tuoyu[draw]'" in told.err
