"""Values as far as they are known, against every way in which they may turn out."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.rules.values import (
    ABSENT,
    UNKNOWN,
    Between,
    Share,
    Truth,
    bounds,
    compare,
    conjunction,
    contains,
    is_known,
    meets,
    negation,
    number,
    plus,
    times,
)

TRUTHS: tuple[Truth, ...] = (True, False, UNKNOWN)
FAR = 60
"""Beyond every number drawn here: it stands for "no bound"."""
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
ENDS = st.none() | st.integers(-4, 4)


@st.composite
def numbers(draw: st.DrawFn) -> Any:
    """Draw a number as far as it is known: exact, between bounds, or not at all."""
    low, high = draw(ENDS), draw(ENDS)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return draw(st.sampled_from([number(low, high), low if low is not None else UNKNOWN]))


def completions(value: Any, far: int = FAR) -> Iterable[int]:
    """Return the integers that a number may be."""
    low, high = bounds(value)
    return range(-far if low is None else low, (far if high is None else high) + 1)


def agreed(answers: Iterable[bool]) -> Truth:
    """Return the one answer, or unknown."""
    different = set(answers)
    return different.pop() if len(different) == 1 else UNKNOWN


def open_truths(truths: tuple[Truth, ...]) -> Iterator[tuple[bool, ...]]:
    """Yield every completion of truths."""
    either: Any = [(truth,) if isinstance(truth, bool) else (True, False) for truth in truths]
    return product(*either)


@pytest.mark.parametrize("truths", [t for n in range(4) for t in product(TRUTHS, repeat=n)])
def test_kleene_and_is_true_only_if_all_completions_are(truths: tuple[Truth, ...]) -> None:
    """Unknown parts decide nothing by themselves, and never more than that."""
    assert agreed(all(each) for each in open_truths(truths)) is conjunction(truths)


def test_kleene_not() -> None:
    """Not unknown is unknown."""
    assert [negation(truth) for truth in TRUTHS] == [False, True, UNKNOWN]


@pytest.mark.parametrize("op", OPERATORS)
def test_comparing_bounds_is_comparing_every_completion(op: str) -> None:
    """Known exactly when every pair of numbers agrees; bounds that touch are drawn too."""
    ends = (None, 0, 1, 2)
    drawn = [
        number(low, high)
        for low, high in product(ends, repeat=2)
        if low is None or high is None or low <= high
    ]
    for left, right in product(drawn, repeat=2):
        pairs = product(completions(left, far=4), completions(right, far=4))
        answers = [bool(compare(op, one, other)) for one, other in pairs]

        assert agreed(answers) is compare(op, left, right), (left, right)


@pytest.mark.parametrize("op", OPERATORS)
def test_comparing_known_numbers_is_arithmetic(op: str) -> None:
    """The oracle of the others is Python's own order."""
    told = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__"}
    for left, right in product(range(3), repeat=2):
        expected = getattr(left, told.get(op, "__ge__"))(right)

        assert compare(op, left, right) is expected


@given(numbers(), numbers(), st.sampled_from([1, -1]))
def test_adding_bounds_holds_every_completion(left: Any, right: Any, sign: int) -> None:
    """The bounds are reached, and nothing lies outside them."""
    reached = [a + sign * b for a in completions(left) for b in completions(right)]

    assert bounds(plus(left, right, sign)) == hull(reached)


@given(numbers(), numbers())
def test_multiplying_bounds_holds_every_completion(left: Any, right: Any) -> None:
    """Numbers below zero turn the bounds round; without all bounds, none is promised too much."""
    reached = [a * b for a in completions(left) for b in completions(right)]
    low, high = bounds(times(left, right))

    assert low is None or low <= min(reached)
    assert high is None or high >= max(reached)
    if all(end is not None for end in (*bounds(left), *bounds(right))):
        assert (low, high) == (min(reached), max(reached))


def hull(reached: list[int]) -> tuple[int | None, int | None]:
    """Return the least and the greatest; beyond half the way to far, there is no bound."""
    low, high = min(reached), max(reached)
    return None if low < -FAR // 2 else low, None if high > FAR // 2 else high


def test_what_did_not_happen_satisfies_no_comparison() -> None:
    """Not even with another thing that did not happen; it differs from everything."""
    for op, other in product(OPERATORS, [3, "x", UNKNOWN, ABSENT, Between(1, None)]):
        for left, right in ((ABSENT, other), (other, ABSENT)):
            assert compare(op, left, right) is (op == "!=")


@pytest.mark.parametrize("op", OPERATORS)
def test_the_unknown_compares_to_unknown(op: str) -> None:
    """Even with itself: two unknown facts need not be the same."""
    assert compare(op, UNKNOWN, "x") is UNKNOWN
    assert compare(op, "x", UNKNOWN) is UNKNOWN
    assert compare(op, UNKNOWN, UNKNOWN) is UNKNOWN


@given(
    st.sampled_from(["a", "b", UNKNOWN]),
    st.lists(st.sampled_from(["a", "b", UNKNOWN]), max_size=4),
)
def test_in_is_known_only_if_every_completion_agrees(item: Any, among: list[Any]) -> None:
    """An unknown item in a list that holds every text it might be is not thought of: unknown."""
    words = ("a", "b", "other", "another")
    answers = [
        left in right
        for left, *right in product(
            *((words if each is UNKNOWN else (each,)) for each in (item, *among))
        )
    ]

    assert agreed(answers) is contains(item, tuple(among))


def test_in_without_a_list_or_an_item() -> None:
    """What did not happen is in no list; an unknown list may hold anything, or nothing."""
    assert contains(ABSENT, ("a",)) is False
    assert contains("a", ABSENT) is False
    assert contains(UNKNOWN, ABSENT) is False
    assert contains("a", UNKNOWN) is UNKNOWN
    assert contains(UNKNOWN, ()) is False


@pytest.mark.parametrize(
    ("low", "high", "op", "percent", "truth"),
    [
        ((8, 10), (9, 10), ">", 90, False),
        ((9, 10), (10, 10), ">", 90, UNKNOWN),
        ((9, 10), (10, 10), ">=", 90, True),
        ((9, 10), (9, 10), ">", 90, False),
        ((9, 10), (9, 10), ">=", 90, True),
        ((9, 10), (9, 10), "<", 90, False),
        ((9, 10), (9, 10), "<=", 90, True),
        ((10, 11), (10, 11), ">", 90, True),
        ((899, 1000), (899, 1000), ">=", 90, False),
        ((1, 3), (1, 3), ">", 33, True),
        ((0, 0), (0, 0), ">", 90, True),
        ((0, 0), (0, 0), ">=", 100, True),
        ((0, 0), (0, 0), "<", 90, False),
        ((0, 0), (0, 0), ">", 100, False),
        ((0, 0), (0, 0), "<=", 100, True),
        ((0, 1), (0, 0), ">", 90, UNKNOWN),
        ((10, 10), (10, 10), ">", 100, False),
        ((10, 10), (10, 10), ">=", 100, True),
    ],
)
def test_shares_at_their_thresholds(
    low: tuple[int, int], high: tuple[int, int], op: str, percent: int, truth: Truth
) -> None:
    """DESIGN §7: exact fractions; of nobody, everybody has it."""
    assert meets(Share(low, high), op, 100, percent) is truth


@given(st.integers(0, 12), st.integers(1, 12), st.integers(0, 1200), st.integers(1, 1000))
def test_a_share_is_an_exact_fraction(having: int, among: int, wanted: int, of: int) -> None:
    """No floating point: 2/3 is not 0.6667."""
    having = min(having, among)
    share = Share((having, among), (having, among))
    exact, limit = Fraction(having, among), Fraction(wanted, of)

    assert meets(share, ">", of, wanted) is (exact > limit)
    assert meets(share, ">=", of, wanted) is (exact >= limit)


def test_values_write_themselves() -> None:
    """A finding shows `9/10..10/10`, or `3..`."""
    assert [str(Share((9, 10), (10, 10))), str(Share((1, 2), (1, 2)))] == ["9/10..10/10", "1/2"]
    assert [str(Between(3, None)), str(Between(None, 4)), str(Between(0, 2))] == [
        "3..", "..4", "0..2",
    ]  # fmt: skip


def test_what_is_known_is_known_throughout() -> None:
    """A list with one unknown text is not known, nor a share with two ends."""
    known = (3, "x", ABSENT, ("a", "b"), Share((1, 2), (1, 2)), False)
    unknown = (UNKNOWN, Between(1, 2), ("a", UNKNOWN), Share((0, 2), (1, 2)))

    assert all(is_known(each) for each in known)
    assert not any(is_known(each) for each in unknown)
