"""Orders to correct that nobody rechecked: given an order, when its term is over."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Proposal
from compliance.engine.audits.unrechecked import unrechecked
from tests.audits.asking import DAZU, NANSHAN, A, Audited, B, order, seen
from tests.saying import said


def recheck(number: str, *, on: str, fixed: bool = True) -> Proposal:
    return said("violation.correction_verified", on=on, facility=A, order_id=number, fixed=fixed)


def test_an_order_is_listed_from_the_day_after_its_last(log: Audited) -> None:
    """On the last day it can still be done, and rechecked."""
    told = log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))
    (found,) = log.ask(unrechecked, on="2024-03-21")

    assert log.ask(unrechecked, on="2024-03-20") == []
    assert (found.verdict, found.order_id, found.due, found.days) == (
        "established", "o1", date(2024, 3, 20), 1,
    )  # fmt: skip
    assert found.evidence == (told.position,)
    assert [str(cite) for cite in found.cite] == ["penalties#28.1"]


@pytest.mark.parametrize("fixed", [True, False])
def test_a_recheck_takes_it_off_whatever_it_showed(log: Audited, fixed: bool) -> None:  # noqa: FBT001
    """The question is whether anyone went to look."""
    log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))
    log.tell(recheck("o1", on="2024-03-25", fixed=fixed))

    assert log.ask(unrechecked) == []
    assert seen(log.ask(unrechecked, on="2024-03-24"), "order_id") == ["o1"]


def test_late_news_of_a_recheck_is_unknown_to_who_asked_before(log: Audited) -> None:
    log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))
    log.tell(recheck("o1", on="2024-03-15"), at="2024-06-01")

    assert log.ask(unrechecked) == []
    assert seen(log.ask(unrechecked, on="2024-05-31", known="2024-05-31"), "order_id") == ["o1"]
    assert log.ask(unrechecked, on="2024-05-31", known="2024-06-01") == []


def test_a_retracted_recheck_never_was(log: Audited) -> None:
    log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))
    told = log.tell(recheck("o1", on="2024-03-15"))
    log.withdraw(told, at="2024-06-01")

    assert seen(log.ask(unrechecked), "order_id") == ["o1"]
    assert log.ask(unrechecked, known="2024-05-31") == []


def test_a_recheck_of_another_order_is_none_of_this_one(log: Audited) -> None:
    log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))
    log.tell(recheck("o2", on="2024-03-15"))

    assert seen(log.ask(unrechecked), "order_id") == ["o1"]


def test_an_extension_moves_the_last_day(log: Audited) -> None:
    log.tell(
        order("o1", on="2024-03-01", due_on="2024-03-20"),
        said("violation.correction_extended", on="2024-03-18", facility=A, order_id="o1",
             due_on="2024-04-20"),
    )  # fmt: skip

    assert log.ask(unrechecked, on="2024-04-20") == []
    assert [date(2024, 4, 20)] == seen(log.ask(unrechecked, on="2024-04-21"), "due")


def test_a_term_that_nobody_stated_is_unknown_and_asked_for(log: Audited) -> None:
    """Neither a day nor working days: nobody can say that it is over."""
    told = log.tell(order("o1", on="2024-03-01"))
    (found,) = log.ask(unrechecked)

    assert (found.verdict, found.due, found.days) == ("unknown", None, None)
    assert [(each.position, each.field) for each in found.missing] == [(told.position, "workdays")]


def test_working_days_are_counted_by_the_published_calendar(log: Audited) -> None:
    """Fifteen from 2025-09-22 end on 2025-10-17: the holidays lie between."""
    log.tell(order("o1", on="2025-09-22", workdays=15))

    assert log.ask(unrechecked, on="2025-10-17") == []
    assert [date(2025, 10, 17)] == seen(log.ask(unrechecked, on="2025-10-18"), "due")


def test_a_refusal_is_an_answer(log: Audited) -> None:
    """Who found that the correction was refused has looked."""
    log.tell(
        order("o1", on="2024-03-01", due_on="2024-03-20"),
        said("violation.correction_refused", on="2024-03-25", facility=A, order_id="o1"),
    )

    assert log.ask(unrechecked) == []


def test_a_visit_to_recheck_without_a_result_is_named(log: Audited) -> None:
    """Somebody went; what was found is not on record against the order."""
    visit: dict[str, Any] = {"nature": "enforcement", "officers": ["A1", "A2"], "items": ["班额"],
                             "result": "未发现问题", "kind": "recheck"}  # fmt: skip
    log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))
    log.tell(said("inspection.carried_out", on="2024-03-22", facility=A, inspection_id="i1",
                  **visit))  # fmt: skip

    assert [date(2024, 3, 22)] == seen(log.ask(unrechecked), "visited")


def test_days_are_the_askers_threshold(log: Audited) -> None:
    log.tell(order("o1", on="2024-03-01", due_on="2024-03-20"))

    assert seen(log.ask(unrechecked, on="2024-04-19", days=30), "days") == [30]
    assert log.ask(unrechecked, on="2024-04-18", days=30) == []


def test_each_region_has_its_own(log: Audited) -> None:
    log.tell(
        order("o1", on="2024-03-01", due_on="2024-03-20"),
        order("o1", on="2024-03-01", due_on="2024-03-20", facility=B),
    )

    assert seen(log.ask(unrechecked), "facility", "region") == [(A, DAZU), (B, NANSHAN)]
    assert seen(log.ask(unrechecked, region=DAZU), "facility") == [A]
    assert seen(log.ask(unrechecked, region="440000"), "facility") == [B]
