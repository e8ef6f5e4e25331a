"""Event data as plain JSON values and back: absent fields are left out, dates are ISO texts.

What comes in here has been validated at the door or was written by us; nothing is checked twice.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from compliance.domain.shape import Field, shape


def to_plain(data: Any) -> dict[str, Any]:
    """Return an event's data as JSON values; what is absent is left out."""
    return {
        field.name: _out(field, value)
        for field in shape(type(data))
        if (value := getattr(data, field.name)) is not None
    }


def from_plain(cls: type[Any], plain: Mapping[str, Any]) -> Any:
    """Return an event's data from JSON values."""
    known = {field.name: field for field in shape(cls)}
    return cls(**{name: value_from_plain(known[name], value) for name, value in plain.items()})


def changes_from_plain(cls: type[Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed changes of a correction's `set`; null stays None, the field goes away."""
    known = {field.name: field for field in shape(cls)}
    return {
        name: date.fromisoformat(value)
        if name == "occurred_on"
        else value_from_plain(known[name], value)
        for name, value in plain.items()
    }


def value_from_plain(field: Field, value: Any) -> Any:
    """Return one field's typed value from its JSON value."""
    if value is None:
        return None
    if field.many:
        return tuple(_in(field, each) for each in value)
    return _in(field, value)


def _out(field: Field, value: Any) -> Any:
    if field.many:
        return [_out_one(field, each) for each in value]
    return _out_one(field, value)


def _out_one(field: Field, value: Any) -> Any:
    match field.base:
        case "date":
            return value.isoformat()
        case "record":
            return to_plain(value)
        case _:
            return value


def _in(field: Field, value: Any) -> Any:
    match field.base:
        case "date":
            return date.fromisoformat(value)
        case "record":
            return from_plain(field.record or type(value), value)
        case _:
            return value
