"""How everybody stands on a day, as known at an instant: one standing after another.

About today and all that is known the kept standings answer, brought up to date first. Of another
day, the tables of facts say whom a rule is about; any other question is asked of every history.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from compliance.domain.time import AsOf, instant_text
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.kept import kept, refreshed
from compliance.engine.meant import judged_by_tables
from compliance.engine.past import known_pasts, some_pasts
from compliance.engine.sought import Sought, refuse_empty_region, refuse_unknown
from compliance.engine.stood import Stood, had_begun, identity_on, stood_of
from compliance.rules.book import Rulebook

_Found = Iterator[tuple[Stood, int]]
"""Standings, each with the position that it is as of."""


class Survey(NamedTuple):
    """What was asked, by which rules, and who is found."""

    as_of: AsOf
    ruleset: str
    found: _Found


def survey(desk: Desk, as_of: AsOf, sought: Sought, *, fresh: bool = False) -> Survey:
    """Return how everybody stands who is sought, in order of facility.

    With `fresh` nothing that is kept is taken for granted. Raises BadInput and NotFound where a
    word of the question means nothing.
    """
    book = rulebook(desk, as_of.known)
    refuse_unknown(sought, book)
    head = desk.log.head().size
    if refreshed(desk, book, as_of, fresh=fresh):
        every: _Found = ((stood, max(head, position)) for stood, position in kept(desk))
    else:
        every = _worked_out(desk, book, as_of, sought)
    return Survey(as_of, book.ruleset.sha256, _found(book, every, as_of, sought))


def surveyed_plain(survey: Survey, stood: Stood, position: int) -> dict[str, Any]:
    """Return a standing as JSON values; how long it holds is a safe bound."""
    known, holds = survey.as_of.known, stood.holds_at_least_until
    return {
        "facility": stood.facility,
        "name": stood.name,
        "region": stood.region,
        "as_of": survey.as_of.on.isoformat(),
        "known_at": None if known is None else instant_text(known),
        "position": position,
        "status": stood.status,
        "tier": stood.tier,
        "flags": list(stood.flags),
        "findings": list(stood.findings),
        "holds_at_least_until": None if holds is None else holds.isoformat(),
        "ruleset": {"sha256": survey.ruleset},
    }


def _worked_out(desk: Desk, book: Rulebook, as_of: AsOf, sought: Sought) -> _Found:
    on, position = as_of.on, desk.log.head().size
    some = judged_by_tables(desk, book, as_of, sought)
    known = as_of.known
    histories = known_pasts(desk.log, known) if some is None else some_pasts(desk.log, some, known)
    for history in histories:
        region = identity_on(history, on).get("region")
        if had_begun(history, on) and sought.within(book, region, on):
            yield stood_of(book, history, on), position


def _found(book: Rulebook, every: _Found, as_of: AsOf, sought: Sought) -> _Found:
    anybody = False
    for stood, position in every:
        if sought.within(book, stood.region, as_of.on):
            anybody = True
            narrowed = sought.narrowed(stood)
            if narrowed is not None:
                yield narrowed, position
    if not anybody:
        refuse_empty_region(sought, book, as_of.on)
