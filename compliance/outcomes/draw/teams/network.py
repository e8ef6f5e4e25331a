"""A part of the pool as a network: what flows is one officer for one place of one visit.

The source gives to officers, one arc for each visit that they can make, the k-th dearer by
k·2^44. Officers give to visits, at the cost of the pair: its hash of 44 bits. In a visit they
reach the seats that they fit: officers who fit the same seats are one *class*, a node that nobody
passes twice, because each reaches it by one arc of capacity one. Officers who were told of their
visit sit already: their class has a unit of its own, and they begin at a later k.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from compliance.domain.draw import METHOD, Task
from compliance.outcomes.draw.teams.blocks import Block
from compliance.outcomes.draw.teams.pool import Kept, Pool, load_of

Ints = NDArray[np.int64]
HASH_BITS = 44
_BYTES = 6
"""Of a hash, as many as hold 44 bits."""


class Network(NamedTuple):
    """Nodes with what they give (or, below nought, need), arcs; the first arcs are the pairs."""

    supplies: Ints
    tails: Ints
    heads: Ints
    capacities: Ints
    costs: Ints
    pairs: "Pairs"


class Pairs(NamedTuple):
    """Officer and visit of each of the first arcs, by their places in the part."""

    officers: Ints
    tasks: Ints


class Part(NamedTuple):
    """Officers and visits that are put together by themselves."""

    blocks: tuple[Block, ...]
    officers: tuple[str, ...]
    tasks: tuple[Task, ...]


def part(blocks: Sequence[Block]) -> Part:
    """Return blocks with their officers and visits named once."""
    officers = {each.certificate_no for block in blocks for each in block.officers}
    tasks = tuple(task for block in blocks for task in block.tasks)
    return Part(tuple(blocks), tuple(sorted(officers)), tasks)


def pair_costs(seed: str, officers: Iterable[str], facilities: Sequence[str]) -> Ints:
    """Return the cost of each pair, officer by officer: the first 44 bits of its SHA-256."""
    sha, ends = hashlib.sha256, [each.encode() for each in facilities]
    digests = bytearray()
    for officer in officers:
        begun = f"{METHOD}|{seed}|team|{officer}|".encode()
        digests += b"".join([sha(begun + end).digest()[:_BYTES] for end in ends])
    wide = np.frombuffer(digests, dtype=np.uint8).reshape(-1, _BYTES).astype(np.int64)
    places = np.arange(8 * (_BYTES - 1), -1, -8, dtype=np.int64)
    whole = (wide << places).sum(axis=1)
    return np.asarray(whole >> (8 * _BYTES - HASH_BITS), dtype=np.int64)


def network(this: Part, pool: Pool, kept: Kept, seed: str) -> Network:
    """Return the network of a part, with what those told already take of it."""
    at = {each: place for place, each in enumerate(this.officers)}
    arcs, supplies = _Arcs(), [np.zeros(len(at) + 1, np.int64)]
    node, first = len(at) + 1, 0
    for block in this.blocks:
        layout = _Layout(block, at, node, first)
        arcs.pairs(layout, pair_costs(seed, *layout.names()), layout.allowed(kept))
        arcs.inner(layout)
        supplies.append(layout.supplies(kept))
        node, first = node + supplies[-1].size, first + len(block.tasks)
    supply = np.concatenate(supplies)
    supply[len(at)] = -supply.sum()
    return arcs.network(supply, _loads(this, pool, kept), source=len(at))


class _Layout:
    """Where a block's visits have their nodes: a row for each, seats first, then classes."""

    def __init__(self, block: Block, at: dict[str, int], node: int, first: int) -> None:
        classes = sorted({each for each in block.fitting if len(each) > 1})
        columns = {each: len(block.seats) + place for place, each in enumerate(classes)}
        self.block, self.classes, self.node, self.first = block, columns, node, first
        self.width = len(block.seats) + len(columns)
        self.officers = np.array([at[each.certificate_no] for each in block.officers], np.int64)
        self.columns = np.array([columns.get(each, each[0]) for each in block.fitting], np.int64)
        self.rows = node + self.width * np.arange(len(block.tasks), dtype=np.int64)

    def names(self) -> tuple[list[str], list[str]]:
        """Return the officers and the facilities."""
        block = self.block
        return [each.certificate_no for each in block.officers], [
            each.facility for each in block.tasks
        ]

    def allowed(self, kept: Kept) -> NDArray[np.bool_]:
        """Return which pairs may be chosen: neither barred nor chosen already."""
        visits: dict[str, list[int]] = {}
        for place, task in enumerate(self.block.tasks):
            visits.setdefault(task.facility, []).append(place)
        free = np.ones((len(self.block.officers), len(self.block.tasks)), np.bool_)
        for row, officer in enumerate(self.block.officers):
            for facility in officer.barred:
                free[row, visits.get(facility, [])] = False
        for row, place in self._seated(kept):
            free[row, place] = False
        return free

    def supplies(self, kept: Kept) -> Ints:
        """Return what the visits' nodes need, and give where somebody sits already."""
        need = np.zeros((len(self.block.tasks), self.width), np.int64)
        need[:, : len(self.block.seats)] = [-seat.count for seat in self.block.seats]
        for row, place in self._seated(kept):
            need[place, self.columns[row]] += 1
        return need.ravel()

    def _seated(self, kept: Kept) -> Iterable[tuple[int, int]]:
        rows = {each.certificate_no: row for row, each in enumerate(self.block.officers)}
        for place, task in enumerate(self.block.tasks):
            for officer in kept.get(task.task, ()):
                yield rows[officer], place


class _Arcs:
    """Arcs as they are laid, pairs apart from those that cost nothing."""

    def __init__(self) -> None:
        self._pairs: list[tuple[Ints, Ints, Ints, Ints]] = []
        self._inner: list[tuple[Ints, Ints, Ints]] = []

    def pairs(self, layout: _Layout, costs: Ints, allowed: NDArray[np.bool_]) -> None:
        """Lay the arcs of officers to visits."""
        rows, places = np.nonzero(allowed)
        heads = layout.rows[places] + layout.columns[rows]
        chosen = costs.reshape(allowed.shape)[rows, places]
        self._pairs.append((layout.officers[rows], layout.first + places, heads, chosen))

    def inner(self, layout: _Layout) -> None:
        """Lay the arcs of classes to the seats that they fit."""
        for fitting, column in layout.classes.items():
            for seat in fitting:
                count = np.full_like(layout.rows, layout.block.seats[seat].count)
                self._inner.append((layout.rows + column, layout.rows + seat, count))

    def network(self, supplies: Ints, loads: tuple[Ints, Ints], *, source: int) -> Network:
        """Put all arcs together with those that give officers their visits."""
        officers, tasks, heads, costs = _joined(self._pairs, 4)
        tails_in, heads_in, capacities_in = _joined(self._inner, 3)
        giving, turns = loads
        return Network(
            supplies,
            np.concatenate([officers, tails_in, np.full_like(giving, source)]),
            np.concatenate([heads, heads_in, giving]),
            np.concatenate([np.ones_like(costs), capacities_in, np.ones_like(giving)]),
            np.concatenate([costs, np.zeros_like(tails_in), turns << HASH_BITS]),
            Pairs(officers, tasks),
        )


def _joined(columns: Sequence[tuple[Ints, ...]], width: int) -> list[Ints]:
    nothing = np.zeros(0, np.int64)
    return [
        np.concatenate([nothing, *(each[place] for each in columns)]) for place in range(width)
    ]


def _loads(this: Part, pool: Pool, kept: Kept) -> tuple[Ints, Ints]:
    """Return, for each visit that an officer can still make, the officer and which it is."""
    told: dict[str, int] = {}
    for officers in kept.values():
        for officer in officers:
            told[officer] = told.get(officer, 0) + 1
    limits = {each.certificate_no: load_of(each, pool.rules) for each in pool.inspectors}
    turns = [
        range(told.get(each, 0), min(limits[each], told.get(each, 0) + len(this.tasks)))
        for each in this.officers
    ]
    giving = np.repeat(np.arange(len(turns)), [len(each) for each in turns])
    return giving, np.array([turn for each in turns for turn in each], np.int64)
