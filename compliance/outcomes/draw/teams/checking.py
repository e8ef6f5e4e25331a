"""Teams looked at again, by nobody who made them: every limit, and that no exchange is cheaper.

It shares `pool`'s words with the solver and nothing else: groups, hashes and the network are
made here again, plainly. Teams are the cheapest where the graph of all exchanges (somebody goes
instead of another, somebody takes another seat) has no cycle that costs less than nothing; that
is networkx' answer.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from heapq import nsmallest
from typing import Any, NamedTuple

import networkx as nx

from compliance.domain.draw import METHOD, TeamRules
from compliance.domain.team import Inspector, Seat, Task, Team
from compliance.outcomes.draw.teams.pool import (
    Kept,
    Pool,
    covers,
    fits,
    load_of,
    places,
    seated,
    visits_of,
)
from compliance.outcomes.draw.teams.shortage import Wrong

TURN = 2**44
"""What the k-th visit of an officer costs more, k times."""
_HEX_DIGITS = 11
_LIKELY = 6
"""At each visit, how many changes are looked at first."""
_START, _HOME = ("start",), ("home",)
"""Where a visit comes from that an officer makes more, and goes to that they make less."""
Told = Callable[[int, int], None]


class Looked(NamedTuple):
    """What is looked at: a pool, its teams, the seed, and who was told and had to stay."""

    pool: Pool
    teams: tuple[Team, ...]
    seed: str
    kept: Kept


_Move = tuple[Any, Any, int]
"""From where to where, and what it costs: nodes are officers, and seats of visits."""


class _Group(NamedTuple):
    """Visits and officers of a department, who have to do with each other only."""

    department: str
    tasks: list[Task]
    officers: list[Inspector]

    def alike(self) -> dict[tuple[str, tuple[Seat, ...]], list[Task]]:
        """Return the visits by district and by what they need of the department."""
        found: dict[tuple[str, tuple[Seat, ...]], list[Task]] = {}
        for task in self.tasks:
            seats = tuple(each for each in task.seats if each.department == self.department)
            found.setdefault((task.district, seats), []).append(task)
        return found


class _Chairs(NamedTuple):
    """Seats that visits alike have of a department, and who fits which of them."""

    seats: tuple[Seat, ...]
    able: list[tuple[Inspector, list[int]]]


def wrongs(looked: Looked, told: Told) -> tuple[Wrong, ...]:
    """Return every limit that teams break; and where none is broken, which are dearer than need.

    `told` hears how many of how many visits were looked at.
    """
    return tuple(_broken(looked)) or tuple(_dearer(looked, told))


def _broken(looked: Looked) -> Iterator[Wrong]:
    """Yield every limit that teams break."""
    pool, teams, _, kept = looked
    officers = {each.certificate_no: each for each in pool.inspectors}
    tasks = {each.task: each for each in pool.tasks}
    counted = Counter(each.task for each in teams)
    for task in sorted(tasks.keys() - counted.keys()):
        yield Wrong("no_team", task)
    for team in teams:
        if team.task not in tasks or counted[team.task] > 1:
            yield Wrong("no_task", team.task)
        else:
            yield from _team(tasks[team.task], team, officers, pool.rules)
        for officer in sorted(set(kept.get(team.task, ())) - set(team.officers)):
            yield Wrong("kept", team.task, officer)
    told = visits_of(kept)
    for officer, visits in visits_of(teams).items():
        if officer in officers and visits > max(
            load_of(officers[officer], pool.rules), told[officer]
        ):
            yield Wrong("load", None, officer)


def _team(
    task: Task, team: Team, officers: Mapping[str, Inspector], rules: TeamRules
) -> Iterator[Wrong]:
    for officer, times in Counter(team.officers).items():
        if officer not in officers:
            yield Wrong("unknown", task.task, officer)
        elif times > 1:
            yield Wrong("twice", task.task, officer)
        elif task.facility in officers[officer].barred:
            yield Wrong("barred", task.task, officer)
        elif not covers(officers[officer], task.district, rules):
            yield Wrong("district", task.task, officer)
    known = [officers[each] for each in team.officers if each in officers]
    if not len(team.officers) == places(task.seats) == len(seated(known, task.seats)):
        yield Wrong("seats", task.task)


def _dearer(looked: Looked, told: Told) -> Iterator[Wrong]:
    """Yield the first visit of those that could be made cheaper together."""
    groups = list(_groups(looked.pool))
    done, total = 0, sum(len(each.tasks) for each in groups)
    made = visits_of(looked.teams)
    teams = {each.task: each.officers for each in looked.teams}
    for group in groups:
        if not _cheapest(looked, group, teams, made):
            yield Wrong("dearer", group.tasks[0].task)
        done += len(group.tasks)
        told(done, total)


def _groups(pool: Pool) -> Iterator[_Group]:
    """Yield visits and officers of one department, so that no two groups share an officer."""
    officers = {each.certificate_no: each for each in pool.inspectors}
    tasks: dict[tuple[str, str], list[Task]] = {}
    for task in pool.tasks:
        for department in {seat.department for seat in task.seats}:
            tasks.setdefault((department, task.district), []).append(task)
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(tasks)
    graph.add_edges_from(
        (place, each.certificate_no)
        for place in tasks
        for each in pool.inspectors
        if each.department == place[0] and covers(each, place[1], pool.rules)
    )
    for found in nx.connected_components(graph):
        places_of = sorted(each for each in found if each in tasks)
        yield _Group(
            places_of[0][0],
            [task for each in places_of for task in tasks[each]],
            [officers[each] for each in sorted(found - set(places_of))],
        )


def _cheapest(looked: Looked, group: _Group, teams: Kept, made: Counter[str]) -> bool:
    """Say whether there are prices under which no change costs less than nothing.

    They are sought among a few changes, and held against all: those that they do not fit join.
    """
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from(each.certificate_no for each in group.officers)
    graph.add_weighted_edges_from(_turns(group, looked.pool.rules, made))
    taking: list[_Move] = []
    for place, tasks in group.alike().items():
        chairs = _chairs(group, *place, looked.pool.rules)
        for task in tasks:
            team = teams[task.task]
            graph.add_weighted_edges_from(_leaving(looked, chairs, task, team))
            could = list(_taking(looked.seed, chairs, task, team))
            likely = nsmallest(_LIKELY, could, key=lambda move: move[2] + made[move[0]] * TURN)
            graph.add_weighted_edges_from(likely)
            taking += could
    graph.add_weighted_edges_from([(_START, each, 0) for each in graph])
    return _priced(graph, taking)


def _chairs(group: _Group, district: str, seats: tuple[Seat, ...], rules: TeamRules) -> _Chairs:
    able = [
        (each, [place for place, seat in enumerate(seats) if fits(each, seat)])
        for each in group.officers
        if covers(each, district, rules)
    ]
    return _Chairs(seats, [(each, fitting) for each, fitting in able if fitting])


def _priced(graph: Any, taking: list[_Move]) -> bool:
    while True:
        try:
            price = nx.single_source_bellman_ford_path_length(graph, _START)
        except nx.NetworkXUnbounded:
            return False
        cheaper = [each for each in taking if price[each[0]] + each[2] < price[each[1]]]
        if not cheaper:
            return True
        graph.add_weighted_edges_from(cheaper)


def _turns(group: _Group, rules: TeamRules, made: Counter[str]) -> Iterator[_Move]:
    """Yield that an officer makes a visit less, or more."""
    for officer in group.officers:
        name, visits = officer.certificate_no, made[officer.certificate_no]
        if visits:
            yield name, _HOME, -(visits - 1) * TURN
        if visits < load_of(officer, rules):
            yield _HOME, name, visits * TURN


def _leaving(
    looked: Looked, chairs: _Chairs, task: Task, team: tuple[str, ...]
) -> Iterator[_Move]:
    """Yield that who sits at a visit takes another seat there, or leaves if they were not told."""
    mine = [(each, fitting) for each, fitting in chairs.able if each.certificate_no in team]
    sits = seated([each for each, _ in mine], chairs.seats)
    bound = looked.kept.get(task.task, ())
    for officer, fitting in mine:
        name = officer.certificate_no
        here = (task.task, sits[name])
        yield from ((here, (task.task, each), 0) for each in fitting if each != sits[name])
        if name not in bound:
            yield here, name, -cost(looked.seed, name, task.facility)


def _taking(seed: str, chairs: _Chairs, task: Task, team: tuple[str, ...]) -> Iterator[_Move]:
    """Yield that somebody else takes a seat at a visit."""
    for officer, fitting in chairs.able:
        name = officer.certificate_no
        if name not in team and task.facility not in officer.barred:
            price = cost(seed, name, task.facility)
            for place in fitting:
                yield name, (task.task, place), price


def cost(seed: str, officer: str, facility: str) -> int:
    """Return what it costs that an officer goes to a facility."""
    text = f"{METHOD}|{seed}|team|{officer}|{facility}"
    return int(hashlib.sha256(text.encode()).hexdigest()[:_HEX_DIGITS], 16)
