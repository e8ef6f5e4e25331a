"""Where a pool cannot be staffed, found before any cost is reckoned.

A shortage is a set of visits whose seats of one department need more than everybody who may sit
there can give. Wants that share no officer are told apart.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from compliance.domain.team import Seat
from compliance.outcomes.draw.teams.blocks import Part, parts_of, together
from compliance.outcomes.draw.teams.filling import Filling, filling
from compliance.outcomes.draw.teams.network import Network, network, rows_of
from compliance.outcomes.draw.teams.pool import Kept, Pool
from compliance.outcomes.draw.teams.relief import Short, reliefs
from compliance.outcomes.draw.teams.shortage import Relief, Shortage


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


def shortages_of(pool: Pool, kept: Kept) -> tuple[Shortage, ...]:
    """Return every shortage of a pool; none = every visit can have its team."""
    short, made = [], Counter[str]()
    for part in parts_of(pool, kept):
        net = network(part, pool, kept)
        found = filling(net, officers=len(part.officers))
        names = (each.certificate_no for each in part.officers)
        made.update(dict(zip(names, found.visits.tolist(), strict=True)))
        if found.missing:
            short.append(_Filled(part, net, found))
    return tuple(
        shortage
        for each in short
        for shortage in _shortages(each, reliefs(Short(pool, kept, each.part, made)))
    )


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
            domains=tuple(sorted({each.seat.domain for each in mine}, key=_named_first)),
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


def _named_first(domain: str | None) -> tuple[bool, str]:
    return domain is None, domain or ""
