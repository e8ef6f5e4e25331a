"""First what was known, then what had happened: the two clocks of DESIGN §3 (1, 4, 5)."""

from datetime import date, timedelta

from compliance.domain.time import end_of_day
from compliance.projections.effective import effective
from compliance.projections.history import History
from tests.saying import P1, F, corrected, retracted, rows, ruled, said, span, spans, told, values

FILED = said("facility.filed", on="2024-03-01", filing_no="1")
OPENED = said("class.opened", on="2024-03-01", class_id="1", kind="mixed")


def test_late_news_tells_of_the_past() -> None:
    """Recorded in July about March: March has it for who asks knowing July, not June."""
    log = told(FILED, at="2024-07-10")

    assert rows(log, "filing", on="2024-03-01", known="2024-07-31")
    assert not rows(log, "filing", on="2024-03-01", known="2024-06-30")
    assert not rows(log, "filing", on="2024-12-31", known="2024-06-30")


def test_without_a_known_day_everything_recorded_counts() -> None:
    """Omitted means the head of the log."""
    assert rows(told(FILED, at="2099-01-01"), "filing", on="2024-03-01")


def test_the_day_known_ends_at_midnight_in_china() -> None:
    """The last microsecond of the day in +08:00 is taken in, the next one is not."""
    last = told(FILED, at="2024-06-30T15:59:59.999999Z")
    next_one = told(FILED, at="2024-06-30T16:00:00.000000Z")

    assert rows(last, "filing", on="2024-03-01", known="2024-06-30")
    assert not rows(next_one, "filing", on="2024-03-01", known="2024-06-30")


def test_what_is_recorded_at_the_very_instant_is_known() -> None:
    """`recorded_at <= known`: a standing can be asked for as known at its last event."""
    log = told(FILED)
    (known,) = (event.recorded_at for event in log)

    assert rows(log, "filing", on="2024-03-01", known=known)
    assert not rows(log, "filing", on="2024-03-01", known=known - timedelta(microseconds=1))


def test_amendments_are_cut_at_the_known_day_too() -> None:
    """Nobody knows a retraction before it is recorded."""
    log = told(FILED)
    log = told(retracted(log[0]), at="2024-07-10", after=log)

    assert rows(log, "filing", on="2024-12-31", known="2024-06-30")
    assert not rows(log, "filing", on="2024-12-31", known="2024-07-10")


def test_rulings_are_cut_at_the_known_day_too() -> None:
    """A quashing reaches back from the day it became known."""
    tier = said(
        "credit.tier_adjusted", on="2024-03-01", to="D", document_no="罚〔2024〕1号", reason="虐待"
    )
    log = told(tier)
    log = told(ruled("罚〔2024〕1号", "revoked", "ex_tunc"), at="2024-07-10", after=log)

    assert rows(log, "adjustments", on="2024-12-31", known="2024-06-30")
    assert not rows(log, "adjustments", on="2024-03-01", known="2024-07-10")


def test_a_day_holds_what_happened_on_it_and_before() -> None:
    """Corrected date ≤ end of the day asked about."""
    log = told(FILED)

    assert not rows(log, "filing", on="2024-02-29")
    assert rows(log, "filing", on="2024-03-01")
    assert rows(log, "filing", on="2024-03-02")


def test_a_day_does_not_hold_what_came_later() -> None:
    """The closing of May is not yet true in April."""
    log = told(OPENED, said("class.closed", on="2024-05-01", class_id="1"))

    assert [span("2024-03-01")] == spans(rows(log, "classes", on="2024-04-30"))
    assert [span("2024-03-01", "2024-05-01")] == spans(rows(log, "classes", on="2024-05-01"))


def test_the_order_of_happening_decides_not_that_of_telling() -> None:
    """The opening was told last and yet came first."""
    log = told(said("class.closed", on="2024-05-01", class_id="1"), OPENED)

    assert [span("2024-03-01", "2024-05-01")] == spans(rows(log, "classes", on="2024-06-01"))


def test_within_a_day_the_order_of_recording_decides() -> None:
    """Closed and opened on one day are two stories, told apart by their order."""
    closed = said("class.closed", on="2024-03-01", class_id="1")
    kept, reopened = told(OPENED, closed), told(closed, OPENED)

    assert [span("2024-03-01", "2024-03-01")] == spans(rows(kept, "classes", on="2024-03-01"))
    assert [span("2024-03-01")] == spans(rows(reopened, "classes", on="2024-03-01"))


def test_within_an_instant_the_position_decides() -> None:
    """One call may record several events at one instant."""
    counted = [
        said("class.counted", on="2024-03-01", class_id="1", children=count, carers=3)
        for count in (7, 9)
    ]
    same = told(*counted, at=["2024-04-01", "2024-04-01"])
    expected = [9]

    assert expected == values(rows(same, "headcount", on="2024-03-01"), "children")
    assert expected == values(rows(same[::-1], "headcount", on="2024-03-01"), "children")


def test_nothing_is_refused_because_something_later_is_stored() -> None:
    """Late news between two known days takes its place between them."""
    log = told(
        said("facility.suspended", on="2024-03-01", ordered_by="卫健局"),
        said("facility.suspended", on="2024-05-01", ordered_by="消防"),
    )
    log = told(said("facility.resumed", on="2024-04-01"), at="2024-07-01", after=log)
    before = rows(log, "suspension", on="2024-06-01", known="2024-06-30")
    after = rows(log, "suspension", on="2024-06-01")

    assert [span("2024-03-01", "2024-05-01"), span("2024-05-01")] == spans(before)
    assert [span("2024-03-01", "2024-04-01"), span("2024-05-01")] == spans(after)


def test_a_history_names_the_days_on_which_something_happened() -> None:
    """In order, each once, as corrected: rules look back along them."""
    log = told(said("facility.opened", on="2024-03-05"), FILED, OPENED)
    log = told(corrected(log[0], {"occurred_on": "2024-02-01"}), after=log)

    assert (date(2024, 2, 1), date(2024, 3, 1)) == History(F, log).days


def test_a_history_answers_for_any_day_again_and_again() -> None:
    """The facts of a day are the same whichever days were asked before."""
    history = History(F, told(OPENED, said("class.closed", on="2024-05-01", class_id="1")))
    days = [date(2024, month, 1) for month in (6, 4, 3, 4, 6)]
    asked = [history.at(day) for day in days]

    assert days == [facts.on for facts in asked]
    assert asked[0] == asked[-1]
    assert asked[1] is asked[3]
    assert asked[1].of("classes")[0].in_force
    assert not asked[0].of("classes")[0].in_force


def test_effective_events_stand_in_order_of_happening() -> None:
    """The fold may stop at the first event beyond the day."""
    joined = said("staff.joined", on="2024-02-01", person=P1, role="carer")
    adopted = said("rules.adopted", on="2024-02-15", pack="cn", version="1", sha256="0" * 64)
    counted = effective(told(FILED, joined, OPENED, adopted), end_of_day(date(2024, 1, 1)))
    expected = [2, 4, 1, 3]

    assert expected == [each.event.position for each in counted]
