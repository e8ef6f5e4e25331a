"""The cheapest flow through a network, exactly, by OR-tools.

OR-tools multiplies costs by the number of nodes and answers BAD_COST_RANGE where its 64 bits
would not hold, from about cost × nodes = 2^61. Then costs are read without their last bits first.
The flow so found is at most one unit of those bits off on every arc, by its own prices; an arc
whose reduced cost is more than that for every node of a cycle is the same in every better flow
(Tardos 1985), so it stays. What is left open costs little, and is solved exactly.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from compliance.outcomes.draw.teams.network import Ints

ROOM_BITS = 58
"""Costs times nodes that OR-tools holds, with room for its prices."""


class Flow(NamedTuple):
    """A question for the cheapest flow: what nodes give and need, and arcs with their costs."""

    supplies: Ints
    tails: Ints
    heads: Ints
    capacities: Ints
    costs: Ints


def cheapest(asked: Flow) -> Ints | None:
    """Return the cheapest flow on each arc, or None where the needs cannot be met."""
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(*asked[1:])
    solver.set_nodes_supplies(np.arange(asked.supplies.size), asked.supplies)
    match solver.solve():
        case SimpleMinCostFlow.Status.OPTIMAL:
            return np.asarray(solver.flows(arcs))
        case SimpleMinCostFlow.Status.INFEASIBLE:
            return None
        case SimpleMinCostFlow.Status.BAD_COST_RANGE:
            return in_two(asked, _cut(asked))
        case fault:
            raise AssertionError(fault)


def in_two(asked: Flow, cut: int) -> Ints:
    """Solve without the last bits of the costs, then exactly where that leaves anything open.

    The needs must be such as can be met.
    """
    rough = asked._replace(costs=asked.costs >> cut)
    flows = met(cheapest(rough))
    price = prices(rough, flows) << cut
    reduced = asked.costs + price[asked.tails] - price[asked.heads]
    still = np.abs(reduced) <= asked.supplies.size << cut
    flows[still] = met(cheapest(_left(asked, flows, still, reduced)))
    return flows


def prices(asked: Flow, flows: Ints) -> Ints:
    """Return a price for each node under which no open arc costs less than nothing.

    Raises ValueError where there are none: the flow is not the cheapest.
    """
    ahead, back = flows < asked.capacities, flows > 0
    tails = np.concatenate([asked.tails[ahead], asked.heads[back]])
    heads = np.concatenate([asked.heads[ahead], asked.tails[back]])
    costs = np.concatenate([asked.costs[ahead], -asked.costs[back]])
    found = np.zeros(asked.supplies.size, np.int64)
    for _ in range(found.size + 1):
        better = found.copy()
        np.minimum.at(better, heads, found[tails] + costs)
        if np.array_equal(better, found):
            return found
        found = better
    raise ValueError("a cycle costs less than nothing")


def met(flows: Ints | None) -> Ints:
    """Return flows of needs that are known to be met."""
    if flows is None:
        raise AssertionError("needs that can be met were not")
    return flows


def _cut(asked: Flow) -> int:
    """Return how many bits are too many, one at least."""
    largest = int(np.abs(asked.costs).max())
    return max(largest.bit_length() + asked.supplies.size.bit_length() - ROOM_BITS, 1)


def _left(asked: Flow, flows: Ints, still: NDArray[np.bool_], reduced: Ints) -> Flow:
    """Return what is still open, as a question of its own; the other arcs keep their flow."""
    supplies = asked.supplies.copy()
    np.subtract.at(supplies, asked.tails[~still], flows[~still])
    np.add.at(supplies, asked.heads[~still], flows[~still])
    return Flow(
        supplies, asked.tails[still], asked.heads[still], asked.capacities[still], reduced[still]
    )
