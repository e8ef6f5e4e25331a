"""Teams put together anew after the draw: who was told stays, and only what is touched changes.

The pool is the committed roster under the plan's own rules, with whoever stood down since, or gave
a visit back, barred from that facility.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from compliance.domain.canonical import digest
from compliance.domain.errors import Answer, Answers
from compliance.domain.events import stored_names
from compliance.domain.events.draw import TeamChanged
from compliance.domain.identifiers import Region, Sha256
from compliance.domain.team import Task, Team
from compliance.engine.desk import Desk
from compliance.engine.past import some_pasts
from compliance.engine.tasks.standing import Standing, Teams
from compliance.log.entry import Item, Query
from compliance.outcomes.draw import teams_paper
from compliance.outcomes.draw.teams import Pool, resolve
from compliance.outcomes.draw.teams import Standing as Before

_RECUSED = Query((Item(types=stored_names("inspector.recused")),))
Barred = Mapping[str, frozenset[str]]
"""By facility, the officers who do not go there."""


class Asked(NamedTuple):
    """What teams are put together for: the visits as they are to be, and who newly stays away."""

    tasks: Sequence[Task]
    barred: Barred = MappingProxyType({})
    """By facility, the officers who do not go there from now on."""


class Reteamed(NamedTuple):
    """Who goes where from now on: the paper, and the visits whose team is another."""

    paper: bytes
    changed: tuple[str, ...]

    def told(self, standing: Standing, reason: str) -> TeamChanged:
        """Return what is recorded of it."""
        return TeamChanged(
            region=Region(standing.region),
            draw_id=standing.draw,
            tasks=self.changed,
            teams_sha256=Sha256(digest(self.paper)),
            reason=reason,  # type: ignore[arg-type] # one of the declared, by its callers
        )


def reteamed(desk: Desk, standing: Standing, asked: Asked) -> Reteamed:
    """Put teams together anew. Raises Answers (E-DRAW-NO-TEAM), StorageFailed (E-DRAW-EXTRA)."""
    lot, barred = standing.papers.lot, _barred(desk, standing, asked.barred)
    inspectors = tuple(
        replace(each, barred=tuple(sorted({*each.barred, *barred[each.certificate_no]})))
        for each in standing.roster
    )
    pool = Pool(tuple(asked.tasks), inspectors, lot.plan.team)
    before = tuple(Team(task=task, officers=team) for task, team in standing.teams.items())
    teams = resolve(pool, Before(before, frozenset(standing.notified())), lot.seed)
    paper = teams_paper(standing.draw, lot.seed, asked.tasks, teams)
    return Reteamed(paper, _changed(standing.teams, teams))


def no_team(answer: Answer) -> bool:
    """Say whether it is for want of officers that there are no teams."""
    told = answer.answers[0] if isinstance(answer, Answers) else answer
    return told.code == "E-DRAW-NO-TEAM"


def _changed(before: Teams, teams: Iterable[Team]) -> tuple[str, ...]:
    return tuple(each.task for each in teams if before.get(each.task) != each.officers)


def _barred(desk: Desk, standing: Standing, newly: Barred) -> dict[str, set[str]]:
    """Return, by officer, the facilities that they may not visit, beside those of the roster.

    Who made a visit made it, whatever is told of them since.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for facility, officers in (*newly.items(), *standing.declined().items()):
        for officer in officers:
            found[officer].add(facility)
    for facility, officer in _recused(desk, standing):
        found[officer].add(facility)
    made = {each.facility for each in standing.completed()}
    return defaultdict(set, {officer: there - made for officer, there in found.items()})


def _recused(desk: Desk, standing: Standing) -> Iterable[tuple[str, str]]:
    """Yield who stood down from which facility of the draw, as it counts now."""
    told = {event.said.facility for event in desk.log.read(_RECUSED)}
    visited = {each.facility for each in standing.visits.values()}
    for history in some_pasts(desk.log, {str(each) for each in told if each in visited}):
        for row in history.at(date.max).of("recusals"):
            if standing.was_told(row.opener):
                yield history.facility, row.values["certificate_no"]
