"""Any data an event may hold, drawn from its declared shape."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from compliance.domain.shape import Field, shape

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
_OBJECT = st.dictionaries(_TEXT, st.none() | st.booleans() | st.integers() | _TEXT, max_size=3)


def data_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Draw an instance of an event's data, with and without its optional fields."""
    return st.builds(cls, **{field.name: _value(field) for field in shape(cls)})


def _value(field: Field) -> st.SearchStrategy[Any]:
    one = _one(field)
    value = st.lists(one, max_size=3).map(tuple) if field.many else one
    return value if field.required else st.none() | value


def _one(field: Field) -> st.SearchStrategy[Any]:
    match field.base:
        case "int":
            return st.integers()
        case "bool":
            return st.booleans()
        case "date":
            return st.dates()
        case "choice":
            return st.sampled_from(field.choices)
        case "record":
            assert field.record is not None
            return data_of(field.record)
        case "object":
            return _OBJECT
        case "text" | "named":
            return _TEXT


def days(first: str, last: str) -> st.SearchStrategy[date]:
    """Draw a day between two, both included."""
    low, high = (date.fromisoformat(text) for text in (first, last))
    return st.dates(low, high)
