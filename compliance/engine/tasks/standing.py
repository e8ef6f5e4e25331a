"""What stands of a draw's visits as far as a decision needs it: whose turn, who goes, who may not.

The steps stand in the log and the lists in sealed papers; `engine.draws` reads both. Here they are
cut to what had been told by a day, or before a call that is repeated.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from compliance.domain.draw import Draw, Plan
from compliance.domain.errors import BadInput, NotFound, Refused
from compliance.domain.team import Inspector, Task
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import performed_of, planned_of, teams_in
from compliance.engine.draws.state import DrawState
from compliance.engine.draws.visits import Papers, Visit, opened, visits_of
from compliance.outcomes.draw import roster_from, tasks_of

Teams = Mapping[str, tuple[str, ...]]
TEAM_CANNOT = frozenset({"recusal", "unavailable"})
"""Why a team gives its visit back, though the facility can be visited: by others."""
_NOTIFIED = frozenset({"assigned", "completed"})


class Standing:
    """What stands of the visits of one draw; its papers are opened when first asked for."""

    def __init__(self, desk: Desk, state: DrawState, before: int | None = None) -> None:
        self._desk, self.state = desk, cut(state, before=before)
        self._before = before

    def was_told(self, position: int) -> bool:
        """Say whether something was recorded by then."""
        return self._before is None or position < self._before

    @property
    def draw(self) -> str:
        """The name of the draw."""
        return self.state.draw_id

    @property
    def region(self) -> str:
        """The region of the draw."""
        return self.state.region

    @property
    def drawn_on(self) -> date:
        """The day of the draw. Raises NotFound (E-DRAW-NOT-DRAWN)."""
        return performed_of(self._desk, self.state).on

    @property
    def approver(self) -> str | None:
        """Who approved the plan last."""
        found = self.state.last("plan.approved")
        return None if found is None else str(found.said.data.approved_by)

    @cached_property
    def papers(self) -> Papers:
        """The lot, what was replaced since, and who goes. Raises NotFound and Tampered."""
        return opened(self._desk, self.state)

    @property
    def plan(self) -> Plan:
        """The plan that was drawn from."""
        return self.papers.lot.plan

    @cached_property
    def roster(self) -> tuple[Inspector, ...]:
        """The inspectors that the draw was committed to."""
        planned = planned_of(self._desk, self.state).event.data
        return roster_from(self._desk.papers().read(planned.roster_sha256))

    @cached_property
    def visits(self) -> Mapping[str, Visit]:
        """Every visit that there ever was, by number of the task."""
        return {each.task: each for each in visits_of(self.state, self.papers)}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The visits that are not given up, with the seats of their teams."""
        return tasks_of(self.papers.lot, self.papers.replaced)

    @property
    def teams(self) -> Teams:
        """Who goes where, by task."""
        return {task: line.officers for task, line in self.papers.teams.items()}

    def visit(self, task: str) -> Visit:
        """Return a visit that is not given up. Raises NotFound (E-TASK-UNKNOWN), Refused.

        E-TASK-GONE: another is made instead, or it is put off.
        """
        found = self.visits.get(task)
        if found is None:
            raise NotFound("E-TASK-UNKNOWN", where=task, task=task, draw=self.draw)
        if found.stage in {"replaced", "put_off"}:
            raise Refused("E-TASK-GONE", where=task, task=task, draw=self.draw)
        return found

    def open_visit(self, task: str) -> Visit:
        """Return a visit that is still to be made. Raises NotFound, Refused (E-TASK-DONE)."""
        found = self.visit(task)
        if found.stage == "completed":
            done = found.completed
            position = "–" if done is None else done.event.position
            raise Refused("E-TASK-DONE", where=task, task=task, draw=self.draw, position=position)
        return found

    def told_visit(self, task: str) -> Visit:
        """Return a visit that is to be made and that the log has named: a team was told of it.

        Raises NotFound, Refused (E-TASK-UNASSIGNED).
        """
        found = self.open_visit(task)
        if found.assigned is None:
            raise Refused("E-TASK-UNASSIGNED", where=task, task=task, draw=self.draw)
        return found

    def assigned_visit(self, task: str) -> Visit:
        """Return a visit whose team was told, and goes. Raises NotFound, Refused (as above)."""
        found = self.told_visit(task)
        if found.stage != "assigned":
            raise Refused("E-TASK-UNASSIGNED", where=task, task=task, draw=self.draw)
        return found

    def completed(self) -> list[Visit]:
        """Return the visits that were made."""
        return [each for each in self.visits.values() if each.stage == "completed"]

    def notified(self) -> Teams:
        """Return the teams that were told of their visit, and stay as they are."""
        told = (each for each in self.visits.values() if each.stage in _NOTIFIED)
        return {each.task: each.officers for each in told}

    def declined(self) -> Mapping[str, frozenset[str]]:
        """Return, by facility, the officers of teams that gave it back because they cannot go."""
        found: dict[str, frozenset[str]] = {}
        for each in self.state.of("task.returned"):
            if each.said.data.reason in TEAM_CANNOT:
                team = teams_in(self._desk, cut(self.state, before=each.event.position))
                line = team[each.said.data.task_id]
                found[line.facility] = found.get(line.facility, frozenset()).union(line.officers)
        return found

    def titles(self, items: Iterable[str]) -> tuple[str, ...]:
        """Return items by the titles that the plan gives them."""
        title = {each.item: each.title for each in self.plan.items}
        return tuple(title[each] for each in items)

    def departments(self, items: Iterable[str]) -> tuple[str, ...]:
        """Return the departments of items, in the order of the plan."""
        theirs = {each.department for each in self.plan.items if each.item in set(items)}
        return tuple(each for each in self.plan.departments if each in theirs)

    def inspection_id(self, task: str) -> str:
        """Return the number that the visit of a task bears at its facility."""
        return Draw(self.region, self.draw).inspection_id(task)


def cut(state: DrawState, *, on: date = date.max, before: int | None = None) -> DrawState:
    """Return a draw as it stood: what happened by a day, and was recorded before a position."""
    return state._replace(
        told={
            stem: tuple(
                each
                for each in told
                if each.on <= on and (before is None or each.event.position < before)
            )
            for stem, told in state.told.items()
        }
    )


def too_early(where: str, day: date, task: str, told: date) -> BadInput:
    """Return the refusal of a day before that of what it follows (E-TASK-BEFORE)."""
    return BadInput("E-TASK-BEFORE", where=where, text=day, task=task, told=told)
