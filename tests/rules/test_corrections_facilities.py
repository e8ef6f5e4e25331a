"""Corrections 4, 5 and 6 of the fact base, as far as `test_corrections` does not hold them."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.rules.test_corrections import (
    LATE,
    REFUSED,
    assessed,
    book,
    findings,
    joined,
    ordered,
    penalised,
    told,
    verdict,
)

Plain = dict[str, Any]
SANCTION = date(2021, 8, 20)
PAPERS = ("fire_check", "health_evaluation", "food_licence", "emergency_plan")
WRONG = [
    told("facility.registered", "2020-01-01", name="甲", kind="facility", region="440305",
         nature="social_service", registrar="market_regulation", scope_names_childcare=False),
    told("facility.opened", "2020-01-20"),
    told("facility.site_recorded", "2020-01-20", owned=False, lease_from="2020-01-01",
         lease_until="2021-12-31"),
    told("class.opened", "2020-01-20", class_id="c1", kind="toddler"),
    told("class.counted", "2021-03-01", class_id="c1", children=40, carers=1, enrolled=200,
         youngest_months=3, oldest_months=40),
    told("staff.joined", "2020-01-10", person="p1", role="guard"),
    told("staff.joined", "2020-01-10", person="p2", role="carer"),
    told("staff.assigned", "2020-01-10", person="p2", duty="health_manager"),
    told("staff.certified", "2018-01-01", at="none", person="p1", kind="保安员证",
         until="2020-01-01"),
    told("staff.trained", "2020-03-01", at="none", person="p2", hours=1),
    told("staff.health_checked", "2020-01-05", person="p1", result="unfit"),
    told("facility.cctv_attested", "2021-01-05", days_kept=1, all_day=False, full_coverage=False),
    told("facility.disclosed", "2021-01-05", items=["basic_information"]),
    *(told("facility.document_recorded", "2021-01-05", kind=kind, passed=False)
      for kind in PAPERS),
]  # fmt: skip
BREACHED = {
    "cctv.coverage", "cctv.retention", "class.age", "class.ratio", "class.size",
    "disclosure.items", "emergency.plan", "fire.check", "food.licence", "health.evaluation",
    "premises.lease", "registration.registrar", "registration.scope", "staff.health_check",
    "staff.health_staff", "staff.post_certificate", "training.hours",
}  # fmt: skip


def norms(on: str) -> dict[str, str]:
    """Return what the national norms say of a facility where everything is wrong."""
    judged = {rule.id: rule.rank for rule in book().rules if rule.judged}
    found = assessed(WRONG, on).findings
    breaches = [one for one in found if one.verdict == "violation"]
    return {one.rule: one.binding for one in breaches if judged[one.rule] == "normative"}


def test_correction_4_an_order_and_a_warning_come_first_and_nothing_is_confiscated() -> None:
    serious = penalised("2024-04-20", ["fine"], violation_id="v1", serious=True)
    steps = [
        findings("rectification.overdue", given, "2024-05-01")[0].consequence
        for given in (LATE[:1], [*LATE, REFUSED], [*LATE, serious])
    ]
    proposed = [set(step.propose) for step in steps if step is not None]

    assert proposed == [{"order_correction", "warning"}, {"fine"}, {"stop_service"}]


@pytest.mark.parametrize(
    ("harm", "years", "expected"),
    [
        ("none", 2, "refused"), ("minor", 2, "refused"), ("life_health", 2, "refused"),
        ("life_health", 5, "refused"), (None, 2, "refused"),
    ],
)  # fmt: skip
def test_correction_4_limitation_runs_two_years_and_five_with_harm(
    harm: str | None, years: int, expected: str
) -> None:
    """On its last day the act can be punished; a day later it is barred, or not known to be."""
    ended = date(2022, 3, 1)
    last = ended.replace(year=ended.year + years)
    outcomes = [_found_on(last + timedelta(days=late), ended, harm) for late in range(2)]
    after = "barred"
    if harm is None:
        after = "unknown"
    elif harm == "life_health" and years == 2:
        after = "refused"

    assert outcomes == [expected, after]


def _found_on(found: date, ended: date, harm: str | None) -> str:
    breach = told(
        "violation.found", found.isoformat(), violation_id="v1", clause="setting#20",
        act_until=ended.isoformat(), harm=harm,
    )  # fmt: skip
    order = told(
        "violation.correction_ordered", found.isoformat(), violation_id="v1", order_id="o1",
        due_on=found.isoformat(),
    )  # fmt: skip
    refusal = told("violation.correction_refused", found.isoformat(), order_id="o1")
    one = findings("rectification.overdue", [breach, order, refusal], found.isoformat())[0]
    return one.outcome or "unknown"


@pytest.mark.parametrize("extended", [True, False])
def test_correction_4_an_extended_term_is_not_lateness(extended: bool) -> None:  # noqa: FBT001
    more = told("violation.correction_extended", "2024-03-25", order_id="o1", due_on="2024-05-01")
    given = [*ordered("setting#20"), *([more] if extended else [])]
    one = findings("rectification.overdue", given, "2024-04-20")[0]

    assert one.outcome == ("in_term" if extended else "overdue")


@pytest.mark.parametrize("harm", ["none", None])
def test_correction_4_what_was_corrected_on_the_spot_climbs_no_step(harm: str | None) -> None:
    spot = told("violation.corrected_on_spot", "2024-03-01", violation_id="v1", harm=harm)
    one = findings("rectification.overdue", [LATE[0], spot], "2025-03-01")[0]

    assert (one.verdict, one.outcome, one.consequence) == ("compliant", "corrected_on_spot", None)


@pytest.mark.parametrize("paper", [None, *PAPERS])
def test_correction_5_no_paper_that_lacks_makes_a_pending_filing_a_breach(
    paper: str | None,
) -> None:
    """The bureau does not refuse: it tells what does not conform."""
    given = [
        told("facility.opened", "2024-01-20"),
        told("facility.filing_submitted", "2024-01-25"),
    ]
    if paper is not None:
        given.append(told("facility.document_recorded", "2024-01-24", kind=paper, passed=True))
    found = assessed(given, "2026-01-25")
    filing = {one.rule: one.verdict for one in found.findings if one.rule.startswith("filing.")}

    assert filing["filing.required"] == "compliant"
    assert filing["filing.papers"] == "unknown"
    assert "unfiled_operation" not in found.flags


def test_correction_5_registered_without_opening_owes_no_filing() -> None:
    """Filing is no precondition to opening, and registration alone asks for none."""
    registered = told(
        "facility.registered", "2022-01-05", name="甲", kind="facility", region="440305"
    )

    for on in ("2022-01-06", "2023-01-06", "2026-01-06"):
        assert verdict("filing.required", [registered], on) == "not_applicable"


def test_correction_6_every_norm_is_a_violation_from_its_sanction_only() -> None:
    """Everything was wrong for a year and a half: nothing on the day before, all of it after."""
    assert norms("2021-08-19") == {}
    assert set(norms("2021-08-20")) >= BREACHED


def test_correction_6_every_breach_of_a_norm_cites_the_norm_and_its_statute() -> None:
    judged = {rule.id: rule.rank for rule in book().rules if rule.judged}
    kinds = {key: source.kind for key, source in book().sources.items()}
    for one in assessed(WRONG, "2021-08-20").findings:
        if one.verdict == "violation" and judged[one.rule] == "normative":
            cited = {kinds[cite.source] for cite in one.cite}

            assert {"normative", "statute"} <= cited, one.rule
            assert kinds[one.cite[0].source] == "normative", one.rule


def test_correction_6_the_national_hours_have_no_cycle() -> None:
    """Sixty hours of ten years ago are sixty hours; five years are a province's draft."""
    given = [
        told("facility.opened", "2022-01-20"),
        joined("head", on="2022-01-05"),
        told("staff.trained", "2022-02-01", at="none", person="p1", hours=60),
    ]

    for year in (2022, 2026, 2027, 2032):
        assert verdict("training.hours", given, f"{year}-06-01") == "compliant"


@pytest.mark.parametrize("days", [0, 1, 2, 365])
def test_correction_6_placement_after_an_emergency_has_no_day_count(days: int) -> None:
    """Until the children are placed it is asked about; once they are, nothing is left of it."""
    closed = told("facility.closed", "2024-06-20", kind="emergency", children_left=3)
    placed_on = date(2024, 6, 20) + timedelta(days=days)
    placed = told("facility.children_placed", placed_on.isoformat(), count=3)
    eve = (placed_on - timedelta(days=1)).isoformat()

    if days:
        assert verdict("exit.placement", [closed, placed], eve) == "unknown"
    assert verdict("exit.placement", [closed, placed], placed_on.isoformat()) == "compliant"
    assert assessed([closed, placed], placed_on.isoformat()).flags == ()


def test_correction_6_the_sanction_began_with_the_statute() -> None:
    """No shipped norm on facilities starts to be judged before its sanction."""
    early = [
        rule.id
        for rule in book().rules
        if rule.judged and rule.rank == "normative" and rule.since < SANCTION
    ]

    assert early == []
