"""What the tables of facts hold: columns by name and type, plain values that SQL compares alike.

A day is its proleptic ordinal, a list of texts is one text; no engine's date or list functions are
ever asked. It writes no SQL: `tables` does for the library, `plain` for the append.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from compliance.domain.relation import ColumnType, Relation

StoredType = Literal["text", "int", "bool"]
SEPARATOR = "\x1f"
"""Stands before, between and after the items of a list: membership is exact, size is a count."""

_STORED: dict[ColumnType, StoredType] = {
    "text": "text", "int": "int", "bool": "bool", "date": "int", "texts": "text"
}  # fmt: skip


class Stored(NamedTuple):
    """A column of a table beside the log."""

    name: str
    type: StoredType
    required: bool = False


SPAN = (
    Stored("row_facility", "text", required=True),
    Stored("row_on", "int", required=True),
    Stored("row_closed", "int"),
    Stored("row_until", "int"),
    Stored("row_opener", "int", required=True),
    Stored("row_place", "int", required=True),
    Stored("row_changed", "bool", required=True),
    Stored("row_events", "text", required=True),
    Stored("row_ended_by", "text"),
)
"""What every row for everybody bears before its own columns: whose it is, and on which days.

Of a day D it is a fact if `row_on <= D` and no later statement has replaced it (`row_until`); it
had ended if `row_closed <= D`, and only then its closing columns and `row_ended_by` are shown.
"""
SPAN_KEY = ("row_facility", "row_opener", "row_place")
KNOWN = (Stored("row_facility", "text", required=True),)
"""Every facility that something is known of."""


def span_columns(relation: Relation) -> tuple[Stored, ...]:
    """Return the columns of a relation's rows for everybody."""
    declared = {**relation.columns, **relation.closing}
    return (*SPAN, *(Stored(name, _STORED[col.type]) for name, col in declared.items()))


def stored(value: Any) -> Any:
    """Return a value of an event as SQL compares it."""
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, tuple):
        return listed(value)
    return value


def listed(items: Iterable[str]) -> str:
    """Write a list of texts as one text; the empty list is one separator."""
    return "".join(f"{SEPARATOR}{each}" for each in items) + SEPARATOR


def read_back(kind: ColumnType, value: Any) -> Any:
    """Return a stored value of a declared type as facts have it."""
    if value is None:
        return None
    match kind:
        case "date":
            return date.fromordinal(value)
        case "texts":
            return tuple(value[1:-1].split(SEPARATOR)) if value != SEPARATOR else ()
        case "bool":
            return bool(value)
        case _:
            return value
