"""The steps that a plan goes through, each an event that is recorded once, or refused."""

from typing import NamedTuple

from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import Refused
from compliance.engine.desk import Desk
from compliance.engine.plans.known import PlanKnown
from compliance.engine.spoken import Spoken


class Step(NamedTuple):
    """A step that was taken, or had been taken already: the plan, and the event."""

    region: str
    plan_id: str
    sha256: str
    event: Event | None
    """None = it was only tried."""
    duplicate: bool


def before(desk: Desk, known: PlanKnown, proposal: Proposal) -> Step | None:
    """Return a step that was taken before under its key. Raises Conflict (E-KEY-CONTENT)."""
    for event in desk.log.already([proposal]) or ():
        return Step(known.region, known.plan_id, known.sha256, event, duplicate=True)
    return None


def taken(desk: Desk, known: PlanKnown, proposal: Proposal, spoken: Spoken) -> Step:
    """Record a step unless something happened to the plan meanwhile. Raises Conflict."""
    if spoken.dry_run:
        return Step(known.region, known.plan_id, known.sha256, None, duplicate=False)
    appended = desk.log.append([proposal], unless=known.unless)
    (event,) = appended.events
    return Step(known.region, known.plan_id, known.sha256, event, appended.duplicate)


def refuse_abandoned(known: PlanKnown) -> None:
    """Refuse any step after a plan was given up. Raises Refused (E-PLAN-ABANDONED)."""
    for row in known.abandoned[:1]:
        raise Refused(
            "E-PLAN-ABANDONED", plan=known.plan_id, on=row.on.isoformat(),
            reason=row.values["reason"],
        )  # fmt: skip
