"""Telling teams of their visits: the visit is approved, and from then on its team stays."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from compliance.domain.envelope import Proposal
from compliance.domain.errors import BadInput, Refused
from compliance.domain.events.conduct import InspectionApproved
from compliance.domain.events.task import TaskAssigned
from compliance.domain.identifiers import Region
from compliance.engine.desk import Desk
from compliance.engine.tasks.boundary import Call, Decided, Draw, appended
from compliance.engine.tasks.standing import Standing
from compliance.log.eventlog import Appended

_TO_TELL = frozenset({"open", "returned"})


class Assigning(NamedTuple):
    """Which visits a team is told of, and who approved them."""

    tasks: Sequence[str] | None
    """None = all that nobody was told of yet."""
    approved_by: str | None = None
    """None = who approved the plan."""


def assign(desk: Desk, draw: Draw, assigning: Assigning, call: Call) -> Appended:
    """Tell teams of their visits, and record each as approved.

    Raises NotFound (E-TASK-UNKNOWN), Refused (E-DRAW-UNDRAWN, E-TASK-GONE, E-TASK-ASSIGNED,
    E-TASK-DONE, E-TASK-NONE-OPEN), BadInput (E-FIELD-MISSING, E-TASK-BEFORE-DRAW), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        refuse_before_draw(standing, call)
        tasks = _chosen(standing, assigning.tasks)
        by = assigning.approved_by or standing.approver
        if by is None:
            raise BadInput("E-FIELD-MISSING", where="approved_by")
        return Decided([each for task in tasks for each in _told(standing, task, by, call)])

    return appended(desk, draw, call, decide)


def refuse_before_draw(standing: Standing, call: Call) -> None:
    """Refuse a day before that of the draw. Raises BadInput (E-TASK-BEFORE-DRAW)."""
    first = standing.performed.on
    if call.on < first:
        raise BadInput("E-TASK-BEFORE-DRAW", where="--on", text=call.on, first=first)


def _chosen(standing: Standing, tasks: Sequence[str] | None) -> Sequence[str]:
    if tasks is None:
        found = [each for each in standing.visits if standing.progress(each) in _TO_TELL]
        if not found:
            raise Refused("E-TASK-NONE-OPEN", where=standing.draw, draw=standing.draw)
        return found
    for task in tasks:
        standing.target(task)
        if standing.progress(task) == "assigned":
            raise Refused("E-TASK-ASSIGNED", where=task, task=task, draw=standing.draw)
        if standing.progress(task) == "completed":
            raise Refused("E-TASK-DONE", where=task, task=task, draw=standing.draw)
    return tasks


def _told(standing: Standing, task: str, by: str, call: Call) -> Iterator[Proposal]:
    """Yield what is recorded of one visit; one told of again was approved before."""
    region, target = Region(standing.region), standing.target(task)
    yield call.says(
        "task.assigned", TaskAssigned(region=region, draw_id=standing.draw, task_id=task)
    )
    if not standing.steps.get(task):
        approved = InspectionApproved(
            inspection_id=standing.inspection_id(task),
            approved_by=by,
            kind="double_random",
            items=standing.titles(target.items),
        )
        yield call.says("inspection.approved", approved, target.facility)
