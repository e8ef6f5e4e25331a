"""Correction 10 and pitfalls 3, 17 and 20 of the fact base, from the command line."""

import json
from dataclasses import fields

import pytest

from compliance.domain.events import latest
from tests.cli.desk import Office, begins, id_number

CARER = id_number(11)
NAME, RECORD, PROOF = "虚构某某", "虚构前科记录原文", "虚构查询回执7号"
A, WHO, BAN = "local:a", f"--person {CARER}", "--document-no 虚构禁1号"
HIT = f"--result hit --relevant-to minors_62 --proof-no {PROOF}"
WARNED = "--decision-no 虚构罚1号 --kinds warning --decided-by 虚构区卫生健康委"


@begins
def told(office: Office) -> None:
    """Make an office with a facility, a carer whose record was queried, and a lifetime ban."""
    lines = (
        f"registered {A} --occurred 2024-01-02 --name 虚构甲园 --kind facility --region 500111",
        f"facility.opened {A} --occurred 2024-01-10",
        f"filing_submitted {A} --occurred 2024-01-10",
        f"staff.joined {A} --occurred 2024-01-10 {WHO} --role carer --private name={NAME}",
        f"background_checked {A} --occurred 2024-03-01 {WHO} {HIT} --private record={RECORD}",
        f"person.banned --occurred 2024-03-10 {WHO} --basis pfpl_41 --scope 照护 {BAN}",
        f"penalty.decided {A} --occurred 2024-03-12 {WARNED} --articles pfpl#41.1",
    )
    for line in lines:
        office.record(line, now="2024-03-15")


def test_correction_10_the_log_says_that_a_record_was_queried_and_never_the_record(
    told: Office,
) -> None:
    """治安管理处罚法 136: queried, the day, proof and article; the number is a keyed ref."""
    exported = told("export log").out
    stored = told.db.read_bytes() + b"".join(
        path.read_bytes() for path in told.folder.glob("tuoyu.db-*")
    )
    (check,) = [
        each["data"] for each in map(json.loads, exported.splitlines())
        if each["type"].startswith("staff.background_checked")
    ]  # fmt: skip

    assert set(check) == {"person", "result", "relevant_to", "proof_no"}
    assert PROOF in exported
    for secret in (CARER, NAME, RECORD):
        assert secret not in exported
        assert secret.encode() not in stored


def test_correction_10_no_field_takes_a_persons_record(told: Office) -> None:
    """There is nowhere to write it: `record` knows the four fields only."""
    line = f"record background_checked {A} --occurred 2024-03-01 --person {CARER} --result hit"

    told.refused("E-OPTION-UNKNOWN", f"{line} --details {RECORD}", code=2)
    declared = {each.name for each in fields(latest("staff.background_checked").data)}
    assert declared == {"person", "result", "relevant_to", "proof_no"}


def test_correction_10_whoever_opens_the_vault_is_written_down(told: Office) -> None:
    """A reading without a purpose opens nothing; one with it is on record with who and why."""
    sealed = told.json(f"person show {CARER}")
    opened = told.json(f"person show {CARER} --purpose 核对")
    again = told.json(f"person show {CARER} --purpose 复核")

    assert (sealed["records"], sealed["reads"]) == ([], [])
    assert RECORD in json.dumps(opened["records"], ensure_ascii=False)
    assert [each["purpose"] for each in again["reads"]][-2:] == ["核对", "复核"]
    assert {each["actor"] for each in again["reads"]} == {"50011100001"}


def test_pitfall_20_what_may_be_posted_names_nobody(told: Office) -> None:
    """The public view has the facility's sanction; the ban is seen by who asks for the person."""
    ref = told.json(f"person show {CARER}")["person"]
    public = told("disclose status local:a --format json", now="2026-06-30").out
    shown = told("disclose status local:a --lang zh", now="2026-06-30").out
    asked = told.json(f"person show {ref}", now="2026-06-30")["file"]

    for secret in ("p_", CARER, NAME, "虚构禁1号"):
        assert secret not in public
        assert secret not in shown
    assert "虚构罚1号" in public
    assert [each["document_no"] for each in asked["bans"]] == ["虚构禁1号"]


@pytest.mark.parametrize(
    ("region", "authority"), [("500111", "health"), ("310000", "education"), ("440305", "health")]
)
def test_pitfall_17_who_must_answer_the_papers_is_the_regions_own(
    office: Office, region: str, authority: str
) -> None:
    """Health nearly everywhere, education in Shanghai: data of the region, asked of the log."""
    office.record(f"registered {A} --occurred 2026-01-05 --name 虚构甲园 --kind facility "
                  f"--region {region}", now="2026-03-02")  # fmt: skip
    office.record(f"filing_submitted {A} --occurred 2026-03-02", now="2026-03-02")
    found = {
        (row["authority"], row["bearer"]) for row in office.json(f"due {A}", now="2026-03-03")
        if row["rule"].startswith("filing.")
    }  # fmt: skip

    assert found == {(authority, "authority")}
