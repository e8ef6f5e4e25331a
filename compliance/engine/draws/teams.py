"""Teams for the visits of a draw: whether there can be any, before and after the lot falls.

Before it, a trial by a seed that decides nothing shows whether the roster is far too short: then
it can still be changed. After it the roster is bound, and so is who was drawn: either every visit
has its team, or as many as there can be, in the order of the lot.
"""

from collections.abc import Callable, Sequence

from compliance.domain.draw import Entry, Plan
from compliance.domain.team import Inspector
from compliance.outcomes.draw import Lot, drawn, tasks_of, teams_paper
from compliance.outcomes.draw.teams import Pool, assign, shortages

Told = Callable[[int, int], None]
"""Hears how many of how many facilities or visits are done."""


def lot_by(plan: Plan, frame: Sequence[Entry], seed: str, told: Told) -> Lot:
    """Let the lot fall."""
    return Lot(plan, tuple(frame), seed, drawn(plan, frame, seed, told))


def try_teams(lot: Lot, roster: Sequence[Inspector]) -> None:
    """Refuse a roster that cannot make the visits of a trial.

    Raises Answers (E-DRAW-NO-TEAM, and what would help), StorageFailed (E-DRAW-EXTRA).
    """
    pool = _pool(lot, roster)
    if roster and shortages(pool):
        assign(pool, lot.seed)


def teams_for(
    lot: Lot, roster: Sequence[Inspector], told: Told, *, short: bool = False
) -> bytes | None:
    """Return the paper of who goes; None where nobody was named who could.

    `short`: if not every visit can have a team, the first ones in the order of the lot have.
    Raises as `try_teams` does.
    """
    if not roster:
        return None
    pool = _pool(lot, roster)
    if short:
        pool = pool._replace(tasks=pool.tasks[: _staffed(pool)])
    teams = assign(pool, lot.seed, told=told)
    return teams_paper(lot.plan.plan, lot.seed, pool.tasks, teams)


def _pool(lot: Lot, roster: Sequence[Inspector]) -> Pool:
    return Pool(tasks_of(lot), tuple(roster), lot.plan.team)


def _staffed(pool: Pool) -> int:
    """Return how many visits, from the first, can all have a team."""
    least, most = 0, len(pool.tasks)
    while least < most:
        middle = (least + most + 1) // 2
        if shortages(pool._replace(tasks=pool.tasks[:middle])):
            most = middle - 1
        else:
            least = middle
    return least
