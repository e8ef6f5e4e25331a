"""The results of drawn visits are published (谁检查、谁录入、谁公开): each visit's, once."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.envelope import Proposal
from compliance.domain.errors import BadInput, Refused
from compliance.domain.events.conduct import InspectionResultPublished
from compliance.engine.desk import Desk
from compliance.engine.past import some_pasts
from compliance.engine.tasks.boundary import Call, Decided, Draw, appended
from compliance.engine.tasks.standing import Standing
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
        tasks = _chosen(desk, standing, publishing.tasks, call)
        if not tasks:
            raise Refused("E-RESULTS-NONE", where=draw.name, draw=draw.name)
        told = [_told(standing, task, publishing.where, call) for task in tasks]
        beside = [f"inspection:{each.facility}/{each.data.inspection_id}" for each in told]
        return Decided(told, beside=beside)

    return appended(desk, draw, call, decide)


def unpublished(desk: Desk, standing: Standing, *, but: str | None = None) -> list[str]:
    """Return the tasks that are completed and whose result is not public yet.

    `but`: leave out what was published under a key.
    """
    own = {e.position for e in desk.log.entries(tagged(f"key:{but}"))} if but else set()
    public = set(_public(desk, standing, own))
    return [
        task
        for task in _completed(standing)
        if (standing.target(task).facility, standing.inspection_id(task)) not in public
    ]


def _chosen(
    desk: Desk, standing: Standing, tasks: Sequence[str] | None, call: Call
) -> Sequence[str]:
    left = unpublished(desk, standing, but=call.key)
    for task in tasks or ():
        standing.target(task)
        if standing.progress(task) != "completed":
            raise Refused("E-TASK-NOT-DONE", where=task, task=task, draw=standing.draw)
    chosen = [each for each in left if tasks is None or each in tasks]
    for task in chosen:
        made = standing.steps[task][-1].on
        if call.on < made:
            raise BadInput("E-TASK-BEFORE", where="--on", text=call.on, task=task, told=made)
    return chosen


def _told(standing: Standing, task: str, where: str | None, call: Call) -> Proposal:
    said = InspectionResultPublished(inspection_id=standing.inspection_id(task), where=where)
    return call.says("inspection.result_published", said, standing.target(task).facility)


def _completed(standing: Standing) -> list[str]:
    return [each for each in standing.visits if standing.progress(each) == "completed"]


def _public(desk: Desk, standing: Standing, own: set[int]) -> Iterator[tuple[str, str]]:
    visited = {standing.target(each).facility for each in _completed(standing)}
    for history in some_pasts(desk.log, visited):
        for row in history.at(date.max).of("results_published"):
            if row.opener not in own:
                yield history.facility, row.values["inspection_id"]
