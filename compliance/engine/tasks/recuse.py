"""An officer stands down from a visit (回避): the others of the team stay, another joins.

A recusal names the facility, so it waits until the approval of the visit has named it: before,
the log would tell who was drawn.
"""

from typing import NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.errors import NotFound
from compliance.domain.events.office import InspectorRecused
from compliance.engine.desk import Desk
from compliance.engine.draws.visits import Visit
from compliance.engine.tasks.boundary import Call, Decided, appended
from compliance.engine.tasks.reteam import Asked, reteamed
from compliance.engine.tasks.standing import Standing
from compliance.log.eventlog import Appended


class Recused(NamedTuple):
    """Who stands down from which visit, and why."""

    task: str
    officer: str
    reason: str


def recuse(desk: Desk, draw: Draw, recused: Recused, call: Call) -> Appended:
    """Record that an officer stood down, and who goes instead.

    Raises NotFound (E-TASK-UNKNOWN, E-OFFICER-NOT-THERE), Refused (E-TASK-GONE, E-TASK-DONE,
    E-TASK-UNASSIGNED),
    Answers (E-DRAW-NO-TEAM), StorageFailed (E-DRAW-EXTRA), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        facility = _visit(standing, recused).facility
        said = InspectorRecused(
            certificate_no=recused.officer,
            inspection_id=standing.inspection_id(recused.task),
            reason=recused.reason,
        )
        told = call.says("inspector.recused", said, facility)
        barred = {facility: frozenset({recused.officer})}
        new = reteamed(desk, standing, Asked(standing.tasks, barred))
        change = call.says("team.changed", new.told(standing, "recused"))
        return Decided([told, change], [new.paper])

    return appended(desk, draw, call, decide)


def _visit(standing: Standing, recused: Recused) -> Visit:
    """Return the visit that the officer is to make."""
    visit = standing.told_visit(recused.task)
    if recused.officer not in visit.officers:
        task, officer = recused.task, recused.officer
        raise NotFound("E-OFFICER-NOT-THERE", where="--officer", officer=officer, task=task)
    return visit
