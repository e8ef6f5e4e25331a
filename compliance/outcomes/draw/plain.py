"""The values of a draw as JSON values and back: shares as `1/5`, days and instants as texts.

What is read here was written here, or its digest was compared with the one in the log.
"""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from compliance.domain.time import day_from, instant_from, instant_text

Value = TypeVar("Value")


def plain(value: Any) -> Any:
    """Return a value, or a dataclass of values, as JSON values; null is told."""
    match value:
        case Fraction():
            return str(value)
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return [plain(each) for each in value]
        case _ if dataclasses.is_dataclass(value):
            untyped: Any = type(value)
            return {each: plain(getattr(value, each)) for each in _kinds(untyped)}
        case _:
            return value


def plain_set(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that are set."""
    return {name: each for name, each in plain(value).items() if each is not None}


def read(cls: type[Value], told: Mapping[str, Any]) -> Value:
    """Return a dataclass from JSON values; keys that are no field of it are left aside."""
    untyped: Any = cls
    kinds = _kinds(untyped)
    return cls(**{name: _typed(kinds[name], told[name]) for name in kinds if name in told})


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(each for each in get_args(kind) if each is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_typed(get_args(kind)[0], each) for each in value)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return read(kind, value)
    readers: dict[Any, Any] = {Fraction: Fraction, date: day_from, datetime: instant_from}
    return readers[kind](value) if kind in readers else value


@cache
def _kinds(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)
