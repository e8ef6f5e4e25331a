"""Days reckoned in whole numbers: periods added, years, cycles. No engine's calendar is asked.

A day is its ordinal. Months are counted from March of the year 0, so that the leap day is the
last of its year; whatever lies beyond the calendar is its last day, as in the interpreter.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select, select

from compliance.domain.time import Period
from compliance.rules.compile.cells import Cell, Moved, fixed
from compliance.rules.compile.sql import Expr, div, first_of, larger, num, smaller

LAST = date.max.toordinal()
_DAY = "low"
_TO_MARCH = 305
"""From an ordinal to the days since 1 March of the year 0."""


def staged(days: FromClause, period: Period) -> Select[Any]:
    """Add a period to the column `low` of a table, by way of columns: written out it is long."""
    others = [each for each in days.c if each.name != _DAY]
    day = days.c[_DAY]
    if not period.months:
        return select(*others, _added(day, period).label(_DAY)).select_from(days)
    told = civil(day)
    parts = select(*others, day, told.month.label("month"), told.day.label("place")).subquery()
    kept = [parts.c[each.name] for each in others]
    later = months_later(Civil(parts.c.month, parts.c.place), num(period.months))
    beyond = _first_beyond(lambda each: plain_later(each, period))
    found = first_of([(parts.c[_DAY] >= num(beyond), num(LAST))], later + num(period.days))
    return select(*kept, found.label(_DAY)).select_from(parts)


class Civil(NamedTuple):
    """A day as months since March of the year 0, and days since the month began."""

    month: Expr
    day: Expr


def plain_later(day: int, period: Period) -> int:
    """Add a period to a day; beyond the calendar lies its last day."""
    try:
        return period.after(date.fromordinal(day)).toordinal()
    except (ValueError, OverflowError):
        return LAST


def moved(one: Cell, period: Period) -> Cell:
    """Add a period to a day, for everybody."""
    if one.fixed is not None:
        return fixed("date", plain_later(one.fixed, period))
    inner = one.moved or Moved(one, lambda day: day, ())

    def later(day: int) -> int:
        return plain_later(inner.later(day), period)

    periods = (*inner.periods, period)

    added = _added(one.low, period)
    return Cell("date", added, added, one.absent, one.sure, moved=Moved(inner.of, later, periods))


def _added(day: Expr, period: Period) -> Expr:
    beyond = _first_beyond(lambda each: plain_later(each, period))
    if period.months:
        told = months_later(civil(day), num(period.months)) + num(period.days)
    else:
        told = day + num(period.days)
    return first_of([(day >= num(beyond), num(LAST))], told)


def _first_beyond(later: Callable[[int], int]) -> int:
    """Return the first day from which one comes to the last day of the calendar."""
    below, above = 0, LAST
    while above - below > 1:
        middle = (below + above) // 2
        if later(middle) < LAST:
            below = middle
        else:
            above = middle
    return above


def civil(day: Expr) -> Civil:
    """Tell a day's month and its place in it."""
    since = day + num(_TO_MARCH)
    century = div(num(4) * since + num(3), 146_097)
    of_century = since - div(num(146_097) * century, 4)
    year = div(num(4) * of_century + num(3), 1_461)
    of_year = of_century - div(num(1_461) * year, 4)
    month = div(num(5) * of_year + num(2), 153)
    return Civil(
        num(12) * (num(100) * century + year) + month,
        of_year - div(num(153) * month + num(2), 5),
    )


def months_later(told: Civil, months: Expr) -> Expr:
    """Return the day some months later, or the last of its month."""
    month = told.month + months
    return smaller(first_day(month) + told.day, first_day(month + num(1)) - num(1))


def first_day(month: Expr) -> Expr:
    """Return the first day of a month."""
    year = div(month, 12)
    before = num(365) * year + div(year, 4) - div(year, 100) + div(year, 400)
    return before + div(num(153) * (month - num(12) * year) + num(2), 5) - num(_TO_MARCH)


def year_of(day: Expr) -> Expr:
    """Return the year of a day."""
    return div(civil(day).month + num(2), 12)


def day_in_year(year: Expr, month: Expr, day: Expr) -> Expr:
    """Return a day by year, month and day; past the month's end, its last. All as they can be."""
    within = smaller(larger(year, num(1)), num(date.max.year))
    place = num(12) * within + month - num(3)
    return smaller(first_day(place) + day - num(1), _end(place))


def _end(place: Expr) -> Expr:
    return first_of(
        [(place > num(12 * date.max.year + 8), num(LAST))], first_day(place + num(1)) - num(1)
    )
