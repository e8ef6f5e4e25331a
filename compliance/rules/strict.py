"""Which of two values of a parameter is the stricter, and which the lighter."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any

from compliance.domain.time import Period
from compliance.rules.pack import Param, ParamValue

ORDERED = frozenset({"int", "period", "date", "share"})
"""The types of which one value can be stricter than another."""
_ANY_DAY = date(2000, 1, 1)
_STRICT_WHEN_HIGHER = frozenset({">", ">="})


def strictest(param: Param, values: Sequence[ParamValue]) -> ParamValue:
    """Return the strictest of some values, innermost first; one that overrides ends the look."""
    last = next((place for place, each in enumerate(values) if each.override), len(values) - 1)
    return reduce(
        lambda held, other: other if stricter(param, other.value, held.value) else held,
        values[: last + 1],
    )


def stricter(param: Param, one: Any, other: Any) -> bool:
    """Say whether a value is stricter than another; where they do not compare, it is not."""
    higher = _when_higher(param, one)
    if higher is None or higher != _when_higher(param, other):
        return False
    return _below(param.type, other, one) if higher else _below(param.type, one, other)


def lighter(param: Param, one: Any, other: Any) -> bool:
    """Say whether a value is lighter for whom it is held against than another."""
    if param.type == "range":
        one, other = (one[1], one[0]), (other[1], other[0])
    elif param.type not in ORDERED:
        return False
    up = param.lighter == "higher"
    return _below(param.type, other, one) if up else _below(param.type, one, other)


def _when_higher(param: Param, value: Any) -> bool | None:
    if param.type not in ORDERED:
        return None
    if param.type == "share":
        return value["op"] in _STRICT_WHEN_HIGHER
    return None if param.strict is None else param.strict == "higher"


def _below(kind: str, one: Any, other: Any) -> bool:
    match kind:
        case "share":
            return _share_below(one, other)
        case "period":
            return _length(one) < _length(other)
        case _:
            return bool(one < other)


def _share_below(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Compare shares exactly; of one number, `>=` lies below `>`, and `<` below `<=`."""
    left, right = one["value"] * other["of"], other["value"] * one["of"]
    if left == right:
        return (one["op"], other["op"]) in {(">=", ">"), ("<", "<=")}
    return bool(left < right)


def _length(period: Period) -> date:
    return period.after(_ANY_DAY)
