"""`plan publish`: a plan is made public or filed above; what was handed out stands as a digest.

What is public is the plan without the facilities that it names itself: who is visited whatever
the lot says must not learn of it beforehand. They are counted by reason.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from compliance.domain.draw import Named, Plan
from compliance.domain.errors import Refused
from compliance.domain.identifiers import Region, Sha256
from compliance.engine.desk import Desk
from compliance.engine.plans.known import PlanKnown, refuse_changed
from compliance.engine.plans.steps import Step, before, refuse_abandoned, taken
from compliance.engine.spoken import Spoken, said
from compliance.outcomes.draw.plain import plain

_NAMED = ("included", "excluded")


class Handed(NamedTuple):
    """A file of a plan: its digest, what writes it, and where it goes."""

    sha256: str
    write: Callable[[], None]
    where: str | None
    reported_to: str | None


def public_plan(plan: Plan, known: PlanKnown) -> dict[str, Any]:
    """Return what is public of a plan, as JSON values, with the digest that it is bound by."""
    told: dict[str, Any] = plain(plan)
    counted = {name: _counted(getattr(plan, name)) for name in _NAMED}
    approved = [
        {"on": row.on.isoformat(), "by": row.values["approved_by"],
         "document_no": row.values["document_no"]}
        for row in known.approvals[:1]
    ]  # fmt: skip
    return told | counted | {"approved": next(iter(approved), None), "plan_sha256": known.sha256}


def publish(desk: Desk, known: PlanKnown, handed: Handed, spoken: Spoken) -> Step:
    """Write the file of a plan, and record that it was made public as this file.

    Raises Refused (E-PLAN-ABANDONED, E-PLAN-NOT-APPROVED, E-PLAN-PUBLISHED), Conflict, and what
    writing raises: then nothing is recorded.
    """
    proposal = said(
        desk, "plan.published", spoken, region=Region(known.region), plan_id=known.plan_id,
        sha256=Sha256(handed.sha256), where=handed.where, reported_to=handed.reported_to,
    )  # fmt: skip
    done = before(desk, known, proposal)
    if done is not None:
        return done
    _refuse(known, handed)
    if not spoken.dry_run:
        handed.write()
    return taken(desk, known, proposal, spoken)


def _refuse(known: PlanKnown, handed: Handed) -> None:
    """Refuse to publish what nobody approved, or twice in one place."""
    refuse_abandoned(known)
    refuse_changed(known)
    if not known.approvals:
        raise Refused("E-PLAN-NOT-APPROVED", plan=known.plan_id)
    for row in known.publications:
        if (row.values["where"], row.values["reported_to"]) == (handed.where, handed.reported_to):
            raise Refused("E-PLAN-PUBLISHED", plan=known.plan_id, on=row.on.isoformat())


def _counted(named: tuple[Named, ...]) -> dict[str, int]:
    return dict(sorted(Counter(each.reason for each in named).items()))
