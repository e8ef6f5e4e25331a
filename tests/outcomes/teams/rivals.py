"""Other ways to the same teams: networkx, all of them tried, and the greedy that offices use.

Written plainly from the method, with no line of the product but the values it is asked with.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, permutations
from random import Random
from typing import Any

import networkx as nx

from compliance.domain.team import Inspector, Task
from compliance.outcomes.draw.teams import Pool

Teams = dict[str, tuple[str, ...]]


def price(seed: str, officer: str, facility: str) -> int:
    text = f"dr/v1|{seed}|team|{officer}|{facility}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:11], 16)


def may(officer: Inspector, task: Task, pool: Pool) -> bool:
    at_home = not pool.rules.own_district or not officer.districts
    return task.facility not in officer.barred and (
        at_home or any(task.district.startswith(each) for each in officer.districts)
    )


def limit(officer: Inspector, pool: Pool) -> int:
    return pool.rules.load_max if officer.load_max is None else officer.load_max


def by_simplex(pool: Pool, seed: str) -> Teams | None:
    """Return the cheapest teams by network simplex, a node for each pair; None = none."""
    graph = _graph(pool, seed)
    graph.add_node("source", demand=-_places(pool))
    try:
        _, flow = nx.network_simplex(graph)
    except nx.NetworkXUnfeasible:
        return None
    return {
        task.task: tuple(
            sorted(
                each.certificate_no
                for each in pool.inspectors
                if flow.get(each.certificate_no, {}).get((each.certificate_no, task.task))
            )
        )
        for task in pool.tasks
    }


def left_empty(pool: Pool) -> int:
    """Return how many places nobody fills, however they are filled, by networkx' largest flow."""
    graph = _graph(pool, "")
    for node, demand in list(graph.nodes(data="demand")):
        if demand:
            graph.add_edge(node, "sink", capacity=demand)
    if not {"source", "sink"} <= set(graph):
        return _places(pool)
    return _places(pool) - int(nx.maximum_flow_value(graph, "source", "sink"))


def _places(pool: Pool) -> int:
    return sum(seat.count for task in pool.tasks for seat in task.seats)


def _graph(pool: Pool, seed: str) -> Any:
    graph: nx.DiGraph[Any] = nx.DiGraph()
    for officer in pool.inspectors:
        for turn in range(min(limit(officer, pool), len(pool.tasks))):
            edge = ("turn", officer.certificate_no, turn)
            graph.add_edge("source", edge, capacity=1, weight=turn << 44)
            graph.add_edge(edge, officer.certificate_no, capacity=1, weight=0)
    for task in pool.tasks:
        for n, seat in enumerate(task.seats):
            graph.add_node((task.task, n), demand=seat.count)
        for officer in pool.inspectors:
            graph.add_edges_from(_pair(officer, task, pool, seed))
    return graph


def _pair(officer: Inspector, task: Task, pool: Pool, seed: str) -> Iterator[Any]:
    name = officer.certificate_no
    if may(officer, task, pool):
        paid = price(seed, name, task.facility)
        yield name, (name, task.task), {"capacity": 1, "weight": paid}
        for n, seat in enumerate(task.seats):
            if officer.department == seat.department and seat.domain in {None, *officer.domains}:
                yield (name, task.task), (task.task, n), {"capacity": 1, "weight": 0}


def by_trying(pool: Pool, seed: str) -> Teams | None:
    """Return the cheapest of all teams there are; None = there are none."""
    best: tuple[int, Teams] | None = None
    for teams in _all_teams(pool, list(pool.tasks)):
        loads = Counter(each for team in teams.values() for each in team)
        if all(loads[each.certificate_no] <= limit(each, pool) for each in pool.inspectors):
            facility = {task.task: task.facility for task in pool.tasks}
            paid = sum(
                price(seed, each, facility[task]) for task, team in teams.items() for each in team
            ) + sum((load * (load - 1) // 2) << 44 for load in loads.values())
            if best is None or paid < best[0]:
                best = paid, teams
    return None if best is None else best[1]


def _all_teams(pool: Pool, tasks: list[Task]) -> Iterator[Teams]:
    if not tasks:
        yield {}
        return
    task, *rest = tasks
    chairs = [seat for seat in task.seats for _ in range(seat.count)]
    able = [each for each in pool.inspectors if may(each, task, pool)]
    for team in combinations(able, len(chairs)):
        if any(
            all(
                each.department == seat.department and seat.domain in {None, *each.domains}
                for each, seat in zip(order, chairs, strict=True)
            )
            for order in permutations(team)
        ):
            names = tuple(sorted(each.certificate_no for each in team))
            yield from ({task.task: names, **others} for others in _all_teams(pool, rest))


def by_greed(pool: Pool, chance: Random) -> Teams | None:
    """Visit by visit in random order, seat by seat, the least loaded who fits; None = stuck."""
    loads: Counter[str] = Counter()
    teams: Teams = {}
    for task in chance.sample(pool.tasks, len(pool.tasks)):
        team: list[str] = []
        for seat in [each for each in task.seats for _ in range(each.count)]:
            able = [
                each.certificate_no
                for each in pool.inspectors
                if each.department == seat.department
                and seat.domain in {None, *each.domains}
                and each.certificate_no not in team
                and loads[each.certificate_no] < limit(each, pool)
                and may(each, task, pool)
            ]
            if not able:
                return None
            least = min(loads[each] for each in able)
            team.append(chance.choice([each for each in able if loads[each] == least]))
            loads[team[-1]] += 1
        teams[task.task] = tuple(sorted(team))
    return teams
