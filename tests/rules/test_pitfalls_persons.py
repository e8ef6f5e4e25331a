"""What is easy to get wrong about persons and procedure, by the fact base's own numbers.

Each test would fail if the law were misread in the way its number warns of. At the end stand those
of the things that must not happen that concern persons.
"""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from compliance.engine.cases import _history
from compliance.outcomes.terms import publicity_plain
from compliance.rules.publicity import publicity
from tests.rules.test_corrections import (
    assessed,
    banned,
    book,
    checked,
    established,
    findings,
    joined,
    penalised,
    told,
    verdict,
)

Plain = dict[str, Any]
OPENED = told("facility.opened", "2021-03-15")
LAW = ("440305", "440300", "440000", "CN")


def test_pitfall_03_the_ban_has_its_persons_its_trigger_its_day_and_its_scope() -> None:
    """Named persons; established abuse; from 2021-08-20; care of infants and toddlers."""
    other = joined() | {"person": "p2"}
    abused = established("judgment", "after", victims=True)

    assert verdict("ban.lifetime", [joined(), abused], "2024-03-01") == "violation"
    assert verdict("ban.lifetime", [other, abused], "2024-03-01") == "compliant"
    accused = [joined(), told("abuse.alleged", "2024-02-01", persons=["p1"])]
    assert verdict("ban.lifetime", accused, "2024-03-01") == "compliant"
    before = [joined(), established("judgment", "before", victims=True)]
    assert verdict("ban.lifetime", before, "2024-03-01") == "compliant"
    cook = [joined("cook"), abused]
    assert verdict("ban.lifetime", cook, "2024-03-01") == "unknown"
    assert all(each.rule != "ban.lifetime" or each.subject is not None
               for each in assessed([joined(), abused], "2024-03-01").findings)  # fmt: skip


@pytest.mark.parametrize("role", ["cook", "guard", "carer"])
def test_pitfall_04_the_query_is_for_all_staff_at_the_hire_and_every_year(role: str) -> None:
    """“No record” is worth a year; one at the hire does not make the next year's."""
    given = [checked("2024-01-03", "clear"), joined(role)]

    assert verdict("hiring.record_hit", given, "2025-01-03") == "compliant"
    assert verdict("hiring.record_hit", given, "2025-01-04") == "unknown"
    again = [*given, checked("2025-01-02", "clear")]
    assert verdict("hiring.record_hit", again, "2025-01-04") == "compliant"
    late = [joined(role), checked("2024-02-01", "clear")]
    assert verdict("hiring.queried_first", late, "2024-03-01") == "unknown"
    assert verdict("hiring.queried_first", given, "2024-03-01") == "compliant"


def test_pitfall_06_five_days_are_working_days_and_fifteen_are_not() -> None:
    """处罚法 85: only two, three, five, seven; the first day is not counted; 调休 counts."""
    told_on, decided = date(2025, 9, 26), book().workdays_after(date(2025, 9, 26), 5).day
    assert decided == date(2025, 10, 10)  # Sunday 28 September works, 1-8 October rest
    notice = told(
        "case.prior_notice", told_on.isoformat(), case_id="c1", kinds_intended=["closure"],
        hearing_right_told=True,
    )  # fmt: skip
    opened = told("case.opened", "2025-09-01", case_id="c1", violation_id="v1")
    for day, expected in ((decided, "unknown"), (decided + timedelta(days=1), "compliant")):
        penalty = penalised(day.isoformat(), ["closure"], violation_id="v1", procedure="ordinary")

        assert verdict("penalty.hearing", [opened, notice, penalty], day.isoformat()) == expected
    fine = penalised("2025-09-20", ["fine"], fine_fen=1000000, violation_id="v1")
    served = told("penalty.served", "2025-09-25", penalty_no="罚1", manner="direct")
    paid = told("penalty.paid", "2025-10-11", penalty_no="罚1", amount_fen=1, surcharge_fen=30000)
    assert verdict("penalty.surcharge", [fine, served, paid], "2025-10-11") == "compliant"
    more = paid | {"surcharge_fen": 30001}
    assert verdict("penalty.surcharge", [fine, served, more], "2025-10-11") == "violation"


@pytest.mark.parametrize(
    ("fen", "serious", "band", "expected"),
    [
        (499_999, False, "penalty.band", "violation"),
        (500_000, False, "penalty.band", "compliant"),
        (5_000_000, False, "penalty.band", "compliant"),
        (5_000_000, True, "penalty.band", "compliant"),
        (5_000_001, False, "penalty.band", "violation"),
        (10_000_000, True, "penalty.band", "compliant"),
        (10_000_001, True, "penalty.band", "violation"),
        (5_000_000, None, "penalty.band_126", "compliant"),
        (50_000_000, True, "penalty.band_126", "compliant"),
        (50_000_001, True, "penalty.band_126", "violation"),
    ],
)
def test_pitfall_07_the_bounds_of_a_fine_are_in_its_band(
    fen: int, serious: bool | None, band: str, expected: str  # noqa: FBT001 - a field
) -> None:  # fmt: skip
    articles = ["minors#126"] if band.endswith("126") else ["pfpl#41.1"]
    fine = penalised("2024-05-01", ["fine"], fine_fen=fen, serious=serious) | {
        "articles": articles
    }
    (one,) = findings(band, [fine], "2024-05-01")

    assert (one.verdict, one.bearer) == (expected, "authority")


def test_pitfall_07_the_same_act_is_fined_once_whoever_fines() -> None:
    """29: another law and another authority are no second fine; nor is a quashed one a first."""
    one = penalised("2024-05-01", ["fine"], violation_id="v1", fine_fen=500000)
    two = one | {"on": "2024-06-01", "decision_no": "罚2", "articles": ["minors#126"]}
    warned = one | {"kinds": ["warning"]}
    quashed = told(
        "review.decided", "2024-05-20", at="none", decision_no="罚1", outcome="void",
        effect_mode="ex_tunc",
    )  # fmt: skip
    by = {given_by(each): each.verdict for each in findings("penalty.one_fine", [one, two], LATER)}

    assert by == {"罚1": "compliant", "罚2": "violation"}
    assert verdict("penalty.one_fine", [warned, two], LATER) == "compliant"
    assert verdict("penalty.one_fine", [one, two, quashed], LATER) == "compliant"


LATER = "2024-06-30"


def given_by(finding: Any) -> str:
    return str(finding.subject.id)


def test_pitfall_15_an_unpublished_warning_is_a_penalty_all_the_same() -> None:
    """Three warnings that nobody may read still count: points come from decisions."""
    warnings = [
        penalised(f"2024-0{month}-01", ["warning"]) | {"decision_no": f"罚{month}"}
        for month in (2, 3, 4)
    ]
    given = [OPENED, *warnings]
    history = _history({"given": given}, "facility")
    states = {each.state for each in publicity(book(), history, date(2024, 5, 1))
              if each.rule.startswith("publication.penalty")}  # fmt: skip

    assert "public" not in states
    assert assessed([OPENED, *warnings[:2]], "2024-05-01").tier == "A"
    assert assessed(given, "2024-05-01").tier == "B"


def test_pitfall_19_a_wrong_figure_is_mended_by_an_event_and_stays_readable() -> None:
    """As known before the correction, the figure is what was told then."""
    opened = told("class.opened", "2024-01-05", class_id="c1", kind="toddler")
    counted = told("class.counted", "2024-03-01", class_id="c1", children=20, carers=4)
    mended = told("record.corrected", "2024-04-01", of=2, set={"children": 15}, reason="误录")
    given = [opened, counted, mended]

    assert findings("class.size", given, "2024-03-01", known=2)[0].value == 20
    after = findings("class.size", given, "2024-03-01")[0]
    assert (after.value, after.verdict) == (15, "compliant")
    assert {2, 3} <= set(after.evidence)


def test_pitfall_20_what_is_public_names_no_person() -> None:
    """The standing shows who is barred; what may be published of the facility does not."""
    given = [
        OPENED,
        told("facility.filed", "2021-04-15", filing_no="备1"),
        joined(),
        banned("after"),
        established("judgment", "after", victims=True),
        penalised("2024-05-01", ["practice_restriction"], persons=["p1"], social_impact=True),
    ]
    history = _history({"given": given}, "facility")
    public = publicity(book(), history, date(2026, 5, 10))
    shown = json.dumps([publicity_plain(each) for each in public], ensure_ascii=False)

    assert [each.subject for each in findings("ban.lifetime", given, "2026-05-10")]
    assert public
    assert '"p1"' not in shown
    assert all(each.subject is None or each.subject.kind not in {"post", "person"}
               for each in public)  # fmt: skip


@pytest.mark.parametrize("on", ["2024-06-01", "2024-06-02", "2024-07-01"])
def test_a_dismissal_on_the_day_of_the_yearly_hit_is_no_veto(on: str) -> None:
    """Dismissed at once complied: no finding, no flag, and the tier of a life without it."""
    hit = checked("2024-06-01", "hit", ["minors_62"])
    left = told("staff.left", "2024-06-01", person="p1", reason="解聘")
    given = [OPENED, checked("2023-12-20", "clear"), joined(), hit, left]
    found = assessed(given, on)

    assert verdict("hiring.record_hit", given, on) == "not_applicable"
    assert (found.tier, "banned_person_on_staff" in found.flags) == ("A", False)


@pytest.mark.parametrize("kind", ["facility", "kindergarten_class"])
def test_three_years_in_preschool_are_not_for_life(kind: str) -> None:
    """学前教育法 80: pointed out while they run, over when they are; never art. 41's ban."""
    here = told("facility.registered", "2025-06-05", name="甲", kind=kind, region="440305")
    ban = told(
        "person.banned", "2025-08-01", at="none", person="p1", basis="preschool_80", scope="学前",
        document_no="教1", until="2028-07-31",
    )  # fmt: skip
    given = [OPENED, here, joined(on="2025-07-01"), ban]

    for on, expected in (("2028-07-31", "unknown"), ("2028-08-01", "not_applicable")):
        found = assessed(given, on)

        assert verdict("ban.preschool", given, on) == expected
        assert verdict("ban.lifetime", given, on) == "compliant"
        assert (found.tier, "banned_person_on_staff" in found.flags) == ("A", False)


@pytest.mark.parametrize("days", [1, 5, 30, 1000])
def test_the_facility_is_never_blamed_for_the_bureaus_silence(days: int) -> None:
    """Papers are in; however long the bureau is silent, the breach is none of the facility's."""
    given = [OPENED, told("facility.filing_submitted", "2021-03-20")]
    on = (date(2021, 8, 20) + timedelta(days=days)).isoformat()
    found = assessed(given, on)
    blamed = [each.rule for each in found.findings
              if each.verdict == "violation" and each.bearer == "facility"]  # fmt: skip

    assert verdict("filing.required", given, on) == "compliant"
    assert "unfiled_operation" not in found.flags
    assert blamed == []


def test_authorities_are_data_of_the_region() -> None:
    """Pitfall 17 for persons and procedure: health in the country, education in Shanghai."""
    day = date(2025, 7, 1)
    here, there = (book().param("competent_authority", chain, day)
                   for chain in (LAW, ("310000", "CN")))  # fmt: skip

    assert here is not None
    assert there is not None
    assert (here.value["filing"], there.value["filing"]) == ("health", "education")
    assert here.value["preschool_80"] == there.value["preschool_80"] == "education"
    assert set(here.value) == set(there.value)
