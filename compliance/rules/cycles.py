"""Days of the calendar: the cycle that a day lies in, years, and days of a year.

A cycle is counted from its anchor, never from the cycle before it: a term of one month from
31 January ends in February and starts again on 31 March.
"""

from collections.abc import Callable
from datetime import date, timedelta

from compliance.domain.time import Period
from compliance.rules.seen import Scope, See, Seen, together
from compliance.rules.tree import Call
from compliance.rules.values import ABSENT, UNKNOWN, Today, is_known

_ONE_DAY = timedelta(days=1)
_DECEMBER, _DECEMBER_DAYS = 12, 31
_MONTHS = range(1, _DECEMBER + 1)


def year(node: Call, scope: Scope, see: See) -> Seen:
    """Return the year of a day; that of today turns with the next year."""
    day = see(node.args[0], scope)
    if isinstance(day.value, Today) and day.value.year < date.max.year:
        scope.turns.add(date(day.value.year + 1, 1, 1))
    return Seen(day.value.year, day.events) if isinstance(day.value, date) else day


def year_end(node: Call, scope: Scope, see: See) -> Seen:
    """Return the last day of a year; of one that is only bounded, nothing is known."""
    return _day_of(see(node.args[0], scope), _DECEMBER, _DECEMBER_DAYS)


def date_in_year(node: Call, scope: Scope, see: See) -> Seen:
    """Return a day by year, month and day; a day past the month's end is its last."""
    parts = tuple(see(arg, scope) for arg in node.args)
    told, month, day = parts
    joined = together(parts, told.value)
    if told.value is not ABSENT and not all(is_known(each.value) for each in parts):
        return joined._replace(value=UNKNOWN)
    if month.value not in _MONTHS or not isinstance(day.value, int) or day.value < 1:
        return joined._replace(value=ABSENT)
    return _day_of(joined, month.value, day.value)


def _day_of(told: Seen, month: int, day: int) -> Seen:
    if told.value is ABSENT or not is_known(told.value):
        return told._replace(value=ABSENT if told.value is ABSENT else UNKNOWN)
    first = date(min(max(told.value, date.min.year), date.max.year), month, 1)
    following = None if month == _DECEMBER else first.replace(month=month + 1)
    longest = _DECEMBER_DAYS if following is None else (following - _ONE_DAY).day
    return told._replace(value=first.replace(day=min(day, longest)))


def cycle_start(node: Call, scope: Scope, see: See) -> Seen:
    """Return the first day of the cycle that today lies in; ABSENT before the anchor."""
    return _cycle(node, scope, see, lambda start, _following: start)


def cycle_end(node: Call, scope: Scope, see: See) -> Seen:
    """Return the last day of the cycle that today lies in; ABSENT before the anchor."""
    return _cycle(node, scope, see, lambda _start, following: following - _ONE_DAY)


def _cycle(node: Call, scope: Scope, see: See, side: Callable[[date, date], date]) -> Seen:
    anchor, period = (see(arg, scope) for arg in node.args)
    parts, today = (anchor, period), scope.facts.on
    if ABSENT in (anchor.value, period.value):
        return together(parts, ABSENT)
    if not (is_known(anchor.value) and is_known(period.value)) or period.value == Period():
        return together(parts, UNKNOWN)
    if today < anchor.value:
        scope.turns.add(anchor.value)
        return together(parts, ABSENT)
    place = _place(anchor.value, period.value, today)
    following = _start(anchor.value, period.value, place + 1)
    scope.turns.add(following)
    return together(parts, side(_start(anchor.value, period.value, place), following))


def _place(anchor: date, period: Period, today: date) -> int:
    """Return the number of the cycle, from 0, in which a day lies."""
    above = 1
    while _start(anchor, period, above) <= today:
        above *= 2
    below = above // 2
    while above - below > 1:
        middle = (below + above) // 2
        if _start(anchor, period, middle) <= today:
            below = middle
        else:
            above = middle
    return below


def _start(anchor: date, period: Period, place: int) -> date:
    """Return the first day of a cycle; beyond the calendar lies its last day."""
    try:
        return Period(period.months * place, period.days * place).after(anchor)
    except (ValueError, OverflowError):
        return date.max
