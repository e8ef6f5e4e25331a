"""How everybody stands on a day, as known at an instant: one standing after another.

About today and all that is known the kept standings answer, brought up to date first. Of another
day, or as known then, the compiled rules say how everybody stands and who is meant; whole findings
are the interpreter's. Where they cannot tell, every history is read.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from compliance.domain.time import AsOf, instant_text
from compliance.engine.adopt import rulebook
from compliance.engine.concluded import Wanted, concluded
from compliance.engine.desk import Desk
from compliance.engine.kept import kept, refreshed
from compliance.engine.past import known_pasts, some_pasts
from compliance.engine.sought import Sought, refuse_empty_region, refuse_unknown
from compliance.engine.stood import Stood, had_begun, identity_on, stood_of
from compliance.projections.history import History
from compliance.rules.book import Rulebook

_Found = Iterator[tuple[Stood, int]]
"""Standings, each with the position that it is as of."""


class Survey(NamedTuple):
    """What was asked, by which rules, and who is found."""

    as_of: AsOf
    ruleset: str
    found: _Found


def survey(
    desk: Desk, as_of: AsOf, sought: Sought, *, fresh: bool = False, whole: bool = True
) -> Survey:
    """Return how everybody stands who is sought, in order of facility.

    With `fresh` nothing that is kept is taken for granted; unless `whole`, findings may be told
    by rule, subject, verdict and bearer alone. Raises BadInput and NotFound where a word of the
    question means nothing.
    """
    book = rulebook(desk, as_of.known)
    refuse_unknown(sought, book)
    head = desk.log.head().size
    if refreshed(desk, book, as_of, fresh=fresh):
        every: _Found = ((stood, max(head, position)) for stood, position in kept(desk))
    else:
        every = _worked_out(desk, book, as_of, sought, whole=whole)
    return Survey(as_of, book.ruleset.sha256, _found(book, every, as_of, sought))


def ranked(desk: Desk, as_of: AsOf, region: str) -> Survey:
    """Return status and tier of everybody in a region; findings are worked out for nobody.

    Who is shown a part of the log is told of that part, by histories: their region's is in it.
    Raises BadInput and NotFound where the region means nothing.
    """
    book, sought = rulebook(desk, as_of.known), Sought(region)
    refuse_unknown(sought, book)
    position = desk.log.head().size
    wanted, whole = Wanted(rules=frozenset()), desk.log.sees_all
    stances = concluded(desk, book, as_of, wanted) if whole else None
    if stances is None:
        every = _read(book, known_pasts(desk.log, as_of.known), as_of, sought)
    else:
        every = iter(stances)
    told = ((each, position) for each in every)
    return Survey(as_of, book.ruleset.sha256, _found(book, told, as_of, sought))


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


def _worked_out(desk: Desk, book: Rulebook, as_of: AsOf, sought: Sought, *, whole: bool) -> _Found:
    """Yield how everybody stands of another day who is sought."""
    position = desk.log.head().size
    stances = concluded(desk, book, as_of, _wanted(sought, whole=whole))
    if stances is None:
        every = _read(book, known_pasts(desk.log, as_of.known), as_of, sought)
    else:
        every = iter(stances)
    found = _found(book, ((each, position) for each in every), as_of, sought)
    if stances is not None and whole:
        some = {each.facility for each, _ in found}
        read = _read(book, some_pasts(desk.log, some, as_of.known), as_of, sought)
        narrowed = (sought.narrowed(each) for each in read)
        found = ((each, position) for each in narrowed if each is not None)
    yield from found


def _wanted(sought: Sought, *, whole: bool) -> Wanted:
    """Return what must be concluded to know who is sought, or to show it."""
    if not whole:
        return Wanted()
    rules = None if sought.rule is None else frozenset({sought.rule})
    by_findings = sought.rule is not None or sought.verdict is not None
    return Wanted(
        status=sought.status is not None,
        tier=sought.tier is not None,
        rules=rules if by_findings else frozenset(),
    )


def _read(
    book: Rulebook, histories: Iterator[History], as_of: AsOf, sought: Sought
) -> Iterator[Stood]:
    """Yield how facilities of a region stand by their histories, where anything had happened."""
    on = as_of.on
    for each in histories:
        region = identity_on(each, on).get("region")
        if had_begun(each, on) and sought.within(book, region, on):
            yield stood_of(book, each, on)


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
