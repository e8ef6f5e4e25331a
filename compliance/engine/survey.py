"""How everybody stands on a day, as known at an instant: one standing after another."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from compliance.domain.time import AsOf, instant_text
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import known_pasts
from compliance.engine.sought import Sought, refuse_empty_region, refuse_unknown
from compliance.engine.stood import Stood, had_begun, identity_on, stood_of
from compliance.projections.history import History
from compliance.rules.book import Rulebook


class Survey(NamedTuple):
    """What was asked, over which log and by which rules, and who is found."""

    as_of: AsOf
    position: int
    ruleset: str
    found: Iterator[Stood]


def survey(desk: Desk, as_of: AsOf, sought: Sought) -> Survey:
    """Return how everybody stands who is sought, in order of facility.

    Raises BadInput and NotFound where a word of the question means nothing.
    """
    book = rulebook(desk, as_of.known)
    refuse_unknown(sought, book)
    position = desk.log.head().size
    found = _found(book, known_pasts(desk.log, as_of.known), as_of, sought)
    return Survey(as_of, position, book.ruleset.sha256, found)


def surveyed_plain(survey: Survey, stood: Stood) -> dict[str, Any]:
    """Return a standing as JSON values; how long it holds is a safe bound."""
    known, holds = survey.as_of.known, stood.holds_at_least_until
    return {
        "facility": stood.facility,
        "name": stood.name,
        "region": stood.region,
        "as_of": survey.as_of.on.isoformat(),
        "known_at": None if known is None else instant_text(known),
        "position": survey.position,
        "status": stood.status,
        "tier": stood.tier,
        "flags": list(stood.flags),
        "findings": list(stood.findings),
        "holds_at_least_until": None if holds is None else holds.isoformat(),
        "ruleset": {"sha256": survey.ruleset},
    }


def _found(
    book: Rulebook, histories: Iterator[History], as_of: AsOf, sought: Sought
) -> Iterator[Stood]:
    on, anybody = as_of.on, False
    for history in histories:
        region = identity_on(history, on).get("region")
        if had_begun(history, on) and sought.within(book, region, on):
            anybody = True
            stood = sought.narrowed(stood_of(book, history, on))
            if stood is not None:
                yield stood
    if not anybody:
        refuse_empty_region(sought, book, on)
