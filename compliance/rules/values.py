"""Values as far as they are known: Kleene truth, numbers between bounds, exact shares.

Unknown is never taken for compliant. ABSENT is another thing: it did not happen, and satisfies no
comparison. Nothing here reads facts.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any, Final, NamedTuple


class _Mark(Enum):
    UNKNOWN = "unknown"
    ABSENT = "absent"


UNKNOWN: Final = _Mark.UNKNOWN
ABSENT: Final = _Mark.ABSENT
Truth = bool | _Mark
"""True, False or UNKNOWN."""


class Today(date):
    """The day asked about. It moves on, so that a comparison with a fixed day may turn."""

    @classmethod
    def of(cls, day: date) -> "Today":
        """Return a day as the one that is asked about."""
        return cls(day.year, day.month, day.day)


class Between(NamedTuple):
    """A number known to lie between two bounds, both included; None = no bound."""

    low: int | None
    high: int | None

    def __str__(self) -> str:
        return f"{_bound(self.low)}..{_bound(self.high)}"


class Share(NamedTuple):
    """A share of a whole: the fewest and the most that may have the property, out of how many.

    `low`/`high` range over every completion of what is unknown, as (having, among) pairs.
    """

    low: tuple[int, int]
    high: tuple[int, int]

    def __str__(self) -> str:
        low, high = (f"{having}/{among}" for having, among in (self.low, self.high))
        return low if low == high else f"{low}..{high}"


def bounds(value: Any) -> tuple[int | None, int | None]:
    """Return the bounds of a number; of an unknown one, none."""
    if isinstance(value, Between):
        return value.low, value.high
    if isinstance(value, int):
        return value, value
    return None, None


def number(low: int | None, high: int | None) -> int | Between:
    """Return a number from its bounds."""
    return low if low is not None and low == high else Between(low, high)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Kleene's and: False wins over unknown."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is not True:
            result = UNKNOWN
    return result


def negation(truth: Truth) -> Truth:
    """Kleene's not."""
    return (not truth) if isinstance(truth, bool) else UNKNOWN


def compare(op: str, left: object, right: object) -> Truth:
    """Compare two values; what did not happen satisfies no comparison but `!=`."""
    if left is ABSENT or right is ABSENT:
        return op == "!="
    if isinstance(left, Between) or isinstance(right, Between):
        return _compare_bounds(op, bounds(left), bounds(right))
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    return _known(op, left, right)


def is_known(value: object) -> bool:
    """Say whether nothing about a value is open."""
    match value:
        case Between():
            return False
        case Share():
            return value.low == value.high
        case tuple():
            return UNKNOWN not in value
        case _:
            return value is not UNKNOWN


def contains(item: object, among: object) -> Truth:
    """Say whether a list holds a value."""
    if item is ABSENT or among is ABSENT:
        return False
    if among is UNKNOWN:
        return UNKNOWN
    if item is UNKNOWN:
        return UNKNOWN if among else False
    listed = among if isinstance(among, tuple | list) else ()
    if item in listed:
        return True
    return UNKNOWN if UNKNOWN in listed else False


def meets(share: Share, op: str, of: int, threshold: int) -> Truth:
    """Compare a share with a threshold `threshold/of`, exactly, over every completion."""
    verdicts = {_fraction(op, having, among, threshold, of) for having, among in
                (share.low, share.high)}  # fmt: skip
    return verdicts.pop() if len(verdicts) == 1 else UNKNOWN


def plus(left: Any, right: Any, sign: int = 1) -> int | Between:
    """Add two numbers within their bounds (or subtract, with sign -1)."""
    low, high = bounds(right)
    if sign < 0:
        low, high = (None if high is None else -high), (None if low is None else -low)
    first, last = bounds(left)
    return number(_sum(first, low), _sum(last, high))


def times(left: Any, right: Any) -> int | Between:
    """Multiply two numbers within their bounds."""
    (a, b), (c, d) = bounds(left), bounds(right)
    if a is None or c is None or ((b is None or d is None) and min(a, c) < 0):
        return Between(None, None)
    if b is None or d is None:
        return number(a * c, None)
    corners = (a * c, a * d, b * c, b * d)
    return number(min(corners), max(corners))


def _compare_bounds(
    op: str, left: tuple[int | None, int | None], right: tuple[int | None, int | None]
) -> Truth:
    match op:
        case "<":
            return _less(left, right)
        case "<=":
            return negation(_less(right, left))
        case ">":
            return _less(right, left)
        case ">=":
            return negation(_less(left, right))
        case "==":
            apart = _less(left, right) is True or _less(right, left) is True
            return False if apart else UNKNOWN
        case _:
            return negation(_compare_bounds("==", left, right))


def _less(left: tuple[int | None, int | None], right: tuple[int | None, int | None]) -> Truth:
    if left[1] is not None and right[0] is not None and left[1] < right[0]:
        return True
    if left[0] is not None and right[1] is not None and left[0] >= right[1]:
        return False
    return UNKNOWN


def _known(op: str, left: Any, right: Any) -> bool:
    match op:
        case "==":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
        case _:
            return bool(left >= right)


def _fraction(op: str, having: int, among: int, threshold: int, of: int) -> bool:
    """Compare having/among with threshold/of by cross-multiplication; of nothing, all have it."""
    left, right = (having * of, threshold * among) if among else (of, threshold)
    return _known(op, left, right)


def _sum(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _bound(value: int | date | None) -> str:
    return "" if value is None else str(value)
