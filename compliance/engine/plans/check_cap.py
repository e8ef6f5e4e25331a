"""`plan check-cap`: which facilities a plan could break the yearly cap for, and by which paper.

Told are the visits that have used the cap up, and which of its exemptions would apply there
today: a visit on such a cause does not count. A drawn one does, whatever the cause.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from compliance.domain.draw import Entry, Plan
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.everybody import rows
from compliance.engine.plans.caps import Breach, Cap, breaches
from compliance.engine.plans.frame import framed
from compliance.engine.plans.gather import gathered

_OPINION = "opinion"


class Cause(NamedTuple):
    """A cause that a cap exempts, and the record of it."""

    kind: str
    evidence: tuple[int, ...]


class Capped(NamedTuple):
    """A facility that has had its visits, by one cap."""

    entry: Entry
    name: str | None
    breach: Breach
    causes: tuple[Cause, ...]
    """The exemptions of the cap that would apply there today."""


class Checked(NamedTuple):
    """The caps that hold for a plan, how many facilities it may fall on, and those capped."""

    caps: tuple[Cap, ...]
    facilities: int
    capped: tuple[Capped, ...]


def check_cap(desk: Desk, plan: Plan) -> Checked:
    """Return the facilities of a plan's frame that another visit would break a cap for.

    Raises what `gathered` does.
    """
    found = gathered(desk, plan)
    frame = framed(found)
    causes = _causes(desk, plan)
    capped = tuple(
        Capped(entry, found.stood[entry.facility].name, breach,
               _exempting(causes.get(entry.facility, []), breach.cap))
        for entry in frame.entries if entry.capped
        for breach in breaches(plan, found.caps, entry, found.visits.get(entry.facility, ()))
    )  # fmt: skip
    return Checked(found.caps, len(frame.entries), capped)


def _exempting(causes: list[Cause], cap: Cap) -> tuple[Cause, ...]:
    return tuple(each for each in causes if each.kind in cap.counts.exempt)


def _causes(desk: Desk, plan: Plan) -> dict[str, list[Cause]]:
    """Return by facility what is open there today, by the kind of visit that it causes."""
    found: dict[str, list[Cause]] = defaultdict(list)
    for facility, cause in _open(desk, plan, AsOf(desk.today)):
        found[facility].append(cause)
    return found


def _open(desk: Desk, plan: Plan, as_of: AsOf) -> Iterator[tuple[str, Cause]]:
    """Yield complaints not closed, matters handed to the plan's departments, orders to recheck."""
    for facility, row in rows(desk, "complaints", as_of):
        if row.in_force:
            kind = "media" if row.values["kind"] == _OPINION else "complaint"
            yield facility, Cause(kind, row.events)
    offices = {plan.authority, *plan.departments}
    for facility, row in rows(desk, "transfers", as_of):
        if row.values["to_authority"] in offices:
            yield facility, Cause("referral", row.events)
    checked = {
        (facility, row.values["order_id"]) for facility, row in rows(desk, "rechecks", as_of)
    }
    for facility, row in rows(desk, "orders", as_of):
        if (facility, row.values["order_id"]) not in checked:
            yield facility, Cause("recheck", row.events)
