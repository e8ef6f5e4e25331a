"""`plan abandon`: a plan is given up, with the reason; nothing follows after."""

from compliance.domain.identifiers import Region
from compliance.engine.desk import Desk
from compliance.engine.plans.known import PlanKnown
from compliance.engine.plans.steps import Step, before, refuse_abandoned, taken
from compliance.engine.spoken import Spoken, said


def abandon(desk: Desk, known: PlanKnown, reason: str, spoken: Spoken) -> Step:
    """Give a plan up. Raises Refused (E-PLAN-ABANDONED) if it was given up before."""
    proposal = said(
        desk, "plan.abandoned", spoken, region=Region(known.region), plan_id=known.plan_id,
        reason=reason,
    )  # fmt: skip
    done = before(desk, known, proposal)
    if done is None:
        refuse_abandoned(known)
    return done or taken(desk, known, proposal, spoken)
