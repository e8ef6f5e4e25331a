"""What a relation is: which events open, close or state a fact, its key, its typed columns.

Three forms: *occurrence* (a row per event), *interval* (opened … closed), *latest* (the last
statement counts). One declaration serves every executor; `relations/` has the facts themselves.

A *change* ends the open row of an interval and starts the next on the same day; what it does not
state is carried over. Without an open row it has no effect, as a closer has none: it tells of a
difference only, and half a row is no fact. Told late, the opener meets it and it counts.
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
    changes: tuple[str, ...] = ()
    """Event names that end the open row and start the next."""
    formerly: Mapping[str, str] = MappingProxyType({})
    """Key part → the field by which a change names the row it ends, if not the part's own."""
    undone_by: str | None = None
    """The closing column that, where true, undoes the row: whatever day the closer bears, the row
    was closed on the day it opened, and never in force. It cannot be left to rules: the facts of
    a day before the closer's would not show the column. In SQL: an end that is its own opening.
    """
    without: str | None = None
    """The field that an event must leave open to bear on its rows: who is meant is another."""
    while_open: WhileOpen = "restart"
    each: str | None = None
    """The list of records of which each element makes a row."""
    merge: bool = False
    """`latest` only: a column keeps its last value that was stated."""

    @property
    def told_by(self) -> tuple[str, ...]:
        """Names of all events that bear on its rows."""
        return (*self.opens, *self.changes, *self.closes)


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
