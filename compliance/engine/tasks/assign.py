"""Telling teams of their visits: the visit is approved, and from then on its team stays."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.envelope import Proposal
from compliance.domain.errors import BadInput, Refused
from compliance.domain.events.conduct import InspectionApproved
from compliance.domain.events.task import TaskAssigned
from compliance.domain.identifiers import Region
from compliance.engine.desk import Desk
from compliance.engine.draws.visits import Visit
from compliance.engine.tasks.boundary import Call, Decided, appended
from compliance.engine.tasks.standing import Standing
from compliance.log.eventlog import Appended

_TO_TELL = frozenset({"drawn", "returned"})


class Assigning(NamedTuple):
    """Which visits a team is told of, and who approved them."""

    tasks: Sequence[str] | None
    """None = all that have a team which was not told yet."""
    approved_by: str | None = None
    """None = who approved the plan."""


def assign(desk: Desk, draw: Draw, assigning: Assigning, call: Call) -> Appended:
    """Tell teams of their visits, and record each as approved.

    Raises NotFound (E-TASK-UNKNOWN), Refused (E-TASK-GONE, E-TASK-ASSIGNED, E-TASK-NO-TEAM,
    E-TASK-DONE, E-TASK-NONE-OPEN), BadInput (E-FIELD-MISSING, E-TASK-BEFORE-DRAW), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        refuse_before_draw(standing, call)
        visits = _chosen(standing, assigning.tasks)
        by = assigning.approved_by or standing.approver
        if by is None:
            raise BadInput("E-FIELD-MISSING", where="approved_by")
        return Decided([each for visit in visits for each in _told(standing, visit, by, call)])

    return appended(desk, draw, call, decide)


def refuse_before_draw(standing: Standing, call: Call) -> None:
    """Refuse a day before that of the draw. Raises BadInput (E-TASK-BEFORE-DRAW)."""
    first = standing.drawn_on
    if call.on < first:
        raise BadInput("E-TASK-BEFORE-DRAW", where="--on", text=call.on, first=first)


def _chosen(standing: Standing, tasks: Sequence[str] | None) -> list[Visit]:
    if tasks is None:
        open_ = (each for each in standing.visits.values() if each.stage in _TO_TELL)
        found = [each for each in open_ if each.officers]
        if not found:
            raise Refused("E-TASK-NONE-OPEN", where=standing.draw, draw=standing.draw)
        return found
    visits = [standing.open_visit(task) for task in dict.fromkeys(tasks)]
    for each in visits:
        if each.stage == "assigned":
            raise Refused("E-TASK-ASSIGNED", where=each.task, task=each.task, draw=standing.draw)
        if not each.officers:
            raise Refused("E-TASK-NO-TEAM", where=each.task, task=each.task, draw=standing.draw)
    return visits


def _told(standing: Standing, visit: Visit, by: str, call: Call) -> Iterator[Proposal]:
    """Yield what is recorded of one visit; one told of again was approved before."""
    region = Region(standing.region)
    said = TaskAssigned(region=region, draw_id=standing.draw, task_id=visit.task)
    yield call.says("task.assigned", said)
    if visit.assigned is None:
        approved = InspectionApproved(
            inspection_id=standing.inspection_id(visit.task),
            approved_by=by,
            kind="double_random",
            items=standing.titles(visit.items),
            document_no=call.source.document_no,
        )
        yield call.says("inspection.approved", approved, visit.facility)
