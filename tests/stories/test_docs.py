"""Documents are tests: what a page says is done, and must answer as the page says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.frame import COMMANDS
from tests.servers import Server
from tests.stories.console import Step, fits, steps, told

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
README_LINES_MAX = 295
OURS = ("compliance/", "cli/", "tests/", "tools/", "docs/")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of its own; put the environment back after."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUOYU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("TUOYU_DB", "TUOYU_ACTOR", "TUOYU_LANG", "TUOYU_NOW"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    return tmp_path


@pytest.mark.parametrize("path", PAGES, ids=relative)
@pytest.mark.usefixtures("desk")
def test_a_page_shows_what_happens(path: Path, request: pytest.FixtureRequest) -> None:
    """Every command of every page is run, in order, in a folder of the page's own."""
    os.environ["TUOYU_LANG"] = "zh" if "zh" in path.name else "en"
    named = set(re.findall(r"postgresql://postgres@/(\w+)", path.read_text(encoding="utf-8")))
    if named:
        server: Server = request.getfixturevalue("server")
        request.getfixturevalue("monkeypatch").setenv("PGHOST", server.socket)
        server.anew(*named)

    for step in steps(path.read_text(encoding="utf-8")):
        place = f"{relative(path)}:{step.line}: {step.said}"
        code, lines = told(step)
        shown = "\n".join(lines)

        assert step.code == code, f"{place}\n{shown}"
        assert not step.output or fits(step.output, lines), f"{place}\n{shown}"
    for places in re.findall(r"<!-- roots: (.*) -->", path.read_text(encoding="utf-8")):
        assert len({root(place) for place in places.split()}) == 1


def root(url: str) -> str:
    """Return the root of a log that a page moved somewhere."""
    step = Step(0, 0, "2024-06-03T09:00", f"tuoyu log root --db {url}")
    return str(json.loads(told(step)[1][-1])["root"])


def test_both_readmes_do_the_same() -> None:
    """Whoever reads the other language is told no less."""
    english, chinese = (
        [(step.now, step.said, step.code) for step in steps(path.read_text(encoding="utf-8"))]
        for path in READMES
    )

    assert english == chinese


def test_both_readmes_are_built_alike() -> None:
    """The same sections, tables and blocks, in the same order."""
    english, chinese = (
        [
            re.match(r"#+ |```\w*|\||", line)[0]  # type: ignore[index] # it matches nothing too
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith(("#", "```", "|")) and not line.startswith("# exit")
        ]
        for path in READMES
    )

    assert english == chinese


@pytest.mark.parametrize("path", READMES, ids=relative)
def test_a_readme_is_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= README_LINES_MAX


@pytest.mark.parametrize("path", READMES, ids=relative)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str, path: Path) -> None:
    assert re.search(rf"\btuoyu {name}\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_links_lead_somewhere(path: Path) -> None:
    """A link to a file of ours names one that is there."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_files_named_are_there(path: Path) -> None:
    """A page about the code names files that exist."""
    named = re.findall(r"`((?:\w+/)+[\w.-]*)`", path.read_text(encoding="utf-8"))
    ours = [name for name in named if name.startswith(OURS)]

    assert [name for name in ours if not (ROOT / name).exists()] == []


def test_code_shown_is_code() -> None:
    """Python on a page stands in a file of the tests, word for word."""
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    shown = [
        block
        for path in PAGES
        for block in re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    ]

    assert [block for block in shown if block not in tests] == []


def test_the_command_is_installed(desk: Path) -> None:
    """What `pip install` puts on the path answers, in a process of its own."""
    tuoyu = Path(sys.executable).with_name("tuoyu")
    environ = os.environ | {"PYTHONPATH": str(ROOT), "TUOYU_LANG": "en"}

    def said(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [tuoyu, *words], cwd=desk, env=environ, capture_output=True, text=True, check=False
        )

    assert said("init").returncode == 0
    assert said("record", "filed", "local:a", "--occurred", "2024-02-30").returncode == 2
    assert said("verify").stdout.startswith("sound: 0 records")
