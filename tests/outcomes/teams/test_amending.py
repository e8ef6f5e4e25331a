"""After a change, who was notified stays, and teams that it does not touch are the same bytes."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.errors import Answers
from compliance.domain.team import Team
from compliance.outcomes.draw.teams import Pool, Standing, assign, check, resolve
from tests.outcomes.teams.pools import (
    MARKET,
    SEED,
    TOWNS,
    TWO,
    luck,
    officer,
    pool,
    pools,
    seats,
    visit,
)
from tests.outcomes.teams.rivals import may

Change = Callable[[Pool, tuple[Team, ...], Random], Pool]


def by_task(teams: tuple[Team, ...]) -> dict[str, tuple[str, ...]]:
    return {each.task: each.officers for each in teams}


def standing(teams: tuple[Team, ...], *notified: str) -> Standing:
    return Standing(teams, frozenset(notified))


def barred(these: Pool, name: str, facility: str) -> Pool:
    """Return the pool after an officer was recused from a facility."""
    return these._replace(
        inspectors=tuple(
            replace(each, barred=(*each.barred, facility)) if each.certificate_no == name else each
            for each in these.inspectors
        )
    )


def without(these: Pool, name: str) -> Pool:
    """Return the pool after an officer or a visit left it."""
    return these._replace(
        inspectors=tuple(each for each in these.inspectors if each.certificate_no != name),
        tasks=tuple(each for each in these.tasks if each.task != name),
    )


def recused(these: Pool, teams: tuple[Team, ...], chance: Random) -> Pool:
    team = chance.choice(teams)
    facility = {each.task: each.facility for each in these.tasks}
    return barred(these, chance.choice(team.officers), facility[team.task])


def unavailable(these: Pool, teams: tuple[Team, ...], chance: Random) -> Pool:
    return without(these, chance.choice(chance.choice(teams).officers))


def given_up(these: Pool, _teams: tuple[Team, ...], chance: Random) -> Pool:
    return without(these, chance.choice(these.tasks).task)


def instead(these: Pool, _teams: tuple[Team, ...], chance: Random) -> Pool:
    gone = chance.choice(these.tasks)
    left = without(these, gone.task)
    return left._replace(tasks=(*left.tasks, replace(gone, task="9999", facility="local:new")))


CHANGES: tuple[Change, ...] = (recused, unavailable, given_up, instead)


@settings(max_examples=200)
@given(pools(), st.sampled_from(CHANGES), st.integers(0, 2**32))
def test_a_change_moves_what_it_touches_and_nobody_notified(
    these: Pool, change: Change, seed: int
) -> None:
    """Whoever may still go stays where they were told to go; the rest is the cheapest again."""
    chance, teams = luck(seed), assign(these, SEED)
    notified = [each.task for each in teams if chance.random() < 1 / 2]
    after = change(these, teams, chance)
    try:
        found = resolve(after, standing(teams, *notified), SEED)
    except Answers:
        return
    kept = {
        task: tuple(each for each in by_task(teams)[task] if _still(after, task, each))
        for task in notified
        if task in by_task(found)
    }

    assert all(set(kept[task]) <= set(by_task(found)[task]) for task in kept)
    assert check(after, found, SEED, kept=kept) == ()
    assert _moved(teams, found) <= _reached(after, teams, kept)


def _still(these: Pool, task: str, name: str) -> bool:
    tasks = {each.task: each for each in these.tasks}
    return any(
        each.certificate_no == name and may(each, tasks[task], these) for each in these.inspectors
    )


def _moved(before: tuple[Team, ...], after: tuple[Team, ...]) -> set[str]:
    return {each.task for each in after if each not in before}


def _reached(after: Pool, teams: tuple[Team, ...], kept: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the visits that a change may move, by the graph of who may go to what is open."""
    graph: nx.Graph[Any] = nx.Graph()
    graph.add_nodes_from(each.task for each in after.tasks)
    for task in after.tasks:
        full = sum(seat.count for seat in task.seats) == len(kept.get(task.task, ()))
        for each in after.inspectors:
            if not full and may(each, task, after):
                graph.add_edge(task.task, each.certificate_no)
    seen = by_task(teams)
    hit = {each.task for each in after.tasks if each.task not in seen}
    for number, names in seen.items():
        gone = {each for each in names if number not in graph or not _still(after, number, each)}
        hit |= (gone | {number}) if gone else set()
    return {one for each in hit & set(graph) for one in nx.node_connected_component(graph, each)}


@settings(max_examples=50)
@given(pools(), st.sets(st.integers(0, 6)))
def test_nothing_changes_where_nothing_changed(these: Pool, notified: set[int]) -> None:
    """To put teams together again is harmless."""
    teams = assign(these, SEED)

    assert resolve(these, standing(teams, *(f"{n:04}" for n in notified)), SEED) == teams


def test_a_partner_stays_when_an_officer_is_recused() -> None:
    """One seat is filled anew; the other town's teams, told or not, are the same objects."""
    towns = [(visit("1"), visit("2")), (visit("3", at=TOWNS[1]), visit("4", at=TOWNS[1]))]
    roster = [officer(f"{town}{n}", at=(town,)) for town in TOWNS[:2] for n in range(5)]
    these = pool([each for town in towns for each in town], roster, own=1)
    teams = assign(these, SEED)
    gone, partner = by_task(teams)["1"]
    found = by_task(resolve(barred(these, gone, "local:1"), standing(teams, "1", "2"), SEED))

    assert partner in found["1"]
    assert gone not in found["1"]
    assert len(found["1"]) == 2
    assert {each: by_task(teams)[each] for each in "234"} == {each: found[each] for each in "234"}


def test_teams_out_of_reach_stay_even_where_others_were_cheaper() -> None:
    """They were put together as things stood then; a change elsewhere moves nobody there."""
    roster = [officer(f"{town}{n}", at=(town,)) for town in TOWNS[:2] for n in range(9)]
    these = pool([visit("1"), visit("2", at=TOWNS[1])], roster, own=1)
    teams = assign(these, "0f" * 32)
    gone = by_task(teams)["1"][0]
    found = by_task(resolve(barred(these, gone, "local:1"), standing(teams), SEED))

    assert by_task(assign(these, SEED))["2"] != by_task(teams)["2"]
    assert found["2"] == by_task(teams)["2"]


def test_only_the_department_that_is_touched_moves() -> None:
    """A recused officer of one department moves nobody of the other, in the same visits."""
    needs = TWO + seats(None, None, of=MARKET)
    roster = [officer(f"H{n}") for n in range(4)] + [officer(f"M{n}", of=MARKET) for n in range(4)]
    these = pool([visit("1", needs=needs), visit("2", needs=needs)], roster)
    teams = assign(these, SEED)
    gone = next(each for each in by_task(teams)["1"] if each.startswith("H"))
    found = resolve(barred(these, gone, "local:1"), standing(teams), SEED)

    def of_market(teams: tuple[Team, ...]) -> list[list[str]]:
        return [[name for name in each.officers if name.startswith("M")] for each in teams]

    assert found != teams
    assert of_market(found) == of_market(teams)


def test_a_visit_instead_of_another_gets_its_own_team() -> None:
    """The replacement has the next number; who was told of the others is told nothing new."""
    these = pool([visit("1"), visit("2")], [officer(f"A{n}") for n in range(6)])
    teams = assign(these, SEED)
    after = these._replace(tasks=(visit("2"), visit("3")))
    found = resolve(after, standing(teams, "1", "2"), SEED)

    assert [each.task for each in found] == ["2", "3"]
    assert by_task(found)["2"] == by_task(teams)["2"]


def test_a_change_that_leaves_too_few_is_refused() -> None:
    """Nobody notified is moved silently: the refusal says that this is what would help."""
    roster = [officer("A"), officer("B"), officer("C", knows=()), officer("D")]
    these = pool([visit("1"), visit("2")], roster, load=1)
    teams = assign(these, SEED)
    task, names = next((each.task, each.officers) for each in teams if "C" in each.officers)
    certified = next(each for each in names if each != "C")
    after = barred(these, certified, f"local:{task}")

    with pytest.raises(Answers) as refused:
        resolve(after, standing(teams, "1", "2"), SEED)
    assert "E-DRAW-RELIEF-KEPT" in [each.code for each in refused.value.answers]


def test_a_smaller_limit_takes_the_visits_that_are_too_many() -> None:
    """Who can make fewer visits than they have gives up those that nobody was told of."""
    visits = [visit(f"{n}") for n in range(4)]
    these = pool(visits, [officer("A"), officer("B"), officer("C"), officer("D")])
    teams = assign(these, SEED)
    tired = tuple(
        replace(each, load_max=1) if each.certificate_no == "A" else each
        for each in these.inspectors
    )
    found = resolve(these._replace(inspectors=tired), standing(teams), SEED)

    assert sum("A" in each.officers for each in teams) == 2
    assert sum("A" in each.officers for each in found) == 1


def test_a_certificate_that_lapsed_is_missed() -> None:
    """Two who are not certified do not both stay: the seat that asks for one is filled."""
    these = pool([visit("1")], [officer("A"), officer("B"), officer("C")])
    teams = (Team(task="1", officers=("A", "B")),)
    lapsed = tuple(
        each if each.certificate_no == "C" else replace(each, domains=())
        for each in these.inspectors
    )
    found = resolve(these._replace(inspectors=lapsed), standing(teams, "1"), SEED)

    assert "C" in found[0].officers
    assert len({"A", "B"} & set(found[0].officers)) == 1


def test_a_visit_that_needs_more_keeps_who_goes() -> None:
    """Seats that were added are filled beside those who were told."""
    these = pool([visit("1")], [officer(f"A{n}") for n in range(6)])
    teams = assign(these, SEED)
    more = visit("1", needs=seats("托育", None, None))
    found = resolve(these._replace(tasks=(more,)), standing(teams, "1"), SEED)

    assert set(teams[0].officers) < set(found[0].officers)
