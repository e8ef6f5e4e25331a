"""The demo runs to its end in both languages, and leaves nothing behind."""

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
