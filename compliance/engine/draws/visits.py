"""Every visit of a draw as it stands now: drawn, notified, returned, made, given up or put off.

What was drawn and who goes stands in the papers, what became of it in the log: here they meet.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from compliance.domain.draw import Drawn
from compliance.domain.events.draw import PassedFor
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import lot_of, replaced_in, teams_in
from compliance.engine.draws.state import DrawState
from compliance.outcomes.draw import Lot, Replaced, TeamLine, numbered
from compliance.outcomes.draw import visits as going
from compliance.projections.effective import Effective

Stage = Literal["drawn", "assigned", "returned", "completed", "replaced", "put_off"]
"""What became of a visit so far: its team was notified, gave it back, made it; or it was given up,
another being visited instead, or none."""
_OPEN = frozenset({"drawn", "assigned", "returned"})


class Visit(NamedTuple):
    """A task: which facility, for which items, who goes, and what became of it."""

    task: str
    facility: str
    stratum: str
    items: tuple[str, ...]
    stage: Stage
    officers: tuple[str, ...]
    """Certificates of the team as it now stands; none before there is one."""
    instead_of: str | None
    reason: PassedFor | None
    """Why it was given up."""
    by_task: str | None
    """The visit that is made instead."""
    assigned: Effective | None
    """The last time that its team was notified."""
    returned: Effective | None
    completed: Effective | None

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.stage in _OPEN


class PutOff(NamedTuple):
    """A facility that the lot fell on and that nobody visits this time, with the reason."""

    facility: str
    stratum: str
    items: tuple[str, ...]
    reason: PassedFor


class Papers(NamedTuple):
    """What the papers say of the visits of a draw."""

    lot: Lot
    replaced: tuple[Replaced, ...]
    teams: Mapping[str, TeamLine]


class _Told(NamedTuple):
    """What the log says of tasks, by number."""

    assigned: Mapping[str, Effective]
    returned: Mapping[str, Effective]
    completed: Mapping[str, Effective]


def opened(desk: Desk, state: DrawState) -> Papers:
    """Open the papers of a draw that took place. Raises NotFound, Refused and Tampered."""
    return Papers(lot_of(desk, state), replaced_in(desk, state), teams_in(desk, state))


def visits_of(state: DrawState, papers: Papers) -> tuple[Visit, ...]:
    """Return every visit by number, those given up included."""
    told = _Told(*(state.by_task(f"task.{word}") for word in _Told._fields))
    given_up = {each.task: each for each in papers.replaced}
    return tuple(
        _visit(number, each, told, given_up.get(number), papers.teams.get(number))
        for number, each in sorted(_ever(papers).items())
    )


def put_off(papers: Papers) -> tuple[PutOff, ...]:
    """Return who is not visited this time though the lot fell on them."""
    replaced = {each.instead_of for each in papers.lot.drawn}
    ever = _ever(papers)
    return tuple(
        PutOff(each.facility, each.stratum, each.items, each.passed)
        for each in papers.lot.drawn
        if each.passed is not None and each.facility not in replaced
    ) + tuple(
        PutOff(each.facility, ever[each.task].stratum, ever[each.task].items, each.reason)
        for each in papers.replaced
        if each.by is None
    )


def open_visits(visits: Sequence[Visit]) -> int:
    """Return how many visits are still to be made."""
    return sum(each.open for each in visits)


def _ever(papers: Papers) -> dict[str, Drawn]:
    """Return who was to be visited under each number that was ever given."""
    lot, replaced = papers.lot, papers.replaced
    ever = numbered(lot.drawn) | going(lot, replaced)
    return ever | {
        each.task: going(lot, replaced[:place])[each.task]
        for place, each in enumerate(replaced)
        if each.task not in ever
    }


def _visit(
    number: str, drawn: Drawn, told: _Told, given_up: Replaced | None, team: TeamLine | None
) -> Visit:
    return Visit(
        task=number,
        facility=drawn.facility,
        stratum=drawn.stratum,
        items=drawn.items,
        stage=_stage(number, told, given_up),
        officers=() if team is None else team.officers,
        instead_of=drawn.instead_of,
        reason=None if given_up is None else given_up.reason,
        by_task=None if given_up is None else given_up.by_task,
        assigned=told.assigned.get(number),
        returned=told.returned.get(number),
        completed=told.completed.get(number),
    )


def _stage(number: str, told: _Told, given_up: Replaced | None) -> Stage:
    if number in told.completed:
        return "completed"
    if given_up is not None:
        return "put_off" if given_up.by is None else "replaced"
    if number not in told.assigned:
        return "drawn"
    back, out = told.returned.get(number), told.assigned[number]
    later = back is not None and back.event.position > out.event.position
    return "returned" if later else "assigned"
