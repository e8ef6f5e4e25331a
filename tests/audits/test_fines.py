"""Fines: given one of 10,000 yuan, served on 2024-03-05, what became of it."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Proposal
from compliance.domain.time import AsOf
from compliance.engine.audits.fines import fines
from compliance.engine.due import due_of
from tests.audits.asking import DAZU, NO, A, Audited, B, fine, penalty, seen
from tests.saying import said

N = NO.format(1)
FEN = 1_000_000
LAST = "2024-03-20"
"""The fifteenth day after service."""


@pytest.fixture
def fined(log: Audited) -> Audited:
    log.tell(
        fine(1, FEN, on="2024-03-01"),
        said("penalty.served", on="2024-03-05", facility=A, penalty_no=N, manner="direct"),
    )
    return log


def paid(fen: int, *, on: str, number: str = N, **more: Any) -> Proposal:
    return said("penalty.paid", on=on, facility=A, penalty_no=number, amount_fen=fen, **more)


def one(log: Audited, **how: Any) -> Any:
    (found,) = log.ask(fines, **how)
    return found


def test_before_service_no_term_runs(fined: Audited) -> None:
    found = one(fined, on="2024-03-04")

    assert (found.progress, found.served, found.owed.due) == ("unserved", None, None)
    assert (found.owed.fine_fen, found.owed.outstanding_fen) == (FEN, FEN)


def test_on_the_last_day_it_is_within_its_term(fined: Audited) -> None:
    found = one(fined, on=LAST)

    assert (found.progress, found.served, found.owed.due) == (
        "running", date(2024, 3, 5), date(2024, 3, 20),
    )  # fmt: skip
    assert (found.owed.days_overdue, found.owed.surcharge_max_fen) == (None, None)
    assert [str(cite) for cite in found.cite] == ["penalties#67.3"]


def test_the_day_after_it_is_overdue_and_three_percent_may_run_up(fined: Audited) -> None:
    """处罚法 72, as its rule has it."""
    found = one(fined, on="2024-03-21")

    assert (found.progress, found.owed.days_overdue, found.owed.surcharge_max_fen) == (
        "overdue", 1, 30_000,
    )  # fmt: skip
    assert [str(cite) for cite in found.cite] == ["penalties#67.3", "penalties#72"]


def test_a_surcharge_never_exceeds_the_fine(fined: Audited) -> None:
    """After 33 days 99 percent, after 34 all of it, and no more."""
    assert [
        one(fined, on=day).owed.surcharge_max_fen
        for day in ("2024-04-22", "2024-04-23", "2024-12-31")
    ] == [990_000, FEN, FEN]


def test_nobody_counts_it_while_a_review_runs(fined: Audited) -> None:
    """处罚法 73: what may have run up cannot be told."""
    fined.tell(
        said("review.filed", on="2024-03-15", facility=None, against=N, path="review",
             review_id="r1"),
    )  # fmt: skip
    found = one(fined, on="2024-05-01")

    assert (found.progress, found.owed.surcharge_max_fen) == ("overdue", None)


def test_the_term_is_what_due_says(fined: Audited) -> None:
    """One truth: the rule of the pack."""
    (due,) = [
        each
        for each in due_of(fined.desk, A, AsOf(date(2024, 4, 1)))
        if each.rule == "fine.payment_due"
    ]
    found = one(fined, on="2024-04-01")

    assert (due.due, due.overdue, due.cite[0]) == (found.owed.due, True, found.cite[0])
    assert set(due.evidence) <= set(found.evidence)


def test_a_part_leaves_the_rest(fined: Audited) -> None:
    fined.tell(paid(400_000, on="2024-03-10"))
    found = one(fined, on="2024-03-30")

    assert (found.progress, found.owed.paid_fen, found.owed.outstanding_fen) == (
        "overdue", 400_000, 600_000,
    )  # fmt: skip


def test_paid_in_parts_it_is_paid_when_the_last_came(fined: Audited) -> None:
    """Late by the days from the term to the payment that made it whole."""
    fined.tell(
        paid(400_000, on="2024-03-10"),
        paid(600_000, on="2024-03-25", surcharge_fen=150_000),
        paid(1, on="2024-06-01"),
    )
    found = one(fined)

    assert (found.progress, found.owed.days_overdue, found.owed.outstanding_fen) == ("paid", 5, 0)
    assert (found.owed.surcharge_fen, found.owed.surcharge_max_fen) == (150_000, 150_000)
    assert found.surcharge_verdict == "compliant"


def test_a_surcharge_too_high_is_the_rules_finding(fined: Audited) -> None:
    fined.tell(paid(FEN, on="2024-03-25", surcharge_fen=150_001))

    assert one(fined).surcharge_verdict == "violation"


def test_paid_in_time_nothing_was_late(fined: Audited) -> None:
    fined.tell(paid(FEN, on=LAST))
    found = one(fined)

    assert (found.progress, found.owed.days_overdue, found.surcharge_verdict) == (
        "paid", None, None,
    )  # fmt: skip
    assert fined.ask(fines, unpaid=True) == []


def test_urged_brought_to_court_and_ended(fined: Audited) -> None:
    fined.tell(
        said("enforcement.urged", on="2024-04-10", facility=A, penalty_no=N),
        said("enforcement.applied_to_court", on="2024-06-10", facility=A, penalty_no=N,
             court="大足区法院"),
        said("enforcement.ended", on="2024-09-10", facility=A, penalty_no=N,
             outcome="ended_without"),
    )  # fmt: skip
    days = ("2024-04-09", "2024-04-10", "2024-06-10", "2024-09-10")

    assert [
        (f.progress, f.urged and f.urged.isoformat(), f.court and f.court.isoformat())
        for f in (one(fined, on=day) for day in days)
    ] == [
        ("overdue", None, None), ("overdue", "2024-04-10", None),
        ("in_court", "2024-04-10", "2024-06-10"), ("ended", "2024-04-10", "2024-06-10"),
    ]  # fmt: skip
    assert list(reversed(one(fined).evidence)) == [7, 6, 5, 4, 3]


def test_where_execution_is_stayed_the_term_does_not_run(fined: Audited) -> None:
    fined.tell(said("review.stayed", on="2024-03-10", facility=None, against=N))
    found = one(fined)

    assert (found.progress, found.owed.days_overdue) == ("stayed", None)


def test_a_fine_whose_sum_nobody_stated_is_unknown_and_asked_for(log: Audited) -> None:
    told = log.tell(fine(1, None, on="2024-03-01"))
    found = one(log)

    assert (found.progress, found.owed.fine_fen, found.owed.outstanding_fen) == (
        "unknown", None, None,
    )  # fmt: skip
    assert (told.position, "fine_fen") in [(m.position, m.field) for m in found.missing]


def test_money_on_a_decision_that_never_was_is_shown(fined: Audited) -> None:
    """Quashed from the beginning: what was paid on it is still to be accounted for."""
    fined.tell(paid(FEN, on="2024-03-10"))
    fined.quash(N, at="2024-06-01")
    found = one(fined)

    assert (found.progress, found.owed.fine_fen, found.owed.paid_fen) == ("void", None, FEN)
    assert one(fined, known="2024-05-31").progress == "paid"


def test_confirmed_illegal_it_still_stands(fined: Audited) -> None:
    fined.quash(N, at="2024-06-01", mode="flag_only")

    assert one(fined).progress == "overdue"


def test_a_corrected_payment_reaches_back(fined: Audited) -> None:
    told = fined.tell(paid(FEN, on="2024-03-10"))
    fined.mend(told, at="2024-06-01", amount_fen=100_000)

    assert [(f.progress, f.owed.outstanding_fen) for f in
                                      fined.ask(fines)] == [("overdue", 900_000)]  # fmt: skip
    assert one(fined, known="2024-05-31").progress == "paid"


def test_a_retracted_payment_never_was(fined: Audited) -> None:
    told = fined.tell(paid(FEN, on="2024-03-10"))
    fined.withdraw(told, at="2024-06-01")

    assert one(fined).progress == "overdue"


def test_late_news_of_a_payment(fined: Audited) -> None:
    fined.tell(paid(FEN, on="2024-03-10"), at="2024-06-01")

    assert one(fined, on="2024-04-01").progress == "paid"
    assert one(fined, on="2024-04-01", known="2024-05-31").progress == "overdue"


def test_a_warning_is_no_fine_and_regions_are_apart(fined: Audited) -> None:
    fined.tell(penalty(2, on="2024-03-01"), fine(3, FEN, on="2024-03-01", facility=B))

    assert [(A, N), (B, NO.format(3))] == seen(fined.ask(fines), "facility", "number")
    assert seen(fined.ask(fines, region=DAZU), "number") == [N]


def test_of_several_surcharges_the_gravest_verdict_counts(fined: Audited) -> None:
    """One within three percent a day, and one over the fine."""
    fined.tell(paid(1, on="2024-03-25", surcharge_fen=1))
    fined.tell(paid(1, on="2024-03-26", surcharge_fen=FEN + 1))
    fined.tell(paid(1, on="2024-03-27", surcharge_fen=1))

    assert one(fined).surcharge_verdict == "violation"
    assert one(fined, on="2024-03-25").surcharge_verdict == "compliant"
