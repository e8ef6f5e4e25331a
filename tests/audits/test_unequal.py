"""One clause, different fines (同案不同罚): grouped by clause, the spread."""

from compliance.engine.audits.unequal import unequal
from tests.audits.asking import DAZU, NO, A, Audited, B, breach, fine, penalty, seen


def test_fines_that_differ_are_one_row_with_their_spread(log: Audited) -> None:
    log.tell(
        fine(1, 500_000, on="2024-03-01"),
        fine(2, 1_000_000, on="2024-04-01"),
        fine(3, 5_000_000, on="2024-05-01", facility=B),
    )
    (found,) = log.ask(unequal)

    assert (found.clause, found.fined, found.unfined) == ("pfpl#41.1", 3, 0)
    assert (found.least_fen, found.median_fen, found.most_fen) == (500_000, "1000000", 5_000_000)
    assert found.evidence == (3, 4, 5)


def test_who_is_more_than_twice_the_median_or_less_than_half_is_named(log: Audited) -> None:
    """Exactly twice, or half, is not apart."""
    log.tell(
        fine(1, 500_000, on="2024-03-01"), fine(2, 1_000_000, on="2024-03-01"),
        fine(3, 1_000_000, on="2024-03-01"), fine(4, 2_000_000, on="2024-03-01"),
        fine(5, 2_000_001, on="2024-03-01"), fine(6, 499_999, on="2024-03-01"),
    )  # fmt: skip
    (found,) = log.ask(unequal)

    assert [NO.format(6), NO.format(5)] == seen(list(found.apart), "number")
    assert [NO.format(5)] == seen(
        [each for each in log.ask(unequal, factor=2)[0].apart if each.fine_fen > 10**6], "number"
    )


def test_the_factor_is_the_askers(log: Audited) -> None:
    log.tell(
        fine(1, 100, on="2024-03-01"), fine(2, 100, on="2024-03-01"),
        fine(3, 350, on="2024-03-01"),
    )  # fmt: skip

    assert seen(list(log.ask(unequal, factor=3)[0].apart), "fine_fen") == [350]
    assert seen(list(log.ask(unequal, factor=4)[0].apart), "fine_fen") == []


def test_the_median_of_an_even_number_is_exact(log: Audited) -> None:
    log.tell(fine(1, 100, on="2024-03-01"), fine(2, 201, on="2024-03-01"))

    assert seen(log.ask(unequal), "median_fen") == ["150.5"]


def test_equal_fines_and_a_single_one_are_no_news(log: Audited) -> None:
    log.tell(fine(1, 500_000, on="2024-03-01"), fine(2, 500_000, on="2024-03-01"))
    log.tell(fine(3, 900_000, on="2024-03-01", articles=["pfpl#41.2"]))

    assert log.ask(unequal) == []


def test_grave_breaches_are_a_group_of_their_own(log: Audited) -> None:
    """计生法 41: the band of a grave one is another. What is not said is neither."""
    log.tell(
        fine(1, 500_000, on="2024-03-01", serious=False),
        fine(2, 5_000_000, on="2024-03-01", serious=True),
        fine(3, 1_000_000, on="2024-03-01"),
    )

    assert log.ask(unequal) == []


def test_a_decision_that_cites_two_clauses_counts_under_each(log: Audited) -> None:
    log.tell(
        fine(1, 100, on="2024-03-01", articles=["x#1", "x#2"]),
        fine(2, 200, on="2024-03-01", articles=["x#2"]),
    )

    assert seen(log.ask(unequal), "clause") == ["x#2"]


def test_decisions_without_a_fine_are_counted_beside(log: Audited) -> None:
    """A fine whose sum nobody stated is neither."""
    log.tell(
        fine(1, 100, on="2024-03-01"), fine(2, 200, on="2024-03-01"),
        penalty(3, on="2024-03-01"), fine(4, None, on="2024-03-01"),
    )  # fmt: skip

    assert seen(log.ask(unequal), "fined", "unfined") == [(2, 1)]


def test_per_region_and_per_year_compare_like_with_like(log: Audited) -> None:
    log.tell(
        fine(1, 100, on="2023-03-01"), fine(2, 900, on="2024-03-01"),
        fine(3, 500, on="2024-03-01", facility=B), fine(4, 600, on="2024-04-01", facility=B),
    )  # fmt: skip

    assert seen(log.ask(unequal), "region", "year", "fined") == [(None, None, 4)]
    assert sorted(seen(log.ask(unequal, per=("region",)), "region", "fined"), reverse=True) == [
        (DAZU, 2),
        ("440305", 2),
    ]
    assert seen(log.ask(unequal, per=("year",)), "year", "fined") == [(2024, 3)]
    assert seen(log.ask(unequal, per=("region", "year")), "region", "year") == [("440305", 2024)]
    assert seen(log.ask(unequal, region=DAZU), "fined") == [2]


def test_what_is_known_of_the_breach_stands_beside(log: Audited) -> None:
    """So that whoever reads it can tell a difference from an injustice."""
    log.tell(
        breach("v1", on="2024-02-01", severity=4, harm="life_health", first_time=False),
        fine(1, 900, on="2024-03-01", violation_id="v1"),
        fine(2, 100, on="2024-03-01"), fine(3, 100, on="2024-03-01"),
    )  # fmt: skip
    (apart,) = log.ask(unequal)[0].apart

    assert (apart.facility, apart.number, apart.severity, apart.harm, apart.first_time) == (
        A, NO.format(1), 4, "life_health", False,
    )  # fmt: skip
    assert apart.evidence == (3, 4)


def test_a_corrected_sum_makes_them_equal_for_who_knows(log: Audited) -> None:
    log.tell(fine(1, 500_000, on="2024-03-01"))
    told = log.tell(fine(2, 5_000_000, on="2024-03-01"))
    log.mend(told, at="2024-06-01", fine_fen=500_000)

    assert log.ask(unequal) == []
    assert seen(log.ask(unequal, known="2024-05-31"), "most_fen") == [5_000_000]


def test_a_quashed_decision_is_compared_with_nothing(log: Audited) -> None:
    log.tell(fine(1, 500_000, on="2024-03-01"), fine(2, 5_000_000, on="2024-03-01"))
    log.quash(NO.format(2), at="2024-06-01")

    assert log.ask(unequal) == []
    assert seen(log.ask(unequal, known="2024-05-31"), "fined") == [2]


def test_as_of_a_day_only_what_was_decided_by_then(log: Audited) -> None:
    log.tell(fine(1, 500_000, on="2024-03-01"), fine(2, 5_000_000, on="2024-05-01"))

    assert log.ask(unequal, on="2024-04-30") == []
    assert seen(log.ask(unequal, on="2024-05-01"), "fined") == [2]
