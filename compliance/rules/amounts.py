"""The values a parameter may have, by its type, as a pack writes them."""

from collections.abc import Callable
from typing import Any

from compliance.domain.time import Period, day_from

OPERATORS = frozenset({">", ">=", "<", "<="})


def misshapen(kind: str, value: Any) -> str | None:
    """Say what a parameter of a type should be, where the value is not; None where it is."""
    wanted, fits = _SHAPES[kind]
    return None if fits(value) else f"a value of type {kind} is {wanted}"


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reads(read: Callable[[str], object], value: Any) -> bool:
    try:
        return isinstance(value, str) and read(value) is not None
    except ValueError:
        return False


def _is_period(value: Any) -> bool:
    return _reads(Period.parse, value)


def _is_share(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"op", "value", "of"}
        and value["op"] in OPERATORS
        and _is_int(value["value"])
        and _is_int(value["of"])
        and value["of"] > 0
    )


def _is_table(each: Callable[[Any], bool], value: Any) -> bool:
    """Read a table; a key whose value is null has an unknown one."""
    return isinstance(value, dict) and all(one is None or each(one) for one in value.values())


def _is_range(value: Any) -> bool:
    return (
        isinstance(value, list)
        and [_is_int(each) for each in value] == [True, True]
        and value[0] <= value[1]
    )


_SHAPES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "int": ("a whole number", _is_int),
    "period": ("a period such as P2Y", _is_period),
    "date": ("a day such as 2024-03-15", lambda value: _reads(day_from, value)),
    "share": ("op (> >= < <=), value and of", _is_share),
    "table": ("whole numbers by key", lambda value: _is_table(_is_int, value)),
    "periods": ("periods by key", lambda value: _is_table(_is_period, value)),
    "words": (
        "texts by key",
        lambda value: _is_table(lambda each: isinstance(each, str), value),
    ),
    "texts": (
        "a list of texts",
        lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    ),
    "range": ("two whole numbers, the lower first", _is_range),
}
