"""What stands of a draw's visits: who is visited, who goes, and how far each visit has come.

It is read off the log's facts about the region and the sealed papers behind their digests; a paper
is opened when something first asks for it. Of several digests of a kind the last recorded counts,
for each such paper holds all that came before.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, NamedTuple

from compliance.domain.canonical import paper_lines
from compliance.domain.draw import Drawn, Inspector, Plan, Task
from compliance.domain.errors import NotFound, Refused
from compliance.domain.facts import Facts, Row
from compliance.outcomes.draw import (
    Lot,
    Replaced,
    drawn_from,
    frame_from,
    numbered,
    plan_from,
    replaced_from,
    roster_from,
    tasks_of,
    teams_from,
)

Progress = Literal["open", "assigned", "returned", "completed", "replaced", "put_off"]
"""Every visit that was ever drawn is one of these: none is lost."""
Teams = Mapping[str, tuple[str, ...]]
_STEPS: Mapping[str, Progress] = {
    "tasks_assigned": "assigned", "tasks_returned": "returned", "tasks_completed": "completed",
}  # fmt: skip
TEAM_CANNOT = frozenset({"recusal", "unavailable"})
"""Why a team gives its visit back, though the facility can be visited: by others."""


class Target(NamedTuple):
    """A facility that is visited, and the items that it is visited for."""

    facility: str
    items: tuple[str, ...]


class Visit(NamedTuple):
    """A visit that was drawn, and how far it has come."""

    task: str | None
    """None = passed over when the lot was drawn; it never became a task."""
    target: Target
    progress: Progress
    officers: tuple[str, ...] = ()
    step: Row | None = None
    """What was told of it last."""
    reason: str | None = None
    """Why it was passed over, or given up since."""
    instead: str | None = None
    """The facility that is visited in its place."""


class Standing:
    """What stands of the visits of one draw, by facts of a day and the papers behind them."""

    def __init__(self, region: str, draw: str, facts: Facts, read: Callable[[str], bytes]) -> None:
        self.region, self.draw = region, draw
        self._facts, self._read = facts, read

    @property
    def performed(self) -> Row:
        """The draw as it took place. Raises Refused (E-DRAW-UNDRAWN)."""
        found = self._rows("draws")
        if not found:
            raise Refused("E-DRAW-UNDRAWN", where=self.draw, draw=self.draw)
        return found[0]

    @property
    def approver(self) -> str | None:
        """Who approved the plan."""
        found = [
            row for row in self._facts.of("plan_approvals") if row.values["plan_id"] == self.draw
        ]
        return found[-1].values["approved_by"] if found else None

    @property
    def revealed(self) -> bool:
        """Whether the lists of the draw are public."""
        return bool(self._rows("draws_revealed"))

    @cached_property
    def plan(self) -> Plan:
        """The plan that was drawn from."""
        return plan_from(self._read(self._planned["plan_sha256"]))

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """What the lot fell on, in order of tickets."""
        return drawn_from(self._drawn_paper)

    @cached_property
    def roster(self) -> tuple[Inspector, ...]:
        """The inspectors that the draw was committed to."""
        return roster_from(self._read(self._planned["roster_sha256"]))

    @cached_property
    def lot(self) -> Lot:
        """The draw with the whole frame, which what comes later is decided by."""
        _, frame = frame_from(self._read(self._planned["frame_sha256"]))
        seed = next(paper_lines(self._drawn_paper))["seed"]
        return Lot(self.plan, frame, seed, self.drawn)

    @cached_property
    def replaced(self) -> tuple[Replaced, ...]:
        """Which visits were given up since the draw, in order."""
        told = [row for row in self._rows("replacements") if row.values["paper_sha256"]]
        return replaced_from(self._read(told[-1].values["paper_sha256"])) if told else ()

    @cached_property
    def teams(self) -> Teams:
        """Who goes where now, by task."""
        return self._teams_at(None)

    @cached_property
    def visits(self) -> Mapping[str, Target]:
        """Who is visited, by number of the task; those given up left out."""
        gone = {each.task for each in self.replaced}
        return {task: each for task, each in self._ever.items() if task not in gone}

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The visits to be made, with the seats of their teams."""
        return tasks_of(self.lot, self.replaced)

    @cached_property
    def steps(self) -> Mapping[str, tuple[Row, ...]]:
        """What was told of each task, in order of recording: assigned, returned, completed."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in sorted((r for name in _STEPS for r in self._rows(name)), key=_recorded):
            found[row.values["task_id"]].append(row)
        return {task: tuple(rows) for task, rows in found.items()}

    def progress(self, task: str) -> Progress:
        """Say how far a visit that is not given up has come."""
        steps = self.steps.get(task)
        return _STEPS[steps[-1].relation] if steps else "open"

    def notified(self) -> Teams:
        """Return the teams that were told of their visit, and stay as they are."""
        kept = {"assigned", "completed"}
        return {each: self.teams[each] for each in self.visits if self.progress(each) in kept}

    def declined(self) -> Mapping[str, frozenset[str]]:
        """Return, by task, the officers of teams that gave it back because they cannot go."""
        found: dict[str, frozenset[str]] = {}
        for task, steps in self.steps.items():
            for row in steps:
                if row.relation == "tasks_returned" and row.values["reason"] in TEAM_CANNOT:
                    team = self._teams_at(row.opener).get(task, ())
                    found[task] = found.get(task, frozenset()).union(team)
        return found

    def target(self, task: str) -> Target:
        """Return who is visited by a task. Raises NotFound (E-TASK-UNKNOWN), Refused.

        E-TASK-GONE: it was given up.
        """
        if task in self.visits:
            return self.visits[task]
        if task in self._ever:
            raise Refused("E-TASK-GONE", where=task, task=task, draw=self.draw)
        raise NotFound("E-TASK-UNKNOWN", where=task, task=task, draw=self.draw)

    def all(self) -> Iterator[Visit]:
        """Yield every visit that was ever drawn: to be made, made, replaced and put off."""
        gone = {each.task: each for each in self.replaced}
        for task, target in self._ever.items():
            yield self._visit(task, target, gone.get(task))
        yield from self._passed()

    def facility_of(self, task: str) -> str:
        """Return the facility of a task that is, or was, to be visited."""
        return self._ever[task].facility

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
        return f"{self.draw}-{task}"

    @cached_property
    def _ever(self) -> Mapping[str, Target]:
        """Everybody who was to be visited at any time, by number of the task."""
        found = {
            task: Target(each.facility, each.items) for task, each in numbered(self.drawn).items()
        }
        for each in self.replaced:
            if each.by is not None and each.by_task is not None:
                found[each.by_task] = Target(each.by, found[each.task].items)
        return found

    def _visit(self, task: str, target: Target, gone: Replaced | None) -> Visit:
        steps = self.steps.get(task)
        last = steps[-1] if steps else None
        if gone is None:
            return Visit(task, target, self.progress(task), self.teams.get(task, ()), last)
        how: Progress = "put_off" if gone.by is None else "replaced"
        return Visit(task, target, how, step=last, reason=gone.reason, instead=gone.by)

    def _passed(self) -> Iterator[Visit]:
        by = {each.instead_of: each.facility for each in self.drawn if each.instead_of}
        for each in self.drawn:
            if each.passed is not None:
                instead = by.get(each.facility)
                how: Progress = "put_off" if instead is None else "replaced"
                target = Target(each.facility, each.items)
                yield Visit(None, target, how, reason=each.passed, instead=instead)

    def _teams_at(self, position: int | None) -> Teams:
        """Return who goes where as it was recorded before a position (None = now)."""
        told = [self.performed, *self._rows("team_changes")]
        before = [row for row in told if position is None or row.opener < position]
        sha256 = before[-1].values["teams_sha256"]
        return {each.task: each.officers for each in teams_from(self._read(sha256))}

    @property
    def _planned(self) -> Mapping[str, Any]:
        assert self.performed is not None  # noqa: S101 - refuses first what was not drawn
        return self._rows("draw_plans")[0].values

    @cached_property
    def _drawn_paper(self) -> bytes:
        return self._read(self.performed.values["drawn_sha256"])

    def _rows(self, relation: str) -> list[Row]:
        rows: Iterable[Row] = self._facts.of(relation)
        own = (row for row in rows if row.values["draw_id"] == self.draw)
        return sorted(own, key=_recorded)


def _recorded(row: Row) -> int:
    return row.opener
