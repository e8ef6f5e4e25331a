"""The corrections of the fact base, by number, over more combinations than the packs' cases.

Each test says again, in plain Python, what a correction demands, and asks the packs.
"""

from datetime import date, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.findings import Finding
from compliance.engine.cases import assessed_case
from compliance.rules.assess import Assessed
from compliance.rules.book import Rulebook
from compliance.rules.door import canonical_pack
from compliance.rules.reading import read_pack

PACKS = Path(__file__).parents[2] / "compliance/rules/packs"
CARE = {"head", "carer", "health"}
ROLES = ("head", "carer", "health", "guard", "cook", "other")
ACTS: dict[str, tuple[str | None, str | None]] = {
    "before": ("2021-01-01", "2021-08-19"),
    "ended before, begin unknown": (None, "2021-08-19"),
    "through": ("2021-01-01", "2021-08-20"),
    "after": ("2023-01-01", "2023-02-01"),
    "after, end unknown": ("2023-01-01", None),
    "begun before, end unknown": ("2021-08-19", None),
    "unknown": (None, None),
}
KINDS = (None, ["minors_62"], ["preschool_44"], ["preschool_44", "minors_62"])
Plain = dict[str, Any]


@cache
def book() -> Rulebook:
    return Rulebook(
        [read_pack(canonical_pack(path)[0]) for path in sorted(PACKS.rglob("pack.yaml"))]
    )


def told(event: str, on: str, **fields: Any) -> Plain:
    return {"event": event, "on": on} | {k: v for k, v in fields.items() if v is not None}


def assessed(given: list[Plain], on: str, **case: Any) -> Assessed:
    return assessed_case(book(), {"given": given, "on": on, **case})


def findings(rule: str, given: list[Plain], on: str, **case: Any) -> list[Finding]:
    return [each for each in assessed(given, on, **case).findings if each.rule == rule]


def verdict(rule: str, given: list[Plain], on: str, **case: Any) -> str:
    found = findings(rule, given, on, **case)
    return found[0].verdict if found else "not_applicable"


def asked(finding: Finding) -> set[str]:
    return {each.event for each in finding.missing}


def joined(role: str = "carer", on: str = "2024-01-05", **more: Any) -> Plain:
    return told("staff.joined", on, person="p1", role=role, **more)


def established(kind: str, act: str, victims: bool | None) -> Plain:  # noqa: FBT001 - a field
    since, until = ACTS[act]
    person = {"person": "p1", "capacity": "other_directly_responsible"}
    return told(
        "abuse.established", "2024-02-01", at="other", persons=[person], document_no="认1",
        document_kind=kind, decided_by="某", act_from=since, act_until=until,
        victims_under_3=victims,
    )  # fmt: skip


def banned(act: str, basis: str = "pfpl_41") -> Plain:
    since, until = ACTS[act]
    return told(
        "person.banned", "2024-02-10", at="none", person="p1", basis=basis, scope="照护",
        document_no="禁1", act_from=since, act_until=until,
    )  # fmt: skip


def checked(on: str, result: str, kinds: list[str] | None = None) -> Plain:
    return told(
        "staff.background_checked", on, person="p1", result=result, relevant_to=kinds
    )  # fmt: skip


def ordered(clause: str, on: str = "2024-03-01", due: str = "2024-04-01") -> list[Plain]:
    """Return a breach found and ordered to be corrected."""
    found = told("violation.found", on, violation_id="v1", clause=clause)
    order = told("violation.correction_ordered", on, violation_id="v1", order_id="o1", due_on=due)
    return [found, order]


def penalised(on: str, kinds: list[str], **more: Any) -> Plain:
    return told(
        "penalty.decided", on, decision_no="罚1", kinds=kinds, decided_by="某",
        articles=["pfpl#41.1"], **more,
    )  # fmt: skip


REFUSED = told("violation.correction_refused", "2024-04-02", order_id="o1")
LATE = ordered("setting#20")


def reaches(act: str) -> bool | None:
    """Say whether an act reached the article's first day; None = not known."""
    since, until = ACTS[act]
    if until is not None:
        return until >= "2021-08-20"
    return True if since is not None and since >= "2021-08-20" else None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", ["judgment", "administrative_finding"])
def test_correction_2_documents_name_persons(role: str, kind: str) -> None:
    for act, victims in product(ACTS, (True, False, None)):
        expected = "compliant"
        if victims is not False and reaches(act) is not False:
            certain = reaches(act) is True and role in CARE and kind == "judgment"
            expected = "violation" if certain else "unknown"
        given = [joined(role), established(kind, act, victims)]

        assert verdict("ban.lifetime", given, "2024-03-01") == expected, (act, victims)
        assert verdict("ban.lifetime", given, "2024-01-31") == "compliant"
        flagged = "banned_person_on_staff" in assessed(given, "2024-03-01").flags
        assert flagged is (expected == "violation")


@pytest.mark.parametrize("role", ROLES)
def test_correction_2_a_decision_bars_and_stands_until_quashed(role: str) -> None:
    for act in ACTS:
        outlived = ACTS[act][1] is not None and reaches(act) is False
        expected = "violation" if role in CARE and not outlived else "unknown"
        given = [joined(role), banned(act)]

        assert verdict("ban.lifetime", given, "2024-03-01") == expected, act
        assert verdict("ban.lifetime", given, "2024-02-09") == "compliant", act


@pytest.mark.parametrize("finding", [True, False])
@pytest.mark.parametrize("mode", ["ex_tunc", "replace", "flag_only"])
def test_correction_2_a_quashed_ban_never_was(mode: str, finding: bool) -> None:  # noqa: FBT001
    found = [established("administrative_finding", "after", None)] if finding else []
    ruling = told(
        "review.decided", "2025-06-01", at="none", decision_no="禁1", outcome="revoked",
        effect_mode=mode,
    )  # fmt: skip
    given = [joined(), *found, banned("after"), ruling]
    left = "unknown" if finding else "compliant"

    assert verdict("ban.lifetime", given[:-1], "2024-03-01") == "violation"
    assert verdict("ban.lifetime", given, "2024-03-01", known=len(given) - 1) == "violation"
    now = verdict("ban.lifetime", given, "2024-03-01")
    assert now == ("violation" if mode == "flag_only" else left)
    if now == "unknown":
        assert asked(findings("ban.lifetime", given, "2024-03-01")[0]) == {"person.banned"}


@pytest.mark.parametrize("basis", ["preschool_80", "court"])
def test_correction_2_other_laws_bans_are_not_this_one(basis: str) -> None:
    assert verdict("ban.lifetime", [joined(), banned("after", basis)], "2024-03-01") == "compliant"


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("days", [-2, 0, 30])
def test_correction_3_hits_count_only_in_their_kinds(kinds: list[str] | None, days: int) -> None:
    hired = date(2024, 1, 5)
    hit = hired + timedelta(days=days)
    given = [
        checked("2023-12-01", "clear"),
        joined(on=hired.isoformat()),
        checked(hit.isoformat(), "hit", kinds),
    ]
    after = (max(hit, hired) + timedelta(days=1)).isoformat()
    one = findings("hiring.record_hit", given, after)[0]

    if kinds is None:
        assert (one.verdict, {each.field for each in one.missing}) == ("unknown", {"relevant_to"})
    elif "minors_62" in kinds:
        assert (one.verdict, one.binding) == ("violation", "duty" if days <= 0 else "reading")
        assert one.consequence is not None
        assert (one.consequence.propose, one.consequence.fine_fen) == (("transfer",), None)
        assert verdict("hiring.record_hit", given, hit.isoformat()) != "compliant"
    else:
        assert one.verdict == "compliant"


def test_correction_3_dismissed_at_once_complied() -> None:
    hit = checked("2024-06-01", "hit", ["minors_62"])
    left = told("staff.left", "2024-06-01", person="p1")

    for on in ("2024-06-01", "2024-06-02", "2025-06-01"):
        assert verdict("hiring.record_hit", [joined(), hit, left], on) == "not_applicable"


def test_correction_3_never_climbs_the_ladder_of_art_41() -> None:
    for clause in ("minors#62", "minors#62.1", "minors#62.2", "minors#126"):
        found = findings("rectification.overdue", [*ordered(clause), REFUSED], "2024-05-01")

        assert found == []


def test_correction_4_lateness_alone_is_never_refusal() -> None:
    for days in (1, 30, 365, 1000):
        on = (date(2024, 4, 1) + timedelta(days=days)).isoformat()
        one = findings("rectification.overdue", LATE, on)[0]

        assert (one.verdict, one.outcome) == ("unknown", "overdue")
        assert one.consequence is not None
        assert one.consequence.fine_fen is None


@pytest.mark.parametrize("serious", [True, False, None])
@pytest.mark.parametrize("kinds", [["fine"], ["warning"], ["stop_service", "fine"]])
def test_correction_4_serious_is_the_authoritys_finding(
    serious: bool | None, kinds: list[str]  # noqa: FBT001
) -> None:  # fmt: skip
    penalty = penalised("2024-05-01", kinds, violation_id="v1", serious=serious)
    one = findings("rectification.overdue", [*LATE, REFUSED, penalty], "2024-05-01")[0]
    proposed = () if one.consequence is None else one.consequence.propose

    expected: tuple[str, tuple[str, ...]] = ("refused", ("fine",))
    if "stop_service" in kinds:
        expected = ("stopped", ())
    elif serious:
        expected = ("serious", ("stop_service",))
    elif "fine" in kinds:
        expected = ("fined", ())
    assert (one.outcome, proposed) == expected


@pytest.mark.parametrize("papers", ["none", "pending", "filed", "notified"])
@pytest.mark.parametrize("orders", [ordered("pfpl#28.3", "2023-04-01", "2023-04-20"), []])
def test_correction_5_papers_in_are_never_the_facilitys_breach(
    papers: str, orders: list[Plain]
) -> None:
    given = [told("facility.opened", "2023-03-01"), *orders]
    if papers != "none":
        given.append(told("facility.filing_submitted", "2023-04-25"))
    if papers == "filed":
        given.append(told("facility.filed", "2023-04-28", filing_no="备1"))
    if papers == "notified":
        given.append(told("facility.nonconformity_notified", "2023-05-10", reasons=["消防"]))
    first = "violation" if orders else "unknown"

    assert verdict("filing.required", given, "2023-04-24") == first
    on_time = {"pending": "compliant", "filed": "compliant"}.get(papers, first)
    assert verdict("filing.required", given, "2023-05-12") == on_time
    much_later = {"pending": "compliant", "filed": "compliant"}.get(papers, "violation")
    assert verdict("filing.required", given, "2024-05-12") == much_later


@pytest.mark.parametrize("kind", ["infant", "toddler", "older", "mixed"])
@pytest.mark.parametrize("rule", ["class.size", "class.ratio"])
def test_correction_6_a_standard_binds_from_its_sanction(kind: str, rule: str) -> None:
    given = [
        told("class.opened", "2019-11-01", class_id="c1", kind=kind),
        told("class.counted", "2021-01-05", class_id="c1", children=40, carers=1),
    ]
    expected = "unknown" if (rule, kind) == ("class.ratio", "mixed") else "violation"

    assert verdict(rule, given, "2021-08-19") == "not_applicable"
    one = findings(rule, given, "2021-08-20")[0]
    assert (one.verdict, one.rank) == (expected, "normative")
    assert {cite.source for cite in one.cite} == {"setting", "pfpl"}


def test_correction_6_children_placed_after_an_emergency_closure_are_no_breach() -> None:
    for kind in ("emergency", "voluntary", "ordered"):
        given = [
            told("facility.closed", "2024-06-20", kind=kind, children_left=2),
            told("class.counted", "2024-06-21", class_id="c1", children=2, carers=1),
        ]

        expected = "violation" if kind == "ordered" else "not_applicable"
        assert verdict("closure.respected", given, "2024-06-21") == expected


@pytest.mark.parametrize(
    ("mode", "left"), [("flag_only", "C"), ("ex_tunc", "A"), ("replace", "A")]
)
def test_correction_7_flag_only_keeps_the_record(mode: str, left: str) -> None:
    given = [
        told("facility.opened", "2021-03-15"),
        penalised("2023-02-10", ["stop_service"]),
        told(
            "review.decided", "2023-06-10", at="none", decision_no="罚1",
            outcome="confirmed_illegal", effect_mode=mode,
        ),
    ]  # fmt: skip

    assert assessed(given, "2023-03-01", known=2).tier == "C"
    assert assessed(given, "2023-03-01").tier == left


def test_correction_8_only_effective_decisions_move_the_tier() -> None:
    """Findings, refusals, unknowns, missed targets and closures' placements move nothing."""
    given = [
        told("facility.opened", "2021-03-15"),
        joined("carer", certificate="none"),
        told("class.opened", "2021-03-15", class_id="m1", kind="mixed"),
        told("class.counted", "2024-01-05", class_id="m1", children=30, carers=1),
        *LATE,
        told("violation.correction_refused", "2024-04-02", order_id="o1"),
        established("administrative_finding", "after", None),
    ]

    for on in ("2021-06-30", "2021-07-01", "2024-05-01", "2025-12-31", "2026-07-01"):
        found = assessed(given, on, region="500111")
        assert found.tier == ("unrated" if on < "2021-07-01" else "A")
    verdicts = {each.verdict for each in assessed(given, "2025-12-31", region="500111").findings}
    assert {"violation", "unknown", "below_target"} <= verdicts


def test_correction_9_one_officer_is_recorded_and_flagged() -> None:
    for nature, officers in product(("enforcement", "patrol", "guidance"), (["A1"], ["A1", "A2"])):
        visit = told(
            "inspection.carried_out", "2024-03-01", inspection_id="i1", nature=nature,
            officers=officers, items=["备案"], result="未发现问题",
        )  # fmt: skip
        short = nature == "enforcement" and len(officers) == 1

        assert ("procedure_defect" in assessed([visit], "2024-03-01").flags) is short
