"""Strata, sizes, who is drawn, who is passed over, who stands in: the method, case by case."""

from dataclasses import replace as changed
from fractions import Fraction

import pytest

from compliance.domain.draw import Drawn, Entry, Named, Plan, Rate, TeamRules
from compliance.domain.errors import NotFound
from compliance.domain.events.draw import PassedFor
from compliance.domain.team import Seat
from compliance.outcomes import draw as dr
from tests.outcomes.draw.making import entry, frame, item, plan, rate, seed

SEED = seed(1)


def lot(said: Plan, entries: tuple[Entry, ...], of: str = SEED) -> dr.Lot:
    return dr.Lot(said, entries, of, dr.drawn(said, entries, of))


def by_ticket(entries: tuple[Entry, ...], of: str = SEED) -> list[str]:
    """Return the facilities in the order of their tickets."""
    return sorted((each.facility for each in entries), key=lambda each: dr.ticket(of, each))


def visited(drawn: tuple[Drawn, ...]) -> list[str]:
    return [each.facility for each in drawn if each.passed is None]


def test_small_strata_of_a_tier_are_joined_and_nobody_named_counts() -> None:
    """Two of three in z are named by the plan: one is left, and joins the two of y."""
    cells = ["x", "x", "x", "y", "y", "z", "z", "z"]
    entries = tuple(
        entry(str(n), "A", district, must="incident" if n > 5 else None)
        for n, district in enumerate(cells)
    )
    strata = dr.stratify(entries, join_below=3)

    assert {each.name: len(found) for each, found in strata.items()} == {"A/*": 3, "A/x": 3}


@pytest.mark.parametrize(
    ("tier", "district", "expected"),
    [("A", "x", "1/2"), ("A", "y", "1/3"), ("B", "x", "1/4"), ("B", "y", "1/5"), ("A", "*", "1/3"),
     ("B", "*", "1/5")],
)  # fmt: skip
def test_the_rate_that_fits_best_counts(tier: str, district: str, expected: str) -> None:
    """The tier before the district; several districts joined are none of them."""
    rates = (rate("1/5"), rate("1/4", None, "x"), rate("1/3", "A"), rate("1/2", "A", "x"),
             rate("1", "A", "*"))  # fmt: skip
    found = dr.rate_for(item(rates=rates), dr.Stratum(tier, district))

    assert found is not None
    assert found.share == Fraction(expected)


def test_where_no_rate_fits_nobody_is_drawn() -> None:
    """A tier that the plan forgot is not drawn by another's rate."""
    assert dr.drawn(plan(item(rates=(rate("1", "B"),))), frame(5), SEED) == ()


@pytest.mark.parametrize(
    ("said", "count", "expected"),
    [
        (rate("1/3"), 10, 4), (rate("1/3"), 9, 3), (rate("0"), 9, 0), (rate("1"), 9, 9),
        (rate("1/100"), 1, 1), (rate("1/10", least=3), 10, 3), (rate("1/10", least=3), 2, 2),
        (rate("1/2", most=4), 10, 4), (rate("1/2", least=6, most=4), 10, 4), (rate("1/2"), 0, 0),
    ],
)  # fmt: skip
def test_a_size_is_between_its_least_and_its_most(said: Rate, count: int, expected: int) -> None:
    """As n = min(N, max(least, ⌈share·N⌉), most), in whole numbers all the way."""
    size = dr.size(
        plan(), item(rates=(said,)), stratum=dr.Stratum("A", "x"), count=count, seed=SEED
    )

    assert size == expected


def test_the_lot_rounds_up_as_often_as_the_fraction_says() -> None:
    """A quarter of five: one in three of four seeds, two in the fourth, nothing between."""
    sizes = [
        dr.size(
            plan(rounding="lot"), item(rates=(rate("1/4"),)), stratum=dr.Stratum("A", "x"),
            count=5, seed=seed(n),
        )
        for n in range(1000)
    ]  # fmt: skip

    assert set(sizes) == {1, 2}
    assert sum(sizes) == pytest.approx(1250, abs=45)  # 3.3 standard deviations


def test_the_first_of_the_order_are_drawn_and_ranked() -> None:
    """The tickets decide, and the list they are written in does not."""
    entries = frame(10)
    found = dr.drawn(plan(item(rates=(rate("3/10"),))), entries, SEED)

    assert [each.facility for each in found] == by_ticket(entries)[:3]
    assert [each.rank for each in found] == [0, 1, 2]


def test_one_visit_serves_all_items_that_a_facility_is_drawn_for() -> None:
    """综合查一次: six visits where two departments apart would make nine."""
    said = plan(item("care", rates=(rate("6/10"),)), item("food", rates=(rate("3/10"),)))
    found = dr.drawn(said, frame(10, items=("care", "food")), SEED)

    assert [each.items for each in found] == [("care", "food")] * 3 + [("care",)] * 3


def test_an_item_is_drawn_among_those_it_concerns() -> None:
    """Half of the four that cook: two, whoever else is before them in the order."""
    entries = tuple(entry(str(n), items=("food",) if n < 4 else ("care",)) for n in range(12))
    found = dr.drawn(plan(item("food")), entries, SEED)

    assert [each.facility for each in found] == by_ticket(entries[:4])[:2]


def test_whom_the_plan_names_is_visited_besides() -> None:
    """All its items, in no stratum's count, at no rank."""
    entries = (*frame(4), entry("named", must="complaints"))
    found = {each.facility: each for each in dr.drawn(plan(), entries, SEED)}
    named = found.pop("local:named")

    assert (named.must, named.rank, named.items) == ("complaints", -1, ("care",))
    assert list(found) == by_ticket(frame(4))[:2]


def test_over_the_cap_the_next_in_order_stands_in() -> None:
    """The one passed over stays in the list, and who goes instead says for whom."""
    first, second, third, *_ = by_ticket(frame(6))
    entries = tuple(changed(each, capped=each.facility in {first, third}) for each in frame(6))
    found = dr.drawn(plan(item(rates=(rate("1/3"),))), entries, SEED)

    assert [(each.passed, each.instead_of) for each in found] == [
        ("visit_cap", None), (None, None), (None, first)
    ]  # fmt: skip
    assert visited(found) == [second, by_ticket(frame(6))[3]]


@pytest.mark.parametrize("why", ["deferred by the plan", "no reserve is left", "named"])
def test_where_nobody_can_stand_in_a_visit_is_put_off_and_never_dropped(why: str) -> None:
    """It stands in what was drawn, passed over."""
    must = "incident" if why == "named" else None
    share = "1" if why == "no reserve is left" else "1/4"
    said = plan(item(rates=(rate(share),)), when_capped="defer" if "plan" in why else "replace")
    entries = tuple(
        changed(each, capped=n == 0, must=must if n == 0 else None)
        for n, each in enumerate(sorted(frame(4), key=lambda e: dr.ticket(SEED, e.facility)))
    )
    found = {each.facility: each for each in dr.drawn(said, entries, SEED)}

    assert found[entries[0].facility].passed == "visit_cap"
    assert [each for each in found.values() if each.instead_of] == []


def test_a_reserve_is_one_whom_all_the_items_concern() -> None:
    """The next in order has no kitchen, the one after that does."""
    names = by_ticket(frame(6))
    entries = tuple(
        entry(
            name.removeprefix("local:"),
            items=("care",) if n in {1, 2} else ("care", "food"),
            capped=n == 0,
        )
        for n, name in enumerate(names)
    )
    said = plan(item("care", rates=(rate("1/6"),)), item("food", rates=(rate("1/4"),)))
    found = dr.drawn(said, entries, SEED)

    assert [(each.facility, each.items) for each in found] == [
        (names[0], ("care", "food")), (names[3], ("care", "food"))
    ]  # fmt: skip


def test_nobody_stands_in_for_two() -> None:
    """Though the two were drawn for different items, and each would have taken the same one."""
    names = by_ticket(frame(6))
    entries = tuple(
        entry(name.removeprefix("local:"), items=("care", "food"), capped=n < 2)
        for n, name in enumerate(names)
    )
    said = plan(item("care", rates=(rate("1/3"),)), item("food", rates=(rate("1/6"),)))
    found = dr.drawn(said, entries, SEED)

    assert [(each.facility, each.items) for each in found if each.instead_of] == [
        (names[2], ("care", "food")), (names[3], ("care",))
    ]  # fmt: skip


def test_given_up_later_the_next_who_is_not_used_yet_takes_the_next_number() -> None:
    """The reserve of a reserve too, and the visits left are those that were not given up."""
    done = lot(plan(item(rates=(rate("1/3"),))), frame(9))
    order = by_ticket(frame(9))
    first = dr.replace(done, [], "0002", reason="closed")
    second = dr.replace(done, [first], "0004", reason="not_found", note="已搬迁")
    left = dr.visits(done, [first, second])

    assert (first.facility, first.by, first.by_task) == (order[1], order[3], "0004")
    assert (second.facility, second.by, second.by_task) == (order[3], order[4], "0005")
    assert {n: each.facility for n, each in left.items()} == {
        "0001": order[0], "0003": order[2], "0005": order[4]
    }  # fmt: skip
    assert left["0005"].instead_of == order[3]


def test_in_a_joined_stratum_the_next_may_be_of_another_district() -> None:
    """A reserve is of the stratum that was drawn from, not of the district."""
    entries = tuple(entry(str(n), "A", "xyz"[n % 3]) for n in range(6))
    said = plan(item(rates=(rate("1/6"),)), join_below=3)
    given_up = dr.replace(lot(said, entries), [], "0001", reason="closed")

    assert (given_up.facility, given_up.by) == tuple(by_ticket(entries)[:2])


@pytest.mark.parametrize(
    ("said", "must", "reason"),
    [
        (plan(item(rates=(rate("1/4"),))), "complaints", "closed"),
        (plan(item(rates=(rate("1/4"),)), when_capped="defer"), None, "visit_cap"),
        (plan(item(rates=(rate("1"),))), None, "closed"),
    ],
    ids=["named", "capped", "no reserve"],
)
def test_later_too_who_has_no_reserve_is_put_off(
    said: Plan, must: str | None, reason: PassedFor
) -> None:
    """The row stands, and nobody's number is used."""
    entries = tuple(
        changed(each, must=must if n == 0 else None) for n, each in enumerate(frame(4))
    )
    done = lot(said, entries)
    task = next(n for n, each in dr.visits(done).items() if must is None or each.must)
    given_up = dr.replace(done, [], task, reason=reason)

    assert (given_up.by, given_up.by_task) == (None, None)
    assert task not in dr.visits(done, [given_up])


def test_a_task_that_is_not_there_is_not_given_up_twice() -> None:
    """Nor one that never was."""
    done = lot(plan(), frame(9))
    given_up = dr.replace(done, [], "0001", reason="closed")
    for task, before in (("0001", [given_up]), ("0099", [])):
        with pytest.raises(NotFound) as refusal:
            dr.replace(done, before, task, reason="closed")

        assert refusal.value.code == "E-TASK-UNKNOWN"


def test_a_replacement_that_no_draw_gives_is_not_found() -> None:
    """Somebody wrote another name into the paper: it is not taken for one of the stratum."""
    done = lot(plan(), (*frame(9), entry("friend", "B")))
    row = changed(dr.replace(done, [], "0001", reason="closed"), by="local:friend")

    with pytest.raises(NotFound):
        dr.visits(done, [row])


def test_a_task_has_seats_for_every_department_and_qualification() -> None:
    """Two officers of each department at least (处罚法 42), the certified seats first."""
    one, another = plan().departments[:2]
    said = plan(
        item("care", qualifications=("托育", "传染病")),
        item("fees", qualifications=("托育",)),
        item("food", department=another, qualifications=()),
        team=TeamRules(size=3, load_max=9, rotation=0, own_district=False),
    )
    task, *_ = dr.tasks_of(lot(said, frame(2, items=("care", "fees", "food"))))

    assert (task.task, task.district) == ("0001", "x")
    assert task.seats == (
        Seat(department=one, domain="托育", count=1),
        Seat(department=one, domain="传染病", count=1),
        Seat(department=one, domain=None, count=1),
        Seat(department=another, domain=None, count=3),
    )


def test_a_plan_that_excludes_leaves_out_of_a_list_that_is_handed_in() -> None:
    """And whom it includes is visited whatever the lot says."""
    said = plan(
        included=(Named(facility="local:b", reason="complaints"),),
        excluded=(Named(facility="local:c", reason="court"),),
    )
    rows = [{"facility": f"local:{name}", "stratum": "A/x"} for name in "cab"]

    assert dr.frame_of(rows, said) == (entry("a"), entry("b", must="complaints"))


def test_progress_is_told_up_to_the_last() -> None:
    """For a bar on the command line; those that the plan names are decided already."""
    told: list[tuple[int, int]] = []
    entries = (entry("a", must="incident"), *frame(3), *frame(2, district="y"))
    dr.drawn(plan(), entries, SEED, lambda done, total: told.append((done, total)))

    assert told == [(4, 6), (6, 6)]


def test_whoever_is_beyond_what_was_expected_is_found_too() -> None:
    """Tickets that few ask for are not kept at first; reserves may go to the very last."""
    entries = tuple(
        changed(each, capped=n < 399)
        for n, each in enumerate(sorted(frame(400), key=lambda e: dr.ticket(SEED, e.facility)))
    )
    found = dr.drawn(plan(item(rates=(rate("1/400"),))), entries, SEED)

    assert [(each.rank, each.passed) for each in found] == [(0, "visit_cap"), (399, None)]
