"""Penalties without a notice, or without the right to a hearing told: what the rules find."""

from typing import Any

from compliance.domain.envelope import Proposal
from compliance.engine.audits.unheard import unheard
from compliance.engine.audits.unnoticed import unnoticed
from tests.audits.asking import DAZU, NO, A, Audited, B, breach, case, fine, penalty, seen
from tests.saying import said

N = NO.format(1)


def notice(on: str, facility: Any = A, **more: Any) -> Proposal:
    told = {"kinds_intended": ["warning"]} | more
    return said("case.prior_notice", on=on, facility=facility, case_id="c1", **told)


def begun(log: Audited, facility: Any = A) -> None:
    log.tell(breach("v1", on="2024-03-01", facility=facility),
             case("c1", on="2024-03-02", facility=facility, violation_id="v1"))  # fmt: skip


def closed(on: str) -> Proposal:
    return said("case.closed", on=on, facility=A, case_id="c1", outcome="penalised")


def test_told_before_it_is_not_listed(log: Audited) -> None:
    begun(log)
    log.tell(notice("2024-03-20"), penalty(1, on="2024-04-01", violation_id="v1"))

    assert log.ask(unnoticed) == []


def test_told_after_it_is_established(log: Audited) -> None:
    begun(log)
    log.tell(penalty(1, on="2024-04-01", violation_id="v1"), notice("2024-04-02"))
    (found,) = log.ask(unnoticed)

    assert (found.verdict, found.number, found.outcome, found.rule, found.binding) == (
        "established", N, "told_late", "penalty.notice", "duty",
    )  # fmt: skip
    assert (found.kinds, found.authority) == (("warning",), "大足区卫健委")
    assert [str(cite) for cite in found.cite] == ["penalties#44", "penalties#62"]
    assert {4, 5, 6} <= set(found.evidence)


def test_where_no_notice_is_known_it_is_asked_for(log: Audited) -> None:
    """Until the case is closed and its file holds none, which is read as untold."""
    begun(log)
    log.tell(penalty(1, on="2024-04-01", violation_id="v1"), closed("2024-05-01"))
    (before,) = log.ask(unnoticed, on="2024-04-30")
    (after,) = log.ask(unnoticed)

    assert (before.verdict, [m.event for m in before.missing]) == (
        "unknown", ["case.prior_notice"],
    )  # fmt: skip
    assert (after.verdict, after.outcome, after.binding) == ("established", "untold", "reading")


def test_on_the_spot_and_before_the_law_it_is_not_asked(log: Audited) -> None:
    log.tell(penalty(1, on="2024-04-01", procedure="summary"), penalty(2, on="2021-07-14"))

    assert log.ask(unnoticed) == []


def test_late_news_of_a_notice(log: Audited) -> None:
    begun(log)
    log.tell(penalty(1, on="2024-04-01", violation_id="v1"))
    log.tell(notice("2024-03-20"), at="2024-06-01")

    assert log.ask(unnoticed) == []
    assert seen(log.ask(unnoticed, known="2024-05-31"), "verdict") == ["unknown"]


def test_a_corrected_notice_and_a_retracted_one(log: Audited) -> None:
    begun(log)
    told = log.tell(notice("2024-03-20"))
    log.tell(penalty(1, on="2024-04-01", violation_id="v1"))
    log.mend(told, at="2024-06-01", occurred_on="2024-04-02")

    assert seen(log.ask(unnoticed), "outcome") == ["told_late"]
    assert log.ask(unnoticed, known="2024-05-31") == []

    log.withdraw(told, at="2024-07-01")

    assert seen(log.ask(unnoticed), "outcome") == ["notice_unknown"]


def test_a_quashed_penalty_lacks_nothing(log: Audited) -> None:
    begun(log)
    log.tell(penalty(1, on="2024-04-01", violation_id="v1"), notice("2024-04-02"))
    log.quash(N, at="2024-06-01")

    assert log.ask(unnoticed) == []
    assert seen(log.ask(unnoticed, known="2024-05-31"), "number") == [N]


def test_one_number_in_two_facilities_and_regions(log: Audited) -> None:
    """A joint decision is each one's; a notice to one is no notice to the other."""
    begun(log)
    begun(log, facility=B)
    log.tell(notice("2024-03-20"))
    log.tell(penalty(1, on="2024-04-01", violation_id="v1"),
             penalty(1, on="2024-04-02", facility=B, violation_id="v1"))  # fmt: skip

    assert [(each.facility, each.on.isoformat()) for each in log.ask(unnoticed)] == [
        (B, "2024-04-02")
    ]
    assert log.ask(unnoticed, region=DAZU) == []


def test_a_stop_of_care_whose_hearing_right_was_not_told(log: Audited) -> None:
    begun(log)
    log.tell(notice("2024-03-20", hearing_right_told=False),
             penalty(1, on="2024-04-20", kinds=["stop_service"], violation_id="v1"))  # fmt: skip
    (found,) = log.ask(unheard)

    assert (found.verdict, found.outcome, found.binding, found.rule) == (
        "established", "right_untold", "reading", "penalty.hearing",
    )  # fmt: skip
    assert found.cite[0].source == "penalties"


def test_told_and_not_asked_for_in_time_it_is_not_listed(log: Audited) -> None:
    begun(log)
    log.tell(notice("2024-03-20", hearing_right_told=True),
             penalty(1, on="2024-04-20", kinds=["stop_service"], violation_id="v1"))  # fmt: skip

    assert log.ask(unheard) == []


def test_whether_it_was_told_is_asked_for(log: Audited) -> None:
    begun(log)
    log.tell(notice("2024-03-20"),
             penalty(1, on="2024-04-20", kinds=["closure"], violation_id="v1"))  # fmt: skip

    assert [
        (each.verdict, list({m.field for m in each.missing})) for each in log.ask(unheard)
    ] == [("unknown", ["hearing_right_told"])]


def test_a_warning_takes_no_hearing_and_how_large_a_fine_is_large_is_unknown(
    log: Audited,
) -> None:
    """处罚法 63: the amount is a place's to say; where it has not, it is asked for."""
    log.tell(penalty(1, on="2024-04-01"), fine(2, 5_000_000, on="2024-04-01"))

    assert [("unknown", NO.format(2))] == seen(log.ask(unheard), "verdict", "number")


def test_a_suspension_without_any_decision_is_asked_about(log: Audited) -> None:
    """Who ordered care to stop, and by which decision, is not on record."""
    told = log.tell(said("facility.suspended", on="2024-04-01", facility=A, ordered_by="镇政府"))
    (found,) = log.ask(unheard)

    assert (found.verdict, found.number, found.outcome, found.authority, found.rule) == (
        "unknown", None, "no_decision", "镇政府", None,
    )  # fmt: skip
    assert (found.evidence, [m.event for m in found.missing]) == (
        (told.position,), ["penalty.decided"],
    )  # fmt: skip


def test_a_suspension_that_carries_out_a_decision_is_the_decisions(log: Audited) -> None:
    begun(log)
    log.tell(
        notice("2024-03-20", hearing_right_told=True),
        penalty(1, on="2024-04-20", kinds=["stop_service"], violation_id="v1"),
        said("facility.suspended", on="2024-04-20", facility=A, ordered_by="大足区卫健委"),
    )

    assert log.ask(unheard) == []
    log.quash(N, at="2024-06-01")

    assert seen(log.ask(unheard), "outcome") == ["no_decision"]


def test_a_decision_after_the_suspension_is_not_the_one_it_carries_out(log: Audited) -> None:
    log.tell(
        said("facility.suspended", on="2024-04-01", facility=A, ordered_by="镇政府"),
        penalty(1, on="2024-04-20", kinds=["warning"]),
        penalty(2, on="2024-04-20", kinds=["stop_service"]),
    )

    assert "no_decision" in seen(log.ask(unheard), "outcome")


def test_a_warning_before_it_stops_nothing(log: Audited) -> None:
    log.tell(
        penalty(1, on="2024-03-20", kinds=["warning"], procedure="summary"),
        said("facility.suspended", on="2024-04-01", facility=A, ordered_by="镇政府"),
    )

    assert seen(log.ask(unheard), "outcome") == ["no_decision"]
