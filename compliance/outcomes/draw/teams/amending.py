"""Teams after something changed: what was notified stays, and only what the change touches moves.

An officer who may not go somewhere any more leaves that team, one who left the pool leaves all.
Seats that are free, or whose team nobody was told of, make parts that share no officer; a part is
put together anew where a visit in it wants somebody, or an officer in it gained or lost a visit.
"""

from typing import NamedTuple

from compliance.domain.team import Inspector, Task, Team
from compliance.outcomes.draw.teams.blocks import Part, parts_of
from compliance.outcomes.draw.teams.pool import (
    Kept,
    Pool,
    load_of,
    may_go,
    places,
    seated,
    visits_of,
)


class Standing(NamedTuple):
    """Teams as they stand, and the visits whose teams were notified."""

    teams: tuple[Team, ...]
    notified: frozenset[str]


def staying(pool: Pool, kept: Kept) -> dict[str, tuple[str, ...]]:
    """Return who stays of those that are kept: who may still go and finds a place, by visit."""
    tasks = {each.task: each for each in pool.tasks}
    officers = {each.certificate_no: each for each in pool.inspectors}
    return {
        task: _staying(tasks[task], [officers[each] for each in names if each in officers], pool)
        for task, names in kept.items()
        if task in tasks
    }


def untouched(pool: Pool, standing: Standing) -> dict[str, tuple[str, ...]]:
    """Return who stays where after a change: those notified, and parts that it does not touch."""
    before = {each.task: each.officers for each in standing.teams}
    still = staying(pool, before)
    kept = {task: each for task, each in still.items() if task in standing.notified}
    touched = _touched(pool, before, still)
    for part in parts_of(pool, kept):
        mine = {each.certificate_no for each in part.officers}
        if touched.isdisjoint(mine) and not _wants(part, mine, still):
            for task in part.tasks:
                there = {*kept.get(task.task, ()), *mine.intersection(still[task.task])}
                kept[task.task] = tuple(sorted(there))
    return kept


def _staying(task: Task, officers: list[Inspector], pool: Pool) -> tuple[str, ...]:
    able = [each for each in officers if may_go(each, task, pool.rules)]
    return tuple(sorted(seated(able, task.seats)))


def _touched(pool: Pool, before: Kept, still: Kept) -> set[str]:
    """Return the officers who lost a visit, or have more than they can make."""
    lost = {
        officer
        for task, officers in before.items()
        for officer in officers
        if officer not in still.get(task, ())
    }
    made = visits_of(still)
    return lost | {
        each.certificate_no
        for each in pool.inspectors
        if made[each.certificate_no] > load_of(each, pool.rules)
    }


def _wants(part: Part, officers: set[str], still: Kept) -> bool:
    """Say whether a visit of a part has not all that it needs."""
    return any(
        len(officers.intersection(still.get(task.task, ()))) < places(block.seats)
        for block in part.blocks
        for task in block.tasks
    )
