"""Years, days of a year, and the cycle that today lies in, for everybody at once.

A cycle is counted from its anchor. Which one today lies in is found by the days before which an
anchor must lie; they are literals, reckoned as the interpreter reckons them.
"""

from collections.abc import Callable
from datetime import date, timedelta

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
from compliance.rules.compile.dates import LAST, Civil, civil, day_in_year, months_later, year_of
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
    told = side(*_around(anchor.low, period, today))
    gone = either(anchor.absent, and_(anchor.low.is_not(None), ahead))
    value = first_of([(ahead, const("date", None))], told)
    return cell("date", value, gone, sure=anchor.sure)


def _around(anchor: Expr, period: Period, today: int) -> tuple[Expr, Expr]:
    """Return the first day of the cycle that today lies in, and of the next."""
    if period.months and period.days:
        raise NotCompiledError(str(period))
    if period.days:
        start = anchor + div(num(today) - anchor, period.days) * num(period.days)
        return start, _never_after_last(start + num(period.days))
    first = civil(anchor)
    month = _month_begun(first, period.months, today)
    following = month + num(period.months)
    start, end = (months_later(Civil(each, first.day), num(0)) for each in (month, following))
    return start, first_of([(following > _months_of(LAST), num(LAST))], end)


def _month_begun(first: Civil, months: int, today: int) -> Expr:
    """Return the month in which the last cycle began; one of this month may begin yet.

    In the month of today the day of beginning is told apart by literals: the last day of a month
    stands for all days that the month does not have.
    """
    on, now = date.fromordinal(today), _months_of(today)
    passed = now - first.month
    over = passed - num(months) * div(passed, months)
    found = now - over
    if (on + timedelta(days=1)).day == 1:
        return found
    return first_of([(and_(over == 0, first.day >= num(on.day)), now - num(months))], found)


def _never_after_last(day: Expr) -> Expr:
    return first_of([(day > num(LAST), num(LAST))], day)


def _months_of(day: int) -> Expr:
    on = date.fromordinal(day)
    return num(12 * on.year + on.month - 3)
