"""What was recorded late, corrected or retracted: by whom, how late, after which notice."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Proposal, Source
from compliance.engine.audits.backdated import backdated
from tests.audits.asking import DAZU, LI, WANG, A, Audited, B, penalty, seen
from tests.saying import P1, said


def filed(on: str, facility: Any = A, **more: Any) -> Proposal:
    return said("facility.filed", on=on, facility=facility, filing_no="足备1", **more)


def complained(on: str, facility: Any = A) -> Proposal:
    return said("complaint.received", on=on, facility=facility, complaint_id="k1",
                kind="complaint", channel="12345")  # fmt: skip


def test_late_is_so_many_days_and_no_fewer(log: Audited) -> None:
    """Thirty, unless the asker says otherwise: no law has a number."""
    told = log.tell(filed("2024-03-01"), at="2024-03-31", by=LI)
    log.tell(said("facility.opened", on="2024-03-02", facility=A), at="2024-03-31")
    (found,) = log.ask(backdated)

    assert (found.how, found.event, found.on, found.days, found.actor, found.first_actor) == (
        "late", "facility.filed", date(2024, 3, 1), 30, LI, None,
    )  # fmt: skip
    assert (found.recorded_at, found.evidence) == (
        "2024-03-31T01:00:00.000000Z", (told.position,),
    )  # fmt: skip
    assert seen(log.ask(backdated, days=29), "event") == ["facility.filed", "facility.opened"]
    assert log.ask(backdated, days=31) == []


def test_the_day_of_recording_is_chinas(log: Audited) -> None:
    """18:00 UTC on the 30th is the 31st in China."""
    log.tell(filed("2024-03-01"), at="2024-03-30T18:00:00.000000Z")

    assert seen(log.ask(backdated), "days") == [30]


def test_the_last_notice_before_the_recording_is_named(log: Audited) -> None:
    log.tell(complained("2024-02-01"))
    notice = log.tell(said("inspection.notified", on="2024-04-01", facility=A, inspection_id="i1"))
    told = log.tell(filed("2024-03-01"), at="2024-04-05")
    log.tell(complained("2024-04-06"))
    (found,) = log.ask(backdated)

    assert (found.notice.event, found.notice.on, found.notice.position) == (
        "inspection.notified", date(2024, 4, 1), notice.position,
    )  # fmt: skip
    assert (found.after_notice, found.evidence) == (True, (notice.position, told.position))


def test_said_to_be_later_than_the_notice_it_is_not_after_it(log: Audited) -> None:
    """The notice came first in truth as well: nothing was put before it."""
    log.tell(complained("2024-02-01"), filed("2024-01-15"))
    log.tell(said("facility.opened", on="2024-02-02", facility=A), at="2024-04-05")
    (found,) = log.ask(backdated)

    assert (found.notice.event, found.after_notice) == ("complaint.received", False)
    assert log.ask(backdated, after_notice=True) == []


def test_a_notice_that_was_itself_told_late_still_came_first(log: Audited) -> None:
    """It had happened; by whichever record the log learned it."""
    log.tell(filed("2024-03-01"), at="2024-04-05")
    log.tell(complained("2024-04-01"), at="2024-06-01")

    assert seen([e for e in log.ask(backdated) if e.event == "facility.filed"],
                          "after_notice") == [True]  # fmt: skip
    assert seen(log.ask(backdated, known="2024-05-31"), "after_notice") == [False]


def test_on_one_day_the_order_of_recording_decides(log: Audited) -> None:
    log.tell(filed("2024-03-01"), at="2024-04-05T01:00:00.000000Z")
    log.tell(complained("2024-04-05"), at="2024-04-05T02:00:00.000000Z")
    log.tell(said("facility.opened", on="2024-03-02", facility=A),
             at="2024-04-05T03:00:00.000000Z")  # fmt: skip

    assert seen(log.ask(backdated), "event", "after_notice") == [
        ("facility.filed", False),
        ("facility.opened", True),
    ]


def test_another_facilitys_notice_is_none(log: Audited) -> None:
    log.tell(complained("2024-04-01", facility=B))
    log.tell(filed("2024-03-01"), at="2024-04-05")

    assert seen(log.ask(backdated), "notice") == [None]


def test_a_retracted_notice_is_none_and_a_corrected_one_has_its_day(log: Audited) -> None:
    notice = log.tell(complained("2024-02-20"))
    log.tell(filed("2024-03-01"), at="2024-04-05")
    log.mend(notice, at="2024-05-01", occurred_on="2024-04-01")
    late = [e for e in log.ask(backdated) if e.how == "late"]

    assert seen(late, "after_notice") == [True]
    assert seen(log.ask(backdated, known="2024-04-30"), "after_notice") == [False]

    log.withdraw(notice, at="2024-06-01")

    assert seen([e for e in log.ask(backdated) if e.how == "late"], "notice") == [None]


def test_a_correction_says_what_from_what_to_by_whom(log: Audited) -> None:
    first = log.tell(filed("2024-04-10"), by=WANG)
    mended = log.mend(first, at="2024-04-20", by=LI, occurred_on="2024-04-01", filing_no="足备2")
    (found,) = log.ask(backdated)

    assert (found.how, found.event, found.actor, found.first_actor, found.reason) == (
        "corrected", "facility.filed", LI, WANG, "误录",
    )  # fmt: skip
    assert found.changes == {
        "filing_no": {"from": "足备1", "to": "足备2"},
        "occurred_on": {"from": "2024-04-10", "to": "2024-04-01"},
    }
    assert (found.on, found.days) == (date(2024, 4, 1), 10)
    assert found.evidence == (first.position, mended.position)


def test_moved_before_a_complaint_after_it_came(log: Audited) -> None:
    """The filing was of the 10th; after the complaint of the 5th it is of the 1st."""
    first = log.tell(filed("2024-04-10"))
    log.tell(complained("2024-04-05"), at="2024-04-11")
    log.mend(first, at="2024-04-20", occurred_on="2024-04-01")

    assert seen(log.ask(backdated, after_notice=True), "how",
                                         "after_notice") == [("corrected", True)]  # fmt: skip


def test_a_retraction_names_what_was_taken_back(log: Audited) -> None:
    told = log.tell(penalty(1, on="2024-03-01"), by=WANG)
    log.withdraw(told, at="2024-03-11", by=LI)
    (found,) = log.ask(backdated)

    assert (found.how, found.event, found.days, found.actor, found.first_actor) == (
        "retracted", "penalty.decided", 10, LI, WANG,
    )  # fmt: skip


def test_a_notice_that_is_amended_is_not_its_own(log: Audited) -> None:
    told = log.tell(complained("2024-04-01"))
    log.mend(told, at="2024-05-01", channel="来信")

    assert seen(log.ask(backdated), "notice") == [None]


def test_late_and_retracted_it_is_told_twice(log: Audited) -> None:
    """That it was stated, and that it was taken back."""
    told = log.tell(filed("2024-01-01"), at="2024-06-01")
    log.withdraw(told, at="2024-07-01")

    assert seen(log.ask(backdated), "how") == ["late", "retracted"]
    assert seen(log.ask(backdated, known="2024-06-30"), "how") == ["late"]


def test_as_of_a_day_and_of_a_region(log: Audited) -> None:
    """What is about a person alone belongs to no region."""
    log.tell(filed("2024-01-01"), filed("2024-02-01", facility=B), at="2024-06-01")
    log.tell(said("person.banned", on="2024-01-01", facility=None, person=P1, basis="pfpl_41",
                  scope="x", document_no="禁1"), at="2024-06-01")  # fmt: skip

    assert seen(log.ask(backdated), "facility") == [A, B, None]
    assert seen(log.ask(backdated, on="2024-01-31"), "facility") == [A, None]
    assert seen(log.ask(backdated, region=DAZU), "facility") == [A]


def test_the_channel_tells_a_roster_from_a_pen(log: Audited) -> None:
    log.tell(filed("2024-01-01", source=Source(channel="roster")), at="2024-06-01")

    assert seen(log.ask(backdated), "channel") == ["roster"]


def test_what_the_log_says_of_itself_is_never_late(log: Audited) -> None:
    log.tell(said("calendar.published", on="2023-01-01", year=2024, issuer="国务院"),
             at="2024-06-01")  # fmt: skip

    assert log.ask(backdated) == []


def test_the_log_is_read_some_at_a_time_and_whole(
    log: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it holds, and wherever one portion ends."""
    log.tell(*(said("class.opened", on=f"2024-01-0{n}", facility=A, class_id=f"t{n}",
                    kind="toddler") for n in range(1, 8)), at="2024-06-01")  # fmt: skip
    every = log.ask(backdated)
    for portion in (1, 2, 3, 9, 10):
        monkeypatch.setattr("compliance.engine.audits.backdated._AT_ONCE", portion)

        assert log.ask(backdated) == every

    assert [each.evidence for each in every] == [(n,) for n in range(3, 10)]


def test_an_amendment_of_an_amendment_amends_nothing(log: Audited) -> None:
    """It is refused at the door; what came by an import counts for nothing."""
    first = log.mend(log.tell(filed("2024-03-01")), at="2024-03-05", filing_no="足备2")
    log.withdraw(first, at="2024-03-06")

    assert seen(log.ask(backdated), "how") == ["corrected"]
