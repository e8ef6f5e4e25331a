"""How many seats of a part can be filled at all, and which stay empty whatever one does.

By the largest flow, without costs. What still leads to an empty seat is the smaller side of a
smallest cut: its seats need more than all who may sit there can give (Hall's condition).
"""

from typing import NamedTuple

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow

from compliance.outcomes.draw.teams.network import Ints, Network


class Filling(NamedTuple):
    """How many each node lacks; which nodes lead to such a one; how often each officer goes."""

    lacking: Ints
    leading: Ints
    visits: Ints

    @property
    def missing(self) -> int:
        """Return how many places stay empty."""
        return int(self.lacking.sum())


def filling(net: Network, *, officers: int) -> Filling:
    """Return how a network of so many officers is filled best; node `officers` is the source."""
    need, sink = np.maximum(-net.supplies, 0), net.supplies.size
    need[officers] = 0
    sits = np.maximum(net.supplies, 0)
    sits[officers] = 0
    told, asking = np.flatnonzero(sits), np.flatnonzero(need)
    solver = SimpleMaxFlow()
    arcs = solver.add_arcs_with_capacity(
        np.concatenate([net.tails, np.full_like(told, officers), asking]),
        np.concatenate([net.heads, told, np.full_like(asking, sink)]),
        np.concatenate([net.capacities, sits[told], need[asking]]),
    )
    if solver.solve(officers, sink) != SimpleMaxFlow.Status.OPTIMAL:
        raise AssertionError("the largest flow was not found")
    flows = np.asarray(solver.flows(arcs))
    need[asking] -= flows[flows.size - asking.size :]
    cut = np.array(solver.get_sink_side_min_cut(), np.int64)
    given = np.bincount(net.pairs.officers, flows[: net.pairs.officers.size], officers)
    return Filling(need, cut[cut != sink], given.astype(np.int64))
