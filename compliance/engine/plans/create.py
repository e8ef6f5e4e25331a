"""`plan create`: a plan is drafted; its paper is sealed in the same breath as the log hears of it.

The same plan drafted again under its id is the first draft; another one is refused.
"""

from compliance.domain.canonical import digest
from compliance.domain.draw import Plan
from compliance.domain.errors import Conflict, NotFound, Refused
from compliance.domain.identifiers import Region, Sha256
from compliance.domain.time import local_text
from compliance.engine.desk import Desk
from compliance.engine.plans.known import PlanKnown, plan_known, plan_of
from compliance.engine.plans.steps import Step, refuse_abandoned
from compliance.engine.sealing import sealing
from compliance.engine.spoken import Spoken, said
from compliance.log.entry import Unless, tagged
from compliance.outcomes.draw import plan_paper


def create(desk: Desk, plan: Plan, salt: str, spoken: Spoken) -> Step:
    """Draft a plan, once.

    Raises Conflict (E-PLAN-CONTENT, E-PLAN-CHANGED) where another plan stands under its id,
    Refused (E-PLAN-ABANDONED; E-BEACON-PAST: no draw could be bound to it), and NotFound
    (E-PERSON-KEY-MISSING) without the authority's key.
    """
    size, earlier = desk.log.head().size, _known(desk, plan)
    if earlier is not None:
        return _again(desk, plan, earlier)
    if plan.beacon.at <= desk.log.now():
        at = local_text(plan.beacon.at)
        raise Refused("E-BEACON-PAST", source=plan.beacon.source, at=at)
    unless = Unless(tagged(f"plan:{plan.region}/{plan.plan}"), size)
    return _drafted(desk, plan, plan_paper(plan, salt), unless, spoken)


def _drafted(desk: Desk, plan: Plan, content: bytes, unless: Unless, spoken: Spoken) -> Step:
    sealed, sha256 = sealing(desk, plan.region, content), digest(content)
    drafted = said(
        desk, "plan.drafted", spoken, region=Region(plan.region), plan_id=plan.plan,
        year=plan.year, plan_sha256=Sha256(sha256),
    )  # fmt: skip
    if spoken.dry_run:
        return Step(plan.region, plan.plan, sha256, None, duplicate=False)
    appended = desk.log.append([drafted], unless=unless, within=sealed)
    return Step(plan.region, plan.plan, sha256, appended.events[0], appended.duplicate)


def _known(desk: Desk, plan: Plan) -> PlanKnown | None:
    try:
        return plan_known(desk, plan.plan, plan.region)
    except NotFound:
        return None


def _again(desk: Desk, plan: Plan, earlier: PlanKnown) -> Step:
    refuse_abandoned(earlier)
    position = earlier.drafts[0].opener
    if plan_of(desk, earlier) != plan:
        raise Conflict("E-PLAN-CONTENT", plan=plan.plan, position=position)
    event = next(desk.log.read(after=position - 1, until=position))
    return Step(earlier.region, earlier.plan_id, earlier.sha256, event, duplicate=True)
