"""Transfers that nobody answered (移送未复): given a transfer, and no answer that names it."""

from typing import Any

from compliance.domain.envelope import Proposal
from compliance.engine.audits.transfers import transfers
from tests.audits.asking import DAZU, A, Audited, B, seen
from tests.saying import said


def sent(to: str, *, on: str, facility: Any = A, **more: Any) -> Proposal:
    return said("case.transferred", on=on, facility=facility, to_authority=to, **more)


def answer(number: str, *, on: str, taken: bool = True) -> Proposal:
    return said("case.transfer_answered", on=on, facility=A, case_id=number, taken=taken)


def test_a_transfer_without_an_answer_is_listed(log: Audited) -> None:
    told = log.tell(sent("公安", on="2024-03-01", case_id="c1", reason="涉嫌犯罪"))
    (found,) = log.ask(transfers, on="2024-03-31")

    assert (found.verdict, found.to_authority, found.case_id, found.days) == (
        "established", "公安", "c1", 30,
    )  # fmt: skip
    assert (found.evidence, found.missing) == ((told.position,), ())


def test_an_answer_takes_it_off_even_if_it_says_no(log: Audited) -> None:
    log.tell(sent("公安", on="2024-03-01", case_id="c1"))
    log.tell(answer("c1", on="2024-04-01", taken=False))

    assert log.ask(transfers) == []
    assert seen(log.ask(transfers, on="2024-03-31"), "case_id") == ["c1"]


def test_late_news_of_an_answer_is_unknown_to_who_asked_before(log: Audited) -> None:
    log.tell(sent("公安", on="2024-03-01", case_id="c1"))
    log.tell(answer("c1", on="2024-04-01"), at="2024-07-01")

    assert log.ask(transfers) == []
    assert seen(log.ask(transfers, known="2024-06-30"), "case_id") == ["c1"]


def test_an_answer_before_the_transfer_answers_another(log: Audited) -> None:
    log.tell(answer("c1", on="2024-02-01"), sent("公安", on="2024-03-01", case_id="c1"))

    assert seen(log.ask(transfers), "verdict") == ["established"]


def test_of_two_transfers_and_one_answer_nobody_can_say_which(log: Audited) -> None:
    """An answer names the case, not who answers."""
    log.tell(
        sent("公安", on="2024-03-01", case_id="c1"),
        sent("市监", on="2024-03-02", case_id="c1"),
        answer("c1", on="2024-04-01"),
    )
    found = log.ask(transfers)

    assert seen(found, "verdict") == ["unknown", "unknown"]
    assert [each.field for each in found[0].missing] == ["case_id"]


def test_two_answers_answer_two_transfers(log: Audited) -> None:
    log.tell(
        sent("公安", on="2024-03-01", case_id="c1"), sent("市监", on="2024-03-02", case_id="c1"),
        answer("c1", on="2024-04-01"), answer("c1", on="2024-04-02", taken=False),
    )  # fmt: skip

    assert log.ask(transfers) == []


def test_sent_again_after_an_answer_it_waits_again(log: Audited) -> None:
    """The first was answered; the second was not."""
    log.tell(
        sent("公安", on="2024-03-01", case_id="c1"),
        answer("c1", on="2024-04-01"),
        sent("公安", on="2024-05-01", case_id="c1"),
    )

    assert [(each.verdict, each.on.isoformat()) for each in log.ask(transfers)] == [
        ("established", "2024-05-01")
    ]


def test_without_a_case_number_it_cannot_be_told(log: Audited) -> None:
    told = log.tell(sent("市监", on="2024-03-01", violation_id="v1"))
    (found,) = log.ask(transfers)

    assert (found.verdict, found.case_id) == ("unknown", None)
    assert [(each.position, each.field) for each in found.missing] == [(told.position, "case_id")]


def test_a_corrected_number_finds_its_answer(log: Audited) -> None:
    told = log.tell(sent("公安", on="2024-03-01", case_id="c9"))
    log.tell(answer("c1", on="2024-04-01"))
    log.mend(told, at="2024-06-01", case_id="c1")

    assert log.ask(transfers) == []
    assert seen(log.ask(transfers, known="2024-05-31"), "case_id") == ["c9"]


def test_a_retracted_answer_is_none(log: Audited) -> None:
    log.tell(sent("公安", on="2024-03-01", case_id="c1"))
    told = log.tell(answer("c1", on="2024-04-01"))
    log.withdraw(told, at="2024-06-01")

    assert seen(log.ask(transfers), "case_id") == ["c1"]


def test_regions_and_thresholds(log: Audited) -> None:
    """An answer to A's case answers nothing of B's, of the same number."""
    log.tell(
        sent("公安", on="2024-03-01", case_id="c1"),
        sent("公安", on="2024-03-01", case_id="c1", facility=B),
        answer("c1", on="2024-04-01"),
    )

    assert seen(log.ask(transfers), "facility") == [B]
    assert log.ask(transfers, region=DAZU) == []
    assert seen(log.ask(transfers, on="2024-03-31", days=30, region="440305"), "facility") == [B]
    assert log.ask(transfers, on="2024-03-30", days=30) == []
