"""Corrections 1, 7, 8, 11 and 12 of the fact base, as far as `test_corrections` holds them not."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.identifiers import DocumentNo
from compliance.domain.time import AsOf, end_of_day
from compliance.engine.adopt import rulebook
from compliance.engine.assess import standing_of
from compliance.engine.past import past
from tests.engine.telling import Told
from tests.rules.test_corrections import assessed, banned, book, joined, told, verdict
from tests.rules.test_pitfalls_days import HEALTH, MARKET, says
from tests.saying import F, corrected, ruled, said

Plain = dict[str, Any]
NO = DocumentNo("渝足卫罚〔2025〕1号")
ORDER_36 = "2026-04-01"


def decided(log: Told, **more: Any) -> Any:
    """Tell of a facility that is stopped by a decision of March 2025, recorded then."""
    log.tell(said("facility.registered", on="2022-01-10", name="甲", kind="facility",
                  region="500111"), said("facility.opened", on="2022-02-01"),
             at="2022-02-01")  # fmt: skip
    fields = {"decision_no": NO, "kinds": ["stop_service"], "decided_by": "某",
              "articles": ["pfpl#41.1"]} | more  # fmt: skip
    return log.tell(said("penalty.decided", on="2025-03-10", **fields), at="2025-03-10")[0]


def tier(log: Told, on: str, known: str) -> str:
    """Return the tier as of a day, as known at the end of another."""
    as_of = AsOf(date.fromisoformat(on), end_of_day(date.fromisoformat(known)))
    history = past(log.log, F, as_of.known)
    book_then = rulebook(log.desk(), as_of.known)
    return str(standing_of(book_then, history, as_of, log.log.head().size).tier)


@pytest.mark.parametrize(
    ("outcome", "mode", "left"),
    [("revoked", "ex_tunc", "A"), ("void", "ex_tunc", "A"), ("changed", "replace", "A"),
     ("confirmed_illegal", "flag_only", "C"), ("maintained", "flag_only", "C")],
)  # fmt: skip
def test_correction_01_an_annulment_reaches_back_from_the_day_it_is_known(
    outcome: str, mode: str, left: str
) -> None:
    """Asked about 2025-03-15: in May it stood, in July it never was; its own day is no matter."""
    log = Told()
    decided(log)
    log.tell(ruled(NO, outcome, mode, on="2025-06-05"), at="2025-06-20")
    days = ("2025-05-31", "2025-06-10", "2025-06-19", "2025-06-20", "2025-07-31")
    found = [tier(log, "2025-03-15", known) for known in days]

    assert found == ["C", "C", "C", left, left]


def test_correction_01_a_correction_reaches_back_from_the_day_it_is_known() -> None:
    """What was typed wrongly in March and mended in July was never so, for who knows July."""
    log = Told()
    event = decided(log)
    log.tell(corrected(event, {"kinds": ["warning"]}), at="2025-07-01")
    found = [tier(log, "2025-03-15", known) for known in ("2025-06-30", "2025-07-01")]

    assert found == ["C", "A"]


def penalty(kinds: list[str], authority: str, on: str = "2023-06-01", **more: Any) -> list[Plain]:
    """Give a decision, and its publication ten days later."""
    return [
        told("penalty.decided", on, decision_no="罚1", kinds=kinds, decided_by="某",
             articles=["pfpl#41.1"], authority_kind=authority, procedure="ordinary", **more),
        told("credit.published", on[:8] + "11", penalty_no="罚1"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("authority", "on", "state"),
    [(MARKET, "2026-03-31", "public"), (MARKET, "2026-06-11", "public"),
     (MARKET, "2026-06-12", "ended"), (HEALTH, "2023-07-01", "unknown"),
     (HEALTH, "2026-03-31", "unknown"), (HEALTH, ORDER_36, "public"),
     (HEALTH, "2026-06-01", "public"), (HEALTH, "2026-06-02", "ended")],
)  # fmt: skip
def test_correction_07_the_deciding_authority_chooses_the_rule_of_publication(
    authority: str, on: str, state: str
) -> None:
    """Order 45 binds market regulators alone; order 58 is unread, order 36 begins on its day."""
    given = penalty(["revocation"], authority)

    assert says("penalty.publicity", given, on, state=state) == ()


@pytest.mark.parametrize("outcome", ["changed", "revoked", "confirmed_illegal", "void"])
@pytest.mark.parametrize("authority", [MARKET, HEALTH])
def test_correction_07_what_is_overturned_is_withdrawn_within_three_working_days(
    outcome: str, authority: str
) -> None:
    """处罚法 48 ¶2, confirmed illegality too: then the record stays, its publication does not."""
    mode = {"changed": "replace", "confirmed_illegal": "flag_only"}.get(outcome, "ex_tunc")
    ruling = told("review.decided", "2025-09-26", at="none", decision_no="罚1", outcome=outcome,
                  effect_mode=mode)  # fmt: skip
    given = [*penalty(["stop_service"], authority, "2025-06-01"), ruling]
    opened = told("facility.opened", "2022-03-15")

    assert says("penalty.unpublish_due", given, "2025-09-27", due="2025-09-30",
                bearer="authority", day_type="workday") == ()  # fmt: skip
    shown = "penalty.publicity" if mode == "flag_only" else "penalty.publicity_annulled"
    assert says(shown, given, "2025-09-27", state="withdrawn", since="2025-09-26") == ()
    assert assessed([opened, *given], "2025-09-27").tier == ("C" if mode == "flag_only" else "A")


@pytest.mark.parametrize("outcome", ["not_established", "no_penalty_33"])
def test_correction_08_what_was_not_punished_leaves_no_points(outcome: str) -> None:
    """行政处罚法 57 and 33: a case that ends without a decision is no decision."""
    given = [
        told("facility.opened", "2022-03-15"),
        told("violation.found", "2024-02-01", violation_id="v1", clause="pfpl#41.1", severity=4),
        told("case.opened", "2024-02-01", case_id="k1", violation_id="v1"),
        told("case.closed", "2024-02-20", case_id="k1", outcome=outcome),
    ]

    assert {assessed(given, on).tier for on in ("2024-02-01", "2024-02-20", "2024-07-01")} == {"A"}


def test_correction_08_a_repaired_item_leaves_the_count() -> None:
    """At the next assessment after the repair was granted, and not before."""
    given = [
        told("facility.opened", "2021-03-15"),
        told("penalty.decided", "2023-02-10", decision_no="罚1", kinds=["fine"], decided_by="某",
             articles=["pfpl#41.1"]),
        told("credit.committed", "2023-08-01", penalty_no="罚1"),
        told("credit.repair_decided", "2023-09-01", penalty_no="罚1", decision="granted"),
    ]  # fmt: skip
    days = ("2023-02-10", "2023-08-31", "2024-01-01")

    assert [assessed(given, on).tier for on in days] == ["B", "B", "A"]
    assert assessed(given[:2], "2024-01-01").tier == "B"


def test_correction_08_who_was_never_assessed_is_unrated_and_a_person_has_no_tier() -> None:
    """Neither an A; 广东条例 33 tiers facilities, and of persons keeps files."""
    opened = told("facility.opened", "2023-03-15")
    tiers = [assessed([opened], on).tier for on in ("2023-03-15", "2023-06-30", "2023-07-01")]
    of_persons = [
        rule.id for rule in book().rules
        if rule.kind == "grade" and (rule.each is not None or rule.subject is not None)
    ]  # fmt: skip

    assert tiers == ["unrated", "unrated", "A"]
    assert of_persons == []


@pytest.mark.parametrize("procedure", ["summary", "ordinary", None])
def test_correction_11_thirty_days_only_where_simple_procedure_was_applied(
    procedure: str | None,
) -> None:
    """可以 is no duty: what is not recorded as simple takes sixty days."""
    given = [
        told("review.filed", "2024-05-08", against="罚1", path="review", review_id="r1",
             procedure=procedure),
        told("review.accepted", "2024-05-10", review_id="r1", accepted=True),
    ]  # fmt: skip
    due = "2024-06-09" if procedure == "summary" else "2024-07-09"

    assert says("review.decision_due", given, "2024-05-11", due=due) == ()


@pytest.mark.parametrize(
    ("stage", "effective", "expected"),
    [("first_instance", None, "violation"), ("first_instance", "2024-08-01", "compliant"),
     ("second_instance", None, "compliant"), ("review", None, "compliant")],
)  # fmt: skip
def test_correction_11_a_judgment_of_first_instance_is_not_effective(
    stage: str, effective: str | None, expected: str
) -> None:
    """Until the day on which it took effect is stated, what it quashes stands."""
    ruling = told("review.decided", "2024-06-01", at="none", decision_no="禁1", outcome="revoked",
                  effect_mode="ex_tunc", stage=stage, effective_on=effective)  # fmt: skip

    assert verdict("ban.lifetime", [joined(), banned("after"), ruling], "2024-09-01") == expected


def test_correction_11_fifteen_working_days_from_2025_09_22_end_on_2025_10_17() -> None:
    """The two days worked for the holidays, 09-28 and 10-11, count."""
    given = [
        told("violation.found", "2025-09-22", violation_id="v1", clause="setting#20"),
        told("violation.correction_ordered", "2025-09-22", violation_id="v1", order_id="o1",
             workdays=15),
    ]  # fmt: skip

    assert says("correction.due", given, "2025-09-23", due="2025-10-17", overdue=False) == ()
    assert says("correction.due", given, "2025-10-18", overdue=True) == ()


def test_correction_12_the_bill_of_a_childcare_law_judges_nobody() -> None:
    """First reading 2025-12-22, and nothing later: no pack may cite it but as a draft."""
    bill = {
        name: source.status
        for name, source in book().sources.items()
        if "托育服务法" in str(source.title)
    }
    spoken = [
        rule.id
        for rule in book().rules
        for cite in rule.cite
        if cite.source in bill and rule.binding != "draft"
    ]

    assert (set(bill.values()) - {"draft"}, spoken) == (set(), [])
