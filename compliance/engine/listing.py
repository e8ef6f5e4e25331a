"""Lists over everybody: facilities, posts and correction orders, those that an expression means.

What an expression cannot tell of a row is handed out as not sure: whoever asks shows it or not.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.facts import Row
from compliance.domain.terms import Due
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.columns import ASSESSED, SUBJECTS, Listing, Site, columns_of
from compliance.engine.desk import Desk
from compliance.engine.kept import kept_of, refreshed
from compliance.engine.meant import Meant, meant_by_tables
from compliance.engine.past import known_pasts, some_pasts
from compliance.engine.sought import Sought, refuse_empty_region, refuse_unknown
from compliance.engine.stood import Stood, had_begun, identity_on, stood_of
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.deadline import running
from compliance.rules.seen import Scope
from compliance.rules.values import UNKNOWN, Truth
from compliance.rules.where import Where
from compliance.rules.whether import whether


class Asked(NamedTuple):
    """Which rows are asked for: where, by which expression, and whether the ended ones too."""

    region: str | None = None
    where: str | None = None
    ended: bool = False


class Listed(NamedTuple):
    """A row of a list: its columns, and whether it is meant for sure."""

    columns: Mapping[str, Any]
    sure: bool


class _Reading(NamedTuple):
    """By which rules, of which day, and by which expression everybody is read."""

    book: Rulebook
    on: date
    listing: Listing
    where: Where | None
    ended: bool
    meant: Meant | None = None
    """Whom the tables say that the expression means; None = each history is asked."""
    kept_in: Desk | None = None
    """Where standings of that day are kept, brought up to date."""

    @property
    def assesses(self) -> bool:
        """Whether what the rules conclude of facilities is shown, or asked for."""
        named = self.where is not None and not self.where.names.isdisjoint(ASSESSED)
        return self.listing == "facilities" or named


def listed(desk: Desk, listing: Listing, as_of: AsOf, asked: Asked) -> Iterator[Listed]:
    """Yield the rows of a list that are meant, or may be, in order of facility.

    Raises BadInput (E-WHERE-…, E-REGION) and NotFound (E-REGION-UNKNOWN).
    """
    book, sought = rulebook(desk, as_of.known), Sought(region=asked.region)
    refuse_unknown(sought, book)
    where = None if asked.where is None else Where(book, SUBJECTS[listing], asked.where)
    reading = _Reading(book, as_of.on, listing, where, asked.ended)
    if reading.assesses and refreshed(desk, book, as_of):
        reading = reading._replace(kept_in=desk)
    meant = None if where is None else meant_by_tables(desk, book, where, as_of, sought)
    if meant is None:
        return _listed(known_pasts(desk.log, as_of.known), sought, reading)
    some = some_pasts(desk.log, meant.keys(), as_of.known)
    return _listed(some, sought, reading._replace(meant=meant))


def _listed(histories: Iterator[History], sought: Sought, reading: _Reading) -> Iterator[Listed]:
    book, on, anybody = reading.book, reading.on, reading.meant is not None
    for history in histories:
        region = identity_on(history, on).get("region")
        if had_begun(history, on) and sought.within(book, region, on):
            anybody = True
            yield from _rows(history, reading)
    if not anybody:
        refuse_empty_region(sought, book, on)


def _rows(history: History, reading: _Reading) -> Iterator[Listed]:
    """Yield the rows of one facility that are meant, or may be."""
    rows = _candidates(history, reading)
    if not rows:
        return
    site, scope = _site(history, reading), Assessor(reading.book, history).scope(reading.on)
    for row in rows:
        truth = _truth(site, row, scope, reading)
        if truth is not False:
            yield Listed(columns_of(reading.listing, site, row), sure=truth is True)


def _truth(site: Site, row: Row | None, scope: Scope, reading: _Reading) -> Truth:
    """Say whether a row is meant: by the tables where they have answered, else by its history."""
    if reading.where is None:
        return True
    if reading.meant is None:
        return whether(reading.where, scope, row, site.concluded(row))
    sure = reading.meant[site.facility].get(None if row is None else row.opener)
    return False if sure is None else True if sure else UNKNOWN


def _candidates(history: History, reading: _Reading) -> tuple[Row | None, ...]:
    relation = SUBJECTS[reading.listing].relation
    if relation is None:
        return (None,)
    rows = history.at(reading.on).of(relation)
    return tuple(row for row in rows if reading.ended or row.in_force)


def _site(history: History, reading: _Reading) -> Site:
    """Gather what a list shows of a facility; the rules are asked only where that is needed."""
    book, on = reading.book, reading.on
    return Site(
        facility=history.facility,
        facts=history.at(on),
        stood=_stood(history, reading) if reading.assesses else None,
        dues=_dues(book, history, on) if reading.listing == "orders" else {},
    )


def _stood(history: History, reading: _Reading) -> Stood:
    """Return how a facility stands: as it is kept, where that is of the day asked about."""
    kept = None if reading.kept_in is None else kept_of(reading.kept_in, history.facility)
    return kept or stood_of(reading.book, history, reading.on)


def _dues(book: Rulebook, history: History, on: date) -> Mapping[str, Due]:
    """Return the terms of correction orders that run, by order."""
    found = (each for each in running(book, history, on) if each.bearer == "facility")
    return {
        each.subject.id: each
        for each in found
        if each.subject is not None and each.subject.kind == "order"
    }
