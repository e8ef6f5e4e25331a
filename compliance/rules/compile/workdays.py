"""Working days, by the published calendars: each day and the number of the working day it is.

The days of the years that are published in a row make one table of literals. A term that leaves
it runs into a calendar that nobody knows, and has no end yet.
"""

from datetime import date, timedelta

from sqlalchemy import CTE, Integer, column, text

from compliance.rules.compile.cells import Cell, absent, fixed, never
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.keep import read
from compliance.rules.compile.sql import const, either, first_of, num
from compliance.rules.tree import Call
from compliance.rules.workdays import Workdays

_ONE_DAY = timedelta(days=1)
_CALENDAR = """\
WITH told(day, number, works) AS (VALUES {})
SELECT CAST(day AS INTEGER) AS day, CAST(number AS INTEGER) AS number,
 CAST(works AS INTEGER) AS works FROM told"""
"""One text, so that the library renders it once. Literals have no type of their own in SQLite, and
without one no index: every order would be held against every day."""
_APART = 10_000_000
"""How far the numbers of two runs of years lie apart: further than any term reaches."""


def workdays(node: Call, frame: Frame) -> Cell:
    """Return the count-th working day after a day, by the published calendars."""
    start, count = (read(arg, frame) for arg in node.args)
    if never(start) or never(count):
        return absent("date")
    if start.fixed is not None and count.fixed is not None:
        return _one(start.fixed, count.fixed, frame)
    told = node.text
    table = _calendar(frame)
    first = frame.match(table, {"day": start.low}, f"{told} from")
    last = frame.match(
        table, {"number": first.c.number + count.value, "works": num(1)}, f"{told} to"
    )
    end = first_of([(count.value <= 0, start.low)], last.c.day)
    gone = either(start.absent, count.absent)
    return Cell("date", end, end, gone)


def _one(start: int, count: int, frame: Frame) -> Cell:
    day = frame.work.law.book.workdays_after(date.fromordinal(start), count).day
    if day is None:
        none = const("date", None)
        return Cell("date", none, none)
    return fixed("date", day.toordinal())


def _calendar(frame: Frame) -> CTE:
    known = ("calendar",)
    if known not in frame.work.made:
        days = _days(frame.work.law.book.workdays) or [(0, 0, 0)]
        told = text(_CALENDAR.format(", ".join(map(str, days)))).columns(
            column("day", Integer), column("number", Integer), column("works", Integer)
        )
        frame.work.made[known] = told.cte(frame.work.name("calendar"))
    made: CTE = frame.work.made[known]
    return made


def _days(calendars: Workdays) -> list[tuple[int, int, int]]:
    """Return each day, how many working days there are up to it, and whether it is one."""
    found: list[tuple[int, int, int]] = []
    number, before = 0, None
    for year in sorted(calendars.years):
        if before != year - 1:
            number += _APART
            found.append((date(year, 1, 1).toordinal() - 1, number, 0))
        for each in range((date(year, 12, 31) - date(year, 1, 1)).days + 1):
            day = date(year, 1, 1) + each * _ONE_DAY
            works = int(bool(calendars.works(day)))
            number += works
            found.append((day.toordinal(), number, works))
        before = year
    return found
