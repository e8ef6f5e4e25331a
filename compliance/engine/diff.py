"""Who stands otherwise: with other knowledge, on another day, or under other rules.

Compared are status, tier, flags and verdicts, facility by facility.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.past import events_about, known_past, known_pasts, past
from compliance.engine.sought import Sought, refuse_empty_region, refuse_unknown
from compliance.engine.stood import Stood, Told, had_begun, identity_on, stood_of, told_by_subject
from compliance.engine.whatif import Shift, Where
from compliance.projections.history import History
from compliance.rules.book import Rulebook

_Change = dict[str, Any]


class Side(NamedTuple):
    """One of the two that are compared: the rules, the day, and what was known."""

    book: Rulebook
    as_of: AsOf


class _Pair(NamedTuple):
    """A facility's history as it was known, and as it is known; None where nothing is."""

    was: History | None
    now: History | None


def diff(desk: Desk, was: Side, now: Side, where: Where) -> Iterator[Shift]:
    """Yield every conclusion that is another, with the positions that lie between.

    Raises NotFound (E-FACILITY-UNKNOWN, E-REGION-UNKNOWN) and BadInput (E-REGION).
    """
    sought = Sought(region=where.region)
    refuse_unknown(sought, now.book)
    anybody = False
    for each in _pairs(desk, was.as_of, now.as_of, where.facility):
        pair = _Pair(_meant(sought, was, each.was), _meant(sought, now, each.now))
        anybody = anybody or pair != (None, None)
        if pair != (None, None) and not _alike(was, now, pair):
            yield from _shifts(desk, was, now, each)
    if not anybody:
        refuse_empty_region(sought, now.book, now.as_of.on)


def _pairs(desk: Desk, was: AsOf, now: AsOf, facility: str | None) -> Iterator[_Pair]:
    if facility is not None:
        before = past(desk.log, facility, was.known)
        after = past(desk.log, facility, now.known)
        if not (had_begun(before, was.on) or had_begun(after, now.on)):
            known_past(desk.log, facility, now.known)
        yield _Pair(before, after)
    elif was.known == now.known:
        yield from (_Pair(each, each) for each in known_pasts(desk.log, now.known))
    else:
        yield from _merged(known_pasts(desk.log, was.known), known_pasts(desk.log, now.known))


def _merged(befores: Iterator[History], afters: Iterator[History]) -> Iterator[_Pair]:
    """Pair two runs of histories, each in order of facility."""
    was, now = next(befores, None), next(afters, None)
    while was is not None or now is not None:
        first = min(each.facility for each in (was, now) if each is not None)
        old = was if was is not None and was.facility == first else None
        new = now if now is not None and now.facility == first else None
        yield _Pair(old, new)
        was = was if old is None else next(befores, None)
        now = now if new is None else next(afters, None)


def _meant(sought: Sought, side: Side, history: History | None) -> History | None:
    """Return a history if by then anything had happened, in the region asked about."""
    on = side.as_of.on
    if history is None or not had_begun(history, on):
        return None
    region = identity_on(history, on).get("region")
    return history if sought.within(side.book, region, on) else None


def _alike(was: Side, now: Side, pair: _Pair) -> bool:
    """Say whether two sides ask the same of the same: then the answers are."""
    if was.book is not now.book or was.as_of.on != now.as_of.on:
        return False
    return pair.was is not None and pair.now is not None and pair.was.events == pair.now.events


def _shifts(desk: Desk, was: Side, now: Side, pair: _Pair) -> Iterator[Shift]:
    old, new = _stood(was, pair.was), _stood(now, pair.now)
    changes = list(_changes(old, new))
    history = pair.now or pair.was
    if changes and history is not None:
        between = _between(desk, was.as_of, now.as_of, history)
        yield from (Shift(history.facility, each, between) for each in changes)


def _stood(side: Side, history: History | None) -> Stood | None:
    on = side.as_of.on
    if history is None or not had_begun(history, on):
        return None
    return stood_of(side.book, history, on)


def _between(desk: Desk, was: AsOf, now: AsOf, history: History) -> tuple[int, ...]:
    """Return what was recorded between two instants, or what happened between two days."""
    if was.known != now.known:
        heard = events_about(desk.log, history.facility)
        return tuple(
            each.position
            for each in heard
            if now.knows(each.recorded_at) and not was.knows(each.recorded_at)
        )
    happened = (each for each in history.events if was.on < each.on <= now.on)
    return tuple(sorted({position for each in happened for position in each.positions}))


def _changes(was: Stood | None, now: Stood | None) -> Iterator[_Change]:
    for kind in ("status", "tier"):
        old, new = getattr(was, kind, None), getattr(now, kind, None)
        if old != new:
            yield {kind: {"from": old, "to": new}}
    flags = [[] if each is None else list(each.flags) for each in (was, now)]
    if flags[0] != flags[1]:
        yield {"flags": {"from": flags[0], "to": flags[1]}}
    yield from _finding_changes(was.findings if was else (), now.findings if now else ())


def _finding_changes(was: tuple[Told, ...], now: tuple[Told, ...]) -> Iterator[_Change]:
    before, after = told_by_subject(was), told_by_subject(now)
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        told = new or old
        if told is not None and (old and old["verdict"]) != (new and new["verdict"]):
            yield {
                "finding": {
                    "rule": told["rule"],
                    "subject": told["subject"],
                    "from": old and old["verdict"],
                    "to": new and new["verdict"],
                }
            }
