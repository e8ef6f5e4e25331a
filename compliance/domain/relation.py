"""What a relation is: which events open, close or state a fact, its key, its typed columns.

Three forms: *occurrence* (a row per event), *interval* (opened … closed), *latest* (the last
statement counts). One declaration serves every executor; `relations/` has the facts themselves.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Form = Literal["occurrence", "interval", "latest"]
WhileOpen = Literal["restart", "keep", "stack"]
Presence = Literal["required", "open", "closed"]
ColumnType = Literal["text", "int", "bool", "date", "texts"]


class Column(NamedTuple):
    """A typed column. Absent means unknown (`open`) or that it did not happen (`closed`)."""

    type: ColumnType
    presence: Presence
    source: str
    """The event field it is read from, `persons.person` inside a list of records."""


class Relation(NamedTuple):
    """One declared fact."""

    name: str
    form: Form
    about: Literal["facility", "person", "region"]
    """`facility`, `region`: rows of one's own events. `person`: the person's, wherever told."""
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    opens: tuple[str, ...]
    """Event names that open (or state, or are) a row."""
    closes: tuple[str, ...] = ()
    closing: Mapping[str, Column] = MappingProxyType({})
    """Columns that only a closer fills."""
    while_open: WhileOpen = "restart"
    each: str | None = None
    """The list of records of which each element makes a row."""
    merge: bool = False
    """`latest` only: a column keeps its last value that was stated."""


def column(text: str) -> Column:
    """Read `int?`, `date~`, `text! <- persons.person`: type, presence, field if another."""
    kind, _, source = (part.strip() for part in text.partition("<-"))
    presence: dict[str, Presence] = {"!": "required", "?": "open", "~": "closed"}
    types: dict[str, ColumnType] = {
        "text": "text", "int": "int", "bool": "bool", "date": "date", "texts": "texts"
    }  # fmt: skip
    return Column(type=types[kind[:-1]], presence=presence[kind[-1]], source=source)


def columns(**declared: str) -> dict[str, Column]:
    """Read several columns; a column without `<-` is read from the field of its own name."""
    read = {name: column(text) for name, text in declared.items()}
    return {
        name: col if col.source else Column(type=col.type, presence=col.presence, source=name)
        for name, col in read.items()
    }
