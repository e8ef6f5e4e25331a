"""Who stands otherwise: with other knowledge, on another day, or under other rules.

Compared are status, tier, flags and verdicts, facility by facility: as the compiled rules tell
them of everybody, or the interpreter of one, and of all where the tables cannot tell.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from compliance.domain.time import AsOf
from compliance.engine.concluded import concluded
from compliance.engine.desk import Desk
from compliance.engine.everybody import heard_by
from compliance.engine.past import borne_for, gathered, known_past, known_pasts, past, some_pasts
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


class _Histories(NamedTuple):
    """A facility's history as it was known, and as it is known; None where nothing is."""

    was: History | None
    now: History | None


class _Pair(NamedTuple):
    """How a facility stood on one side and stands on the other; None before it had begun."""

    facility: str
    was: Stood | None
    now: Stood | None


def diff(desk: Desk, was: Side, now: Side, where: Where) -> Iterator[Shift]:
    """Yield every conclusion that is another, with the positions that lie between.

    Raises NotFound (E-FACILITY-UNKNOWN, E-REGION-UNKNOWN) and BadInput (E-REGION).
    """
    sought = Sought(region=where.region)
    refuse_unknown(sought, now.book)
    pairs = None if where.facility is not None else _by_tables(desk, was, now, sought)
    if pairs is None:
        pairs = _by_histories(desk, was, now, where)
    anybody, changed = False, dict[str, list[_Change]]()
    for facility, old, new in pairs:
        anybody, changes = True, list(_changes(old, new))
        if changes:
            changed[facility] = changes
    if not anybody:
        refuse_empty_region(sought, now.book, now.as_of.on)
    between = _between(desk, was.as_of, now.as_of, changed)
    for facility, positions in between:
        yield from (Shift(facility, each, positions) for each in changed[facility])


def _by_tables(desk: Desk, was: Side, now: Side, sought: Sought) -> Iterable[_Pair] | None:
    """Pair how everybody meant stands by the compiled rules; None where they cannot tell."""
    old = concluded(desk, *was)
    new = None if old is None else concluded(desk, *now)
    if old is None or new is None:
        return None
    befores, afters = ({each.facility: each for each in side} for side in (old, new))
    meant = {
        each.facility
        for side, found in ((was, old), (now, new))
        for each in found
        if sought.within(side.book, each.region, side.as_of.on)
    }
    return [_Pair(each, befores.get(each), afters.get(each)) for each in sorted(meant)]


def _by_histories(desk: Desk, was: Side, now: Side, where: Where) -> Iterator[_Pair]:
    """Pair how who is meant stands by their histories; alike ones are not read."""
    sought = Sought(region=where.region)
    for each in _histories(desk, was.as_of, now.as_of, where.facility):
        history = each.now or each.was
        if history is None or not (_means(sought, was, each.was) or _means(sought, now, each.now)):
            continue
        if _alike(was, now, each):
            yield _Pair(history.facility, None, None)
        else:
            yield _Pair(history.facility, _stood(was, each.was), _stood(now, each.now))


def _histories(desk: Desk, was: AsOf, now: AsOf, facility: str | None) -> Iterator[_Histories]:
    if facility is not None:
        before = past(desk.log, facility, was.known)
        after = past(desk.log, facility, now.known)
        if not (had_begun(before, was.on) or had_begun(after, now.on)):
            known_past(desk.log, facility, now.known)
        yield _Histories(before, after)
    elif was.known == now.known:
        yield from (_Histories(each, each) for each in known_pasts(desk.log, now.known))
    else:
        yield from _merged(known_pasts(desk.log, was.known), known_pasts(desk.log, now.known))


def _merged(befores: Iterator[History], afters: Iterator[History]) -> Iterator[_Histories]:
    """Pair two runs of histories, each in order of facility."""
    was, now = next(befores, None), next(afters, None)
    while was is not None or now is not None:
        first = min(each.facility for each in (was, now) if each is not None)
        old = was if was is not None and was.facility == first else None
        new = now if now is not None and now.facility == first else None
        yield _Histories(old, new)
        was = was if old is None else next(befores, None)
        now = now if new is None else next(afters, None)


def _means(sought: Sought, side: Side, history: History | None) -> bool:
    """Say whether by then anything had happened at a facility, in the region asked about."""
    on = side.as_of.on
    if history is None or not had_begun(history, on):
        return False
    return sought.within(side.book, identity_on(history, on).get("region"), on)


def _alike(was: Side, now: Side, pair: _Histories) -> bool:
    """Say whether two sides ask the same of the same: then the answers are."""
    if was.book is not now.book or was.as_of.on != now.as_of.on:
        return False
    return pair.was is not None and pair.now is not None and pair.was.events == pair.now.events


def _stood(side: Side, history: History | None) -> Stood | None:
    on = side.as_of.on
    if history is None or not had_begun(history, on):
        return None
    return stood_of(side.book, history, on)


def _between(
    desk: Desk, was: AsOf, now: AsOf, facilities: Collection[str]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield of each facility what was recorded between two instants, or happened between days."""
    if was.known != now.known:
        first, last = (_heard(desk, each) for each in (was, now))
        borne = borne_for(desk.log, facilities)
        for facility in sorted(facilities):
            heard = (each.position for each in gathered(borne, facility))
            yield facility, tuple(each for each in heard if first < each <= last)
    elif was.on == now.on:
        yield from ((facility, ()) for facility in sorted(facilities))
    else:
        for history in some_pasts(desk.log, facilities, now.known):
            happened = (each for each in history.events if was.on < each.on <= now.on)
            positions = {position for each in happened for position in each.positions}
            yield history.facility, tuple(sorted(positions))


def _heard(desk: Desk, as_of: AsOf) -> int:
    """Return the position up to which the log was known."""
    return desk.log.head().size if as_of.known is None else heard_by(desk.log, as_of.known)


def _changes(was: Stood | None, now: Stood | None) -> Iterator[_Change]:
    for kind in ("status", "tier"):
        old, new = getattr(was, kind, None), getattr(now, kind, None)
        if old != new:
            yield {kind: {"from": old, "to": new}}
    flags = [[] if each is None else list(each.flags) for each in (was, now)]
    if flags[0] != flags[1]:
        yield {"flags": {"from": flags[0], "to": flags[1]}}
    yield from _finding_changes(was.findings if was else (), now.findings if now else ())


def _finding_changes(was: Iterable[Told], now: Iterable[Told]) -> Iterator[_Change]:
    """Yield the verdicts that are others; of several on one subject, the alike cancel out."""
    before, after = told_by_subject(was), told_by_subject(now)
    for key in sorted({*before, *after}):
        found = before.get(key, []), after.get(key, [])
        told = (found[1] or found[0])[0]
        old, new = (Counter(each["verdict"] for each in side) for side in found)
        others = zip_longest(sorted((old - new).elements()), sorted((new - old).elements()))
        for from_, to in others:
            named = {"rule": told["rule"], "subject": told["subject"]}
            yield {"finding": {**named, "from": from_, "to": to}}
