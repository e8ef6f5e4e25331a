"""`plan show`: a plan as it stands, with its frame and its roster.

Before the draw is committed to they are made of the log as it is now; from then on they are those
that the commitment binds, whatever has been told since.
"""

from typing import NamedTuple

from compliance.domain.draw import Plan
from compliance.domain.team import Inspector
from compliance.engine.desk import Desk
from compliance.engine.plans.frame import Framed, frame_of
from compliance.engine.plans.known import PlanKnown, plan_of
from compliance.engine.plans.roster import roster_of
from compliance.outcomes.draw import exclusions_from, frame_from, roster_from


class Shown(NamedTuple):
    """A plan, and what is known of it."""

    known: PlanKnown
    plan: Plan
    frame: Framed | None
    """None = its day has not come: the log cannot tell yet."""


def show(desk: Desk, known: PlanKnown) -> Shown:
    """Return a plan with its frame. Raises what `plan_of` and `frame_of` do."""
    plan = plan_of(desk, known)
    early = not known.committed and plan.as_of > desk.today
    return Shown(known, plan, None if early else frame_shown(desk, known, plan))


def frame_shown(desk: Desk, known: PlanKnown, plan: Plan) -> Framed:
    """Return the frame that was committed to, or else the one of now."""
    for row in known.committed[:1]:
        papers, left = desk.papers(), row.values["exclusions_sha256"]
        head, entries = frame_from(papers.read(row.values["frame_sha256"]))
        return Framed(
            entries=entries,
            exclusions=() if left is None else exclusions_from(papers.read(left)),
            position=head.position or 0,
            ruleset=head.ruleset or "",
            as_of=head.as_of,
            known_at=head.known_at,
        )
    return frame_of(desk, plan)


def roster_shown(desk: Desk, known: PlanKnown, plan: Plan) -> tuple[Inspector, ...]:
    """Return the roster that was committed to, or else the one of now."""
    for row in known.committed[:1]:
        return roster_from(desk.papers().read(row.values["roster_sha256"]))
    return roster_of(desk, plan, frame_of(desk, plan))
