"""Periods are calendar periods, a day ends in China, and an instant's text sorts as time does."""

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.time import (
    FAR_FUTURE,
    AsOf,
    Period,
    day_of,
    end_of_day,
    instant_from,
    instant_text,
)
from tests.shapes import days

instants = st.datetimes(
    datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)  # noqa: DTZ001 - drawn in UTC
)  # fmt: skip
periods = st.builds(Period, months=st.integers(0, 240), days=st.integers(0, 400))


def one_by_one(day: date, months: int, extra: int) -> date:
    """Count months and days on the fingers."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    last = max(number for number in calendar.Calendar().itermonthdays(year, month))
    landed = date(year, month, min(day.day, last))
    for _ in range(extra):
        landed += timedelta(days=1)
    return landed


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        ("2024-08-31", "P6M", "2025-02-28"),
        ("2024-02-29", "P12M", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2023-12-31", "P2M", "2024-02-29"),
        ("2024-12-31", "P1M", "2025-01-31"),
        ("2024-01-31", "P1M1D", "2024-03-01"),
        ("2024-03-15", "P0D", "2024-03-15"),
    ],
)
def test_a_period_clamps_to_the_end_of_the_month(day: str, text: str, expected: str) -> None:
    """SQLite would say 2025-03-03 for the first; the clamp comes before the days."""
    assert expected == Period.parse(text).after(date.fromisoformat(day)).isoformat()


@given(days("1950-01-01", "2100-12-31"), periods)
def test_adding_a_period_is_counting_on_the_fingers(day: date, period: Period) -> None:
    """By another, slower way."""
    assert one_by_one(day, period.months, period.days) == period.after(day)


@given(periods)
def test_a_period_reads_what_it_wrote(period: Period) -> None:
    """Packs are quoted back in explanations."""
    assert period == Period.parse(str(period))


def test_years_are_twelve_months() -> None:
    """P2Y6M and P30M are one period."""
    assert Period(months=30, days=1) == Period.parse("P2Y6M1D")
    assert Period.parse("P30M1D") == Period.parse("P2Y6M1D")


@pytest.mark.parametrize("text", ["", "P", "6M", "P6", "P-6M", "P6W", "P1M1Y", "PT1H", "P６M"])
def test_what_is_no_calendar_period_is_refused(text: str) -> None:
    """A period misread shifts a deadline."""
    with pytest.raises(ValueError, match=text or "^$"):
        Period.parse(text)


def test_a_day_ends_at_midnight_in_china() -> None:
    """`--known-at 2024-06-30` takes in the evening of that day in +08:00, not in UTC."""
    expected = "2024-06-30T15:59:59.999999Z"

    assert expected == instant_text(end_of_day(date(2024, 6, 30)))


@given(days("0001-01-02", "9999-12-30"))
def test_the_end_of_a_day_is_its_last_instant(day: date) -> None:
    """One microsecond later it is tomorrow."""
    last = end_of_day(day)

    assert day == day_of(last)
    assert day + timedelta(days=1) == day_of(last + timedelta(microseconds=1))


@given(instants)
def test_an_instant_reads_as_it_was_written(instant: datetime) -> None:
    """To the microsecond: the log's hashes stand on it."""
    assert instant == instant_from(instant_text(instant))


@given(instants, instants)
def test_texts_of_instants_sort_as_time_does(one: datetime, other: datetime) -> None:
    """Stores compare the text."""
    assert (one < other) == (instant_text(one) < instant_text(other))


def test_an_instant_is_written_in_utc_whatever_its_zone() -> None:
    """Two writings of one instant would sort apart."""
    evening = end_of_day(date(2024, 6, 30))

    assert instant_text(evening) == instant_text(evening.astimezone())


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30T15:59:59Z",
        "2024-06-30T15:59:59.9Z",
        "2024-06-30 15:59:59.999999Z",
        "2024-06-30T15:59:59.999999",
        "2024-06-30T15:59:59.999999+00:00",
        "2024-6-30T15:59:59.999999Z",
        "2024-06-31T15:59:59.999999Z",
    ],
)
def test_an_instant_has_one_form(text: str) -> None:
    """Of two texts for one instant only one would be found again."""
    with pytest.raises(ValueError):  # noqa: PT011 - the text, or what is wrong with it
        instant_from(text)


def test_whoever_asks_knows_what_was_recorded_by_then() -> None:
    """The instant itself counts; without one everything does."""
    known = end_of_day(date(2024, 6, 30))
    asked = AsOf(on=date(2024, 3, 1), known=known)

    assert asked.knows(known)
    assert not asked.knows(known + timedelta(microseconds=1))
    assert AsOf(on=date(2024, 3, 1)).knows(end_of_day(FAR_FUTURE))
