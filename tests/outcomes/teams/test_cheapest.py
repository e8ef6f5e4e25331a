"""Costs too large for the solver's 64 bits are solved in two steps, to the same flow."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.outcomes.draw.teams.cheapest import Flow, cheapest, in_two, prices
from tests.outcomes.teams.pools import luck


def question(seed: int, *, visits: int, officers: int, load: int) -> Flow:
    """Return visits for two each out of six, the k-th visit of an officer k·2^44 dearer."""
    chance, source = luck(seed), officers + visits
    pairs = [
        (each, officers + visit)
        for visit in range(visits)
        for each in chance.sample(range(officers), min(6, officers))
    ]
    turns = [(each, turn) for each in range(officers) for turn in range(load)]
    hashes = [chance.getrandbits(44) for _ in pairs]
    return Flow(
        np.array([0] * officers + [-2] * visits + [2 * visits]),
        np.array([each for each, _ in pairs] + [source] * len(turns)),
        np.array([visit for _, visit in pairs] + [each for each, _ in turns]),
        np.ones(len(pairs) + len(turns), np.int64),
        np.array(hashes + [turn << 44 for _, turn in turns]),
    )


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(1, 48))
def test_two_steps_lead_where_one_does(seed: int, visits: int, cut: int) -> None:
    """Bits that are read later change nothing, and what is fixed between is fixed rightly."""
    asked = question(seed, visits=visits, officers=8, load=visits)
    flows = cheapest(asked)

    assert flows is not None
    assert flows.tolist() == in_two(asked, cut).tolist()


def test_a_year_of_visits_passes_the_solver_s_bound() -> None:
    """250 visits each, 2,000 in all: OR-tools gives up; ours is the cheapest, by its prices."""
    asked = question(1, visits=2000, officers=20, load=250)
    flows = cheapest(asked)
    assert flows is not None
    price = prices(asked, flows)
    reduced = asked.costs + price[asked.tails] - price[asked.heads]

    assert int(asked.costs.max()) * asked.supplies.size > 2**62
    assert (reduced[flows < asked.capacities] >= 0).all()
    assert (reduced[flows > 0] <= 0).all()


def test_a_flow_that_is_not_the_cheapest_has_no_prices() -> None:
    """Prices are a proof: there are none for what is not so."""
    asked = question(2, visits=5, officers=6, load=5)
    flows = cheapest(asked._replace(costs=asked.costs[::-1].copy()))
    assert flows is not None

    with pytest.raises(ValueError, match="less than nothing"):
        prices(asked, flows)


def test_needs_that_cannot_be_met_have_no_flow() -> None:
    """Neither roughly nor exactly."""
    assert cheapest(question(3, visits=9, officers=6, load=1)) is None
