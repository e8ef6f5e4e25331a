"""Anybody can check: one file, of its own, comes to the same draw as the package does."""

import ast
import json
import subprocess
import sys
from dataclasses import replace as changed
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, find, given, settings

from compliance.domain.canonical import paper_lines
from compliance.domain.draw import Named
from compliance.outcomes import draw as dr
from compliance.outcomes.draw import verify_draw
from compliance.outcomes.draw.bundle import verifier
from tests.outcomes.draw.making import (
    BEARERS,
    VALUE,
    Year,
    bundled,
    entry,
    faults,
    frame,
    item,
    laid,
    plan,
    rate,
    years,
)

SOURCE = Path(verify_draw.__file__)


def rows(files: dict[str, bytes], name: str) -> list[dict[str, object]]:
    return list(paper_lines(files[name]))[1:]


def some(files: dict[str, bytes], **wanted: object) -> bool:
    """Say whether something was drawn of which all this is true."""
    return any(wanted.items() <= row.items() for row in rows(files, "drawn.jsonl"))


@settings(max_examples=100)
@given(years())
def test_two_implementations_come_to_one_draw(year: Year) -> None:
    """Every option of a plan, every kind of frame, and what happens after the draw."""
    with TemporaryDirectory() as folder:
        assert faults(laid(Path(folder), bundled(year)), beacon_value=VALUE) == []


@pytest.mark.parametrize(
    "trait",
    [
        lambda files: some(files, passed="visit_cap") and b"instead_of" in files["drawn.jsonl"],
        lambda files: some(files, passed="visit_cap", must="complaints"),
        lambda files: some(files, stratum="B/*") and b'"A/x"' in files["drawn.jsonl"],
        lambda files: b'"by":"local' in files["replaced.jsonl"],
        lambda files: b'"by":null' in files["replaced.jsonl"],
        lambda files: some(files, items=["care", "fire"]),
        lambda files: rows(files, "drawn.jsonl") == [] and rows(files, "frame.jsonl") != [],
    ],
    ids=["instead", "named and capped", "joined", "replaced", "put off", "two items", "nobody"],
)
def test_the_cases_tried_are_not_the_easy_ones_alone(trait: object) -> None:
    """Where the strategy never drew these, the comparison above would compare little."""
    assert callable(trait)
    hunt = settings(max_examples=300, phases=[Phase.generate])

    assert find(years(), lambda year: trait(bundled(year)), settings=hunt)


def test_it_runs_anywhere_with_python_alone(tmp_path: Path) -> None:
    """Isolated, without site packages, from another folder."""
    year = Year(plan(item(rates=(rate("1/3"),))), frame(30), ((0, "closed"),))
    files = bundled(year)
    laid(tmp_path / "bundle", files)
    (tmp_path / "kept.json").write_bytes(files["commitment.json"])
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", "bundle/verify_draw.py", "bundle",
         "--commitment", "kept.json", "--bundle-sha256", dr.bundle_sha256(files),
         "--beacon-value", VALUE],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    said = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in said[:-1] if not line.startswith("ok")] == []
    assert said[-1].endswith(f"'双色球2026030期' = '{VALUE}'")


@pytest.mark.parametrize("words", [[], ["--commitment", "nowhere.json"]], ids=["folder", "file"])
def test_what_is_not_there_is_said_and_no_traceback(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A stranger's mistake is answered like a forgery: not checked is not right."""
    folder = laid(tmp_path / "b", bundled(Year(plan(), frame(4)))) if words else tmp_path / "no"

    assert verify_draw.main(str(folder), *words) == 1
    assert "FAIL" in capsys.readouterr().out


def test_it_imports_the_standard_library_only_and_is_short() -> None:
    """Under two hundred lines, in the grammar of Python 3.9, and nothing of ours."""
    text = SOURCE.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip

    assert len(text.splitlines()) < 200
    assert imported - sys.stdlib_module_names == set()
    assert verifier() == SOURCE.read_bytes()


def test_a_beacon_before_the_promise_is_refused(tmp_path: Path) -> None:
    """Who knows the value before committing can try frames until one suits."""
    year = Year(plan(), frame(9))
    early = changed(year.plan.beacon, at=year.plan.beacon.at.replace(month=2))
    files = bundled(year._replace(plan=changed(year.plan, beacon=early)))

    assert faults(laid(tmp_path, files)) == ["信标在承诺之后 beacon after the promise"]


def test_of_two_rates_for_one_stratum_the_first_counts_for_both(tmp_path: Path) -> None:
    """A plan is read strictly; one handed in by another system may say a thing twice."""
    twice = (rate("1/10", "A"), rate("1", "A"))
    files = bundled(Year(plan(item(rates=twice)), frame(20)))

    assert len(rows(files, "drawn.jsonl")) == 2
    assert faults(laid(tmp_path, files)) == []


FRAME_OF_PLAN, PLAN_PROMISED = "抽样框如计划 frame of this plan", "计划如承诺 plan as promised"


@pytest.mark.parametrize(
    ("year", "wrong"),
    [
        (Year(plan(), (*frame(6), entry("x", must="incident"))), FRAME_OF_PLAN),
        (Year(plan(included=(Named(facility="local:0001", reason="incident"),)), frame(6)),
         FRAME_OF_PLAN),
        (Year(plan(excluded=(Named(facility="local:0001", reason="court"),)), frame(6)),
         FRAME_OF_PLAN),
        (Year(plan(), (*frame(6), entry("closed"))), FRAME_OF_PLAN),
        (Year(plan(), (*frame(6), *frame(1))), FRAME_OF_PLAN),
        (Year(plan(nonces=BEARERS[:2]), frame(6)), PLAN_PROMISED),
    ],
    ids=["named by nobody", "not visited though named", "excluded by the plan",
         "in and out", "twice", "a number more than the plan asks for"],
)  # fmt: skip
def test_what_was_promised_agrees_with_itself(year: Year, wrong: str, tmp_path: Path) -> None:
    """Every digest fits: it was promised so, and is wrong all the same."""
    assert wrong in faults(laid(tmp_path, bundled(year)))


@pytest.mark.parametrize("value", ["０３ 09", "03  09", "03\u00a009", "03\u200b 09", " 03 09"])
def test_a_value_that_looks_like_another_is_no_other_draw(value: str, tmp_path: Path) -> None:
    """Who may spell the beacon's value in two ways has two draws to choose from."""
    files = bundled(Year(plan(), frame(6)))
    text = files["seed.txt"].replace(VALUE.encode(), value.encode())
    seed = dr.seed_of(text.decode())
    lot = dr.drawn(plan(), frame(6), seed)
    forged = dr.bundle({
        **files,
        "seed.txt": text,
        "drawn.jsonl": dr.drawn_paper("2026-1", seed, lot),
        "replaced.jsonl": dr.replaced_paper("2026-1", seed, []),
    })  # fmt: skip

    assert faults(laid(tmp_path, forged)) == ["种子 seed"]


@pytest.mark.parametrize("must", [None, False, "", "deferred"])
def test_whoever_is_visited_whatever_the_lot_says_has_a_reason(
    must: object, tmp_path: Path
) -> None:
    """A row without one of the plan's reasons, or a former draw's, would be a hit at will."""
    files = bundled(Year(plan(), (entry("0001", must="incident"), *frame(1))))
    told = f'"must":{json.dumps(must)}'.encode()
    framed = files["frame.jsonl"].replace(b'"must":"incident"', told)
    wrong = faults(laid(tmp_path, {**files, "frame.jsonl": framed}))

    assert (FRAME_OF_PLAN in wrong) == (must != "deferred")


@pytest.mark.parametrize("option", ["--commitment", "--bundle-sha256", "--beacon-value"])
def test_what_is_held_and_empty_is_not_what_was_published(option: str, tmp_path: Path) -> None:
    """An unset variable of a shell must not pass for a check."""
    assert verify_draw.main(str(laid(tmp_path, bundled(Year(plan(), frame(4))))), option, "") == 1


def test_what_a_forger_wrote_cannot_wipe_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A source with control signs would cover what fails with lines that say ok."""
    said = plan()
    wiping = changed(said.beacon, source="\x1b[2J\x1b[Hok  everything")
    folder = laid(tmp_path, bundled(Year(changed(said, beacon=wiping), frame(4))))
    verify_draw.main(str(folder))

    assert "\x1b" not in capsys.readouterr().out
