"""A team gives a visit back. Where it is the team that cannot go, others go in its place."""

from typing import Literal, NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.events.task import TaskReturned
from compliance.domain.identifiers import Region
from compliance.engine.desk import Desk
from compliance.engine.tasks.boundary import Call, Decided, appended
from compliance.engine.tasks.reteam import Asked, reteamed
from compliance.engine.tasks.standing import TEAM_CANNOT, Standing
from compliance.log.eventlog import Appended

Reason = Literal["recusal", "unavailable", "not_found", "closed", "suspended", "other"]


class Returned(NamedTuple):
    """Which visit is given back, and why."""

    task: str
    reason: Reason
    note: str | None = None


def hand_back(desk: Desk, draw: Draw, returned: Returned, call: Call) -> Appended:
    """Record that a visit was given back; a team that cannot go is replaced by another.

    Raises NotFound (E-TASK-UNKNOWN), Refused (E-TASK-GONE, E-TASK-DONE, E-TASK-UNASSIGNED),
    Answers (E-DRAW-NO-TEAM), StorageFailed (E-DRAW-EXTRA), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        visit = standing.assigned_visit(returned.task)
        said = TaskReturned(
            region=Region(draw.region),
            draw_id=draw.name,
            task_id=returned.task,
            reason=returned.reason,
            note=returned.note,
        )
        told = call.says("task.returned", said)
        if returned.reason not in TEAM_CANNOT:
            return Decided([told])
        barred = {visit.facility: frozenset(visit.officers)}
        new = reteamed(desk, standing, Asked(standing.tasks, barred))
        change = call.says("team.changed", new.told(standing, "returned"))
        return Decided([told, change], [new.paper])

    return appended(desk, draw, call, decide)
