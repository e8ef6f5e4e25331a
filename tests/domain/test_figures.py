"""Exact figures: no float, no rounding, and what is unknown stays between bounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.figures import Measure, exact, holds, lacking, written

HALVES = st.integers(-6, 6).map(lambda each: Fraction(each, 2))
BOUNDS = st.tuples(st.none() | HALVES, st.none() | HALVES)
OPS = st.sampled_from([">=", ">", "<=", "<", "="])


def known(text: str, step: str | None = None) -> Measure:
    """Return a figure that is known."""
    value = exact(text)
    return Measure(value, value, step=None if step is None else exact(step))


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("4.50", "个", "4.5"),
        ("121800", "个", "121800"),
        ("9/10", "%", "90%"),
        ("0.125", "%", "12.5%"),
        ("170/390", "%", "17/39"),
        ("1/3", "", "1/3"),
        ("0", "%", "0%"),
    ],
)
def test_a_figure_is_written_exactly(text: str, unit: str, expected: str) -> None:
    """A third stays a third."""
    assert expected == written(exact(text), unit)


@given(st.fractions(min_value=-1000, max_value=1000), st.sampled_from(["", "%"]))
def test_what_is_written_is_what_was_meant(value: Fraction, unit: str) -> None:
    assert value == exact(written(value, unit))


@given(BOUNDS, BOUNDS, OPS)
def test_a_comparison_holds_if_it_does_whatever_the_figures_are(
    left: tuple[Fraction | None, Fraction | None],
    right: tuple[Fraction | None, Fraction | None],
    op: str,
) -> None:
    """Every completion of the bounds agrees with what is answered; else nothing is."""
    one, other = ordered(left), ordered(right)
    answers = {compared(op, a, b) for a in completions(one) for b in completions(other)}
    expected = answers.pop() if len(answers) == 1 else None

    assert expected == holds(one, op, other)


def ordered(bounds: tuple[Fraction | None, Fraction | None]) -> Measure:
    low, high = bounds
    if low is not None and high is not None and high < low:
        low, high = high, low
    return Measure(low, high)


def completions(measure: Measure) -> list[Fraction]:
    """Return values that a figure may have: its bounds, all between, and far beyond none."""
    low = Fraction(-20) if measure.low is None else measure.low
    high = Fraction(20) if measure.high is None else measure.high
    quarters = range(int(low * 4), int(high * 4) + 1)
    return [Fraction(each, 4) for each in quarters]


def compared(op: str, left: Fraction, right: Fraction) -> bool:
    return {
        ">=": left >= right, ">": left > right, "<=": left <= right, "<": left < right,
        "=": left == right,
    }[op]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "op", "required", "expected"),
    [
        (known("9/10", "1/10"), ">", known("90%"), 1),
        (known("9/10", "1/10"), ">=", known("90%"), 0),
        (known("89/100", "1/100"), ">", known("90%"), 2),
        (known("6000", "1"), ">=", known("6760"), 760),
        (known("6000", "1"), ">=", known("6760.5"), 761),
        (known("4.2"), ">=", known("4.5"), None),
        (Measure(Fraction(1), Fraction(4), step=Fraction(1)), ">=", known("6"), 2),
        (known("3", "1"), "<=", known("2"), None),
        (known("3", "1"), ">=", Measure(None, None), None),
    ],
)
def test_what_is_lacking_is_counted_in_whole_units(
    value: Measure, op: str, required: Measure, expected: int | None
) -> None:
    """The fewest that would do, at the best that the figure may be."""
    assert expected == lacking(value, op, required)
