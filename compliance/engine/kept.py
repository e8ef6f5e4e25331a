"""Standings kept beside the log, for today and all that is known; a daily pass over them.

A pass works out only what a new event, other rules or a turning day can have changed. Nothing is
lost with the table: whatever it lacks is worked out anew.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from compliance import __version__
from compliance.domain.errors import StorageFailed
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.past import some_pasts
from compliance.engine.stale import staled
from compliance.engine.stood import Stood, had_begun, stood_of
from compliance.log.eventlog import EventLog
from compliance.projections import standings as table
from compliance.projections.columns import read_back, stored
from compliance.projections.history import History
from compliance.rules.book import Rulebook

_PAGE = 200


class _Now(NamedTuple):
    """How a facility stands today; None before anything has happened at it."""

    facility: str
    stood: Stood | None
    turns_on: date | None


class Pass(NamedTuple):
    """What a pass did: how many are kept, and how many were worked out anew."""

    kept: int
    worked_out: int


def may_be_kept(desk: Desk, as_of: AsOf) -> bool:
    """Say whether a question is the one that standings are kept for."""
    return as_of == AsOf(desk.today) and desk.what_if is None


def refreshed(desk: Desk, book: Rulebook, as_of: AsOf, *, fresh: bool = False) -> bool:
    """Bring the kept standings up to date for a question; say whether they answer it."""
    if not may_be_kept(desk, as_of):
        return False
    try:
        refresh(desk, book, fresh=fresh)
    except StorageFailed:
        return False
    return True


def refresh(desk: Desk, book: Rulebook, *, fresh: bool = False) -> Pass:
    """Bring the kept standings up to today and the end of the log; all of them if `fresh`.

    Raises StorageFailed where nothing can be written.
    """
    _begin(desk.log)
    _catch_up(desk.log)
    position, count = desk.log.head().size, 0
    waiting = _facilities(desk.log) if fresh else _outdated(desk, book)
    for part in _batched(_worked_out(desk, book, waiting)):
        rows = [_row(desk, book, position, each) for each in part]
        with desk.log.session() as tx:
            for row in rows:
                tx.execute(table.KEEP, row)
        count += len(rows)
    return Pass(len(_facilities(desk.log)), count)


def kept(desk: Desk) -> Iterator[tuple[Stood, int]]:
    """Yield the kept standings in order of facility, each with the position it is as of."""
    last = ""
    while rows := desk.log.select(table.PAGE, (last, _PAGE)):
        yield from map(_stood_from, rows)
        last = rows[-1][0]


def kept_of(desk: Desk, facility: str) -> Stood | None:
    """Return the kept standing of one facility, as it was when it was worked out last."""
    rows = desk.log.select(table.ONE, (facility,))
    return _stood_from(rows[0])[0] if rows else None


def identity(book: Rulebook) -> str:
    """Return by what standings are worked out: the rules, and the program that reads them."""
    return f"{book.ruleset.sha256}/{__version__}"


def _begin(log: EventLog) -> None:
    """Make the table where there is none: everybody who is known waits in it."""
    if log.select(table.READ_SEEN, (table.SEEN,)):
        return
    with log.session() as tx:
        tx.execute(table.SCHEMA)
        tx.execute(table.KEEP_SEEN, (table.SEEN, "0"))


def _catch_up(log: EventLog) -> None:
    """Mark what was recorded by who marks nothing, or before standings were kept."""
    ((seen,),) = log.select(table.READ_SEEN, (table.SEEN,))
    news = log.entries(after=int(seen))
    if news:
        with log.session() as tx:
            for sql, values in staled(log, news):
                tx.execute(sql, values)
            tx.execute(table.MOVE_SEEN, (str(news[-1].position), table.SEEN, seen))


def _facilities(log: EventLog) -> frozenset[str]:
    return frozenset(facility for (facility,) in log.select(table.EVERY))


def _outdated(desk: Desk, book: Rulebook) -> frozenset[str]:
    today = desk.today.toordinal()
    rows = desk.log.select(table.OUTDATED, (identity(book), today, today))
    return frozenset(facility for (facility,) in rows)


def _worked_out(desk: Desk, book: Rulebook, waiting: frozenset[str]) -> Iterator[_Now]:
    """Yield how those who wait stand today."""
    told = set()
    for history in some_pasts(desk.log, waiting):
        told.add(history.facility)
        yield _now(book, history, desk.today)
    yield from (_Now(each, None, None) for each in sorted(waiting - told))


def _now(book: Rulebook, history: History, on: date) -> _Now:
    if had_begun(history, on):
        stood = stood_of(book, history, on)
        return _Now(history.facility, stood, stood.turns_on)
    ahead = (day for day in history.days if day > on)
    return _Now(history.facility, None, min(ahead, default=None))


def _row(desk: Desk, book: Rulebook, position: int, now: _Now) -> tuple[Any, ...]:
    stood = now.stood
    dated = desk.today.toordinal(), None if now.turns_on is None else now.turns_on.toordinal()
    head = (now.facility, position, identity(book), *dated)
    if stood is None:
        return (*head, None, None, None, None, None, None)
    findings = json.dumps(stood.findings, ensure_ascii=False)
    told = (stood.status, stood.tier, stood.name, stood.region)
    return (*head, *told, stored(stood.flags), findings)


def _stood_from(row: Any) -> tuple[Stood, int]:
    facility, position, turns_on, status, tier, name, region, flags, findings = row
    turns = None if turns_on is None else date.fromordinal(turns_on)
    lists = read_back("texts", flags), tuple(json.loads(findings))
    return Stood(facility, name, region, status, tier, *lists, turns), position


def _batched(found: Iterable[_Now]) -> Iterator[list[_Now]]:
    """Yield what is found in parts, each to be written at once."""
    each = iter(found)
    while part := list(islice(each, _PAGE)):
        yield part
