"""Where a pool cannot be staffed: which visits, who may go there, how many lack, what helps.

Asked before any cost is reckoned. A shortage is a set of visits whose seats of one department
need more than everybody who may sit there can give; a relief is the one limit that, if nothing
else changed, would let every seat of the part be filled.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, assert_never

import numpy as np

from compliance.domain.draw import Seat
from compliance.domain.errors import Answer, Answers, Refused
from compliance.outcomes.draw.teams.blocks import Part, parts_of, together
from compliance.outcomes.draw.teams.filling import Filling, filling
from compliance.outcomes.draw.teams.network import Network, network, rows_of
from compliance.outcomes.draw.teams.pool import Kept, Pool
from compliance.outcomes.draw.teams.relief import Relief, Short, reliefs

_NAMED = 5
"""How many names a refusal says before it goes on with dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Visits that have not enough officers of a department, and what alone would help."""

    department: str
    domains: tuple[str | None, ...]
    """What the seats in want ask for; None = anybody of the department."""
    districts: tuple[str, ...]
    tasks: tuple[str, ...]
    places: int
    """Free places of those seats."""
    missing: int
    officers: tuple[str, ...]
    """Who may sit there: all that there are."""
    visits: int
    """Visits that those officers can still make, wherever."""
    reliefs: tuple[Relief, ...]


class _Want(NamedTuple):
    """A seat that stays empty or leads to such a one: its node, visit, block and what it asks."""

    node: int
    task: int
    block: int
    seat: Seat


class _Filled(NamedTuple):
    part: Part
    net: Network
    found: Filling


def shortages(pool: Pool, kept: Kept) -> tuple[Shortage, ...]:
    """Return every shortage of a pool; none = every visit can have its team."""
    filled = []
    for part in parts_of(pool, kept):
        net = network(part, pool, kept)
        filled.append(_Filled(part, net, filling(net, officers=len(part.officers))))
    short = [each for each in filled if each.found.missing]
    if not short:
        return ()
    made = _visits(filled)
    return tuple(
        shortage
        for each in short
        for shortage in _shortages(each, reliefs(Short(pool, kept, each.part, made)))
    )


def refusal(found: Sequence[Shortage]) -> Answers:
    """Return shortages as refusals: E-DRAW-NO-TEAM, each followed by what would help."""
    return Answers(answer for each in found for answer in _answers(each))


def _visits(filled: Sequence[_Filled]) -> Counter[str]:
    """Return how often each officer goes where every part is filled as well as it can be."""
    made: Counter[str] = Counter()
    for part, _, found in filled:
        names = (each.certificate_no for each in part.officers)
        made.update(dict(zip(names, found.visits.tolist(), strict=True)))
    return made


def _shortages(filled: _Filled, helped: tuple[Relief, ...]) -> Iterator[Shortage]:
    """Yield the shortages of a part: wants that share no officer are told apart."""
    part, net, found = filled
    left = np.bincount(net.heads[net.heads.size - net.turns.size :], minlength=len(part.officers))
    wants = list(_wants(filled))
    for tasks, officers in _apart(filled, {each.task: each.block for each in wants}):
        mine = [each for each in wants if each.task in tasks]
        nodes = [each.node for each in mine]
        yield Shortage(
            department=mine[0].seat.department,
            domains=tuple(sorted({each.seat.domain for each in mine}, key=lambda it: it or "")),
            districts=tuple(sorted({part.tasks[each].district for each in tasks})),
            tasks=tuple(sorted({part.tasks[each].task for each in tasks})),
            places=int(-net.supplies[nodes].sum()),
            missing=int(found.lacking[nodes].sum()),
            officers=tuple(part.officers[each].certificate_no for each in sorted(officers)),
            visits=int(left[sorted(officers)].sum()),
            reliefs=helped,
        )


def _wants(filled: _Filled) -> Iterator[_Want]:
    """Yield the seats that lead to an empty one, or are it."""
    leading = set(filled.found.leading.tolist())
    for block, rows in enumerate(rows_of(filled.part)):
        for place, first in enumerate(rows.nodes.tolist()):
            for column, seat in enumerate(rows.block.seats):
                if first + column in leading:
                    yield _Want(first + column, rows.first + place, block, seat)


def _apart(filled: _Filled, blocks: Mapping[int, int]) -> Iterator[tuple[set[int], set[int]]]:
    """Yield visits, and officers who may sit there: alike ones together, sharing nobody else."""
    net, leading = filled.net, filled.found.leading
    reached = np.isin(net.heads[: net.pairs.tasks.size], leading)
    who: dict[int, set[int]] = {each: set() for each in blocks}
    officers = net.pairs.officers[reached].tolist()
    for officer, task in zip(officers, net.pairs.tasks[reached].tolist(), strict=True):
        who[task].add(officer)
    listed = sorted(who)
    shared: list[tuple[int, Hashable]] = [
        (place, what)
        for place, task in enumerate(listed)
        for what in (("block", blocks[task]), *who[task])
    ]
    for places in together(len(listed), shared):
        mine = {listed[each] for each in places}
        yield mine, set().union(*(who[each] for each in mine))


def _answers(shortage: Shortage) -> Iterator[Answer]:
    """Yield what is missing, then each limit that would help alone."""
    yield Refused(
        "E-DRAW-NO-TEAM",
        where=_named(shortage.tasks),
        department=shortage.department,
        domains=_named([each or "–" for each in shortage.domains]),
        districts=_named(shortage.districts),
        tasks=len(shortage.tasks),
        places=shortage.places,
        missing=shortage.missing,
        officers=len(shortage.officers),
        visits=shortage.visits,
    )
    for relief in shortage.reliefs:
        yield _relief(relief, _named(shortage.tasks), shortage.department)


def _relief(relief: Relief, where: str, department: str) -> Refused:
    match relief.limit, relief.needed:
        case "load", needed:
            return Refused("E-DRAW-RELIEF-LOAD", where=where, department=department, needed=needed)
        case "size", needed:
            return Refused("E-DRAW-RELIEF-SIZE", where=where, department=department, needed=needed)
        case "barred", _:
            return Refused("E-DRAW-RELIEF-BARRED", where=where, department=department)
        case "districts", _:
            return Refused("E-DRAW-RELIEF-DISTRICTS", where=where, department=department)
        case "qualifications", _:
            return Refused("E-DRAW-RELIEF-QUALIFICATIONS", where=where, department=department)
        case "kept", _:
            return Refused("E-DRAW-RELIEF-KEPT", where=where, department=department)
        case limit, _:
            assert_never(limit)


def _named(names: Sequence[str]) -> str:
    dots = " …" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + dots
