"""Visits alike, and the officers who may make them: the pool cut into parts that share nobody.

Visits of the same seats in the same district have the same officers, but for those barred from
one facility: they make a *block*, and pairs of officer and visit are written down block by block.
Blocks that share an officer belong to one *part*; parts are solved one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from compliance.domain.draw import Inspector, Seat, Task
from compliance.outcomes.draw.teams.pool import Pool, covers, fits


class Block(NamedTuple):
    """Visits that need the same, and who may make them."""

    tasks: tuple[Task, ...]
    seats: tuple[Seat, ...]
    officers: tuple[Inspector, ...]
    fitting: tuple[tuple[int, ...], ...]
    """Of each officer, the places in `seats` of those that they fit."""


def blocks_of(pool: Pool, tasks: Iterable[Task]) -> list[Block]:
    """Return the blocks of some visits of a pool, in order of their first visit."""
    alike: dict[tuple[str, tuple[Seat, ...]], list[Task]] = defaultdict(list)
    for task in tasks:
        alike[task.district, task.seats].append(task)
    of_department: dict[str, list[Inspector]] = defaultdict(list)
    for each in pool.inspectors:
        of_department[each.department].append(each)
    going: dict[tuple[str, str], list[Inspector]] = {}
    found = []
    for (district, seats), same in alike.items():
        officers = []
        for department in sorted({seat.department for seat in seats}):
            if (department, district) not in going:
                going[department, district] = [
                    each
                    for each in of_department[department]
                    if covers(each, district, pool.rules)
                ]
            officers.extend(going[department, district])
        found.append(_block(same, seats, officers))
    return found


def parts_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return blocks put together where they share an officer, in order of their first."""
    leads = list(range(len(blocks)))
    first: dict[str, int] = {}
    for place, block in enumerate(blocks):
        for officer in block.officers:
            _join(leads, place, first.setdefault(officer.certificate_no, place))
    parts: dict[int, list[Block]] = defaultdict(list)
    for place, block in enumerate(blocks):
        parts[_lead(leads, place)].append(block)
    return [parts[lead] for lead in sorted(parts)]


def _block(tasks: Sequence[Task], seats: tuple[Seat, ...], officers: Iterable[Inspector]) -> Block:
    able = {
        each.certificate_no: (each, fitting)
        for each in officers
        if (fitting := tuple(n for n, seat in enumerate(seats) if fits(each, seat)))
    }
    inspectors, fitted = zip(*able.values(), strict=True) if able else ((), ())
    return Block(tuple(tasks), seats, inspectors, fitted)


def _join(leads: list[int], one: int, other: int) -> None:
    high, low = sorted((_lead(leads, one), _lead(leads, other)), reverse=True)
    leads[high] = low


def _lead(leads: list[int], place: int) -> int:
    while leads[place] != place:
        leads[place] = leads[leads[place]]
        place = leads[place]
    return place
