"""What a frame is made of, read from the log once for everybody in the region.

How each stands as of the plan's day, known at its time; where it lies; its visits; which items
concern it.
"""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from compliance.domain.draw import Named, Plan
from compliance.domain.errors import Answer, Conflict
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.everybody import heard_by, rows
from compliance.engine.plans.caps import Cap, Counts, caps_of, counts_of
from compliance.engine.plans.deferred import deferred
from compliance.engine.plans.meant import meant
from compliance.engine.plans.visits import Visits, heard, visits_of
from compliance.engine.stood import Stood
from compliance.engine.survey import ranked
from compliance.intake.dates import not_in_future
from compliance.log.eventlog import EventLog

_TRIES = 5
Meant = frozenset[str] | None
"""The facilities that an expression means, or may mean; None = all."""


class Gathered(NamedTuple):
    """Everybody of a region, as a plan asks about them."""

    plan: Plan
    stood: Mapping[str, Stood]
    """In order of facility."""
    places: Mapping[str, Mapping[str, Any]]
    """What is known of who and where each is."""
    merged: frozenset[str]
    visits: Visits
    owed: frozenset[str]
    """Who was put off in an earlier draw of the year."""
    meant: Meant
    concerned: Mapping[str, Meant]
    """Item → whom it concerns."""
    counts: Counts
    caps: tuple[Cap, ...]
    included: Mapping[str, Named]
    excluded: Mapping[str, Named]
    position: int
    ruleset: str


def gathered(desk: Desk, plan: Plan) -> Gathered:
    """Gather what a frame is made of, from a log that stands still meanwhile.

    Raises BadInput (E-DATE-FUTURE) for a day that has not come, NotFound (E-REGION-UNKNOWN,
    E-PAPER-MISSING), Conflict (E-BOUNDARY) if the log goes on and on.
    """
    try:
        not_in_future(plan.as_of, desk.today)
    except Answer as answer:
        raise answer.at("as_of") from None
    for _ in range(_TRIES):
        size = desk.log.head().size
        found = _gathered(desk, plan)
        if desk.log.head().size == size:
            return found
    raise Conflict("E-BOUNDARY", after=size)


def _gathered(desk: Desk, plan: Plan) -> Gathered:
    as_of, book = AsOf(plan.as_of, plan.known_at), rulebook(desk, plan.known_at)
    survey_ = ranked(desk, as_of, plan.region)
    stood = {each.facility: each for each, _ in survey_.found}
    visits = visits_of(desk, heard(desk, plan))
    return Gathered(
        plan=plan,
        stood=stood,
        places=_places(desk, as_of, stood),
        merged=frozenset(facility for facility, _ in rows(desk, "mergers", as_of)),
        visits=visits,
        owed=deferred(desk, plan, visits),
        meant=_meant(desk, plan, stood, plan.where),
        concerned={each.item: _meant(desk, plan, stood, each.where) for each in plan.items},
        counts=counts_of(book, plan),
        caps=caps_of(book, plan),
        included={each.facility: each for each in plan.included},
        excluded={each.facility: each for each in plan.excluded},
        position=_position(desk.log, plan),
        ruleset=survey_.ruleset,
    )


def _places(desk: Desk, as_of: AsOf, stood: Collection[str]) -> dict[str, Mapping[str, Any]]:
    told = {facility: row.values for facility, row in rows(desk, "identity", as_of)}
    return {facility: told.get(facility, {}) for facility in stood}


def _meant(desk: Desk, plan: Plan, stood: Mapping[str, Stood], where: str | None) -> Meant:
    if where is None:
        return None
    as_of = AsOf(plan.as_of, plan.known_at)
    return meant(desk, where, as_of, region=plan.region, stood=stood)


def _position(log: EventLog, plan: Plan) -> int:
    """Return up to which record the log was heard."""
    return log.head().size if plan.known_at is None else heard_by(log, plan.known_at)
