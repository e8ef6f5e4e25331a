"""An officer stands down from a visit (回避): the others of the team stay, another joins."""

from typing import NamedTuple

from compliance.domain.errors import NotFound, Refused
from compliance.domain.events.office import InspectorRecused
from compliance.engine.desk import Desk
from compliance.engine.tasks.boundary import Call, Decided, Draw, appended
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
    E-DRAW-NO-TEAM), StorageFailed (E-DRAW-EXTRA), Conflict.
    """

    def decide(standing: Standing) -> Decided:
        task, officer = recused.task, recused.officer
        facility = standing.target(task).facility
        _refuse_stranger(standing, task, officer)
        said = InspectorRecused(
            certificate_no=officer,
            inspection_id=standing.inspection_id(task),
            reason=recused.reason,
        )
        told = call.says("inspector.recused", said, facility)
        barred = {facility: frozenset({officer})}
        new = reteamed(desk, standing, Asked(standing.tasks, _kept(standing, recused), barred))
        change = call.says("team.changed", new.told(standing, "recused"))
        return Decided([told, change], [new.paper])

    return appended(desk, draw, call, decide)


def _refuse_stranger(standing: Standing, task: str, officer: str) -> None:
    if standing.progress(task) == "completed":
        raise Refused("E-TASK-DONE", where=task, task=task, draw=standing.draw)
    if officer not in standing.teams.get(task, ()):
        raise NotFound("E-OFFICER-NOT-THERE", where=task, officer=officer, task=task)


def _kept(standing: Standing, recused: Recused) -> dict[str, tuple[str, ...]]:
    """Return the teams that stay, that of the visit itself without whoever stands down."""
    kept = dict(standing.notified())
    if recused.task in kept:
        left = kept[recused.task]
        kept[recused.task] = tuple(each for each in left if each != recused.officer)
    return kept
