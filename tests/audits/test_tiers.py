"""Credit tiers set by hand, by officer: given an adjustment, then who, from which, to which."""

from typing import Any

from compliance.domain.envelope import Proposal
from compliance.engine.audits.tiers import tiers
from tests.audits.asking import DAZU, LI, WANG, A, Audited, B, fine, seen
from tests.saying import said


def adjusted(to: str, *, on: str, facility: Any = A, number: str = "调〔2024〕1号") -> Proposal:
    return said("credit.tier_adjusted", on=on, facility=facility, to=to, document_no=number,
                reason="异议成立")  # fmt: skip


def test_a_tier_set_by_hand_names_who_recorded_it(log: Audited) -> None:
    told = log.tell(adjusted("A", on="2024-03-01"), by=LI)
    (found,) = log.ask(tiers)

    assert (found.actor, found.facility, found.to, found.number, found.reason) == (
        LI, A, "A", "调〔2024〕1号", "异议成立",
    )  # fmt: skip
    assert (found.before, found.evidence) == (None, (told.position,))
    assert found.recorded_at == "2024-03-01T01:00:00.000000Z"


def test_they_are_listed_by_officer(log: Audited) -> None:
    log.tell(adjusted("A", on="2024-03-01", number="调1"), by=WANG)
    log.tell(adjusted("B", on="2024-04-01", number="调2"), by=LI)
    log.tell(adjusted("A", on="2024-05-01", number="调3", facility=B), by=WANG)

    assert [(each.actor.id, each.number) for each in log.ask(tiers)] == [
        ("L2", "调2"),
        ("W1", "调1"),
        ("W1", "调3"),
    ]


def test_the_tier_of_the_day_before_is_the_policys(log: Audited) -> None:
    """Nothing counted against it: A, from the first assessment on."""
    log.tell(said("facility.opened", on="2023-02-01", facility=A))
    log.tell(adjusted("C", on="2024-03-05", number="调1"))
    log.tell(adjusted("B", on="2024-06-05", number="调2"))

    assert seen(log.ask(tiers, before=True), "before", "to") == [("A", "C"), ("C", "B")]


def test_a_decision_annulled_from_the_beginning_set_no_tier(log: Audited) -> None:
    log.tell(adjusted("A", on="2024-03-01"))
    log.quash("调〔2024〕1号", at="2024-06-01")

    assert log.ask(tiers) == []
    assert seen(log.ask(tiers, known="2024-05-31"), "to") == ["A"]


def test_corrected_and_retracted(log: Audited) -> None:
    """Who corrects the record did not set the tier."""
    told = log.tell(adjusted("A", on="2024-03-01"), by=LI)
    amendment = log.mend(told, at="2024-06-01", by=WANG, to="B")
    (found,) = log.ask(tiers)

    assert (found.actor, found.to, found.evidence) == (
        LI, "B", (told.position, amendment.position),
    )  # fmt: skip
    assert seen(log.ask(tiers, known="2024-05-31"), "to") == ["A"]

    log.withdraw(told, at="2024-07-01")

    assert log.ask(tiers) == []


def test_late_news_days_and_regions(log: Audited) -> None:
    log.tell(adjusted("A", on="2024-03-01"), at="2024-06-01")
    log.tell(adjusted("A", on="2024-05-01", facility=B, number="调2"), at="2024-06-01")

    assert seen(log.ask(tiers, on="2024-04-30"), "facility") == [A]
    assert log.ask(tiers, on="2024-04-30", known="2024-05-31") == []
    assert seen(log.ask(tiers, region=DAZU), "facility") == [A]


def test_a_penalty_moves_a_tier_by_no_hand(log: Audited) -> None:
    log.tell(fine(1, 500_000, on="2024-03-01"))

    assert log.ask(tiers) == []
