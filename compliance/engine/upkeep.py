"""Upkeep: what is appended enters the typed columns, and the facts that it touches are refolded.

It runs within the append, after the vault. Tables that are far behind, or laid out by another
version of the program, are left as they are: `projection rebuild` makes them anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from compliance.domain.relations import RELATIONS
from compliance.domain.tags import RULES_ON
from compliance.engine.past import Borne, borne_in, gathered, gathered_of_region, indexed
from compliance.engine.sees import seen_since
from compliance.engine.touched import meant, touched_by
from compliance.log.codec import event_of
from compliance.log.entry import Entry, Transaction
from compliance.log.eventlog import EventLog
from compliance.projections.columns import KNOWN, SEES, Laid, fact_table
from compliance.projections.effective import AMENDMENTS, Effective, effective
from compliance.projections.fold import bearing_on, grow, told_by
from compliance.projections.identity import LINK
from compliance.projections.spans import span_of
from compliance.projections.typed import Version, rows_of, version_of
from compliance.projections.writing import NOTHING, READ_STATE, Tables, state_from

CHEAP = 1_000
"""So many events that the tables lack are told with the next append."""
MANY = 200
"""For so many events at once the log is read as a whole."""
_Waiting = dict[str, tuple[Laid, list[tuple[Any, ...]]]]
_ALWAYS = AMENDMENTS | RULES_ON.keys() | {LINK}
"""Events that decide what others count for."""


def keep_up(log: EventLog, tx: Transaction, entries: Sequence[Entry]) -> None:
    """Tell the tables what was appended."""
    state = state_from(tx.execute(READ_STATE).fetchall()) or NOTHING
    before = entries[0].position - 1
    if not state.ours or before - state.position > CHEAP:
        return
    news = entries if before == state.position else log.entries(after=state.position)
    tables = Tables(tx, state.tables)
    tell(log, tables, news)
    tables.note(entries[-1].position, before=state.tables)


def tell(log: EventLog, tables: Tables, news: Sequence[Entry]) -> None:
    """Tell the tables what is new in the log, and fold anew whatever that touches."""
    borne = borne_in(log) if len(news) <= MANY else indexed(log.entries())[1]
    write_versions(tables, news, borne)
    touched = touched_by(news, borne)
    for facility in touched.facilities:
        refresh_facility(tables, facility, gathered(borne, facility), news[0].position)
    for region in touched.regions:
        refresh_region(tables, region, gathered_of_region(borne, region), news[0].position)


def write_versions(tables: Tables, news: Sequence[Entry], borne: Borne) -> None:
    """Write every version that events have by what is new: as told, as amended."""
    waiting: _Waiting = {}
    for version in versions(news, borne):
        laid, own = next(rows := rows_of(version))
        if version.heard != version.position:
            _flush(tables, waiting)
            tables.supersede(laid, version.position, version.heard)
        for table, row in ((laid, own), *rows):
            waiting.setdefault(table.name, (table, []))[1].append(row)
    _flush(tables, waiting)


def refresh_facility(tables: Tables, facility: str, entries: Sequence[Entry], since: int) -> None:
    """Fold anew the relations of a facility on which something since a position bears."""
    seen = {at: first for at, first in seen_since(facility, entries).items() if first >= since}
    tables.put(SEES, sightings(facility, entries, seen))
    fresh = [entry for entry in entries if entry.position in seen or entry.position >= since]
    relations = bearing_on(_stems(fresh, entries))
    counting = _counting(fresh, entries, relations)
    _replace(tables, facility, relations, spans_of(counting, facility=facility))
    known = is_known(facility, counting) or is_known(facility, effective(map(event_of, entries)))
    _keep_known(tables, facility, known=known)


def refresh_region(tables: Tables, region: str, entries: Sequence[Entry], since: int) -> None:
    """Fold anew the relations of a region on which something since a position bears."""
    fresh = [entry for entry in entries if entry.position >= since]
    relations = bearing_on(_stems(fresh, entries))
    counting = _counting(fresh, entries, relations)
    _replace(tables, region, relations, spans_of(counting, region=region))


def spans_of(
    counting: Iterable[Effective], *, facility: str = "", region: str = ""
) -> Mapping[str, list[tuple[Any, ...]]]:
    """Return the rows of every relation for a facility or a region, as they stand now."""
    grown = grow(counting, facility=facility, region=region)
    whose = facility or region
    return {
        name: [span_of(whose, row) for row in rows]
        for name, rows in grown.items()
        if (RELATIONS[name].about == "region") == bool(region)
    }


def versions(news: Sequence[Entry], borne: Borne) -> Iterator[Version]:
    """Yield what events are by what is new: as told, or as an amendment leaves them."""
    for entry in news:
        event = event_of(entry)
        told = [version_of(event)]
        if entry.target is not None:
            originals = (e for e in borne([f"id:{entry.target}"]) if e.position < entry.position)
            told += [version_of(event_of(original), event) for original in originals]
        yield from (each for each in told if each is not None)


def sightings(
    facility: str, entries: Sequence[Entry], seen: Mapping[int, int]
) -> Iterator[tuple[str, int, int]]:
    """Yield since when a facility sees each event that can make a row about a person."""
    telling = {
        stem for each in RELATIONS.values() if each.about == "person" for stem in each.told_by
    }
    for entry in entries:
        if entry.position in seen and meant(entry, {}) in telling:
            yield facility, entry.position, seen[entry.position]


def is_known(facility: str, counting: Iterable[Effective]) -> bool:
    """Say whether anything that counts was told of a facility as its own."""
    return any(each.said.facility == facility for each in counting)


def _flush(tables: Tables, waiting: _Waiting) -> None:
    for laid, rows in waiting.values():
        tables.put(laid, rows)
    waiting.clear()


def _stems(fresh: Sequence[Entry], entries: Sequence[Entry]) -> frozenset[str]:
    """Return what the fresh events are; a ruling or a link bears on everything that there is."""
    by_id = {entry.id: entry for entry in entries}
    stems = frozenset(meant(entry, by_id) for entry in fresh)
    if stems & (RULES_ON.keys() | {LINK}):
        return frozenset(meant(entry, by_id) for entry in entries)
    return stems


def _counting(
    fresh: Sequence[Entry], entries: Sequence[Entry], relations: Iterable[str]
) -> tuple[Effective, ...]:
    """Return what counts of the events that bear on relations, and of the fresh ones."""
    wanted = {stem for name in relations for stem in told_by(name)} | _ALWAYS
    new = {entry.position for entry in fresh}
    return effective(
        event_of(entry) for entry in entries if entry.position in new or meant(entry, {}) in wanted
    )


def _replace(
    tables: Tables, whose: str, relations: Iterable[str], spans: Mapping[str, list[Any]]
) -> None:
    """Put the rows of relations in the place of those that were; what stays is not touched."""
    for name in sorted(set(relations) & spans.keys()):
        laid = fact_table(RELATIONS[name])
        now = {row[_KEY]: row for row in spans[name]}
        was = {row[_KEY]: row for row in tables.of(laid, row_facility=whose)}
        for opener, place in (key for key, row in was.items() if now.get(key) != row):
            tables.take(laid, row_facility=whose, row_opener=opener, row_place=place)
        tables.put(laid, [row for key, row in now.items() if was.get(key) != row])


def _keep_known(tables: Tables, facility: str, *, known: bool) -> None:
    if known:
        tables.put(KNOWN, [(facility,)], anew=False)
    else:
        tables.take(KNOWN, row_facility=facility)


_KEY = slice(4, 6)
"""Where a row says which event opened it, and which of its rows it is."""
