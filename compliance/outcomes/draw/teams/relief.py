"""Which single limit, if it did not bind, would let every seat of a part be filled.

Each is tried by itself, and everything else stands: officers of the department who have no visit
here lend only what their own visits leave them. Nothing is changed; a supervisor decides.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from compliance.domain.team import Inspector, Seat, Task
from compliance.outcomes.draw.tasks import OFFICERS_MIN
from compliance.outcomes.draw.teams.blocks import Part, parts_of
from compliance.outcomes.draw.teams.filling import filling
from compliance.outcomes.draw.teams.network import network
from compliance.outcomes.draw.teams.pool import Kept, Pool, load_of, places
from compliance.outcomes.draw.teams.shortage import Limit, Relief

LENT_PAIRS_MAX = 4_000_000
"""Officers times visits that are tried; who else could lend visits is not asked."""


class Short(NamedTuple):
    """A part in want, and how often each officer of the pool goes where it is filled best."""

    pool: Pool
    kept: Kept
    part: Part
    visits: Counter[str]


def reliefs(short: Short) -> tuple[Relief, ...]:
    """Return the limits that would each suffice alone for a part."""
    lent, kept = _lent(short), short.kept
    eased: list[tuple[Limit, Pool]] = [
        ("barred", _officers(lent, lambda each: replace(each, barred=()))),
        ("districts", lent._replace(rules=replace(lent.rules, own_district=False))),
        ("qualifications", _visits(lent, _anybody)),
    ]
    found = [Relief(limit) for limit, pool in eased if _suffices(pool, kept)]
    return (*_load(lent, kept), *_size(lent, kept), *found, *_kept(short))


def _lent(short: Short) -> Pool:
    """Return the visits in want, with all of the department; others give what they have left."""
    part, rules = short.part, short.pool.rules
    department = part.blocks[0].seats[0].department
    inside = {each.certificate_no for each in part.officers}
    left = (
        replace(each, load_max=load_of(each, rules) - short.visits[each.certificate_no])
        for each in sorted(short.pool.inspectors, key=lambda it: it.certificate_no)
        if each.department == department and each.certificate_no not in inside
    )
    room = max(LENT_PAIRS_MAX // len(part.tasks) - len(inside), 0)
    officers = (*part.officers, *[each for each in left if each.load_max][:room])
    mine = Pool(part.tasks, officers, rules)
    return _visits(mine, lambda seats: [each for each in seats if each.department == department])


def _load(lent: Pool, kept: Kept) -> list[Relief]:
    """Return how many more visits would do, for every officer alike."""

    def more(by: int) -> Pool:
        return _officers(lent, lambda it: replace(it, load_max=load_of(it, lent.rules) + by))

    low, high = 0, len(lent.tasks)
    if not _suffices(more(high), kept):
        return []
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _suffices(more(middle), kept) else (middle, high)
    return [Relief("load", high)]


def _size(lent: Pool, kept: Kept) -> list[Relief]:
    """Return the largest smaller team that would do; two go at least."""

    def of(size: int) -> Pool:
        return _visits(lent, lambda seats: _smaller(seats, size))

    sizes = range(lent.rules.size - 1, OFFICERS_MIN - 1, -1)
    return [Relief("size", size) for size in sizes if _suffices(of(size), kept)][:1]


def _kept(short: Short) -> list[Relief]:
    """Return whether it would do to put together anew those who are told already."""
    if not short.kept:
        return []
    names = {each.task for each in short.part.tasks}
    parts = [each for each in parts_of(short.pool, {}) if names & {it.task for it in each.tasks}]
    open_ = any(_missing(each, short.pool, {}) for each in parts)
    return [] if open_ else [Relief("kept")]


def _suffices(pool: Pool, kept: Kept) -> bool:
    return not any(_missing(part, pool, kept) for part in parts_of(pool, kept))


def _missing(part: Part, pool: Pool, kept: Kept) -> int:
    return filling(network(part, pool, kept), officers=len(part.officers)).missing


def _officers(pool: Pool, change: Callable[[Inspector], Inspector]) -> Pool:
    return pool._replace(inspectors=tuple(change(each) for each in pool.inspectors))


def _visits(pool: Pool, change: Callable[[tuple[Seat, ...]], Iterable[Seat]]) -> Pool:
    def changed(task: Task) -> Task:
        return replace(task, seats=tuple(change(task.seats)))

    return pool._replace(tasks=tuple(changed(each) for each in pool.tasks))


def _anybody(seats: tuple[Seat, ...]) -> list[Seat]:
    return [replace(seats[0], domain=None, count=places(seats))]


def _smaller(seats: tuple[Seat, ...], size: int) -> list[Seat]:
    certified = [each for each in seats if each.domain is not None]
    left = size - places(certified)
    anybody = [replace(each, count=left) for each in seats if each.domain is None]
    return certified + (anybody if left > 0 else [])
