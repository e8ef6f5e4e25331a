"""The faults of deployed systems, each written out here, and the check that each fails.

The same checks pass our draw. A drawer takes a list, how many to draw, and a seed that it may or
may not heed.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from math import comb
from random import Random

import pytest

from compliance.outcomes import draw as dr
from tests.outcomes.draw.chances import (
    chi2_limit,
    inclusion_chi2,
    pairs_worst,
    single_limit,
)
from tests.outcomes.draw.making import entry, item, plan, rate, seed

Drawer = Callable[[Sequence[str], int, str], frozenset[str]]
NAMES = tuple(f"local:{n:02}" for n in range(29))
SIZE, DRAWS = 10, 2000
FRIEND = NAMES[7]


def ours(names: Sequence[str], size: int, of: str) -> frozenset[str]:
    share = str(Fraction(size, len(names)))
    entries = tuple(entry(name.removeprefix("local:")) for name in names)
    found = dr.drawn(plan(item(rates=(rate(share),))), entries, of)
    return frozenset(each.facility for each in found)


def generator_of(what: str) -> Random:
    return Random(what)  # noqa: S311 - what deployed systems use


def unseeded() -> Drawer:
    """Draw with a generator that nobody seeded with anything published."""
    generator = generator_of("anything")

    def drawer(names: Sequence[str], size: int, _: str) -> frozenset[str]:
        return frozenset(generator.sample(names, size))

    return drawer


def systematic(names: Sequence[str], size: int, of: str) -> frozenset[str]:
    """Take every k-th from a start by lot, k rounded down: the tail is never reached."""
    step = len(names) // size
    start = generator_of(of).randrange(step)
    return frozenset(names[start + n * step] for n in range(size))


def first_of_a_list(names: Sequence[str], size: int, _: str) -> frozenset[str]:
    """Take the first of the list, in whatever order the office keeps it."""
    return frozenset(names[:size])


def until_liked(names: Sequence[str], size: int, of: str) -> frozenset[str]:
    """Draw again, each draw a fair one, until a friend is spared."""
    attempts = (ours(names, size, seed(int(of[:12], 16) + n)) for n in range(1000))
    return next(sample for sample in attempts if FRIEND not in sample)


def by_modulo(names: Sequence[str], size: int, of: str) -> frozenset[str]:
    """Take a random byte modulo the length of the list: the first come up once more in 256."""
    generator, found = generator_of(of), set[str]()
    while len(found) < size:
        found.add(names[generator.randrange(256) % len(names)])
    return frozenset(found)


def by_short_floats(names: Sequence[str], size: int, of: str) -> frozenset[str]:
    """Sort by a random number of two digits: who ties, stays as the list had them."""
    generator = generator_of(of)
    return frozenset(sorted(names, key=lambda _: round(generator.random(), 1))[:size])


def runs_again(drawer: Drawer) -> bool:
    """Say whether whoever knows list and seed comes to the same sample."""
    return all(drawer(NAMES, SIZE, seed(n)) == drawer(NAMES, SIZE, seed(n)) for n in range(20))


def heeds_no_order(drawer: Drawer) -> bool:
    """Say whether the same sample comes of the list told backwards."""
    backwards = NAMES[::-1]
    return all(drawer(NAMES, SIZE, seed(n)) == drawer(backwards, SIZE, seed(n)) for n in range(20))


def reaches_all(drawer: Drawer) -> bool:
    """Say whether everybody is drawn by some seed."""
    reached = {name for n in range(200) for name in drawer(NAMES, SIZE, seed(n))}
    return reached == set(NAMES)


def is_even(drawer: Drawer) -> bool:
    """Say whether everybody is drawn as often as everybody else."""
    counts = Counter(name for n in range(DRAWS) for name in drawer(NAMES, SIZE, seed(n)))
    chi2 = inclusion_chi2([counts[name] for name in NAMES], DRAWS, SIZE)
    return chi2 < chi2_limit(len(NAMES) - 1)


def pairs_even(drawer: Drawer) -> bool:
    """Say whether every two are drawn together as often as every other two."""
    drawn = [drawer(NAMES, SIZE, seed(n)) for n in range(DRAWS)]
    return pairs_worst(drawn, NAMES, SIZE) < single_limit(comb(len(NAMES), 2))


CHECKS = (runs_again, heeds_no_order, reaches_all, is_even, pairs_even)


@pytest.mark.parametrize("check", CHECKS)
def test_our_draw_passes_every_check(check: Callable[[Drawer], bool]) -> None:
    """What the others fail below."""
    assert check(ours)


@pytest.mark.parametrize(
    ("drawer", "failed"),
    [
        (unseeded(), {runs_again, heeds_no_order}),
        (systematic, {heeds_no_order, reaches_all, is_even, pairs_even}),
        (first_of_a_list, {heeds_no_order, reaches_all, is_even, pairs_even}),
        (until_liked, {reaches_all, is_even, pairs_even}),
        (by_modulo, {heeds_no_order, is_even}),
        (by_short_floats, {heeds_no_order, is_even, pairs_even}),
    ],
    ids=["unseeded", "systematic", "first", "until liked", "modulo", "short floats"],
)
def test_the_draws_of_deployed_systems_fail(
    drawer: Drawer, failed: set[Callable[[Drawer], bool]]
) -> None:
    """Each by its own checks, and by no others: the checks tell faults apart."""
    assert {check for check in CHECKS if not check(drawer)} == failed


def test_a_third_of_a_list_can_be_out_of_reach() -> None:
    """Ten of 29, every second one: nine are never drawn, by any seed."""
    reached = {name for n in range(500) for name in systematic(NAMES, SIZE, seed(n))}

    assert set(NAMES) - reached == set(NAMES[20:])
