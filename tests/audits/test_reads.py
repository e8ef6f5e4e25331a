"""Reads of personal data: given a vault that was opened, then by whom, on whom, when and why."""

from datetime import datetime

from compliance.engine.audits.reads import reads
from tests.audits.asking import DAZU, A, Audited, B, seen
from tests.saying import P1, P2, P3, instant, said


def opened(log: Audited, person: str, at: str, why: str = "投诉核查", who: str = "W1") -> datetime:
    """Keep a reading as the vault does."""
    with log.desk.log.session() as tx:
        told = f"{at}T02:00:00.000000Z" if "T" not in at else at
        tx.execute("INSERT INTO vault_read VALUES (?, ?, ?, ?)", (told, who, person, why))
    return instant(told)


def joined(log: Audited, person: str, facility: str = A) -> int:
    return log.tell(said("staff.joined", on="2024-01-10", facility=facility, person=person,  # type: ignore[arg-type]
                         role="carer")).position  # fmt: skip


def test_a_reading_says_who_whose_when_and_why(log: Audited) -> None:
    position = joined(log, P1)
    opened(log, P1, "2024-03-01")
    (found,) = log.ask(reads)

    assert (found.actor, found.person, found.purpose) == ("W1", P1, "投诉核查")
    assert (found.at, found.facilities, found.evidence) == (
        "2024-03-01T02:00:00.000000Z", (A,), (position,),
    )  # fmt: skip


def test_nobody_opened_it(log: Audited) -> None:
    joined(log, P1)

    assert log.ask(reads) == []


def test_of_a_person_whom_no_facility_posts_it_is_told_all_the_same(log: Audited) -> None:
    opened(log, P2, "2024-03-01")

    assert seen(log.ask(reads), "person", "facilities", "evidence") == [(P2, (), ())]
    assert log.ask(reads, region=DAZU) == []


def test_they_come_in_order_and_each_counts(log: Audited) -> None:
    opened(log, P1, "2024-03-02")
    opened(log, P1, "2024-03-01", who="L2")
    opened(log, P1, "2024-03-02")

    assert seen(log.ask(reads), "actor") == ["L2", "W1", "W1"]


def test_as_of_a_day_and_as_known_at_an_instant(log: Audited) -> None:
    """18:00 UTC is the next day in China."""
    opened(log, P1, "2024-03-01T18:00:00.000000Z")

    assert log.ask(reads, on="2024-03-01") == []
    assert seen(log.ask(reads, on="2024-03-02"), "person") == [P1]
    assert log.ask(reads, known="2024-03-01") == []
    assert seen(log.ask(reads, known="2024-03-02"), "person") == [P1]


def test_a_person_seen_at_two_facilities_is_read_in_both_regions(log: Audited) -> None:
    first, second = joined(log, P1), joined(log, P1, B)
    opened(log, P1, "2024-03-01")
    (found,) = log.ask(reads)

    assert (found.facilities, found.evidence) == ((A, B), (first, second))
    assert seen(log.ask(reads, region=DAZU), "facilities") == [(A,)]
    assert seen(log.ask(reads, region="440305"), "facilities") == [(B,)]


def test_who_is_known_by_two_refs_is_one_person(log: Audited) -> None:
    """The reading keeps the ref that was opened."""
    joined(log, P1)
    log.tell(
        said(
            "person.linked",
            on="2024-02-01",
            facility=None,
            person=P3,
            same_as=P1,
            reason="换发证件",
        )
    )
    opened(log, P3, "2024-03-01")

    assert seen(log.ask(reads, region=DAZU), "person", "facilities") == [(P3, (A,))]


def test_a_retracted_post_ties_nobody_to_a_region(log: Audited) -> None:
    told = log.tell(said("staff.joined", on="2024-01-10", facility=A, person=P1, role="carer"))
    opened(log, P1, "2024-03-01")
    log.withdraw(told, at="2024-06-01")

    assert log.ask(reads, region=DAZU) == []
    assert seen(log.ask(reads, region=DAZU, known="2024-05-31"), "person") == [P1]
