"""Deadlines: overdue once the last day has passed, gone once the duty is done, never judged."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.findings import Missing
from compliance.domain.terms import Due
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.deadline import reckoned, running, running_in
from tests.rules.asking import book, pack, rule, tries, value
from tests.rules.lives import shipped
from tests.saying import F, corrected, said, told

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)
DAYS = st.dates(date(2019, 1, 1), date(2026, 10, 1))
COUNTS = st.integers(1, 25)
RUNS = "submission.exists(s, in_force(s))"
ORDERED = "has(o.due_on) ? o.due_on : workdays(o.on, o.workdays)"


def deadline(due: str, applies: str = RUNS, **more: Any) -> dict[str, Any]:
    return rule(kind="deadline", due=due, applies=applies, bearer="authority", **more)


def of(plain: dict[str, Any], **params: Any) -> Rulebook:
    """Make a book of one deadline and the shipped calendars."""
    calendar = next(each for each in shipped() if each.ref.id == "cn.calendar")
    return Rulebook([calendar, pack("t", rules={"r": plain}, params=params)])


def days(count: int, kind: str = "int") -> dict[str, Any]:
    return {"type": kind, "values": [value(f"P{count}D" if kind == "period" else count)]}


def handed_in(on: date) -> list[Any]:
    return told(said("facility.filing_submitted", on=on.isoformat()))


def ask(rules: Rulebook, events: list[Any], on: date) -> tuple[Due, ...]:
    return running(rules, History(F, events), on)


def one(rules: Rulebook, events: list[Any], on: date) -> Due:
    (found,) = ask(rules, events, on)
    return found


@tries(0.5)
@given(DAYS, COUNTS, st.integers(0, 60))
def test_calendar_days_are_overdue_when_the_last_has_passed(
    start: date, count: int, later: int
) -> None:
    """The day of the event is not counted; the last day is still in time."""
    rules = of(deadline("submission.on + term"), term=days(count, "period"))
    found = one(rules, handed_in(start), start + timedelta(days=later))

    assert found.due == start + timedelta(days=count)
    assert found.overdue is (later > count)
    assert (found.day_type, found.left) == ("calendar", count - later)


@tries(0.5)
@given(DAYS, COUNTS, st.integers(0, 60))
def test_working_days_are_counted_as_another_implementation_counts_them(
    start: date, count: int, later: int
) -> None:
    """Make-up Saturdays count, holidays do not; what is left is counted the same way."""
    rules = of(deadline("workdays(submission.on, term)"), term=days(count))
    asked = min(start + timedelta(days=later), LAST)
    last, left = start, count
    while left:
        last += timedelta(days=1)
        left -= chinese_calendar.is_workday(last)
    first, end = min(asked, last), max(asked, last)
    between = [first + timedelta(days=n + 1) for n in range((end - first).days)]
    worked = sum(map(chinese_calendar.is_workday, between))
    found = one(rules, handed_in(start), asked)

    assert (found.due, found.day_type) == (last, "workday")
    assert found.overdue is (asked > last)
    assert found.left == (worked if last >= asked else -worked)


@tries(0.5)
@given(DAYS, COUNTS, st.integers(0, 60), st.sampled_from(["filed", "not conforming"]))
def test_what_is_done_is_due_no_more(start: date, count: int, later: int, told_as: str) -> None:
    """Done in time or late: from that day on nothing runs; the day before, it did."""
    rules = of(deadline("workdays(submission.on, term)"), term=days(count))
    done = start + timedelta(days=later + 1)
    filed = said("facility.filed", on=done.isoformat(), filing_no="1")
    refused = said("facility.nonconformity_notified", on=done.isoformat(), reasons=["-"])
    events = told(filed if told_as == "filed" else refused, after=handed_in(start))

    assert ask(rules, events, done) == ()
    assert len(ask(rules, events, done - timedelta(days=1))) == 1


@tries(0.5)
@given(st.integers(1, 25), st.integers(0, 400))
def test_a_term_into_an_unpublished_year_is_never_called_overdue(count: int, later: int) -> None:
    """It has no day; up to the last published day it cannot have passed, after it nobody knows."""
    start = date(2026, 12, 20)
    rules = of(deadline("workdays(submission.on, term)"), term=days(count))
    found = one(rules, handed_in(start), asked := start + timedelta(days=later))

    if found.due is None:
        assert (found.provisional, found.after, found.left) == (True, LAST, None)
        assert found.overdue is (False if asked <= LAST else None)
        assert found.missing == (Missing("calendar.published", None, "2027"),)
    else:
        assert not found.provisional
        assert found.due <= LAST


def test_a_year_before_every_calendar_has_no_last_published_day() -> None:
    rules = of(deadline("workdays(submission.on, term)"), term=days(5))
    found = one(rules, handed_in(date(2001, 1, 2)), date(2001, 1, 3))

    assert (found.due, found.provisional, found.after, found.overdue) == (None, True, None, None)


@pytest.mark.parametrize(
    ("data", "due", "day_type"),
    [
        ({"due_on": "2024-04-10"}, date(2024, 4, 10), "calendar"),
        ({"workdays": 3}, date(2024, 4, 7), "workday"),
        ({}, None, "workday"),
    ],
)
def test_the_day_type_is_that_of_the_branch_taken(
    data: dict[str, Any], due: date | None, day_type: str
) -> None:
    """An order by a day counts in days; one by working days in those; also in a definition."""
    order = said(
        "violation.correction_ordered", on="2024-04-01", violation_id="v", order_id="o", **data
    )
    plain = deadline(
        "d(o)", "true", each="orders as o", subject={"kind": "order", "id": "o.order_id"}
    )
    calendar = next(each for each in shipped() if each.ref.id == "cn.calendar")
    rules = Rulebook([calendar, pack("t", rules={"r": plain}, defs={"d(o)": ORDERED})])
    found = one(rules, told(order), date(2024, 4, 2))

    assert (found.due, found.day_type) == (due, day_type)
    assert found.subject == ("order", "o")
    assert found.overdue is (None if due is None else False)
    assert not found.provisional


def test_a_term_may_hang_on_what_is_not_known() -> None:
    """Then both branches are possible: the day is unknown and its type the stricter one."""
    plain = deadline("identity.kind == 'facility' ? submission.on : workdays(submission.on, 3)")
    found = one(of(plain), handed_in(date(2024, 4, 1)), date(2024, 4, 2))

    assert (found.due, found.day_type, found.overdue) == (None, "workday", None)


def test_whether_it_runs_may_not_be_known() -> None:
    """It is listed, neither overdue nor in time, with the fact to ask."""
    plain = deadline("submission.on + term", "identity.kind == 'facility'")
    rules = of(plain, term=days(5, "period"))
    found = one(rules, handed_in(date(2024, 4, 1)), date(2024, 6, 1))

    assert (found.due, found.overdue) == (date(2024, 4, 6), None)
    assert [each.field for each in found.missing] == ["kind"]


@pytest.mark.parametrize(("when", "running_ones"), [("true", 0), ("identity.kind == 'x'", 1)])
def test_an_exception_stops_the_term_and_a_doubtful_one_makes_it_unknown(
    when: str, running_ones: int
) -> None:
    plain = deadline("submission.on + term", exceptions=[{"when": when, "then": "stayed"}])
    found = ask(of(plain, term=days(5, "period")), handed_in(date(2024, 4, 1)), date(2024, 6, 1))

    assert len(found) == running_ones
    assert [each.overdue for each in found] == [None] * running_ones


def test_without_a_last_day_nothing_is_due() -> None:
    """What did not happen has no day: an order without one, a certificate without an end."""
    plain = deadline("suspension.until", "suspension.exists(s, in_force(s))")
    open_end = said("facility.suspended", on="2024-04-01", ordered_by="-")
    by_day = said("facility.suspended", on="2024-04-01", ordered_by="-", until="2024-05-01")

    assert ask(of(plain), told(open_end), date(2024, 4, 2)) == ()
    assert one(of(plain), told(by_day), date(2024, 4, 2)).due == date(2024, 5, 1)


def test_a_day_that_rests_on_a_reading_is_a_reading() -> None:
    """The rule says duty; the number of days is read into it."""
    read = {"type": "period", "values": [value("P5D", binding="reading", cite="law#2")]}
    found = one(
        of(deadline("submission.on + term"), term=read),
        handed_in(date(2024, 4, 1)),
        FIRST.replace(2025),
    )

    assert found.binding == "reading"
    assert [str(each) for each in found.cite] == ["law#1", "law#2"]


def test_which_authority_bears_it_is_the_regions_matter() -> None:
    """Named by the innermost region; of a matter that no region names, nobody knows."""
    authorities = {
        "type": "words",
        "values": [
            value({"filing": "health"}),
            value({"filing": "education"}, **{"in": "310000"}),
        ],
    }

    def borne(region: str, matter: str | None) -> str | None:
        plain = deadline("submission.on", **({} if matter is None else {"matter": matter}))
        place = said("premises.found", on="2024-01-01", address="-", region=region)
        events = told(place, said("facility.filing_submitted", on="2024-04-01"))
        return one(of(plain, competent_authority=authorities), events, date(2024, 4, 1)).authority

    assert borne("440305", "filing") == "health"
    assert borne("310000", "filing") == "education"
    assert borne("440305", "fire") is None
    assert borne("440305", None) is None
    assert (
        one(of(deadline("submission.on", matter="filing")), handed_in(FIRST), FIRST).authority
        is None
    )


def test_a_correction_moves_the_day_for_whoever_knows_it() -> None:
    events = handed_in(date(2024, 4, 1))
    events = told(
        corrected(events[0], {"occurred_on": "2024-04-03"}), at="2024-05-01", after=events
    )
    rules = of(deadline("submission.on + term"), term=days(5, "period"))

    assert one(rules, events, date(2024, 4, 8)).due == date(2024, 4, 8)
    assert one(rules, events[:1], date(2024, 4, 8)).due == date(2024, 4, 6)


def test_deadlines_give_no_finding_and_move_no_horizon() -> None:
    """They are read by their own walk: a standing is the same with and without them."""
    judged = rule(require="filing.exists(f, in_force(f))")
    late = deadline("submission.on + term")
    shown = rule(kind="disclosure", ladder=[{"then": "public", "since": "asof_day"}])
    shown["ladder"] = [{"then": "public"}]
    params = {"term": days(5, "period")}
    without = book(rules={"judged": judged}, params=params)
    among = book(rules={"judged": judged, "late": late, "shown": shown}, params=params)
    day = date(2024, 4, 2)
    past = History(F, handed_in(date(2024, 4, 1)))

    assert (
        Assessor(without, past).on(day).conclusions()
        == Assessor(among, past).on(day).conclusions()
    )
    assert Assessor(without, past).holds_until(day) == Assessor(among, past).holds_until(day)
    assert len(running(among, past, day)) == 1


YEARLY = rule(
    kind="deadline",
    scope="region",
    bearer="authority",
    applies="conferences.exists(c, true)",
    due="year_end(year(conferences.max(c, true, c.on)) + 1)",
)


def test_a_region_has_deadlines_of_its_own() -> None:
    """A conference was held in 2024: the next one is due by the end of 2025."""
    held = said("conference.held", on="2024-05-01", region="441602", level="plenary")
    past = History("", told(held), region="441602")
    (found,) = running_in(of(YEARLY), past, date(2026, 1, 1), "441602")

    assert (found.facility, found.region) == (None, "441602")
    assert (found.due, found.overdue) == (date(2025, 12, 31), True)
    assert running_in(of(YEARLY), past, date(2024, 4, 30), "441602") == ()
    assert running(of(YEARLY), History(F, ()), date(2026, 1, 1)) == ()


def test_what_a_plan_asks_of_its_city_it_does_not_ask_of_the_districts() -> None:
    """What the nation asks of regions, it asks of each of them."""
    places = [{"code": "440106", "name": "天河区", "parent": "440100"}]
    yearly = {**YEARLY, "applies": "asof >= date('2024-01-01')", "due": "year_end(2024)"}
    city, nation = ({**yearly, "in": code} for code in ("440100", "CN"))
    of_the_city, of_all = (
        Rulebook([pack("t", rules={"r": each}, regions=places)]) for each in (city, nation)
    )
    past, day = History("", (), region="440106"), date(2024, 5, 1)

    assert [each.due for each in running_in(of_the_city, past, day, "440100")] == [
        date(2024, 12, 31)
    ]
    assert running_in(of_the_city, past, day, "440106") == ()
    assert [each.region for each in running_in(of_all, past, day, "440106")] == ["440106"]


@pytest.mark.parametrize(
    "due", ["year_end(headcount['c'].children)", "year_end(year(suspension.until))"]
)
def test_the_end_of_a_year_that_is_not_known(due: str) -> None:
    """Of an unknown number nothing is due on a day; of a day that never was, nothing is due."""
    found = ask(of(deadline(due)), handed_in(date(2024, 4, 1)), date(2024, 4, 2))

    assert [each.due for each in found] in ([None], [])


def test_a_deadline_that_is_done_still_has_its_last_day() -> None:
    """Who paid late was late; and what one subject's day rests on is not the next one's."""
    read = {"type": "period", "values": [value("P5D", binding="reading", cite="law#2")]}
    rules = of(
        deadline(
            "has(o.due_on) ? o.due_on : o.on + term",
            "!rechecks.exists(r, r.order_id == o.order_id)",
            each="orders as o",
            subject={"kind": "order", "id": "o.order_id"},
        ),
        term=read,
    )
    ordered = "violation.correction_ordered"
    events = told(
        said(ordered, on="2024-04-01", violation_id="v", order_id="o1"),
        said(ordered, on="2024-04-01", violation_id="v", order_id="o2", due_on="2024-04-03"),
        said("violation.correction_verified", on="2024-05-01", order_id="o2", fixed=True),
    )
    scope = Assessor(rules, History(F, events)).scope(date(2024, 6, 1))
    (one_rule,) = (each for each in rules.rules if each.id == "r")
    found = [(each.due.due, each.due.binding, each.runs) for each in reckoned(one_rule, scope)]

    assert found == [
        (date(2024, 4, 6), "reading", True),
        (date(2024, 4, 3), "duty", False),
    ]
