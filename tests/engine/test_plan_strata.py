"""What a plan asks for, stratum by stratum, before any lot: no lot breaks what it promised."""

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.draw import Entry
from compliance.engine.plans.strata import strata_of
from compliance.outcomes.draw import drawn
from tests.engine.planning import plain, plan


def entries(count: int, **more: Any) -> list[Entry]:
    told: dict[str, Any] = {"tier": "A", "district": "1", "items": ("care", "food")} | more
    return [Entry(facility=f"local:{told['tier']}{n}", **told) for n in range(count)]


def items(care: list[dict[str, Any]], food: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first, second = plain()["items"]
    return [first | {"rates": care}, second | {"kind": "key", "rates": food}]


def test_items_that_concern_the_same_share_their_visits() -> None:
    """综合查一次: one visit serves both."""
    asked = plan(items=items([{"share": "1/2"}], [{"share": "1/5"}]))
    found = strata_of(asked, entries(10))

    assert (found.visits_least, found.visits_most, found.apart) == (5, 5, 7)


def test_items_that_concern_others_may_need_a_visit_each() -> None:
    asked = plan(items=items([{"share": "1/2"}], [{"share": "1/2"}]))
    mixed = [*entries(4, items=("care",)), *entries(4, tier="A", items=("food",))]
    others = [Entry(facility=f"local:x{n}", tier="A", district="1", items=each.items)
              for n, each in enumerate(mixed)]  # fmt: skip
    found = strata_of(asked, others)

    assert (found.visits_least, found.visits_most) == (2, 4)


def test_where_the_lot_rounds_both_numbers_are_told() -> None:
    asked = plan(items=items([{"share": "1/4"}], [{"share": "1/2", "least": 3}]), rounding="lot")
    (row,) = strata_of(asked, entries(5)).rows

    assert [(each.least, each.most) for each in row.asked] == [(1, 2), (3, 3)]


def test_a_stratum_that_no_rate_fits_is_shown_with_nobody_visited() -> None:
    """Who reads the plan sees whom it leaves out."""
    asked = plan(items=items([{"tier": "B", "share": 1}], [{"tier": "B", "share": 1}]))
    (row,) = strata_of(asked, entries(5)).rows

    assert (row.asked[0].share, row.asked[0].most, row.visits_most) == (None, 0, 0)


def test_a_least_number_above_the_highest_share_of_general_items_is_told() -> None:
    """The share is capped at the door; what a least number makes of it shows in the strata."""
    care, food = items([{"share": 1, "least": 5}], [{"share": "1/10", "least": 3}])
    asked = plan(items=[care, food | {"kind": "general"}])
    found = {n: strata_of(asked, entries(n)).rows[0].asked for n in (1, 4, 6)}

    assert [each[1].above for each in found.values()] == [False, True, False]
    assert not any(each[0].above for each in found.values())


def test_who_is_named_is_visited_and_in_no_strata() -> None:
    asked = plan(items=items([{"share": 1}], [{"share": 1}]))
    found = strata_of(asked, [*entries(2), *entries(1, tier="B", must="deferred")])

    assert (found.named, found.visits_least, found.visits_most) == (1, 3, 3)
    assert [row.facilities for row in found.rows] == [2]


SHARES = st.fractions(0, 1, max_denominator=7).map(str)


@st.composite
def frames(draw: st.DrawFn) -> list[Entry]:
    """Draw a frame over two tiers and two districts, items concerning whom they may."""
    cells = draw(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("12"),
                                    st.sampled_from([("care",), ("food",), ("care", "food")]),
                                    st.sampled_from([None, None, "incident"])),
                          max_size=25))  # fmt: skip
    return [
        Entry(facility=f"local:{n}", tier=tier, district=district, items=concerned, must=must)
        for n, (tier, district, concerned, must) in enumerate(cells)
    ]


@settings(max_examples=60, deadline=None)
@given(
    frames(), SHARES, SHARES, st.sampled_from(["up", "lot"]), st.integers(0, 4), st.integers(0, 99)
)
def test_whatever_the_lot_draws_was_expected(  # noqa: PLR0913, PLR0917 - drawn values
    frame: list[Entry], care: str, food: str, rounding: str, join_below: int, seed: int
) -> None:
    """No seed draws fewer or more than the plan said it would."""
    asked = plan(items=items([{"share": care}], [{"share": food}]), rounding=rounding,
                 join_below=join_below)  # fmt: skip
    expected = strata_of(asked, frame)
    fell_on = drawn(asked, frame, f"{seed:064x}")

    assert expected.visits_least <= len(fell_on) <= expected.visits_most
    assert sum(row.facilities for row in expected.rows) + expected.named == len(frame)
    for row in expected.rows:
        shares = {each.item: each.share for each in row.asked}
        assert shares == {"care": Fraction(care), "food": Fraction(food)}
