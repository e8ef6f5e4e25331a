"""Officers whose certificate was not in force that day: given a certificate, when they acted."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Actor, Proposal
from compliance.engine.audits.officers import officers
from tests.audits.asking import DAZU, NANSHAN, NO, A, Audited, B, breach, penalty, seen
from tests.saying import said


def certified(number: str, *, on: str = "2024-01-01", region: str = DAZU, **more: Any) -> Proposal:
    return said("inspector.certified", on=on, region=region, certificate_no=number,
                org="卫健委", **more)  # fmt: skip


def ended(number: str, *, on: str, region: str = DAZU) -> Proposal:
    return said("inspector.certificate_ended", on=on, region=region, certificate_no=number)


def visit(number: str, *who: str, on: str, facility: Any = A, **more: Any) -> Proposal:
    told = {"nature": "enforcement", "items": ["班额"], "result": "未发现问题"} | more
    return said("inspection.carried_out", on=on, facility=facility, inspection_id=number,
                officers=list(who), **told)  # fmt: skip


def test_whose_certificate_is_in_force_is_not_listed(log: Audited) -> None:
    log.tell(certified("A1", until="2024-06-30"), visit("i1", "A1", on="2024-01-01"),
             visit("i2", "A1", on="2024-06-30"))  # fmt: skip

    assert log.ask(officers) == []


def test_the_day_after_its_last_it_had_expired(log: Audited) -> None:
    given = log.tell(certified("A1", until="2024-06-30"))
    told = log.tell(visit("i1", "A1", on="2024-07-01"))
    (found,) = log.ask(officers)

    assert (found.verdict, found.officer, found.act, found.held, found.since) == (
        "established", "A1", "inspected", "expired", date(2024, 6, 30),
    )  # fmt: skip
    assert (found.subject, found.evidence) == ("i1", (given.position, told.position))
    assert [str(cite) for cite in found.cite] == ["penalties#42"]


def test_ended_it_is_not_in_force_on_that_day(log: Audited) -> None:
    """Which the rule `inspection.officers`, that counts heads, cannot see."""
    log.tell(certified("A1"), visit("i1", "A1", on="2024-04-30"))
    log.tell(ended("A1", on="2024-05-01"), visit("i2", "A1", on="2024-05-01"))

    assert [("i2", "ended", date(2024, 5, 1))] == seen(
        log.ask(officers), "subject", "held", "since"
    )


def test_not_yet_certified(log: Audited) -> None:
    log.tell(visit("i1", "A1", on="2023-12-31"), certified("A1"))

    assert [("established", "not_yet", date(2024, 1, 1))] == seen(
        log.ask(officers), "verdict", "held", "since"
    )


def test_a_certificate_that_no_library_lists_is_unknown_not_lapsed(log: Audited) -> None:
    log.tell(visit("i1", "A1", on="2024-03-01"))
    (found,) = log.ask(officers)

    assert (found.verdict, found.held, found.since) == ("unknown", "unlisted", None)
    assert [m.event for m in found.missing] == ["inspector.certified"]


def test_certified_anew_or_elsewhere_it_is_in_force(log: Audited) -> None:
    """Ended in one region, held in another; renewed after a gap."""
    log.tell(certified("A1"), ended("A1", on="2024-05-01"))
    log.tell(certified("A1", on="2024-06-01", region=NANSHAN))
    log.tell(visit("i1", "A1", on="2024-05-15"), visit("i2", "A1", on="2024-06-01"))
    held = seen(log.ask(officers), "held", "since")

    assert seen(log.ask(officers), "subject") == ["i1"]
    assert held == [("ended", date(2024, 5, 1))]
    assert seen(log.ask(officers, region=DAZU), "subject") == ["i1"]


def test_each_officer_of_a_visit_is_asked_about_once(log: Audited) -> None:
    log.tell(certified("A1"), certified("A2", until="2024-02-01"))
    log.tell(visit("i1", "A1", "A2", "A2", on="2024-03-01"))

    assert seen(log.ask(officers), "officer") == ["A2"]


@pytest.mark.parametrize("nature", ["patrol", "guidance"])
def test_patrols_and_guidance_need_no_certificate(log: Audited, nature: str) -> None:
    log.tell(certified("A1", until="2024-02-01"))
    log.tell(visit("i1", "A1", on="2024-03-01", nature=nature))

    assert log.ask(officers) == []


def test_the_penalties_that_rest_on_the_visit_are_named(log: Audited) -> None:
    log.tell(
        certified("A1", until="2024-02-01"), visit("i1", "A1", on="2024-03-01"),
        breach("v1", on="2024-03-01", inspection_id="i1"), breach("v2", on="2024-03-01"),
        penalty(1, on="2024-04-01", violation_id="v1"),
        penalty(2, on="2024-04-01", violation_id="v2"),
    )  # fmt: skip

    assert [(NO.format(1),)] == seen(log.ask(officers), "penalties")


def test_who_decided_and_who_recorded_a_penalty_are_told_apart(log: Audited) -> None:
    """An authority that decides, and an account that records, hold no certificate."""
    log.tell(certified("A1", until="2024-02-01"), certified("A2", until="2024-02-01"))
    log.tell(penalty(1, on="2024-03-01", decided_by="A1"), by=Actor("A2"))
    log.tell(penalty(2, on="2024-03-01"), by=Actor("clerk"))
    log.tell(penalty(3, on="2024-03-01", decided_by="A1"), by=Actor("A1"))

    assert [
        (NO.format(1), "A1", "decided"), (NO.format(1), "A2", "recorded"),
        (NO.format(3), "A1", "decided"),
    ] == seen(log.ask(officers), "subject", "officer", "act")  # fmt: skip


def test_late_news_of_an_end_is_unknown_to_who_asked_before(log: Audited) -> None:
    log.tell(certified("A1"), visit("i1", "A1", on="2024-05-02"))
    log.tell(ended("A1", on="2024-05-01"), at="2024-08-01")

    assert seen(log.ask(officers), "held") == ["ended"]
    assert log.ask(officers, known="2024-07-31") == []


def test_corrected_and_retracted(log: Audited) -> None:
    log.tell(certified("A1"))
    end = log.tell(ended("A1", on="2024-05-01"))
    told = log.tell(visit("i1", "A1", on="2024-05-02"))
    log.mend(told, at="2024-08-01", occurred_on="2024-04-30")

    assert log.ask(officers) == []
    assert seen(log.ask(officers, known="2024-07-31"), "subject") == ["i1"]

    log.mend(told, at="2024-09-01", occurred_on="2024-05-03")
    log.withdraw(end, at="2024-09-02")

    assert log.ask(officers) == []


def test_regions_are_those_of_the_facility(log: Audited) -> None:
    log.tell(certified("A1", until="2024-02-01"))
    log.tell(visit("i1", "A1", on="2024-03-01"), visit("i1", "A1", on="2024-03-01", facility=B))

    assert seen(log.ask(officers), "facility", "region") == [(A, DAZU), (B, NANSHAN)]
    assert seen(log.ask(officers, region=NANSHAN), "facility") == [B]


def test_of_two_that_lapsed_the_later_one_is_named(log: Audited) -> None:
    """Whichever region comes first in the table."""
    log.tell(certified("A1", on="2024-02-01", until="2024-02-28", region=DAZU))
    log.tell(certified("A1", on="2024-01-01", until="2024-01-31", region=NANSHAN))
    log.tell(certified("A2", on="2024-01-01", until="2024-01-31", region=DAZU))
    log.tell(certified("A2", on="2024-02-01", until="2024-02-28", region=NANSHAN))
    log.tell(visit("i1", "A1", "A2", on="2024-03-05"))
    log.tell(visit("i2", "A1", "A2", on="2023-12-31"))

    assert set(seen(log.ask(officers), "subject", "held", "since")) == {
        ("i1", "expired", date(2024, 2, 28)),
        ("i2", "not_yet", date(2024, 1, 1)),
    }
