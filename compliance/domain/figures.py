"""Exact figures: read from what prints them, kept as fractions, written without a float."""

from fractions import Fraction
from typing import NamedTuple

from compliance.domain.findings import Missing

_DECIMALS_MAX = 6


def exact(text: str) -> Fraction:
    """Return the number that a sound figure's text means: `4.5`, `60%`, `7/10`."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def fits_unit(text: str, unit: str) -> bool:
    """Say whether a figure is written in its unit: 45 is not 45 %, and 45 % are no places."""
    return "/" in text or text.endswith("%") == (unit == "%")


def written(value: Fraction, unit: str = "") -> str:
    """Write a number exactly: whole, per cent or decimal where that ends soon, else a fraction."""
    shown = value * 100 if unit == "%" else value
    scaled = shown * 10**_DECIMALS_MAX
    if scaled.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, rest = divmod(abs(int(scaled)), 10**_DECIMALS_MAX)
    decimals = f".{rest:0{_DECIMALS_MAX}}".rstrip("0").rstrip(".")
    return f"{'-' if value < 0 else ''}{whole}{decimals}{'%' if unit == '%' else ''}"


class Measure(NamedTuple):
    """A figure as far as it is known: two bounds, both included (None = no bound), and why."""

    low: Fraction | None
    high: Fraction | None
    text: str | None = None
    """As its parts stand (`27/40`), or as a document prints it; None = as `written`."""
    step: Fraction | None = None
    """By how much one more unit would raise it, where that is known."""
    events: frozenset[int] = frozenset()
    missing: frozenset[Missing] = frozenset()

    @property
    def known(self) -> bool:
        """Whether the figure is exact."""
        return self.low is not None and self.low == self.high

    @property
    def open(self) -> bool:
        """Whether nothing at all is known of it."""
        return self.low is None and self.high is None


def holds(left: Measure, op: str, right: Measure) -> bool | None:
    """Compare two figures over everything that they may be; None = it may be either."""
    match op:
        case ">=":
            return _at_least(left, right)
        case ">":
            return _not(_at_least(right, left))
        case "<=":
            return _at_least(right, left)
        case "<":
            return _not(_at_least(left, right))
        case _:
            if left.known and right.known:
                return left.low == right.low
            apart = _not(_at_least(left, right)) or _not(_at_least(right, left))
            return False if apart else None


def lacking(value: Measure, op: str, required: Measure) -> int | None:
    """Count the units that are lacking at least; None where a unit's weight is not known."""
    if value.high is None or required.low is None or not value.step or op not in {">=", ">"}:
        return None
    steps = (required.low - value.high) / value.step
    return max(int(steps) + 1 if op == ">" else -int(-steps // 1), 0)


def _at_least(left: Measure, right: Measure) -> bool | None:
    if left.low is not None and right.high is not None and left.low >= right.high:
        return True
    if left.high is not None and right.low is not None and left.high < right.low:
        return False
    return None


def _not(truth: bool | None) -> bool | None:  # noqa: FBT001 - Kleene's not
    return None if truth is None else not truth
