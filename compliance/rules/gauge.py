"""A region's figure from facts: facilities' numbers added up, with what is unknown between bounds.

Shares are pooled: numerators and denominators are added, never averages averaged. A facility of
which it is not known whether it counts widens the bounds; nothing unknown is taken for none.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from compliance.domain.figures import Measure
from compliance.domain.findings import Missing
from compliance.rules.interpret import see
from compliance.rules.parser import parse
from compliance.rules.plan import Indicator
from compliance.rules.seen import Scope, Seen
from compliance.rules.values import UNKNOWN, Share, Truth, bounds, is_known

Pair = tuple[int, int]
_NOTHING: Pair = (0, 0)


class _Part(NamedTuple):
    """What one facility adds: (having, among) at the worst and at the best."""

    low: Pair
    high: Pair | None
    """None = nobody knows of how many."""


def gauge(indicator: Indicator, scopes: Iterable[Scope]) -> Measure:
    """Return an indicator's figure over the facilities of a region (or over the region's own)."""
    counted = [
        (scope, where) for scope in scopes if (where := _where(indicator, scope)) is not False
    ]
    match indicator.way:
        case "sum" | "region":
            return _added(indicator, counted)
        case "distinct":
            return _different(indicator, counted)
        case _:
            return _pooled(indicator, counted)


def ratio(top: Measure, base: Measure, per: int) -> Measure:
    """Divide one figure by another, per so many."""
    events, missing = top.events | base.events, top.missing | base.missing
    if base.low is None or base.low <= 0 or top.low is None:
        return Measure(None, None, events=events, missing=missing)
    low = None if base.high is None else top.low * per / base.high
    high = None if top.high is None else top.high * per / base.low
    step = Fraction(per) / base.low if base.known else None
    known = top.known and base.known and per == 1
    text = f"{top.low}/{base.low}" if known and low is not None and low <= 1 else None
    return Measure(low, high, text, step, events, frozenset() if low == high else missing)


def lowest(parts: Sequence[Measure], units: int) -> Measure:
    """Return the lowest of the figures of regions within; those not listed may be lower."""
    events = frozenset[int]().union(*(each.events for each in parts))
    missing = frozenset[Missing]().union(*(each.missing for each in parts))
    highs = [each.high for each in parts if each.high is not None]
    lows = [each.low for each in parts]
    if not parts or len(parts) < units:
        return Measure(None, min(highs, default=None), events=events, missing=missing)
    low = None if None in lows else min(each for each in lows if each is not None)
    return Measure(low, min(highs, default=None), None, None, events, missing)


def _where(indicator: Indicator, scope: Scope) -> Truth:
    return True if "where" not in indicator.texts else _seen(indicator, "where", scope).value


def _seen(indicator: Indicator, name: str, scope: Scope) -> Seen:
    return see(parse(indicator.texts[name]), scope)


def _told(indicator: Indicator, names: Sequence[str], scope: Scope) -> tuple[Seen, ...]:
    """Return what was seen of a facility: of its expressions, and of whether it counts."""
    where = [_seen(indicator, "where", scope)] if "where" in indicator.texts else []
    return (*(_seen(indicator, name, scope) for name in names), *where)


def _behind(seens: Iterable[Seen]) -> tuple[frozenset[int], frozenset[Missing]]:
    told = list(seens)
    unknown = (each.missing for each in told if not is_known(each.value))
    return (
        frozenset[int]().union(*(each.events for each in told)),
        frozenset[Missing]().union(*unknown),
    )


def _added(indicator: Indicator, counted: Sequence[tuple[Scope, Truth]]) -> Measure:
    """Add numbers; one that may not count may also add nothing."""
    low: int | None = 0
    high: int | None = 0
    seens: list[Seen] = []
    for scope, where in counted:
        told = _told(indicator, (indicator.way,), scope)
        seens += told
        least, most = bounds(told[0].value)
        if where is UNKNOWN:
            least, most = _at_most(least, 0), None if most is None else max(most, 0)
        low = None if low is None or least is None else low + least
        high = None if high is None or most is None else high + most
    events, missing = _behind(seens)
    return Measure(_fraction(low), _fraction(high), None, Fraction(1), events, missing)


def _different(indicator: Indicator, counted: Sequence[tuple[Scope, Truth]]) -> Measure:
    """Count different texts; an unknown one may be any of them, or another."""
    sure: set[str] = set()
    maybe: set[str] = set()
    unknown = surely_one = 0
    seens: list[Seen] = []
    for scope, where in counted:
        told = _told(indicator, ("distinct",), scope)
        seens += told
        text = told[0].value
        if not isinstance(text, str):
            unknown += 1
            surely_one |= where is True
            continue
        (sure if where is True else maybe).add(text)
    events, missing = _behind(seens)
    low, high = max(len(sure), int(surely_one)), len(sure | maybe) + unknown
    return Measure(Fraction(low), Fraction(high), None, Fraction(1), events, missing)


def _pooled(indicator: Indicator, counted: Sequence[tuple[Scope, Truth]]) -> Measure:
    names = {"share": ("share",), "part": ("part", "whole"), "having": ("having", "among")}
    parts: list[_Part] = []
    seens: list[Seen] = []
    for scope, where in counted:
        told = _told(indicator, names[indicator.way], scope)
        part = _part(indicator.way, [each.value for each in told])
        parts.append(part if where is True else _perhaps(part))
        seens += told
    return _share(parts, *_behind(seens))


def _part(way: str, values: Sequence[Any]) -> _Part:
    """Return what a facility adds to a share, from the values of its expressions."""
    match way:
        case "share":
            share = values[0]
            unknown = _Part(_NOTHING, None)
            return _Part(share.low, share.high) if isinstance(share, Share) else unknown
        case "part":
            return _portion(bounds(values[0]), bounds(values[1]))
        case _:
            return _one(values[0], values[1])


def _portion(part: tuple[int | None, int | None], whole: tuple[int | None, int | None]) -> _Part:
    """Return a number of a whole: at least none of it, at most all of it."""
    if whole[1] is None:
        return _Part(_NOTHING, None)
    most = whole[1] if part[1] is None else min(part[1], whole[1])
    fewest = max(part[0] or 0, 0)
    return _Part((fewest, whole[1]), (most, max(whole[0] or 0, most)))


def _one(having: Truth, among: Truth) -> _Part:
    """Return a facility as one of those that count, and of those that have the property."""
    if among is False:
        return _Part(_NOTHING, _NOTHING)
    fewest, most = int(having is True), int(having is not False)
    one = _Part((fewest, 1), (most, 1))
    return one if among is True else _perhaps(one)


def _perhaps(part: _Part) -> _Part:
    """Return what a part adds that may not count: at worst what it lacks, at best what it has."""
    if part.high is None:
        return part
    lack = part.low[1] - part.low[0]
    return _Part((0, lack), (part.high[0], part.high[0]))


def _share(parts: Sequence[_Part], events: frozenset[int], missing: frozenset[Missing]) -> Measure:
    """Pool the parts: of nothing, no share is known."""
    highs = [part.high for part in parts if part.high is not None]
    if len(highs) < len(parts):
        return Measure(Fraction(0), Fraction(1), None, None, events, missing)
    low = sum(part.low[0] for part in parts), sum(part.low[1] for part in parts)
    high = sum(each[0] for each in highs), sum(each[1] for each in highs)
    if not low[1] or not high[1]:
        return Measure(None, None, None, None, events, missing)
    text = str(Share(low, high))
    step = Fraction(1, low[1]) if low[1] == high[1] else None
    return Measure(Fraction(*low), Fraction(*high), text, step, events, missing)


def _at_most(value: int | None, limit: int) -> int | None:
    return None if value is None else min(value, limit)


def _fraction(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)
