"""Subsidies granted against the record: given how the facility stood that day."""

from typing import Any

from compliance.domain.envelope import Proposal
from compliance.engine.audits.subsidies import subsidies
from tests.audits.asking import DAZU, A, Audited, B, seen
from tests.saying import said


def granted(number: str, *, on: str, facility: Any = A, fen: int = 5_000_000) -> Proposal:
    return said("facility.subsidy_granted", on=on, facility=facility, subsidy_id=number,
                kind="operation", amount_fen=fen)  # fmt: skip


def filed(on: str = "2024-01-10", facility: Any = A) -> Proposal:
    return said("facility.filed", on=on, facility=facility, filing_no="足备1")


def closed(kind: str, *, on: str) -> Proposal:
    return said("facility.closed", on=on, facility=A, kind=kind)


def test_granted_to_a_filed_facility_that_runs_is_no_news(log: Audited) -> None:
    log.tell(filed(), granted("s1", on="2024-03-01"))

    assert log.ask(subsidies) == []


def test_granted_before_its_filing_it_was_unfiled(log: Audited) -> None:
    """On the day of the filing it was filed."""
    log.tell(granted("s1", on="2024-01-09"), filed(), granted("s2", on="2024-01-10"))
    (found,) = log.ask(subsidies)

    assert (found.subsidy_id, found.why, found.verdict, found.since) == (
        "s1", "unfiled", "established", None,
    )  # fmt: skip
    assert found.evidence == (3, 4)


def test_granted_after_its_filing_ended(log: Audited) -> None:
    """On the day of the cancellation it is filed no more."""
    log.tell(
        filed(),
        said("facility.filing_cancelled", on="2024-05-01", facility=A),
        granted("s1", on="2024-04-30"), granted("s2", on="2024-05-01"),
    )  # fmt: skip

    assert [(f.subsidy_id, f.why, f.since.isoformat()) for f in log.ask(subsidies)] == [
        ("s2", "unfiled", "2024-05-01")
    ]


def test_where_no_filing_was_ever_recorded_it_is_asked_for(log: Audited) -> None:
    """What the log does not hold is not held against anyone."""
    log.tell(granted("s1", on="2024-03-01"))
    (found,) = log.ask(subsidies)

    assert (found.verdict, [m.event for m in found.missing]) == ("unknown", ["facility.filed"])


def test_granted_while_suspended(log: Audited) -> None:
    """From the day it began to the last day that it bears; not on the day care went on."""
    log.tell(
        filed(),
        said("facility.suspended", on="2024-03-01", facility=A, ordered_by="区卫健委",
             until="2024-03-31"),
        said("facility.suspended", on="2024-06-01", facility=A, ordered_by="区卫健委"),
        said("facility.resumed", on="2024-06-10", facility=A),
    )  # fmt: skip
    days = ("2024-02-29", "2024-03-01", "2024-03-31", "2024-04-01", "2024-06-09", "2024-06-10")
    log.tell(*(granted(f"s{n}", on=day) for n, day in enumerate(days)))

    assert seen(log.ask(subsidies), "subsidy_id") == ["s1", "s2", "s4"]
    assert {"suspended"} == set(seen(log.ask(subsidies), "why"))


def test_granted_after_an_ordered_closure(log: Audited) -> None:
    log.tell(filed(), closed("ordered", on="2024-05-01"), granted("s1", on="2024-05-01"))

    assert seen(log.ask(subsidies), "subsidy_id", "why") == [("s1", "closed_by_order")]


def test_a_closure_of_its_own_will_is_not_an_ordered_one(log: Audited) -> None:
    log.tell(filed(), closed("voluntary", on="2024-05-01"), granted("s1", on="2024-06-01"))

    assert log.ask(subsidies) == []


def test_opened_again_it_is_closed_no_more(log: Audited) -> None:
    log.tell(
        filed(), closed("ordered", on="2024-05-01"),
        said("facility.opened", on="2024-07-01", facility=A), granted("s1", on="2024-07-01"),
    )  # fmt: skip

    assert log.ask(subsidies) == []


def test_what_was_recovered_or_stopped_stands_beside(log: Audited) -> None:
    log.tell(
        granted("s1", on="2024-01-09"), filed(),
        said("facility.subsidy_recovered", on="2024-06-01", facility=A, subsidy_id="s1",
             amount_fen=2_000_000),
        said("facility.subsidy_stopped", on="2024-06-02", facility=A, subsidy_id="s1"),
    )  # fmt: skip
    (found,) = log.ask(subsidies)

    assert (found.amount_fen, found.recovered_fen, found.stopped.isoformat()) == (
        5_000_000, 2_000_000, "2024-06-02",
    )  # fmt: skip
    assert seen(log.ask(subsidies, on="2024-05-31"), "recovered_fen", "stopped")[0] == (0, None)


def test_late_news_of_a_filing_clears_it(log: Audited) -> None:
    log.tell(granted("s1", on="2024-03-01"))
    log.tell(filed(), at="2024-06-01")

    assert log.ask(subsidies) == []
    assert seen(log.ask(subsidies, known="2024-05-31"), "verdict") == ["unknown"]


def test_a_corrected_day_and_a_retracted_closure(log: Audited) -> None:
    log.tell(filed())
    shut = log.tell(closed("ordered", on="2024-05-01"))
    told = log.tell(granted("s1", on="2024-06-01"))
    log.mend(told, at="2024-07-01", occurred_on="2024-04-01")

    assert log.ask(subsidies) == []
    assert seen(log.ask(subsidies, known="2024-06-30"), "subsidy_id") == ["s1"]

    log.mend(told, at="2024-08-01", occurred_on="2024-06-02")
    log.withdraw(shut, at="2024-08-02")

    assert log.ask(subsidies) == []
    assert seen(log.ask(subsidies, known="2024-08-01"), "subsidy_id") == ["s1"]


def test_each_thing_against_it_is_a_row_and_regions_are_apart(log: Audited) -> None:
    log.tell(
        said("facility.suspended", on="2024-03-01", facility=A, ordered_by="区卫健委"),
        closed("ordered", on="2024-05-01"), granted("s1", on="2024-06-01"),
        granted("s1", on="2024-06-01", facility=B),
    )  # fmt: skip

    assert seen(log.ask(subsidies, region=DAZU), "why") == [
        "unfiled",
        "suspended",
        "closed_by_order",
    ]
    assert seen(log.ask(subsidies, region="440305"), "facility", "why") == [(B, "unfiled")]
