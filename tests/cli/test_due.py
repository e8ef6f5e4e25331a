"""`due` and `disclose status` from the command line, as an office starts them."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from compliance.outcomes.answers import DueRow, PublicityRow
from tests.cli.desk import OURS, Office, begins
from tests.cli.processes import tuoyu

FORMS = ("table", "record", "json", "jsonl", "csv", "tsv")
ORDER = "--violation-id v --order-id o --due-on 2026-03-31"
BEGUN = (
    "premises.found local:a --occurred 2026-03-02 --address 某路1号 --region 500111",
    "facility.filing_submitted local:a --occurred 2026-03-02",
    "premises.found local:b --occurred 2026-03-02 --address 某路2号 --region 440305",
    "facility.filing_submitted local:b --occurred 2026-03-05",
    f"correction_ordered local:b --occurred 2026-03-05 {ORDER}",
)
WARNED = (
    "--kinds warning --decided-by 区卫健委 --articles pfpl#41.1 --authority-kind health_authority"
)
DECIDED = (
    f"penalty.decided local:a --occurred 2026-03-03 --decision-no 甲〔2026〕1号 {WARNED}",
    "facility.filed local:a --occurred 2026-03-06 --filing-no 足备001",
)


@begins
def told(office: Office) -> None:
    """Make an office with two facilities, each of which waits for a receipt."""
    for line in BEGUN:
        office.record(line, now="2026-03-06")


def due(office: Office, line: str = "", now: str = "2026-03-06") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.json(f"due {line}", now=now)
    return found


def seen(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(row["facility"], row["rule"], row["due"]) for row in rows]


def test_everything_that_runs_is_listed_by_day(told: Office) -> None:
    """Every facility that is known; the first day first."""
    assert seen(due(told)) == [
        ("local:a", "filing.receipt_due", "2026-03-09"),
        ("local:b", "filing.receipt_due", "2026-03-12"),
        ("local:a", "filing.nonconformity_due", "2026-03-23"),
        ("local:b", "filing.nonconformity_due", "2026-03-26"),
        ("local:b", "correction.due", "2026-03-31"),
    ]


def test_the_overdue_stand_first_and_say_so(told: Office) -> None:
    rows = due(told, now="2026-03-11")

    assert [row["overdue"] for row in rows] == [True, False, False, False, False]
    assert (rows[0]["left"], rows[0]["day_type"]) == (-2, "workday")
    assert (rows[0]["bearer"], rows[0]["authority"]) == ("authority", "health")


def test_what_a_region_owes_is_listed_where_a_facility_stands(office: Office) -> None:
    """Nobody has told of Yuancheng's conference; that there was none is what `due` must say."""
    office.record(
        "premises.found local:y --occurred 2026-03-02 --address 某路 --region 441602",
        now="2026-03-06",
    )
    found = [(row["region"], row["due"], row["overdue"]) for row in due(office) if row["region"]]

    assert found == [("441602", "2022-12-31", True)]
    assert not [row for row in due(office, "--region 500111") if row["region"]]


def test_within_counts_working_days_and_keeps_the_overdue(told: Office) -> None:
    """From Wednesday 2026-03-11: the next working day is the 12th; seven later is the 20th."""
    near = due(told, "--within 1wd", now="2026-03-11")
    week = due(told, "--within 7wd", now="2026-03-11")
    days = due(told, "--within 12d", now="2026-03-11")

    assert [row["due"] for row in near] == ["2026-03-09", "2026-03-12"]
    assert [row["due"] for row in week] == ["2026-03-09", "2026-03-12"]
    assert [row["due"] for row in days] == ["2026-03-09", "2026-03-12", "2026-03-23"]


def test_within_keeps_what_is_provisional(told: Office) -> None:
    """Its day is not known: it may lie within."""
    told.record("facility.filing_submitted local:b --occurred 2026-12-29", now="2026-12-29")
    rows = due(told, "local:b --within 1d --bearer authority", now="2026-12-30")

    assert [(row["due"], row["provisional"], row["after"]) for row in rows] == [
        (None, True, "2026-12-31")
    ] * 2
    assert len(due(told, "local:b --within 5wd --bearer facility", now="2026-12-30")) == 1


def test_a_facility_a_region_and_a_bearer(told: Office) -> None:
    """One facility; those of a region or of a region within it; one side's duties."""
    assert {row["facility"] for row in due(told, "local:a")} == {"local:a"}
    assert {row["facility"] for row in due(told, "--region 440000")} == {"local:b"}
    assert {row["facility"] for row in due(told, "--region 500111")} == {"local:a"}
    assert due(told, "--region 120110") == []
    assert [row["rule"] for row in due(told, "--bearer facility")] == ["correction.due"]


def test_what_was_done_is_gone_and_was_not_gone_before(told: Office) -> None:
    """As of a day, as known on a day."""
    told.record("facility.filed local:a --occurred 2026-03-06 --filing-no 1", now="2026-03-10")

    assert due(told, "local:a", now="2026-03-11") == []
    assert len(due(told, "local:a --as-of 2026-03-05", now="2026-03-11")) == 2
    assert len(due(told, "local:a --known-at 2026-03-09", now="2026-03-11")) == 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", ["due", "disclose status local:a"])
def test_every_format_and_an_exit_code_of_0(told: Office, form: str, line: str) -> None:
    """Overdue deadlines are an answer, not a failure."""
    for each in DECIDED:
        told.record(each, now="2026-03-10")
    answer = told(f"{line} --format {form}", now="2026-04-10")

    assert "1" in answer.out
    if form in {"csv", "tsv"}:
        rows = list(csv.reader(answer.out.splitlines(), delimiter=",\t"[form == "tsv"]))
        assert len({len(row) for row in rows}) == 1


def test_the_shapes_are_those_of_the_schema(told: Office) -> None:
    """`schema answers` prints what the rows are held to."""
    for each in DECIDED:
        told.record(each, now="2026-03-10")
    rows, shown = due(told), told.json("disclose status local:a", now="2026-04-10")
    schemas = told.json("schema answers")

    assert [DueRow.model_validate(row).model_dump(mode="json") for row in rows] == [
        {**row} for row in rows
    ]
    assert all(PublicityRow.model_validate(row) for row in shown)
    assert set(schemas["due"]["properties"]) == set(rows[0])
    assert set(schemas["publicity"]["properties"]) == set(shown[0])


def test_what_is_public_differs_by_the_day_asked_about(told: Office) -> None:
    """LAW 0.6: order 36 counts from 2026-04-01; the filing is public from its receipt."""
    for each in DECIDED:
        told.record(each, now="2026-03-10")

    def states(day: str) -> dict[str, tuple[str, str | None]]:
        rows = told.json(f"disclose status local:a --as-of {day}", now="2026-05-01")
        return {row["subject"]["id"]: (row["state"], row["since"]) for row in rows}

    public = {"足备001": ("public", "2026-03-06")}
    assert states("2026-03-31") == public | {"甲〔2026〕1号": ("unknown", None)}
    assert states("2026-04-01") == public | {"甲〔2026〕1号": ("withheld", None)}


def test_nothing_due_and_nothing_public_are_said(office: Office) -> None:
    """An empty list is `[]`; people read a sentence."""
    office.record(BEGUN[0], now="2026-03-06")

    assert due(office) == []
    assert office.json("disclose status local:a") == []
    assert office("due --lang en").out == "No deadline runs.\n"
    assert office("disclose status local:a --lang en").out.startswith("No penalty or filing")


@pytest.mark.parametrize(
    ("line", "code", "exit_code"),
    [
        ("due --within soon", "E-WITHIN", 2),
        ("due --within 7", "E-WITHIN", 2),
        ("due --within -1d", "E-WITHIN", 2),
        ("due --within 7wdx", "E-WITHIN", 2),
        ("due --within 99999d", "E-WITHIN", 2),
        ("due --region 12", "E-REGION", 2),
        ("due --region 999999", "E-REGION-UNKNOWN", 4),
        ("due local:nobody", "E-FACILITY-UNKNOWN", 4),
        ("due --bearer nobody", "E-OPTION-VALUE", 2),
        ("disclose status local:nobody", "E-FACILITY-UNKNOWN", 4),
        ("disclose status", "E-ARGUMENT-MISSING", 2),
    ],
)
def test_what_makes_no_sense_is_refused(
    told: Office, line: str, code: str, exit_code: int
) -> None:
    told.refused(code, line, code=exit_code)


def test_it_runs_as_a_process(told: Office, tmp_path: Path) -> None:
    """Data on stdout, talk on stderr, both in UTF-8 and in the language asked for."""
    where = {"TUOYU_DB": f"sqlite:///{told.db}", "TUOYU_NOW": "2026-03-11T09:00:00+08:00",
             "TUOYU_ACTOR": OURS}  # fmt: skip
    listed = tuoyu("due", "--within", "7wd", "--lang", "en", **where)
    plain = tuoyu("due", "--format", "json", "--output", str(tmp_path / "due.json"), **where)
    refused = tuoyu("due", "--within", "soon", "--lang", "en", **where)

    assert (listed.returncode, plain.returncode, refused.returncode) == (0, 0, 2)
    assert "to give the receipt for the filing" in listed.stdout.decode()
    assert "overdue" in listed.stdout.decode()
    assert listed.stderr.decode().startswith("Due within 7wd")
    assert len(json.loads((tmp_path / "due.json").read_text(encoding="utf-8"))) == 5
    assert refused.stderr.decode().startswith("E-WITHIN (--within)")
    assert (plain.stdout, refused.stdout) == (b"", b"")
