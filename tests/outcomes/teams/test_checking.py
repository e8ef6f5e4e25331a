"""The check by another library meets every fault that was planted."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.team import Inspector, Team
from compliance.outcomes.draw.teams import Pool, Wrong, assign, check
from tests.outcomes.teams.pools import (
    HEALTH,
    MARKET,
    SEED,
    TOWNS,
    TWO,
    by_chance,
    luck,
    officer,
    pool,
    pools,
    seats,
    visit,
)
from tests.outcomes.teams.rivals import price

OTHER = "0f" * 32


def faults(found: tuple[Wrong, ...]) -> set[str]:
    return {each.fault for each in found}


@settings(max_examples=150)
@given(pools())
def test_what_was_assigned_is_right(these: Pool) -> None:
    """Every limit is kept, and nothing is cheaper."""
    assert check(these, assign(these, SEED), SEED) == ()


def _eased(these: Pool, change: Callable[[Inspector], Inspector]) -> Pool:
    return these._replace(inspectors=tuple(map(change, these.inspectors)))


IGNORED: dict[str, Callable[[Pool], Pool]] = {
    "load": lambda these: _eased(
        these._replace(rules=replace(these.rules, load_max=99)),
        lambda each: replace(each, load_max=None),
    ),
    "barred": lambda these: _eased(these, lambda each: replace(each, barred=())),
    "district": lambda these: these._replace(rules=replace(these.rules, own_district=False)),
    "seats": lambda these: _eased(these, lambda each: replace(each, domains=("托育", "卫生"))),
}


@pytest.mark.parametrize("limit", IGNORED)
def test_a_limit_that_was_ignored_is_met(limit: str) -> None:
    """In many pools: teams made as if it were not there break it, and are said to."""
    caught = 0
    for seed in range(60):
        few = limit == "load"
        these = by_chance(luck(seed), tasks=6, officers=4 if few else 24, load=2)
        these = _staffed(these, each=2 if few else 12)
        caught += limit in faults(check(these, assign(IGNORED[limit](these), SEED), SEED))

    assert caught > 5, caught


def _staffed(these: Pool, *, each: int = 12) -> Pool:
    """Return a pool with so many more of each department, who may go everywhere once."""
    everywhere = (
        replace(officer(f"{of}{n}", of=of, knows=("托育", "卫生")), load_max=1)
        for of in (HEALTH, MARKET)
        for n in range(each)
    )
    return these._replace(inspectors=(*these.inspectors, *everywhere))


def test_the_costs_of_another_seed_are_met() -> None:
    """Whoever tries seeds until the teams please is found out, in every pool with a choice."""
    for seed in range(25):
        these = _staffed(by_chance(luck(seed), tasks=4, officers=9, load=2))

        assert faults(check(these, assign(these, OTHER), SEED)) == {"dearer"}


@settings(max_examples=60)
@given(pools(), st.integers(0, 2**32))
def test_no_single_officer_can_be_exchanged(these: Pool, seed: int) -> None:
    """Any other who goes instead breaks a limit or is dearer: nobody is sent by favour."""
    chance, teams = luck(seed), assign(these, SEED)
    team = chance.choice(teams)
    others = {each.certificate_no for each in these.inspectors} - set(team.officers)
    one = chance.choice(team.officers)
    for other in others:
        sent = Team(task=team.task, officers=tuple(sorted({*team.officers, other} - {one})))
        changed = tuple(sent if each == team else each for each in teams)

        assert check(these, changed, SEED)


def test_every_other_team_is_dearer() -> None:
    """One visit, all pairs that may make it: also where who stays must take the other's seat."""
    roster = [*(officer(f"A{n}") for n in range(3)), *(officer(f"B{n}", knows=()) for n in "123")]
    these = pool([visit("1")], roster)
    names = [each.certificate_no for each in roster]
    able = [pair for pair in combinations(names, 2) if pair[0].startswith("A")]
    right = [pair for pair in able if not check(these, (Team(task="1", officers=pair),), SEED)]

    assert right == [each.officers for each in assign(these, SEED)]
    assert len(able) == 12


def test_whom_nobody_thought_likely_is_asked_too() -> None:
    """The cheapest by name may not go at all: who comes after them all is the one."""
    idle = sorted((f"A{n:02}" for n in range(30)), key=lambda it: price(SEED, it, "local:1"))
    roster = [
        replace(officer(name), load_max=0 if place < 28 else None)
        for place, name in enumerate(idle)
    ]
    these = pool([visit("1", needs=seats("托育"))], roster)
    taken = tuple(Team(task="1", officers=(name,)) for name in idle[28:])

    assert check(these, taken[:1], SEED) == ()
    assert faults(check(these, taken[1:], SEED)) == {"dearer"}


TEAMS = (Team(task="1", officers=("A", "B")), Team(task="2", officers=("C", "D")))
WRONG: dict[str, tuple[Team, ...]] = {
    "no_team": TEAMS[:1],
    "no_task": (*TEAMS, Team(task="3", officers=("A", "B"))),
    "unknown": (TEAMS[0], Team(task="2", officers=("C", "X"))),
    "twice": (TEAMS[0], Team(task="2", officers=("C", "C"))),
    "seats": (TEAMS[0], Team(task="2", officers=("C",))),
    "kept": (Team(task="1", officers=("A", "D")), Team(task="2", officers=("B", "C"))),
    "load": (TEAMS[0], Team(task="2", officers=("A", "C"))),
    "district": (TEAMS[0], Team(task="2", officers=("C", "E"))),
    "barred": (TEAMS[0], Team(task="2", officers=("C", "F"))),
}


def hand_made() -> Pool:
    roster = [
        *map(officer, "ABCD"),
        officer("E", at=TOWNS[1:2]),
        officer("F", barred=["2"]),
        officer("G", of=MARKET),
    ]
    return pool([visit("1"), visit("2")], roster, load=1, own=1)


@pytest.mark.parametrize("fault", WRONG)
def test_each_fault_is_named(fault: str) -> None:
    """With the visit or the officer, so that somebody can look."""
    found = check(hand_made(), WRONG[fault], SEED, kept={"1": ("A", "B")})

    assert fault in faults(found)
    assert all(each.task or each.officer for each in found)


def test_a_team_told_twice_is_no_team() -> None:
    """Two teams for one visit are none."""
    found = check(hand_made(), (*TEAMS, TEAMS[0]), SEED)

    assert [Wrong("no_task", "1"), Wrong("no_task", "1")] == [*found][:2]


def test_another_department_s_officer_fills_no_seat() -> None:
    """Nor does one who is not certified where the seat asks for it."""
    found = check(hand_made(), (TEAMS[0], Team(task="2", officers=("C", "G"))), SEED)

    assert (Wrong("seats", "2"),) == found


def test_those_who_were_told_are_not_held_against_the_teams() -> None:
    """A cheaper way that moves somebody who was notified is none; and their load stands."""
    these = _staffed(by_chance(luck(7), tasks=4, officers=9, load=2))
    teams = assign(these, OTHER)
    kept = {each.task: each.officers for each in teams}
    tired = _eased(these, lambda each: replace(each, load_max=0))

    assert faults(check(these, teams, SEED)) == {"dearer"}
    assert check(these, teams, SEED, kept=kept) == ()
    assert faults(check(tired, teams, SEED)) == {"load"}
    assert check(tired, teams, SEED, kept=kept) == ()


def test_an_exchange_over_several_visits_is_found() -> None:
    """Where no two can change places, a ring of three may: cheapest means of all ways."""
    needs = seats("托育", of=MARKET)
    visits = [visit(f"{n}", needs=needs) for n in range(5)]
    these = pool(visits, [officer(f"A{n}", of=MARKET) for n in range(5)], load=1)
    best = assign(these, SEED)
    ring = tuple(replace(each, officers=best[(n + 1) % 5].officers) for n, each in enumerate(best))

    assert check(these, best, SEED) == ()
    assert faults(check(these, ring, SEED)) == {"dearer"}


def test_the_check_says_how_far_it_is() -> None:
    """Visits of joint departments are looked at by each."""
    heard: list[tuple[int, int]] = []
    needs = TWO + seats(None, None, of=MARKET)
    roster = [officer(f"{of}{n}", of=of) for of in (HEALTH, MARKET) for n in range(3)]
    these = pool([visit("1", needs=needs), visit("2")], roster)
    check(these, assign(these, SEED), SEED, told=lambda *told: heard.append(told))

    assert [total for _, total in heard] == [3, 3]
    assert heard[-1][0] == 3
