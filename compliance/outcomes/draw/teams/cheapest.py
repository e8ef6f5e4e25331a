"""The cheapest flow through a network, exactly, by OR-tools.

OR-tools multiplies costs by the number of nodes and answers BAD_COST_RANGE where its 64 bits
would not hold: from about cost × nodes = 2^61. Then the costs are first read without their last
bits. The flow found is at most one unit of those bits off on every arc, by its own prices; an arc
whose reduced cost is more than that for each node of a cycle can be in no better flow (Tardos
1985), so it stays as it is. What is left has small costs, and is solved exactly.
"""

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from compliance.outcomes.draw.teams.network import Ints, Network

ROOM_BITS = 58
"""Costs times nodes that OR-tools holds with room for its prices."""


def cheapest(net: Network) -> Ints | None:
    """Return the flow on each arc, or None where the needs cannot be met."""
    status, flows = _solved(net)
    if status == SimpleMinCostFlow.Status.INFEASIBLE:
        return None
    if status == SimpleMinCostFlow.Status.BAD_COST_RANGE:
        return _in_two(net)
    if status != SimpleMinCostFlow.Status.OPTIMAL:
        raise AssertionError(status)
    return flows


def prices(net: Network, flows: Ints) -> Ints:
    """Return a price for each node under which no open arc costs less than nothing.

    Raises ValueError where there is none: the flow is not the cheapest.
    """
    ahead, back = flows < net.capacities, flows > 0
    tails = np.concatenate([net.tails[ahead], net.heads[back]])
    heads = np.concatenate([net.heads[ahead], net.tails[back]])
    costs = np.concatenate([net.costs[ahead], -net.costs[back]])
    found = np.zeros(net.supplies.size, np.int64)
    for _ in range(net.supplies.size + 1):
        better = found.copy()
        np.minimum.at(better, heads, found[tails] + costs)
        if np.array_equal(better, found):
            return found
        found = better
    raise ValueError("a cycle costs less than nothing")


def _in_two(net: Network) -> Ints:
    """Solve by the first bits of the costs, then exactly where that leaves anything open."""
    nodes = net.supplies.size
    over = int(np.abs(net.costs).max()).bit_length() + nodes.bit_length() - ROOM_BITS
    rough = net._replace(costs=net.costs >> max(over, 1))
    flows = cheapest(rough)
    assert flows is not None  # noqa: S101 - the needs are the same, and they could be met
    price = prices(rough, flows) << max(over, 1)
    reduced = net.costs + price[net.tails] - price[net.heads]
    open_ = np.abs(reduced) <= nodes << max(over, 1)
    flows[open_] = _left(net, flows, open_, reduced)
    return flows


def _left(net: Network, flows: Ints, open_: NDArray[np.bool_], reduced: Ints) -> Ints:
    supplies = net.supplies.copy()
    np.subtract.at(supplies, net.tails[~open_], flows[~open_])
    np.add.at(supplies, net.heads[~open_], flows[~open_])
    left = Network(
        supplies,
        net.tails[open_],
        net.heads[open_],
        net.capacities[open_],
        reduced[open_],
        net.pairs,
    )
    found = cheapest(left)
    assert found is not None  # noqa: S101 - what was found roughly meets them
    return found


def _solved(net: Network) -> tuple[SimpleMinCostFlow.Status, Ints]:
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        net.tails, net.heads, net.capacities, net.costs
    )
    solver.set_nodes_supplies(np.arange(net.supplies.size), net.supplies)
    status = solver.solve()
    if status != SimpleMinCostFlow.Status.OPTIMAL:
        return status, net.costs
    return status, np.asarray(solver.flows(arcs))
