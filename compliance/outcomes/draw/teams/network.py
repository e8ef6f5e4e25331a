"""A part of the pool as a network: what flows is one officer for one place of one visit.

The source gives to officers, one arc for each visit that they can make. Officers give to visits,
one arc for each pair. In a visit they reach the seats that they fit; officers who fit the same
seats are one *class*, a node that each of them reaches by one arc of capacity one, so that nobody
sits twice. Officers who were told of their visit sit already: their class has a unit of its own,
and they begin at a later turn. What an arc costs is `costs`' matter.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from compliance.outcomes.draw.teams.blocks import Block, Part
from compliance.outcomes.draw.teams.pool import Kept, Pool, load_of, visits_of

Ints = NDArray[np.int64]


class Network(NamedTuple):
    """What each node gives or, below nought, needs; and arcs: pairs, then inner, then turns."""

    supplies: Ints
    tails: Ints
    heads: Ints
    capacities: Ints
    pairs: "Pairs"
    turns: Ints
    """Of each of the last arcs, how many visits its officer makes before, from 0."""


class Pairs(NamedTuple):
    """Officer and visit of each of the first arcs, by their places in the part."""

    officers: Ints
    tasks: Ints


def network(this: Part, pool: Pool, kept: Kept) -> Network:
    """Return the network of a part, with what those who are told already take of it."""
    source = len(this.officers)
    supplies, laid = [np.zeros(source + 1, np.int64)], _Laid([], [])
    for rows in rows_of(this):
        rows.lay(laid, kept)
        supplies.append(rows.supplies(kept))
    supply = np.concatenate(supplies)
    supply[source] = -supply.sum()
    return _network(supply, laid, _turns(this, pool, kept), source=source)


def rows_of(this: Part) -> "Iterator[Rows]":
    """Yield where each block of a part has its nodes, after those of officers and the source."""
    at = {each: n for n, each in enumerate(_names(this))}
    node, first = len(this.officers) + 1, 0
    for block in this.blocks:
        rows = Rows(block, np.array([at[each] for each in _names(block)], np.int64), node, first)
        yield rows
        node, first = node + rows.width * len(block.tasks), first + len(block.tasks)


class _Laid(NamedTuple):
    """Arcs as they are laid: officer, visit, node; and node, seat, capacity."""

    pairs: list[tuple[Ints, Ints, Ints]]
    inner: list[tuple[Ints, Ints, Ints]]


class Rows:
    """Where a block's visits have their nodes: a row for each, seats first, then classes."""

    def __init__(self, block: Block, officers: Ints, node: int, first: int) -> None:
        several = sorted({each for each in block.fitting if len(each) > 1})
        self.block, self.officers, self.first = block, officers, first
        self.classes = {each: len(block.seats) + place for place, each in enumerate(several)}
        self.width = len(block.seats) + len(several)
        columns = [self.classes.get(each, each[0]) for each in block.fitting]
        self.columns = np.array(columns, np.int64)
        self.nodes = node + self.width * np.arange(len(block.tasks), dtype=np.int64)

    def lay(self, laid: _Laid, kept: Kept) -> None:
        """Lay the arcs of officers to visits, and of classes to the seats that they fit."""
        rows, places = np.nonzero(self._free(kept))
        heads = self.nodes[places] + self.columns[rows]
        laid.pairs.append((self.officers[rows], self.first + places, heads))
        for fitting, column in self.classes.items():
            for seat in fitting:
                count = np.full_like(self.nodes, self.block.seats[seat].count)
                laid.inner.append((self.nodes + column, self.nodes + seat, count))

    def supplies(self, kept: Kept) -> Ints:
        """Return what the visits' nodes need, and give where somebody sits already."""
        need = np.zeros((len(self.block.tasks), self.width), np.int64)
        need[:, : len(self.block.seats)] = [-seat.count for seat in self.block.seats]
        for row, place in self._told(kept):
            need[place, self.columns[row]] += 1
        return need.ravel()

    def _free(self, kept: Kept) -> NDArray[np.bool_]:
        """Return which pairs may be chosen: neither barred nor chosen already."""
        visits: dict[str, list[int]] = {}
        for place, task in enumerate(self.block.tasks):
            visits.setdefault(task.facility, []).append(place)
        free = np.ones((len(self.block.officers), len(self.block.tasks)), np.bool_)
        for row, officer in enumerate(self.block.officers):
            for facility in officer.barred:
                free[row, visits.get(facility, [])] = False
        for row, place in self._told(kept):
            free[row, place] = False
        return free

    def _told(self, kept: Kept) -> Iterator[tuple[int, int]]:
        rows = {each: row for row, each in enumerate(_names(self.block))}
        for place, task in enumerate(self.block.tasks):
            for officer in kept.get(task.task, ()):
                if officer in rows:
                    yield rows[officer], place


def _network(supplies: Ints, laid: _Laid, turns: Sequence[range], *, source: int) -> Network:
    officers, tasks, heads = _joined(laid.pairs)
    tails_in, heads_in, capacities_in = _joined(laid.inner)
    giving = np.repeat(np.arange(len(turns)), [len(each) for each in turns])
    return Network(
        supplies,
        np.concatenate([officers, tails_in, np.full_like(giving, source)]),
        np.concatenate([heads, heads_in, giving]),
        np.concatenate([np.ones_like(officers), capacities_in, np.ones_like(giving)]),
        Pairs(officers, tasks),
        np.array([turn for each in turns for turn in each], np.int64),
    )


def _turns(this: Part, pool: Pool, kept: Kept) -> list[range]:
    """Return the visits that each officer can still make, counted from those they are told of."""
    told = visits_of(kept)
    return [
        range(
            told[each.certificate_no],
            min(load_of(each, pool.rules), told[each.certificate_no] + len(this.tasks)),
        )
        for each in this.officers
    ]


def _joined(columns: Sequence[tuple[Ints, Ints, Ints]]) -> list[Ints]:
    nothing = np.zeros(0, np.int64)
    return [np.concatenate([nothing, *(each[n] for each in columns)]) for n in range(3)]


def _names(those: Part | Block) -> list[str]:
    return [each.certificate_no for each in those.officers]
