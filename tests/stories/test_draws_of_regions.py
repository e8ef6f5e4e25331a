"""A province on one server: each region draws its own, and is shown nothing of another's draw.

The whole walk is a regional writer's; whoever sees everything checks it. Nothing here asks how
rows are withheld, only that they are, by the program and by SQL.
"""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from cli.main import run
from tests.cli.drawing import AFTER, BEFORE, DRAW, LATER, REGION, RUN, Walker, planned
from tests.servers import Server

COPY = "sqlite:///copy.db"
Say = Callable[..., Any]


class Province(NamedTuple):
    """The addresses that logins give: two regions' writers, a reader, who sees everything."""

    writer: str
    other: str
    reader: str
    auditor: str
    keeper: str


@pytest.fixture
def province(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Province:
    """Make a log on a server; a region's writer drafts a plan in it, approved."""
    name = server.blank()
    for key, value in (("TUOYU_PERSON_KEY", str(tmp_path / "key")), ("TUOYU_ACTOR", "1@o"),
                       ("TUOYU_DB", server.url(name))):  # fmt: skip
        monkeypatch.setenv(key, value)
    walk = Walker(tmp_path, monkeypatch)
    walk("2026-01-05", "init")
    found = Province(
        writer=server.login("ann", "tuoyu_writer", name, REGION),
        other=server.login("ben", "tuoyu_writer", name, "440100"),
        reader=server.login("cyd", "tuoyu_reader", name, REGION),
        auditor=server.login("dee", "tuoyu_auditor", name),
        keeper=server.login("eve", "tuoyu_keeper", name),
    )
    monkeypatch.setenv("TUOYU_DB", found.writer)
    planned(walk, tmp_path)
    return found


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return what gives a command to an address on a day, expects its code, and reads it."""

    def told(url: str, day: str, line: str, code: int = 0) -> Any:
        monkeypatch.setenv("TUOYU_DB", url)
        monkeypatch.setenv("TUOYU_NOW", f"{day}T09:00:00+08:00")
        capsys.readouterr()
        got = run([*shlex.split(line), "--format", "json"])
        out, err = capsys.readouterr()

        assert got == code, f"{line}\n{out}\n{err}"
        return json.loads(err if code not in {0, 6} else out or "null")

    return told


@pytest.fixture
def drawn(province: Province, say: Say) -> Province:
    """Let the region's writer commit to its draw and make it."""
    say(province.writer, BEFORE, f"draw commit {DRAW} --make-nonces nonces")
    say(province.writer, AFTER, RUN)
    return province


def rows(url: str, sql: str) -> Any:
    with psycopg.connect(url) as link:
        return link.execute(sql.encode()).fetchall()


def test_a_regions_writer_is_given_the_frame_that_everybody_would_be(
    province: Province, say: Say
) -> None:
    """Whose facilities they are is shown all that is told of them; tables serve the others."""
    say(province.keeper, BEFORE, "projection rebuild")
    asked = (province.writer, province.keeper, province.auditor)
    frames = [say(each, BEFORE, f"plan show {DRAW} --frame") for each in asked]

    assert frames[0] == frames[1] == frames[2]
    assert len(frames[0]) > 1


def test_a_region_draws_by_itself_and_whoever_sees_everything_checks_it(
    drawn: Province, say: Say
) -> None:
    """From the teams to the copy of the whole log, its papers with it."""
    writer, auditor = drawn.writer, drawn.auditor
    tasks = [each["task"] for each in say(writer, AFTER, f"task list {DRAW}")]
    again = say(writer, AFTER, RUN, code=3)
    say(writer, AFTER, f"task assign {DRAW} --all")
    for task in tasks:
        say(writer, LATER, f"task complete {DRAW} {task} --result 1 --occurred 2026-03-16")
    say(writer, LATER, f"draw reveal {DRAW}")
    say(writer, LATER, f"draw publish {DRAW} --stage bundle --output bundle")
    checks = [say(each, LATER, f"draw verify {DRAW}") for each in (writer, auditor)]
    say(auditor, LATER, "db check")
    say(auditor, LATER, "db backup copy.db")
    shutil.copy("key", "copy.db.person-key")

    assert again["code"] == "E-DRAW-DRAWN"
    assert checks[0] == checks[1] == say(COPY, LATER, f"draw verify {DRAW}")
    assert checks[0]["ok"] is True


def test_another_region_is_shown_nothing_of_a_draw(drawn: Province, say: Say) -> None:
    """Neither plan nor draw nor visits; and by SQL not one sealed paper."""
    other, there = drawn.other, f"--region {REGION}"
    asked = {
        f"plan show {DRAW} --roster {there}": "E-PLAN-UNKNOWN",
        f"plan abandon {DRAW} --reason x {there}": "E-PLAN-UNKNOWN",
        f"draw show {DRAW} --visits --sealed {there}": "E-DRAW-UNKNOWN",
        f"draw verify {DRAW} {there}": "E-DRAW-UNKNOWN",
        f"task list {DRAW} {there}": "E-DRAW-UNKNOWN",
        f"task assign {DRAW} --all {there}": "E-DRAW-UNKNOWN",
    }
    told = {line: say(other, AFTER, line, code=4)["code"] for line in asked}

    assert asked == told
    assert [] == say(other, AFTER, "plan list") == say(other, AFTER, "draw audit")
    assert rows(drawn.writer, "SELECT DISTINCT region FROM tuoyu.paper") == [(REGION,)]
    assert rows(other, "SELECT * FROM tuoyu.paper") == []


def test_another_region_plans_nothing_in_its_place(drawn: Province, say: Say) -> None:
    """The paper is refused, and its event with it."""
    Path("second.yaml").write_text(
        Path("plan.yaml").read_text(encoding="utf-8").replace(DRAW, "2026-2"), encoding="utf-8"
    )
    before = say(drawn.auditor, BEFORE, "log root")
    refused = say(drawn.other, BEFORE, "plan create second.yaml", code=8)

    assert refused["code"] == "E-DB-RIGHTS"
    assert before == say(drawn.auditor, BEFORE, "log root")
    assert say(drawn.writer, BEFORE, "plan create second.yaml")["plan"] == "2026-2"


def test_who_may_open_no_paper_is_refused_and_raises_no_alarm(drawn: Province, say: Say) -> None:
    """A reader sees the steps; that papers are withheld is not that they are missing."""
    refused = [say(drawn.reader, AFTER, line, code=8)["code"]
               for line in (f"draw verify {DRAW}", f"task list {DRAW}")]  # fmt: skip
    questions = [{each["question"] for each in say(url, LATER, "draw audit")}
                 for url in (drawn.reader, drawn.auditor)]  # fmt: skip

    assert refused == ["E-DB-RIGHTS"] * 2
    assert say(drawn.reader, AFTER, f"draw show {DRAW}")["progress"] == "draw.performed"
    assert questions == [{"never_revealed"}] * 2
