"""Proved fair: over many fixed seeds each facility, pair and sample comes up as it should.

Critical values and their formulas stand in `chances.py`; a fair draw is over one of them once in a
thousand choices of the seeds.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace as changed
from fractions import Fraction
from itertools import groupby
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.draw import Drawn, Entry, Plan
from compliance.outcomes import draw as dr
from tests.outcomes.draw.chances import (
    chi2_limit,
    inclusion_chi2,
    ks_distance,
    ks_limit,
    pairs_worst,
    samples_chi2,
    single_limit,
)
from tests.outcomes.draw.making import Year, entry, frame, item, plan, rate, seed, years

Chosen = Callable[[Drawn], bool]


def visited(each: Drawn) -> bool:
    return each.passed is None


def samples(
    said: Plan, entries: tuple[Entry, ...], count: int, chosen: Chosen = visited
) -> list[frozenset[str]]:
    """Return whom so many seeds draw."""
    return [
        frozenset(each.facility for each in dr.drawn(said, entries, seed(n)) if chosen(each))
        for n in range(count)
    ]


def fell_on(entries: tuple[Entry, ...], drawn: list[frozenset[str]]) -> list[int]:
    counts = Counter(facility for sample in drawn for facility in sample)
    return [counts[each.facility] for each in entries]


@pytest.mark.parametrize(
    ("freedom", "exact"), [(3, 16.266), (9, 27.877), (20, 45.315), (60, 99.607), (100, 149.449)]
)
def test_the_limits_are_those_of_the_tables(freedom: int, exact: float) -> None:
    """Printed tables of chi² at one in a thousand: the formula is within two per cent."""
    assert chi2_limit(freedom) == pytest.approx(exact, rel=0.02)


def test_every_facility_has_the_chance_that_the_plan_declares() -> None:
    """Three tiers at rates of their own in two districts: n of N, and even within each.

    Strata are independent of each other, so their chi² add up to one.
    """
    rates = (rate("1/10", "A"), rate("1/4", "B"), rate("2/3", "C", "y"), rate("1/3"))
    cells = [(tier, district) for tier in "ABC" for district in "xy"]
    entries = tuple(entry(f"{t}{d}{n:02}", t, d) for t, d in cells for n in range(15))
    drawn = samples(plan(item(rates=rates)), entries, 1500)
    sizes = {"A/x": 2, "A/y": 2, "B/x": 4, "B/y": 4, "C/x": 5, "C/y": 10}
    by_stratum = {
        name: fell_on(tuple(each), drawn)
        for name, each in groupby(entries, key=lambda each: f"{each.tier}/{each.district}")
    }
    chi2 = sum(inclusion_chi2(by_stratum[name], 1500, size) for name, size in sizes.items())

    assert {name: sum(counts) / 1500 for name, counts in by_stratum.items()} == sizes
    assert chi2 < chi2_limit(len(sizes) * 14)


def test_every_pair_is_drawn_together_as_often_as_every_other() -> None:
    """Neighbours in the list, of one street or one owner, are as far apart as any two."""
    entries = frame(16)
    drawn = samples(plan(item(rates=(rate("3/8"),))), entries, 3000)
    worst = pairs_worst(drawn, [each.facility for each in entries], 6)

    assert worst < single_limit(comb(16, 2))


def test_every_sample_is_as_likely_as_every_other() -> None:
    """All 56 ways to take three of eight: whatever hangs together would show."""
    drawn = samples(plan(item(rates=(rate("3/8"),))), frame(8), 5600)

    assert samples_chi2(Counter(drawn).values(), 5600, comb(8, 3)) < chi2_limit(comb(8, 3) - 1)


@pytest.mark.parametrize("number", range(3))
def test_tickets_are_uniform_over_facilities(number: int) -> None:
    """One seed, four thousand facilities whose names differ by a digit."""
    tickets = [int(dr.ticket(seed(number), f"local:{n}"), 16) / 2**256 for n in range(4000)]

    assert ks_distance(tickets) < ks_limit(4000)


@pytest.mark.parametrize("facility", ["local:1", "91110000600037341L", "local:500111-7"])
def test_tickets_are_uniform_over_seeds(facility: str) -> None:
    """No name is born lucky."""
    tickets = [int(dr.ticket(seed(n), facility), 16) / 2**256 for n in range(4000)]

    assert ks_distance(tickets) < ks_limit(4000)


def test_by_lot_a_share_is_exact_in_strata_of_any_size() -> None:
    """A fifth of three is one of them in three draws of five, and each in one of five."""
    entries = tuple(entry(f"{district}{n}", "A", district) for district in "xyz" for n in range(3))
    drawn = samples(plan(item(rates=(rate("1/5"),)), rounding="lot"), entries, 4000)
    counts = fell_on(entries, drawn)
    spread = (4000 * 0.2 * 0.8) ** 0.5

    assert {len(sample) for sample in drawn} == {0, 1, 2, 3}
    assert max(abs(count - 800) / spread for count in counts) < single_limit(len(entries))


def test_every_department_has_a_fair_sample_though_they_share_tickets() -> None:
    """综合查一次: visits coincide, and yet each department's sample is as likely as any other."""
    said = plan(item("care", rates=(rate("3/7"),)), item("food", rates=(rate("2/6"),)))
    entries = tuple(
        entry(str(n), items=("care", "food") if 0 < n < 7 else ("care",)) for n in range(7)
    )
    care = samples(said, entries, 3500, lambda each: "care" in each.items)
    food = samples(said, entries, 3500, lambda each: "food" in each.items)
    visits = samples(said, entries, 3500)

    assert samples_chi2(Counter(care).values(), 3500, comb(7, 3)) < chi2_limit(comb(7, 3) - 1)
    assert samples_chi2(Counter(food).values(), 3500, comb(6, 2)) < chi2_limit(comb(6, 2) - 1)
    assert sum(map(len, visits)) < 0.7 * (sum(map(len, care)) + sum(map(len, food)))


def test_who_is_over_the_cap_is_replaced_and_the_others_stay_even() -> None:
    """Three visits among the seven that may be visited, whoever the tickets fell on first."""
    entries = tuple(entry(str(n), capped=n in {2, 5}) for n in range(9))
    drawn = samples(plan(item(rates=(rate("1/3"),))), entries, 3500)

    assert {len(sample) for sample in drawn} == {3}
    assert samples_chi2(Counter(drawn).values(), 3500, comb(7, 3)) < chi2_limit(comb(7, 3) - 1)


def test_later_replacements_leave_the_others_even() -> None:
    """Whoever has closed by then: the visits made are any three of the six still there."""
    said, entries, made = plan(item(rates=(rate("1/3"),))), frame(9), Counter[frozenset[str]]()
    closed = {each.facility for each in entries[::4]}
    for n in range(2000):
        lot = dr.Lot(said, entries, seed(n), dr.drawn(said, entries, seed(n)))
        gone: list[dr.Replaced] = []
        while shut := [t for t, d in dr.visits(lot, gone).items() if d.facility in closed]:
            gone.append(dr.replace(lot, gone, shut[0], reason="closed"))
        made[frozenset(each.facility for each in dr.visits(lot, gone).values())] += 1

    assert samples_chi2(made.values(), 2000, comb(6, 3)) < chi2_limit(comb(6, 3) - 1)


@given(years(), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(year: Year, random: Random) -> None:
    """Nobody gains by standing first, or by being told last."""
    shuffled = list(year.frame)
    random.shuffle(shuffled)

    assert dr.drawn(year.plan, year.frame, seed(1)) == dr.drawn(year.plan, shuffled, seed(1))


@given(years(), st.integers(0, 99))
def test_a_facility_removed_changes_nothing_for_the_others(year: Year, index: int) -> None:
    """But where its stratum ends: one more is drawn, or the last one is not."""
    said = changed(year.plan, join_below=0, rounding="up", when_capped="defer", items=(
        item(rates=(rate("1/3"),)),
    ))  # fmt: skip
    entries = tuple(changed(each, items=("care",)) for each in year.frame)
    if not entries:
        return
    gone = entries[index % len(entries)]
    before = {each.facility: each for each in dr.drawn(said, entries, seed(2))}
    left = tuple(each for each in entries if each != gone)
    after = {each.facility: each for each in dr.drawn(said, left, seed(2))}
    moved = before.keys() ^ after.keys() - {gone.facility}
    both = before.keys() & after.keys()

    assert all(before[each].ticket == after[each].ticket for each in both)
    assert len(moved - {gone.facility}) <= 1
    for each in moved - {gone.facility}:
        border = before.get(each, after.get(each))
        assert border is not None
        assert border.stratum == f"{gone.tier}/{gone.district}"
        assert border.rank == max(
            other.rank
            for other in (before if each in before else after).values()
            if other.stratum == border.stratum
        )


@given(years(), st.fractions(0, 1), st.fractions(0, 1))
def test_a_higher_rate_only_adds(year: Year, one: Fraction, another: Fraction) -> None:
    """Who is drawn at a tenth is drawn at a fifth as well, if nothing else changes."""
    low, high = (
        {
            (each.facility, name)
            for each in dr.drawn(_at(year.plan, share), year.frame, seed(3))
            if each.instead_of is None
            for name in each.items
        }
        for share in sorted((one, another))
    )

    assert low <= high


def _at(said: Plan, share: Fraction) -> Plan:
    items = tuple(
        changed(each, rates=(changed(rate("1"), share=share, most=None),)) for each in said.items
    )
    return changed(said, items=items)
