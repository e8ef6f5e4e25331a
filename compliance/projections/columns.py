"""What the tables of facts hold: columns by name and type, plain values that SQL compares alike.

A day is its proleptic ordinal, a list of texts is one text; no engine's date or list functions are
ever asked. It writes no SQL: `tables` does for the library, `plain` for the append.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from compliance.domain.events.catalogue import Kind
from compliance.domain.relation import Column, ColumnType, Relation
from compliance.domain.shape import Field, shape

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


class Laid(NamedTuple):
    """A table beside the log, as it is laid out on every store."""

    name: str
    columns: tuple[Stored, ...]
    key: tuple[str, ...]


def _records(kind: Kind) -> dict[str, type[Any]]:
    return {each.name: each.record for each in shape(kind.data) if each.record is not None}


def _needed(**types: StoredType) -> tuple[Stored, ...]:
    return tuple(Stored(name, kind, required=True) for name, kind in types.items())


SPAN = (
    *_needed(row_facility="text", row_on="int"),
    Stored("row_closed", "int"),
    Stored("row_until", "int"),
    *_needed(row_opener="int", row_place="int", row_changed="bool", row_events="text"),
    Stored("row_ended_by", "text"),
)
"""What every row for everybody bears before its own columns: whose it is, and on which days.

Of a day D it is a fact if `row_on <= D` and no later statement has replaced it (`row_until`); it
had ended if `row_closed <= D`, and only then its closing columns and `row_ended_by` are shown.
"""
_SPAN_KEY = ("row_facility", "row_opener", "row_place")
TOLD = (
    *_needed(told_position="int", told_heard="int"),
    Stored("told_superseded", "int"),
    *_needed(told_gone="bool", told_on="int"),
    Stored("told_facility", "text"),
    Stored("told_number", "text"),
)
"""What every version of an event bears before its own fields.

`told_heard` is the position that decided it (the event's own, or an amendment's) and
`told_superseded` that of the next amendment: who knows the log up to N knows it if
`told_heard <= N` and not `told_superseded <= N`. Retracted, it is `told_gone`. The day and
the number of its document are as corrected.
"""
KNOWN = Laid("fact_known", _needed(row_facility="text"), ("row_facility",))
"""Every facility that something is known of."""
SEES = Laid(
    "fact_sees",
    _needed(row_facility="text", told_position="int", told_since="int"),
    ("row_facility", "told_position"),
)
"""Whose history holds an event that can make a row about a person, and since which position."""
NAMED = Laid(
    "told_named",
    (
        *_needed(told_position="int", told_heard="int", told_field="text", told_place="int"),
        *_needed(told_person="text"),
    ),
    ("told_position", "told_heard", "told_field", "told_place"),
)
"""Every person whom a version of an event names, field by field."""


def fact_table(relation: Relation) -> Laid:
    """Return the table of a relation's rows for everybody."""
    declared = {**relation.columns, **relation.closing}
    own = (Stored(name, stored_as(col)) for name, col in declared.items())
    return Laid(f"fact_{relation.name}", (*SPAN, *own), _SPAN_KEY)


def told_table(kind: Kind) -> Laid:
    """Return the table of an event's versions; what is told as free JSON has no column."""
    flat = (each for each in shape(kind.data) if each.base not in {"record", "object"})
    own = (Stored(each.name, type_of(each)) for each in flat)
    return Laid(told_name(kind.stem), (*TOLD, *own), ("told_position", "told_heard"))


def record_tables(kind: Kind) -> dict[str, Laid]:
    """Return a table for each list of records in an event, by the field that holds it."""
    key = _needed(told_position="int", told_heard="int", told_place="int")
    return {
        name: Laid(
            f"{told_name(kind.stem)}_{name}",
            (*key, *(Stored(each.name, type_of(each)) for each in shape(record))),
            tuple(each.name for each in key),
        )
        for name, record in _records(kind).items()
    }


def records_of(kind: Kind, field: str) -> type[Any]:
    """Return the class of the records in a field."""
    return _records(kind)[field]


def stored_as(column: Column) -> StoredType:
    """Return how a relation's column is stored."""
    return _STORED[column.type]


def told_name(stem: str) -> str:
    """Return the name of the table of an event's versions."""
    return f"told_{stem.replace('.', '_')}"


def type_of(field: Field) -> StoredType:
    """Return how a field is stored."""
    if field.many:
        return "text"
    match field.base:
        case "int" | "date":
            return "int"
        case "bool":
            return "bool"
        case "choice":
            return "int" if isinstance(field.choices[0], int) else "text"
        case _:
            return "text"


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
