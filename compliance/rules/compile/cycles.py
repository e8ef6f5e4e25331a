"""Years, days of a year, and the cycle that today lies in, for everybody at once.

A cycle is counted from its anchor. Which one today lies in is found by the days before which an
anchor must lie; they are literals, reckoned as the interpreter reckons them.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import and_, or_

from compliance.domain.time import Period
from compliance.rules.compile.cells import (
    Cell,
    NotCompiledError,
    absent,
    cell,
    fixed,
    never,
    shielded,
)
from compliance.rules.compile.dates import LAST, civil, day_in_year, months_later, year_of
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.given import each
from compliance.rules.compile.keep import read
from compliance.rules.compile.sql import Expr, any_of, const, div, either, first_of, num
from compliance.rules.tree import Call

_DECEMBER, _DECEMBER_DAYS = 12, 31


def year(node: Call, frame: Frame) -> Cell:
    """Return the year of a day."""
    day = read(node.args[0], frame)
    if day.fixed is not None:
        return fixed("int", date.fromordinal(day.fixed).year)
    return shielded(cell("int", year_of(day.low), sure=True), day)


def year_end(node: Call, frame: Frame) -> Cell:
    """Return the last day of a year."""
    told = read(node.args[0], frame)
    found = day_in_year(told.value, num(_DECEMBER), num(_DECEMBER_DAYS))
    end = first_of([(told.value.is_(None), const("date", None))], found)
    return cell("date", end, told.absent, sure=told.sure)


def date_in_year(node: Call, frame: Frame) -> Cell:
    """Return a day by year, month and day; a day past the month's end is its last."""
    told, month, day = (read(arg, frame) for arg in node.args)
    if any(never(part) for part in (told, month, day)):
        return _nowhere(told, month, day)
    beyond = or_(month.value < 1, month.value > _DECEMBER, day.value < 1)
    open_ = or_(*(part.value.is_(None) for part in (told, month, day)))
    found = day_in_year(told.value, month.value, day.value)
    value = first_of([(or_(open_, beyond), const("date", None))], found)
    sure = all(part.sure for part in (told, month, day))
    return cell("date", value, _away((told, month, day), beyond), sure=sure)


def _away(parts: tuple[Cell, ...], beyond: Expr) -> Expr:
    """Say where there is no such day: no year, or no such month or day of it.

    What is not known of month or day leaves the year's day unknown, unless the year is absent.
    """
    told, month, day = parts
    known = and_(*(_is_settled(part) for part in parts))
    missing = any_of(month.absent, day.absent, beyond)
    found = first_of([(and_(known, missing), const("bool", True))], const("bool", False))
    return found if told.absent is None else or_(told.absent, found)


def _is_settled(part: Cell) -> Expr:
    return any_of(part.known, part.absent)


def _nowhere(*parts: Cell) -> Cell:
    """Return what comes of a year, month or day that nobody ever has."""
    if any(part.absent is not None and not never(part) for part in parts):
        raise NotCompiledError("date_in_year")
    told = parts[0]
    if never(told) or all(part.sure for part in parts):
        return absent("date")
    open_ = or_(*(part.unknown for part in parts))
    none = const("date", None)
    return Cell("date", none, none, ~open_)


def cycle_start(node: Call, frame: Frame) -> Cell:
    """Return the first day of the cycle that today lies in; absent before the anchor."""
    return _cycle(node, frame, lambda start, _following: start)


def cycle_end(node: Call, frame: Frame) -> Cell:
    """Return the last day of the cycle that today lies in; absent before the anchor."""
    return _cycle(node, frame, lambda _start, following: following - num(1))


def _cycle(node: Call, frame: Frame, side: Callable[[Expr, Expr], Expr]) -> Cell:
    anchor = read(node.args[0], frame)

    def of(period: Period) -> Cell:
        return _turned(anchor, period, frame.work.on, side)

    if never(anchor):
        return absent("date")
    return each(frame.see(node.args[1]), of, "date")


def _turned(anchor: Cell, period: Period, today: int, side: Callable[[Expr, Expr], Expr]) -> Cell:
    if period == Period():
        none = const("date", None)
        return Cell("date", none, none, anchor.absent)
    ahead = anchor.low > today
    place = _place(anchor.low, period, today)
    told = side(_start(anchor.low, period, place), _start(anchor.low, period, place + num(1)))
    gone = either(anchor.absent, and_(anchor.low.is_not(None), ahead))
    value = first_of([(ahead, const("date", None))], told)
    return cell("date", value, gone, sure=anchor.sure)


def _place(anchor: Expr, period: Period, today: int) -> Expr:
    """Return the number of the cycle, from 0, in which today lies."""
    if period.months and period.days:
        raise NotCompiledError(str(period))
    if period.days:
        return div(num(today) - anchor, period.days)
    passed = _months_of(today) - civil(anchor).month
    place = div(passed, period.months)
    begun = _start(anchor, period, place) <= today
    return first_of([(begun, place)], place - num(1))


def _months_of(day: int) -> Expr:
    on = date.fromordinal(day)
    return num(12 * on.year + on.month - 3)


def _start(anchor: Expr, period: Period, place: Expr) -> Expr:
    """Return the first day of a cycle; beyond the calendar lies its last day."""
    if period.days:
        told = anchor + place * num(period.days)
    else:
        told = months_later(civil(anchor), place * num(period.months))
    return first_of([(told > num(LAST), num(LAST))], told)
