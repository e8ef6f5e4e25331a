"""The results of drawn visits are published (谁检查、谁录入、谁公开): each visit's, once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.envelope import Proposal
from compliance.domain.errors import Refused
from compliance.domain.events.conduct import InspectionResultPublished
from compliance.engine.desk import Desk
from compliance.engine.draws.visits import Visit
from compliance.engine.past import some_pasts
from compliance.engine.tasks.boundary import Call, Decided, appended
from compliance.engine.tasks.standing import Standing, too_early
from compliance.log.entry import tagged
from compliance.log.eventlog import Appended


class Publishing(NamedTuple):
    """Which results are published, and where everybody finds them."""

    tasks: Sequence[str] | None
    """None = of all visits that were made and whose result is not public yet."""
    where: str | None


def publish(desk: Desk, draw: Draw, publishing: Publishing, call: Call) -> Appended:
    """Record the results of visits as published.

    Raises NotFound (E-TASK-UNKNOWN), Refused (E-TASK-GONE, E-TASK-NOT-DONE, E-RESULTS-NONE),
    BadInput (E-TASK-BEFORE), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        chosen = _chosen(desk, standing, publishing.tasks, call)
        if not chosen:
            raise Refused("E-RESULTS-NONE", where=draw.name, draw=draw.name)
        told = [_told(standing, each, publishing.where, call) for each in chosen]
        beside = [f"inspection:{each.facility}/{each.data.inspection_id}" for each in told]
        return Decided(told, beside=beside)

    return appended(desk, draw, call, decide)


def unpublished(desk: Desk, standing: Standing, *, but: str | None = None) -> list[Visit]:
    """Return the visits that were made and whose result is not public yet.

    `but`: leave out what was published under a key.
    """
    own = {e.position for e in desk.log.entries(tagged(f"key:{but}"))} if but else set()
    made = standing.completed()
    public = set(_public(desk, {each.facility for each in made}, own))
    return [e for e in made if (e.facility, standing.inspection_id(e.task)) not in public]


def _chosen(
    desk: Desk, standing: Standing, tasks: Sequence[str] | None, call: Call
) -> Sequence[Visit]:
    for task in tasks or ():
        if standing.visit(task).stage != "completed":
            raise Refused("E-TASK-NOT-DONE", where=task, task=task, draw=standing.draw)
    left = unpublished(desk, standing, but=call.key)
    chosen = [each for each in left if tasks is None or each.task in tasks]
    for each in chosen:
        if each.completed is not None and call.on < each.completed.on:
            raise too_early("--on", call.on, each.task, each.completed.on)
    return chosen


def _told(standing: Standing, visit: Visit, where: str | None, call: Call) -> Proposal:
    id_ = standing.inspection_id(visit.task)
    said = InspectionResultPublished(inspection_id=id_, where=where)
    return call.says("inspection.result_published", said, visit.facility)


def _public(desk: Desk, facilities: set[str], own: set[int]) -> Iterator[tuple[str, str]]:
    for history in some_pasts(desk.log, facilities):
        for row in history.at(date.max).of("results_published"):
            if row.opener not in own:
                yield history.facility, row.values["inspection_id"]
