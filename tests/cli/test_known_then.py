"""What was answered on a day is what is answered for ever to who asks knowing that day.

Every command that answers is asked after every step of a log, as of one fixed day; then all steps
are known, and each is asked again as known on the day of each step.
"""

import json
from typing import Any

from tests.cli.desk import Office, id_number

CARER = id_number(21)
A, D = "local:a", "--occurred 2026-02-0"
DECIDED = (
    "--decision-no 虚构罚1号 --decided-by 某局 --articles pfpl#41.1 "
    "--authority-kind market_regulation"
)
USED, NO = "--year 2025 --indicator utilisation --value 45%", "--document-no 虚构禁1号"
RULED = "--outcome revoked --effect-mode ex_tunc"
STEPS = (
    f"record registered {A} {D}1 --name 虚构甲园 --kind facility --region 500111",
    f"record facility.opened {A} {D}2",
    f"record facility.capacity_declared {A} {D}2 --places 60 --modes full_day",
    f"record filing_submitted {A} {D}3",
    f"record staff.joined {A} {D}3 --person {CARER} --role carer --certificate held",
    f"record penalty.decided {A} {D}4 --kinds criticism --procedure ordinary {DECIDED}",
    f"record credit.published {A} {D}6 --penalty-no 虚构罚1号",
    f"record indicator.observed --region 500111 {D}7 {USED}",
    f"record indicator.observed --region 500000 {D}7 {USED}",
    "correct 8 --set value=40% --reason 误",
    "correct 4 --set occurred_on=2026-02-05 --reason 误",
    f"record person.banned {D}8 --person {CARER} --basis court --scope 照护 {NO}",
    "correct 5 --set certificate=none --reason 误",
    "retract 3 --reason 误",
    f"record review.decided --occurred 2026-02-09 --decision-no 虚构罚1号 {RULED}",
    f"record review.decided --occurred 2026-02-09 --decision-no 虚构禁1号 {RULED}",
    f"record facility.filed {A} {D}9 --filing-no 虚构备1",
    f"record staff.left {A} {D}9 --person {CARER}",
    "rules adopt --installed",
)
ON = "2026-02-12"
ASKED = {
    f"due --as-of {ON}": "filing.receipt_due",
    f"due {A} --as-of {ON} --bearer authority": "filing.receipt_due",
    f"due --region 500000 --as-of {ON} --within 5wd": "filing.receipt_due",
    f"disclose status {A} --as-of {ON}": "penalty.publicity",
    f"target track --region 500111 --year 2025 --as-of {ON}": "DZ-T3",
    f"target track --region 500000 --within --as-of {ON}": "DZ-T3",
    f"person show {CARER} --as-of {ON}": "posts",
    f"status {A} --as-of {ON}": "filing.required",
    f"timeline {A} --as-of {ON}": "filing.required",
}


def answer(office: Office, line: str, known: str = "", now: str = "2026-06-30") -> Any:
    """Return an answer, or the code of the refusal; without what counts the whole log."""
    words = [*line.split(), "--format", "json", *(("--known-at", known) if known else ())]
    given = office.call(words, now=now)
    if given.code > 1:  # 1 = an answer that has findings
        return given.codes
    told = given.json
    if isinstance(told, dict):
        for name in ("position", "known_at", "reads"):
            told.pop(name, None)
    return told


def test_every_answer_is_kept_for_who_asks_knowing_its_day(office: Office) -> None:
    """Corrections, retractions, rulings and adoptions change only what is asked knowing them."""
    then: dict[tuple[str, str], Any] = {}
    for number, step in enumerate(STEPS):
        day = f"2026-03-{number + 1:02}"
        office(step, "--no-input", now=day)
        then |= {(line, day): answer(office, line, now=day) for line in ASKED}
    again = {(line, day): answer(office, line, day) for line, day in then}

    assert again == then
    changes = {
        line: len({json.dumps(told, sort_keys=True) for (asked, _), told in then.items()
                   if asked == line})
        for line in ASKED
    }  # fmt: skip
    for line, count in changes.items():
        assert count >= 3, line
        assert any(ASKED[line] in json.dumps(told) for (asked, _), told in then.items()
                   if asked == line)  # fmt: skip


def test_coverage_is_of_the_packs_that_were_known(office: Office) -> None:
    """Whoever asks knowing the day before an adoption is told of the packs in use then."""
    name = office.write("own.yaml", OWN)
    office("rules adopt --installed", now="2026-03-01")
    before = answer(office, "rules coverage", now="2026-03-02")
    office(f"rules adopt {name}", now="2026-03-03")
    after = answer(office, "rules coverage", now="2026-03-04")

    assert {each["id"] for each in after} - {each["id"] for each in before} == {"OWN-1"}
    assert answer(office, "rules coverage", "2026-03-02") == before
    assert answer(office, "rules coverage", "2026-03-03") == after


def test_coverage_of_a_region_is_of_the_day_asked_about(office: Office) -> None:
    """The clauses of Dazu's plan stand in Dazu, and in no other district."""
    dazu = answer(office, "rules coverage --region 500111 --as-of 2025-06-30")
    other = answer(office, "rules coverage --region 440305 --as-of 2025-06-30")

    assert "DZ-T9" in {each["id"] for each in dazu}
    assert "DZ-T9" not in {each["id"] for each in other}


OWN = """
pack: cn.own
version: 2026.1
title: {zh: 本地, en: own}
sources:
  own:
    title: {zh: 本地文件, en: own document}
    kind: plan
    status: plan
    text:
      "1": 提交备案
clauses:
  OWN-1:
    {in: "500111", article: "1", kinds: [E], mark: "Y", zh: 提交备案, en: papers are filed,
     done: {events: [facility.filing_submitted]}}
"""
