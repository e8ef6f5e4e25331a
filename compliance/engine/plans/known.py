"""What the log knows of the plans of spot checks: drafted, approved, published, drawn, given up.

A plan is of a region, under an id of its own. What was drafted again under the same id by other
ways than `plan create` is seen: such a plan cannot be approved.
"""

from collections.abc import Iterator
from typing import NamedTuple

from compliance.domain.draw import Plan
from compliance.domain.errors import Conflict, NotFound
from compliance.domain.events import stored_names
from compliance.domain.facts import Facts, Row
from compliance.engine.desk import Desk
from compliance.engine.past import region_past
from compliance.log.entry import Item, Query, Unless, tagged
from compliance.outcomes.draw import plan_from

_DRAFTED = Query((Item(types=stored_names("plan.drafted")),))
STAGES = ("drafted", "approved", "published", "committed", "drawn", "revealed", "abandoned")
"""How far a plan has come; whatever else happened, one that was given up is."""


class PlanKnown(NamedTuple):
    """A plan as the log has it: its id, and what happened to it."""

    region: str
    plan_id: str
    drafts: tuple[Row, ...]
    approvals: tuple[Row, ...]
    publications: tuple[Row, ...]
    committed: tuple[Row, ...]
    drawn: tuple[Row, ...]
    revealed: tuple[Row, ...]
    abandoned: tuple[Row, ...]
    size: int
    """Where the log ended when it was read."""

    @property
    def sha256(self) -> str:
        """The digest of the plan as it was drafted first."""
        return str(self.drafts[0].values["plan_sha256"])

    @property
    def year(self) -> int:
        """The year that it is a plan of."""
        return int(self.drafts[0].values["year"])

    @property
    def stage(self) -> str:
        """How far it has come."""
        happened = (self.drafts, self.approvals, self.publications, self.committed, self.drawn,
                    self.revealed, self.abandoned)  # fmt: skip
        return [stage for stage, rows in zip(STAGES, happened, strict=True) if rows][-1]

    @property
    def unless(self) -> Unless:
        """The condition of the next step: that nothing happened to the plan meanwhile."""
        return Unless(tagged(f"plan:{self.region}/{self.plan_id}"), self.size)


def plan_known(desk: Desk, plan_id: str, region: str | None = None) -> PlanKnown:
    """Return what is known of a plan. Raises NotFound (E-PLAN-UNKNOWN, E-PLAN-MANY)."""
    found = [each for each in plans_known(desk, region) if each.plan_id == plan_id]
    if not found:
        raise NotFound("E-PLAN-UNKNOWN", text=plan_id)
    if len(found) > 1:
        regions = ", ".join(each.region for each in found)
        raise NotFound("E-PLAN-MANY", text=plan_id, regions=regions)
    return found[0]


def plans_known(desk: Desk, region: str | None = None) -> Iterator[PlanKnown]:
    """Yield every plan that was drafted, or a region's, in order of region and id."""
    told = {event.data.region for event in desk.log.read(_DRAFTED)}
    for each in sorted(told if region is None else told & {region}):
        size = desk.log.head().size
        facts = region_past(desk.log, each).at(desk.today)
        ids = {row.values["plan_id"] for row in facts.of("plans")}
        yield from (_known(facts, each, plan_id, size) for plan_id in sorted(ids))


def plan_of(desk: Desk, known: PlanKnown) -> Plan:
    """Return a plan from its sealed paper.

    Raises Conflict (E-PLAN-CHANGED) if another one was drafted under its id, NotFound
    (E-PAPER-MISSING, E-PERSON-KEY-MISSING) and Tampered (E-PAPER).
    """
    refuse_changed(known)
    return plan_from(desk.papers().read(known.sha256))


def refuse_changed(known: PlanKnown) -> None:
    """Refuse a plan under whose id something else stands too. Raises Conflict (E-PLAN-CHANGED)."""
    told = {row.values["plan_sha256"] for row in (*known.drafts, *known.approvals)}
    if told != {known.sha256}:
        other = ", ".join(sorted(told - {known.sha256}))
        raise Conflict("E-PLAN-CHANGED", plan=known.plan_id, sha256=known.sha256, other=other)


def _known(facts: Facts, region: str, plan_id: str, size: int) -> PlanKnown:
    def rows(relation: str, key: str = "plan_id") -> tuple[Row, ...]:
        return tuple(row for row in facts.of(relation) if row.values[key] == plan_id)

    return PlanKnown(
        region=region,
        plan_id=plan_id,
        drafts=rows("plans"),
        approvals=rows("plan_approvals"),
        publications=rows("plan_publications"),
        committed=rows("draw_plans", "draw_id"),
        drawn=rows("draws", "draw_id"),
        revealed=rows("draws_revealed", "draw_id"),
        abandoned=rows("plans_abandoned"),
        size=size,
    )
