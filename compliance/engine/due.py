"""What is due: every deadline that runs on a day, of one facility or of all, the overdue first."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from compliance.domain.errors import BadInput, NotFound
from compliance.domain.identifiers import region_fits
from compliance.domain.terms import Due
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import known_past, known_pasts, region_past, told_regions
from compliance.projections.history import History
from compliance.rules.book import Rulebook
from compliance.rules.deadline import running, running_in

_SPAN = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>wd|d)")
_NO_DAY = date.max


class Span(NamedTuple):
    """How far ahead to look: so many days, or working days by the published calendars."""

    days: int
    workdays: bool

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read `7wd` or `30d`. Raises BadInput (E-WITHIN)."""
        found = _SPAN.fullmatch(text.strip().lower())
        if found is None:
            raise BadInput("E-WITHIN", where="--within", text=text)
        return cls(int(found["count"]), workdays=found["unit"] == "wd")

    def last(self, book: Rulebook, day: date) -> date | None:
        """Return the last day looked at; None where its year's calendar is not published."""
        if self.workdays:
            return book.workdays_after(day, self.days).day
        return day + timedelta(days=self.days)


def due_of(desk: Desk, facility: str, as_of: AsOf, within: Span | None = None) -> tuple[Due, ...]:
    """Return what is due of one facility. Raises NotFound (E-FACILITY-UNKNOWN)."""
    history = known_past(desk.log, facility, as_of.known)
    book = rulebook(desk, as_of.known)
    return _sorted(_within(book, running(book, history, as_of.on), as_of.on, within))


def due(
    desk: Desk, as_of: AsOf, within: Span | None = None, region: str | None = None
) -> tuple[Due, ...]:
    """Return what is due of every facility that is known, or of those of a region.

    Raises BadInput (E-REGION) and NotFound (E-REGION-UNKNOWN).
    """
    book = rulebook(desk, as_of.known)
    histories = list(known_pasts(desk.log, as_of.known))
    if region is not None:
        histories = in_region(book, histories, as_of.on, region)
    found = (each for past in histories for each in running(book, past, as_of.on))
    regions = (region,) if region is not None else _regions(desk, book, histories, as_of.on)
    own = _of_regions(desk, book, as_of, regions)
    return _sorted(_within(book, (*found, *own), as_of.on, within))


def _regions(
    desk: Desk, book: Rulebook, histories: Iterable[History], on: date
) -> tuple[str, ...]:
    """Return the regions that owe something: told of, or asked of where a facility stands."""
    around = {code for past in histories for code in book.chain(_region(past, on), on)}
    asked = {rule.region for rule in book.rules if rule.scope == "region"}
    return tuple(sorted({*told_regions(desk.log), *(asked & around)}))


def _of_regions(desk: Desk, book: Rulebook, as_of: AsOf, regions: Iterable[str]) -> Iterator[Due]:
    for each in regions:
        past = region_past(desk.log, each, as_of.known)
        yield from running_in(book, past, as_of.on, each)


def in_region(
    book: Rulebook, histories: Iterable[History], on: date, region: str
) -> list[History]:
    """Keep the facilities of a region; one that neither packs nor facilities name is unknown."""
    if not region_fits(region):
        raise BadInput("E-REGION", where="--region", text=region)
    found = [each for each in histories if region in book.chain(_region(each, on), on)]
    if not found and not book.knows_region(region, on):
        raise NotFound("E-REGION-UNKNOWN", where="--region", text=region)
    return found


def _region(history: History, on: date) -> str | None:
    identity = history.at(on).of("identity")
    return identity[-1].values["region"] if identity else None


def _within(book: Rulebook, found: Iterable[Due], on: date, within: Span | None) -> Iterable[Due]:
    """Keep what falls within the span; what is overdue, provisional or without a day stays."""
    last = None if within is None else within.last(book, on)
    return (each for each in found if last is None or each.due is None or each.due <= last)


def _sorted(found: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(found, key=_order))


def _order(each: Due) -> tuple[bool, date, str, str, str]:
    subject = "" if each.subject is None else each.subject.id
    whose = each.facility or each.region or ""
    return not each.overdue, each.due or each.after or _NO_DAY, whose, each.rule, subject
