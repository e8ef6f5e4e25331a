"""Comparisons: what did not happen satisfies none but `!=`; bounds decide as far as they do.

A day to which a period is added is not compared by adding: `d + P <= today` is `d <= bound`, and
the bound is found here, once for everybody, by the very arithmetic of the interpreter.
"""

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_

from compliance.rules.compile.cells import Cell, fixed, never, truth
from compliance.rules.compile.sql import FALSE, TRUE, Expr, const, either, first_of, no

_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_LAST = date.max.toordinal()


def compare(op: str, left: Cell, right: Cell) -> Cell:
    """Compare two values, for everybody."""
    if never(left) or never(right):
        return fixed("bool", op == "!=")
    if left.fixed is not None and right.fixed is not None:
        return fixed("bool", bool(_PLAIN[op](left.fixed, right.fixed)))
    if left.fixed is not None and right.moved is not None:
        return compare(_TURNED[op], right, left)
    if left.moved is not None and right.fixed is not None:
        return _bounded(op, left, right.fixed)
    return _guarded(op, _plainly(op, left, right), left, right)


def _guarded(op: str, told: Expr, left: Cell, right: Cell) -> Cell:
    """Answer for what is absent; where nothing else is open, NULL says that it is."""
    gone = either(left.absent, right.absent)
    sure = left.sure and right.sure
    if gone is None:
        return truth(told, sure=sure)
    answer = const("bool", op == "!=")
    if sure:
        return truth(func.coalesce(told, answer), sure=True)
    return truth(first_of([(gone, answer)], told), sure=False)


def _plainly(op: str, left: Cell, right: Cell) -> Expr:
    if left.single and right.single:
        found: Expr = _PLAIN[op](left.low, right.low)
        return found
    match op:
        case "<":
            return _less(left, right)
        case "<=":
            return no(_less(right, left))
        case ">":
            return _less(right, left)
        case ">=":
            return no(_less(left, right))
        case "==":
            return _same(left, right)
        case _:
            return no(_same(left, right))


def _less(left: Cell, right: Cell) -> Expr:
    return first_of(
        [(left.high < right.low, TRUE), (left.low >= right.high, FALSE)], const("bool", None)
    )


def _same(left: Cell, right: Cell) -> Expr:
    """Two numbers are apart where their bounds are; the same where both are known."""
    apart = or_(left.high < right.low, right.high < left.low)
    same = and_(left.low == left.high, right.low == right.high, left.low == right.low)
    return first_of([(apart, FALSE), (same, TRUE)], const("bool", None))


def _bounded(op: str, left: Cell, day: int) -> Cell:
    """Compare a day reckoned from another with one that is the same for everybody."""
    assert left.moved is not None  # noqa: S101 - the caller has seen to it
    of, later, _ = left.moved
    upto = _last_before(later, day + 1)  # the last day from which one comes to `day`, or earlier
    before = _last_before(later, day)
    told: dict[str, Expr] = {
        "<": of.low <= before,
        "<=": of.low <= upto,
        ">": of.low > upto,
        ">=": of.low > before,
        "==": and_(of.low > before, of.low <= upto),
        "!=": or_(of.low <= before, of.low > upto),
    }
    return _guarded(op, told[op], of, fixed("date", day))


def _last_before(later: Callable[[int], int], day: int) -> int:
    """Return the last day from which one comes to a day before another; 0 = none."""
    below, above = 0, _LAST + 1
    while above - below > 1:
        middle = (below + above) // 2
        if later(middle) < day:
            below = middle
        else:
            above = middle
    return below
