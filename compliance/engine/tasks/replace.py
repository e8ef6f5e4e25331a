"""A facility that cannot be visited: the next of its stratum is, or the visit is put off.

Who stands in follows from the lot and is nobody's choice. Where no team can be made for whoever
stands in, that visit is given up in its turn, with the reason, until a team is found or nobody is
left. Which facilities they are stands in a sealed paper until the draw is revealed.
"""

from collections.abc import Sequence
from typing import NamedTuple

from compliance.domain.canonical import digest
from compliance.domain.draw import Draw
from compliance.domain.errors import Answer
from compliance.domain.events.draw import PassedFor, TargetReplaced
from compliance.domain.identifiers import Region, Sha256
from compliance.engine.desk import Desk
from compliance.engine.tasks.boundary import Call, Decided, appended
from compliance.engine.tasks.reteam import Asked, Reteamed, no_team, reteamed
from compliance.engine.tasks.standing import Standing
from compliance.log.eventlog import Appended
from compliance.outcomes.draw import Replaced, replaced_paper, tasks_of
from compliance.outcomes.draw import replace as stand_in


class GivenUp(NamedTuple):
    """Which visit cannot be made, and why."""

    task: str
    reason: PassedFor
    note: str | None = None


def replace_visit(desk: Desk, draw: Draw, given_up: GivenUp, call: Call) -> Appended:
    """Record who is visited instead, and by whom, or that the visit is put off.

    Raises NotFound (E-TASK-UNKNOWN), Refused (E-TASK-GONE, E-TASK-DONE), StorageFailed
    (E-DRAW-EXTRA), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        standing.open_visit(given_up.task)
        gone, new = _replaced(desk, standing, given_up)
        paper = replaced_paper(
            draw.name, standing.papers.lot.seed, (*standing.papers.replaced, *gone)
        )
        told = [call.says("target.replaced", _told(draw, each, paper)) for each in gone]
        if new is None:
            return Decided(told, [paper])
        change = call.says("team.changed", new.told(standing, "replaced"))
        return Decided([*told, change], [paper, new.paper])

    return appended(desk, draw, call, decide)


def _replaced(
    desk: Desk, standing: Standing, given_up: GivenUp
) -> tuple[list[Replaced], Reteamed | None]:
    """Return what becomes of the visit, and of each that stands in and has no team."""
    lot, before, reason = standing.papers.lot, standing.papers.replaced, given_up.reason
    gone = [stand_in(lot, before, given_up.task, reason=reason, note=given_up.note)]
    while (by_task := gone[-1].by_task) is not None:
        try:
            return gone, _teams(desk, standing, gone)
        except Answer as answer:
            if not no_team(answer):
                raise
        gone.append(stand_in(lot, (*before, *gone), by_task, reason="no_team"))
    return gone, None


def _teams(desk: Desk, standing: Standing, gone: Sequence[Replaced]) -> Reteamed:
    papers = standing.papers
    return reteamed(desk, standing, Asked(tasks_of(papers.lot, (*papers.replaced, *gone))))


def _told(draw: Draw, gone: Replaced, paper: bytes) -> TargetReplaced:
    return TargetReplaced(
        region=Region(draw.region),
        draw_id=draw.name,
        reason=gone.reason,
        task_id=gone.task,
        by_task_id=gone.by_task,
        paper_sha256=Sha256(digest(paper)),
    )
