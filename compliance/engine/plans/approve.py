"""`plan approve`: a plan is approved as it stands in the sealed paper, and only so."""

from compliance.domain.errors import Conflict, Refused
from compliance.domain.identifiers import DocumentNo, Region, Sha256
from compliance.engine.desk import Desk
from compliance.engine.plans.known import PlanKnown, plan_of
from compliance.engine.plans.steps import Step, before, refuse_abandoned, taken
from compliance.engine.spoken import Spoken, said


def approve(
    desk: Desk, known: PlanKnown, approved_by: str, spoken: Spoken, *, read: str | None = None
) -> Step:
    """Approve a plan; `read` is the digest of what the approver had before them.

    Raises Conflict (E-PLAN-CHANGED) if another plan stands under the id, or was read; Refused
    (E-PLAN-ABANDONED, E-PLAN-APPROVED); NotFound and Tampered where the paper cannot be opened.
    """
    number = spoken.source.document_no
    proposal = said(
        desk, "plan.approved", spoken, region=Region(known.region), plan_id=known.plan_id,
        plan_sha256=Sha256(known.sha256), approved_by=approved_by,
        document_no=number and DocumentNo(number),
    )  # fmt: skip
    done = before(desk, known, proposal)
    if done is None:
        _refuse(desk, known, read)
    return done or taken(desk, known, proposal, spoken)


def _refuse(desk: Desk, known: PlanKnown, read: str | None) -> None:
    refuse_abandoned(known)
    plan_of(desk, known)
    if read is not None and read != known.sha256:
        raise Conflict("E-PLAN-CHANGED", plan=known.plan_id, sha256=known.sha256, other=read)
    for row in known.approvals[:1]:
        raise Refused("E-PLAN-APPROVED", plan=known.plan_id, on=row.on.isoformat())
