"""`tuoyu target`: a region's progress in every format, in both languages, and what is refused."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from compliance.rules.files import PACKS
from tests.cli.desk import Office, begins
from tests.cli.processes import tuoyu
from tests.cli.shapes import Cite, Missing, Position, Says, _Shape

NOW = "2026-06-30"


class RequiredOf(_Shape):
    region: str
    indicator: str


class Required(_Shape):
    op: Literal[">=", ">", "<=", "<", "="]
    value: str | None
    of: RequiredOf | None


class Other(_Shape):
    value: str | None
    by: Literal["log", "observed"]


class Past(_Shape):
    year: int
    value: str
    by: Literal["log", "observed", "baseline"]


class Progress(_Shape):
    """The JSON of one target, field by field: docs/reference/json.md."""

    region: str
    name: str
    id: str
    indicator: str
    title: Says
    unit: str
    definition: Says | None
    year: int
    as_of: str
    nature: str
    labels: list[str]
    required: Required
    derived: str | None
    value: str | None
    by: Literal["log", "observed"] | None
    other: Other | None
    verdict: Literal["compliant", "below_target", "unknown"] | None
    lacking: Annotated[int, Field(ge=0)] | None
    trend: list[Past]
    cite: list[Cite]
    evidence: list[Position]
    missing: list[Missing]
    parent: str | None
    note: str | None


@begins
def district(office: Office) -> None:
    """Make a district with two facilities, sixty places, and a target of its own."""
    for name, places in (("a", 40), ("b", 20)):
        office.record(f"registered local:{name} --occurred 2023-01-02 --name 虚构{name}园 "
                      "--kind facility --region 120101")  # fmt: skip
        office.record(f"facility.opened local:{name} --occurred 2023-02-01")
        office.record(f"capacity_declared local:{name} --occurred 2023-02-01 --places {places} "
                      "--modes full_day")  # fmt: skip
    office.json("target set --region 120101 --occurred 2025-01-10 --indicator places --year 2025 "
                "--op >= --value 100 --nature task --parent 120000 "
                "--document-no 虚构卫[2025]1号 --no-input".replace(">=", "'>='"))  # fmt: skip


def tracked(office: Office, line: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.json(f"target track {line}", now=NOW)
    return found


def test_every_target_has_the_shape_of_the_reference(district: Office) -> None:
    district.record("indicator.observed --occurred 2026-01-20 --region 500111 --year 2025 "
                    "--indicator utilisation --value 45.5%", now=NOW)  # fmt: skip
    regions = ("120000 --within", "440100 --within", "500111", "530000", "441602")
    found = [
        Progress.model_validate(each) for line in regions
        for each in tracked(district, f"--region {line}")
    ]  # fmt: skip

    assert {"120000", "120101", "440118", "500111", "530000"} <= {each.region for each in found}
    assert "45.5%" in {each.value for each in found}


def test_a_targets_answer(district: Office) -> None:
    """Its figure, verdict, gap, the document that set it, and the events behind."""
    (found,) = tracked(district, "--region 120101 --year 2025")

    assert (
        found["value"], found["by"], found["verdict"], found["lacking"],
    ) == ("60", "log", "below_target", 40)  # fmt: skip
    assert (
        found["id"], found["parent"], found["required"],
    ) == ("虚构卫〔2025〕1号", "120000", {"op": ">=", "value": "100", "of": None})  # fmt: skip
    assert {3, 6, 7} <= set(found["evidence"])
    assert found["labels"] == ["historical"]


@pytest.mark.parametrize("form", ["table", "record", "csv", "tsv", "jsonl"])
def test_every_format_and_language_says_the_figure(district: Office, form: str) -> None:
    for lang, verdict in (("zh", "未达目标"), ("en", "below target")):
        line = f"target track --region 120101 --year 2025 --format {form} --lang {lang}"
        answer = district(line, now=NOW)

        assert "60" in answer.out
        assert (verdict if form != "jsonl" else "below_target") in answer.out


def test_the_lines_name_definition_gap_and_what_to_collect(district: Office) -> None:
    zh = district("target track --region 120101 --year 2025 --lang zh", now=NOW).out
    en = district("target track --region 500111 --year 2025 --lang en", now=NOW).out

    assert "差 40" in zh
    assert "定义：截至当年12月31日" in zh
    assert "to be collected: indicator.observed population 500111 2025" in en
    assert "> 90%" in en
    assert ">= 90%" in en


def test_nothing_asked_of_a_region_is_an_empty_list(district: Office) -> None:
    assert tracked(district, "--region 120102") == []
    assert "没有" in district("target track --region 120102 --lang zh", now=NOW).out


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("W-FIGURE-UNIT", "utilisation --value 45"),
        ("W-FIGURE-UNIT", "places --value 45%"),
        ("W-FIGURE-PARTS", "filing_rate --value 45% --numerator 170 --denominator 390"),
        (None, "filing_rate --value 170/390 --numerator 170 --denominator 390"),
        (None, "places_per_1000 --value 4.5 --numerator 45 --denominator 10000"),
    ],
)
def test_a_figure_that_does_not_fit_is_recorded_and_reported(
    office: Office, code: str | None, told: str
) -> None:
    """Yunnan's draft says 45 % of 170 among 390: it stands as told, and is pointed out."""
    answer = office.record("indicator.observed --occurred 2025-01-20 --region 530000 --year 2021 "
                           f"--indicator {told}")  # fmt: skip

    assert [each["code"] for each in answer["warnings"] if each["code"] != code] == []
    assert (code is not None) == bool(answer["warnings"])


def test_a_draft_is_judged_when_it_is_supposed(office: Office) -> None:
    """`--rules` asks what would be; what is does not change."""
    office.record("indicator.observed --occurred 2026-01-20 --region 530000 --year 2025 "
                  "--indicator experts --value 41", now=NOW)  # fmt: skip
    draft = PACKS / "cn" / "530000-yunnan-draft" / "pack.yaml"
    found = {
        each["verdict"]
        for line in ("", f"--rules {draft}")
        for each in tracked(office, f"--region 530000 --year 2025 {line}")
        if each["id"] == "YN-13a"
    }

    assert {None, "compliant"} == found


def test_an_indicator_that_no_pack_defines_is_recorded_and_reported(office: Office) -> None:
    answer = office.record("indicator.observed --occurred 2025-01-20 --region 500111 --year 2024 "
                           "--indicator cats --value 3")  # fmt: skip

    assert [each["code"] for each in answer["warnings"]] == ["W-INDICATOR-UNKNOWN"]


@pytest.mark.parametrize(
    ("code", "line", "exit_code"),
    [
        ("E-OPTION-VALUE", "target track --region 500111 --year soon", 2),
        ("E-YEAR", "target track --region 500111 --year 25", 2),
        ("E-ARGUMENT-MISSING", "target track", 2),
        ("E-REGION", "target track --region Dazu", 2),
        ("E-REGION-UNKNOWN", "target track --region 999999", 4),
    ],
)
def test_what_cannot_be_asked_is_refused(
    office: Office, code: str, line: str, exit_code: int
) -> None:
    office.refused(code, line, code=exit_code)


SET = (
    "target set --occurred 2025-01-10 --region 500111 --indicator places --year 2025 "
    "--op '>=' --value 100 --nature task --document-no 1"
)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("--value 100", "--value many", "E-FIGURE"),
        ("--value 100", "--value 1/0", "E-FIGURE"),
        ("--op '>='", "--op about", "E-FIELD-CHOICE"),
        ("--year 2025", "--year soon", "E-FIELD-INT"),
        ("--region 500111", "--region Dazu", "E-REGION"),
        ("--nature task", "", "E-FIELD-MISSING"),
        ("target set", "target set local:a", "E-FACILITY-NOT-HERE"),
    ],
)
def test_a_target_that_means_nothing_is_not_set(
    office: Office, old: str, new: str, code: str
) -> None:
    office.refused(code, SET.replace(old, new, 1), code=2)


def test_a_real_process_tracks(tmp_path: Path, packs_cache: Path) -> None:
    """As an office starts it: data on stdout, talk on stderr, an exit code."""
    how = {"TUOYU_DB": f"sqlite:///{tmp_path}/t.db", "TUOYU_NOW": "2026-06-30T09:00:00+08:00",
           "TUOYU_CACHE": str(packs_cache), "TUOYU_ACTOR": "1@局"}  # fmt: skip
    made = tuoyu("init", **how)
    said = tuoyu(*SET.replace("'", "").split(), "--no-input", **how)
    found = tuoyu("target", "track", "--region", "500111", "--year", "2025", "--format", "json",
                  **how)  # fmt: skip
    wrong = tuoyu("target", "track", "--region", "999999", "--format", "json", **how)

    assert [each.returncode for each in (made, said, found, wrong)] == [0, 0, 0, 4]
    assert "1" in {each["id"] for each in json.loads(found.stdout)}
    assert (found.stderr, wrong.stdout) == (b"", b"")
    assert json.loads(wrong.stderr)["code"] == "E-REGION-UNKNOWN"
