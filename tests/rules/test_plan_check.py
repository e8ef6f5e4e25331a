"""The static check of plans: every kind of problem, its code, and the line on which it stands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from compliance.domain.errors import Answers, BadInput
from compliance.engine.lint import lint

SOUND = """\
pack: test.plan
version: 1.0
title: {zh: 试, en: test}
sources:
  plan:
    title: {zh: 规划, en: Plan}
    kind: plan
    text: {"1": 到2025年}
regions:
  - {code: "500111", name: 大足区}
indicators:
  places:
    title: {zh: 托位, en: places}
    unit: 个
    definition: {zh: 托位之和, en: places added}
    where: "operation.exists(o, in_force(o))"
    sum: "capacity.places"
  people:
    title: {zh: 人口, en: people}
    unit: 人
    definition: {zh: 年末人口, en: people at the year's end}
    observed: true
  rate:
    title: {zh: 每千人, en: per 1000}
    unit: 个
    definition: {zh: 托位除以人口, en: places by people}
    ratio: [places, people]
    per: 1000
  conferences:
    title: {zh: 会议, en: conferences}
    unit: 次
    definition: {zh: 当年会议, en: of the year}
    region: "conferences.count(c, first <= c.on && c.on <= last)"
targets:
  - {id: A, in: "500111", indicator: places, year: 2022, op: "=", value: "10",
     nature: baseline, cite: "plan#1"}
  - {id: A, in: "500111", indicator: places, year: 2025, op: ">=", value: "20",
     nature: floor, cite: "plan#1"}
  - {id: A, in: "500111", indicator: places, year: 2024, op: ">=", value: "17",
     derive: {between: [2022, 2025], part: 70%}, nature: floor, cite: "plan#1"}
  - {id: B, in: "500111", indicator: rate, year: each, op: ">",
     value: {of: "500000", indicator: rate},
     nature: target, cite: "plan#1"}
"""
Lint = Callable[[str], list[tuple[str, str, str]]]


@pytest.fixture
def found(tmp_path: Path) -> Lint:
    """Lint a pack and return what is wrong: code, line, reason."""

    def run(text: str) -> list[tuple[str, str, str]]:
        folder = tmp_path / "plan"
        folder.mkdir(exist_ok=True)
        (folder / "pack.yaml").write_text(text, encoding="utf-8")
        try:
            lint(tmp_path)
        except Answers as answers:
            return [told(each) for each in answers.answers]  # type: ignore[arg-type]
        except BadInput as answer:
            return [told(answer)]
        return []

    return run


def told(answer: BadInput) -> tuple[str, str, str]:
    line = str(answer.where).rpartition(":")[2]
    return answer.code, line, f"{answer.given.get('field', '')} {answer.given.get('reason', '')}"


def test_a_sound_plan_has_no_problems(found: Lint) -> None:
    """What the others spoil is whole."""
    assert found(SOUND) == []


SPOILT = [
    ('sum: "capacity.places"', 'sum: "capacity.modes"', "E-RULE-TYPE", "must be int"),
    ('sum: "capacity.places"', 'sum: "capacity.seats"', "E-RULE-TYPE", "no column seats"),
    ('sum: "capacity.places"', 'sum: "capacity.places +"', "E-RULE-SYNTAX", ""),
    ('where: "operation', 'where: "1 + operation', "E-RULE-TYPE", "cannot compute"),
    ("first <= c.on", "begin <= c.on", "E-RULE-TYPE", "begin"),
    ("ratio: [places, people]", "ratio: [places, cats]", "E-RULE-TYPE", "no indicator cats"),
    ("ratio: [places, people]", "ratio: [places, rate]", "E-RULE-TYPE", "made of itself"),
    ("ratio: [places, people]", "ratio: [places]", "E-PACK-SHAPE", ""),
    ("observed: true", "observed: true\n    sum: '1'", "E-PACK-SHAPE", "exactly one way"),
    ("observed: true", "part: '1'", "E-PACK-SHAPE", "part goes with whole"),
    ("observed: true", "per: 2", "E-PACK-SHAPE", "exactly one way"),
    ("indicator: places, year: 2025", "indicator: cats, year: 2025", "E-RULE-TYPE", "cats"),
    ("indicator: rate},", "indicator: cats},", "E-RULE-TYPE", "indicator cats"),
    ('value: "20"', "value: 20", "E-PACK-SHAPE", ""),
    ('value: "20"', 'value: "many"', "E-PACK-SHAPE", "exact number"),
    ('value: "20"', "value: 20.5", "E-RULE-OK", ""),
    ('value: "20"', 'value: "20%"', "E-RULE-TYPE", "not in 个"),
    ('op: ">=", value: "20"', 'op: "most", value: "20"', "E-PACK-SHAPE", ""),
    ("between: [2022, 2025]", "between: [2021, 2025]", "E-RULE-TYPE", "no figure of 2021"),
    ('nature: baseline, cite: "plan#1"', "nature: baseline", "E-PACK-CITE", ""),
    ('nature: baseline, cite: "plan#1"', 'nature: baseline, cite: "plan#9"', "E-RULE-CITE", "9"),
    ("nature: baseline", "nature: wish", "E-PACK-SHAPE", ""),
    ('"500111", indicator: places, year: 2022', "'5001', indicator: places, year: 2022",
     "E-PACK-SHAPE", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "reason"), SPOILT)
def test_a_problem_names_its_line(found: Lint, old: str, new: str, code: str, reason: str) -> None:
    """The line of the value that is wrong, or of the nearest thing around it."""
    assert old in SOUND
    problems = found(SOUND.replace(old, new, 1))
    if code == "E-RULE-OK":
        assert problems == []
        return
    line = SOUND[: SOUND.index(old)].count("\n") + 1

    assert {code} == {each[0] for each in problems}
    assert reason in problems[0][2]
    assert abs(int(problems[0][1]) - line) <= 4


def test_a_row_that_stands_twice_is_a_problem(found: Lint) -> None:
    rows = SOUND.partition("targets:\n")[2].splitlines()[:2]
    problems = found(SOUND + "\n".join(rows))

    assert [("E-RULE-OVERLAP", str(SOUND.count("\n") + 1))] == [each[:2] for each in problems]


def test_an_indicator_stands_in_one_pack(tmp_path: Path, found: Lint) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "pack.yaml").write_text(
        SOUND.replace("test.plan", "test.zother")
        .partition("targets:")[0]
        .replace("  plan:", "  plan2:"),
        encoding="utf-8",
    )
    problems = found(SOUND)

    assert {"E-RULE-OVERLAP"} == {each[0] for each in problems}
    assert len(problems) == 4
