"""Two exact solvers, and all teams tried one by one, name the same officers."""

from collections import Counter

from compliance.domain.errors import Answers
from compliance.outcomes.draw.teams import Pool, assign
from tests.outcomes.teams.pools import SEED, by_chance, luck
from tests.outcomes.teams.rivals import Teams, by_greed, by_simplex, by_trying

POOLS, TINY, TIGHT = 1000, 120, 200


def ours(pool: Pool) -> Teams | None:
    try:
        return {each.task: each.officers for each in assign(pool, SEED)}
    except Answers:
        return None


def test_two_exact_solvers_agree_on_a_thousand_pools() -> None:
    """DESIGN §10: the optimum is unique in effect, so that who solves it does not matter."""
    chance, found = luck(1), Counter[bool]()
    for _ in range(POOLS):
        pool = by_chance(
            chance, tasks=chance.randint(1, 6), officers=chance.randint(6, 16), load=3
        )
        expected = by_simplex(pool, SEED)
        found[expected is not None] += 1

        assert expected == ours(pool)
    assert found[True] > POOLS / 3
    assert found[False] > POOLS / 20


def test_no_teams_at_all_are_cheaper() -> None:
    """Not by any algorithm: every way to fill the seats of a tiny pool was added up."""
    chance, found = luck(2), Counter[bool]()
    for _ in range(TINY):
        pool = by_chance(chance, tasks=chance.randint(1, 2), officers=chance.randint(4, 7), load=2)
        expected = by_trying(pool, SEED)
        found[expected is not None] += 1

        assert expected == ours(pool)
    assert min(found.values()) > TINY / 10


def test_teams_are_found_where_the_greedy_is_stuck() -> None:
    """Who takes the least loaded who fits, visit by visit, leaves visits to nobody: 30 % here."""
    chance = luck(3)
    tight = (by_chance(chance, tasks=6, officers=14, load=2) for _ in range(TIGHT))
    solved = [pool for pool in tight if ours(pool) is not None]
    stuck = [pool for pool in solved if by_greed(pool, chance) is None]

    assert len(solved) > TIGHT / 3
    assert len(stuck) / len(solved) > 1 / 5
