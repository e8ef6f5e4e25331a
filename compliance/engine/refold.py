"""Folding anew: the rows of a facility or a region on which news bears, where they differ."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from compliance.domain.envelope import Event
from compliance.domain.relations import RELATIONS
from compliance.domain.tags import RULES_ON
from compliance.engine.sees import seen_since
from compliance.engine.touched import meant
from compliance.log.codec import event_of
from compliance.log.entry import Entry
from compliance.projections.columns import KNOWN, SEES, fact_table
from compliance.projections.effective import AMENDMENTS, Effective, effective
from compliance.projections.fold import bearing_on, grow, told_by
from compliance.projections.identity import LINK
from compliance.projections.spans import span_of
from compliance.projections.writing import Tables

Span = tuple[Any, ...]
Read = Callable[[Entry], Event]
"""Reads an entry as the event that it holds."""
_ALWAYS = AMENDMENTS | RULES_ON.keys() | {LINK}
"""Events that decide what others count for."""


def refresh_facility(
    tables: Tables, facility: str, entries: Sequence[Entry], since: int, *, read: Read = event_of
) -> None:
    """Fold anew the relations of a facility on which something since a position bears."""
    seen = {at: first for at, first in seen_since(facility, entries).items() if first >= since}
    tables.put(SEES, sightings(facility, entries, seen))
    fresh = [entry for entry in entries if entry.position in seen or entry.position >= since]
    relations = bearing_on(_stems(fresh, entries))
    counting = effective(map(read, _bearing(fresh, entries, relations)))
    _replace(tables, facility, spans_of(counting, facility=facility, only=relations))
    known = is_known(facility, counting) or is_known(facility, effective(map(read, entries)))
    _keep_known(tables, facility, known=known)


def refresh_region(
    tables: Tables, region: str, entries: Sequence[Entry], since: int, *, read: Read = event_of
) -> None:
    """Fold anew the relations of a region on which something since a position bears."""
    fresh = [entry for entry in entries if entry.position >= since]
    relations = bearing_on(_stems(fresh, entries))
    counting = effective(map(read, _bearing(fresh, entries, relations)))
    _replace(tables, region, spans_of(counting, region=region, only=relations))


def spans_of(
    counting: Iterable[Effective],
    *,
    facility: str = "",
    region: str = "",
    only: Collection[str] | None = None,
) -> Mapping[str, list[Span]]:
    """Return the rows of relations for a facility or a region, as they stand now."""
    grown = grow(counting, facility=facility, region=region)
    whose = facility or region
    return {
        name: [span_of(whose, row) for row in grown[name]]
        for name in (RELATIONS if only is None else only)
        if (RELATIONS[name].about == "region") == bool(region)
    }


def sightings(
    facility: str, entries: Sequence[Entry], seen: Mapping[int, int]
) -> Iterator[tuple[str, int, int]]:
    """Yield since when a facility sees each event that can make a row about a person."""
    telling = told_of_persons()
    for entry in entries:
        if entry.position in seen and meant(entry, {}) in telling:
            yield facility, entry.position, seen[entry.position]


def told_of_persons() -> frozenset[str]:
    """Return the events that can make or end a row about a person."""
    about = (each for each in RELATIONS.values() if each.about == "person")
    return frozenset(stem for each in about for stem in each.told_by)


def is_known(facility: str, counting: Iterable[Effective]) -> bool:
    """Say whether anything that counts was told of a facility as its own."""
    return any(each.said.facility == facility for each in counting)


def _stems(fresh: Sequence[Entry], entries: Sequence[Entry]) -> frozenset[str]:
    """Return what the fresh events are; a ruling or a link bears on everything that there is."""
    by_id = {entry.id: entry for entry in entries}
    stems = frozenset(meant(entry, by_id) for entry in fresh)
    if stems & (RULES_ON.keys() | {LINK}):
        return frozenset(meant(entry, by_id) for entry in entries)
    return stems


def _bearing(
    fresh: Sequence[Entry], entries: Sequence[Entry], relations: Iterable[str]
) -> Iterator[Entry]:
    """Yield what bears on relations, and what is fresh."""
    wanted = {stem for name in relations for stem in told_by(name)} | _ALWAYS
    new = {entry.position for entry in fresh}
    for entry in entries:
        if entry.position in new or meant(entry, {}) in wanted:
            yield entry


def _replace(tables: Tables, whose: str, spans: Mapping[str, list[Span]]) -> None:
    """Put the rows of relations in the place of those that were."""
    for name in sorted(spans):
        replace(tables, name, spans[name], row_facility=whose)


def replace(tables: Tables, relation: str, rows: Iterable[Span], **by: Any) -> None:
    """Put rows in the place of those with certain values; what stays as it was is not touched."""
    laid = fact_table(RELATIONS[relation])
    now = {row[_KEY]: row for row in rows}
    was = {row[_KEY]: row for row in tables.of(laid, **by)}
    for opener, place in (key for key, row in was.items() if now.get(key) != row):
        tables.take(laid, **by, row_opener=opener, row_place=place)
    tables.put(laid, [row for key, row in now.items() if was.get(key) != row])


def keep_known(tables: Tables, facility: str) -> None:
    """Note that something is known of a facility."""
    if not tables.of(KNOWN, row_facility=facility):
        tables.put(KNOWN, [(facility,)])


def _keep_known(tables: Tables, facility: str, *, known: bool) -> None:
    if known:
        keep_known(tables, facility)
    else:
        tables.take(KNOWN, row_facility=facility)


_KEY = slice(4, 6)
"""Where a row says which event opened it, and which of its rows it is."""
