"""Upkeep: what is appended enters the typed columns, and the facts that it touches are refolded.

It runs within the append, after the vault. Tables that are far behind, or laid out by another
version of the program, are left as they are: `projection rebuild` makes them anew.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from compliance.engine.past import Borne, borne_in, gathered, gathered_of_region, indexed
from compliance.engine.refold import Read, refresh_facility, refresh_region
from compliance.engine.swift import swift
from compliance.engine.touched import touched_by
from compliance.log.codec import event_of
from compliance.log.entry import Entry, Transaction
from compliance.log.eventlog import EventLog
from compliance.projections.columns import Laid
from compliance.projections.typed import Version, rows_of, version_of
from compliance.projections.writing import NOTHING, READ_STATE, Tables, state_from

CHEAP = 1_000
"""So many events that the tables lack are told with the next append."""
MANY = 200
"""For so many events at once the log is read as a whole."""
_READ_MAX = 50_000
"""How many events stay read while they are told and folded."""
_Waiting = dict[str, tuple[Laid, list[tuple[Any, ...]]]]


def keep_up(log: EventLog, tx: Transaction, entries: Sequence[Entry]) -> None:
    """Tell the tables what was appended, where everything is shown that they are folded from.

    Where a login is shown a part only, they lag until one that sees everything comes by.
    """
    if not log.sees_all:
        return
    state = state_from(tx.execute(READ_STATE).fetchall()) or NOTHING
    before = entries[0].position - 1
    if not state.ours or not 0 <= before - state.position <= CHEAP:
        return
    news = entries if before == state.position else log.entries(after=state.position)
    tables = Tables(tx, state.tables)
    tell(log, tables, news)
    tables.note(entries[-1].position, before=state.tables)


def catch_up(log: EventLog) -> None:
    """Tell the tables whatever they lack, if they are this program's."""
    with log.session() as tx:
        state = state_from(tx.execute(READ_STATE).fetchall()) or NOTHING
        news = log.entries(after=state.position)
        if news:
            keep_up(log, tx, news)


def tell(log: EventLog, tables: Tables, news: Sequence[Entry]) -> None:
    """Tell the tables what is new in the log, and fold anew whatever that touches."""
    borne = borne_in(log) if len(news) <= MANY else indexed(log.entries())[1]
    read = lru_cache(_READ_MAX)(event_of)
    write_versions(tables, news, borne, read=read)
    if swift(log, tables, news, borne):
        return
    touched, first = touched_by(news, borne), news[0].position
    for facility in touched.facilities:
        refresh_facility(tables, facility, gathered(borne, facility), first, read=read)
    for region in touched.regions:
        refresh_region(tables, region, gathered_of_region(borne, region), first, read=read)


def write_versions(
    tables: Tables, news: Sequence[Entry], borne: Borne, *, read: Read = event_of
) -> None:
    """Write every version that events have by what is new: as told, as amended."""
    waiting: _Waiting = {}
    for version in versions(news, borne, read):
        laid, own = next(rows := rows_of(version))
        if version.heard != version.position:
            _flush(tables, waiting)
            tables.supersede(laid, version.position, version.heard)
        for table, row in ((laid, own), *rows):
            waiting.setdefault(table.name, (table, []))[1].append(row)
    _flush(tables, waiting)


def versions(news: Sequence[Entry], borne: Borne, read: Read = event_of) -> Iterator[Version]:
    """Yield what events are by what is new: as told, or as an amendment leaves them."""
    for entry in news:
        event = read(entry)
        told = [version_of(event)]
        if entry.target is not None:
            originals = (e for e in borne([f"id:{entry.target}"]) if e.position < entry.position)
            told += [version_of(read(original), event) for original in originals]
        yield from (each for each in told if each is not None)


def _flush(tables: Tables, waiting: _Waiting) -> None:
    for laid, rows in waiting.values():
        tables.put(laid, rows)
    waiting.clear()
