"""The guide to spot checks by lot, walked on PostgreSQL as well: nothing hangs on a file."""

from pathlib import Path

import pytest

from tests.servers import Server
from tests.stories.console import steps, told

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "double-random.md"


def test_a_draw_is_walked_from_plan_to_verified_results_on_a_server(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Papers are sealed in its tables; every command leaves as on a file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TUOYU_LANG", "en")
    monkeypatch.setenv("TUOYU_NOW", "")
    monkeypatch.setenv("TUOYU_DB", server.url(server.blank()))
    ran = 0

    for step in steps(PAGE.read_text(encoding="utf-8")):
        if step.said.startswith("export "):
            continue
        code, lines = told(step)
        ran += not step.whole

        assert code == step.code, f"{step.said}\n" + "\n".join(lines)
    assert ran > 20
