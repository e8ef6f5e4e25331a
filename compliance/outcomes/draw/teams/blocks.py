"""Visits alike, and the officers who may make them: the pool cut into parts that share nobody.

Visits with the same seats of a department in the same district have the same officers, but for
those barred from one facility: they make a *block*, and pairs of officer and visit are written
down block by block. Blocks that share an officer belong to one *part*; parts are solved one by
one. Departments share nobody, so a part is of one department.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from compliance.domain.errors import Refused
from compliance.domain.team import Inspector, Seat, Task
from compliance.outcomes.draw.teams.pool import Kept, Pool, fits, places

PAIRS_MAX = 20_000_000
"""Officers times visits of one part: 200 bytes each while it is solved, 4 GB."""


class Block(NamedTuple):
    """Visits that need the same of a department, and who may make them."""

    tasks: tuple[Task, ...]
    seats: tuple[Seat, ...]
    officers: tuple[Inspector, ...]
    fitting: tuple[tuple[int, ...], ...]
    """Of each officer, the places in `seats` of those that they fit."""


class Part(NamedTuple):
    """Blocks that are put together by themselves, with everybody in them named once."""

    blocks: tuple[Block, ...]
    officers: tuple[Inspector, ...]
    tasks: tuple[Task, ...]
    """The visits of its blocks, one block after the other."""


def parts_of(pool: Pool, kept: Kept) -> list[Part]:
    """Return the parts of a pool in which a seat is still free, in order of their first visit.

    Raises Refused (E-DRAW-PAIRS) where one is larger than memory can be trusted to hold.
    """
    parts = parted(blocks_of(pool, kept))
    for each in parts:
        pairs = sum(len(block.tasks) * len(block.officers) for block in each.blocks)
        if pairs > PAIRS_MAX:
            raise Refused(
                "E-DRAW-PAIRS",
                department=each.blocks[0].seats[0].department,
                visits=len(each.tasks),
                officers=len(each.officers),
                pairs=pairs,
                most=PAIRS_MAX,
            )
    return parts


def blocks_of(pool: Pool, kept: Kept) -> list[Block]:
    """Return the blocks of a pool in which a seat is still free."""
    going = _Going(pool)
    alike: dict[tuple[str, tuple[Seat, ...]], list[Task]] = defaultdict(list)
    for task in pool.tasks:
        told = going.departments(kept.get(task.task, ()))
        for seats in _by_department(task.seats):
            if told.count(seats[0].department) < places(seats):
                alike[task.district, seats].append(task)
    return [
        _block(tasks, seats, going.to(seats[0].department, district))
        for (district, seats), tasks in alike.items()
    ]


def parted(blocks: Sequence[Block]) -> list[Part]:
    """Return blocks put together where they share an officer, in order of their first."""
    shared = (
        (place, officer.certificate_no)
        for place, block in enumerate(blocks)
        for officer in block.officers
    )
    return [part([blocks[each] for each in places]) for places in together(len(blocks), shared)]


def together(count: int, shared: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    """Return so many things, from 0, put together where they share something, in order."""
    leads = list(range(count))
    first: dict[Hashable, int] = {}
    for place, what in shared:
        _join(leads, place, first.setdefault(what, place))
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(count):
        found[_lead(leads, place)].append(place)
    return [found[lead] for lead in sorted(found)]


def part(blocks: Sequence[Block]) -> Part:
    """Return blocks as one part."""
    officers = {each.certificate_no: each for block in blocks for each in block.officers}
    return Part(
        tuple(blocks),
        tuple(officers[each] for each in sorted(officers)),
        tuple(task for block in blocks for task in block.tasks),
    )


class _Going:
    """Who goes where, looked up by department and district."""

    def __init__(self, pool: Pool) -> None:
        self._department = {each.certificate_no: each.department for each in pool.inspectors}
        self._bound: dict[tuple[str, str], list[Inspector]] = defaultdict(list)
        self._found: dict[tuple[str, str], list[Inspector]] = {}
        for each in pool.inspectors:
            bound = each.districts if pool.rules.own_district else ()
            for district in set(bound) or {""}:
                self._bound[each.department, district].append(each)

    def departments(self, officers: Iterable[str]) -> list[str]:
        """Return the departments of those officers who are in the pool."""
        return [self._department[each] for each in officers if each in self._department]

    def to(self, department: str, district: str) -> list[Inspector]:
        """Return the officers of a department who cover a district, as `pool.covers` says."""
        if (department, district) not in self._found:
            prefixes = (district[:length] for length in range(len(district) + 1))
            found = [each for prefix in prefixes for each in self._at(department, prefix)]
            once = {each.certificate_no: each for each in found}
            self._found[department, district] = [once[each] for each in sorted(once)]
        return self._found[department, district]

    def _at(self, department: str, district: str) -> list[Inspector]:
        return self._bound.get((department, district), [])


def _by_department(seats: Iterable[Seat]) -> Iterator[tuple[Seat, ...]]:
    found: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        found[seat.department].append(seat)
    return (tuple(each) for each in found.values())


def _block(tasks: Sequence[Task], seats: tuple[Seat, ...], officers: list[Inspector]) -> Block:
    fitting = [tuple(n for n, seat in enumerate(seats) if fits(each, seat)) for each in officers]
    able = [(each, fitted) for each, fitted in zip(officers, fitting, strict=True) if fitted]
    return Block(
        tuple(tasks), seats, tuple(each for each, _ in able), tuple(fitted for _, fitted in able)
    )


def _join(leads: list[int], one: int, other: int) -> None:
    low, high = sorted((_lead(leads, one), _lead(leads, other)))
    leads[high] = low


def _lead(leads: list[int], place: int) -> int:
    while leads[place] != place:
        leads[place] = leads[leads[place]]
        place = leads[place]
    return place
