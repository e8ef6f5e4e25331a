"""What a roster's map says: which columns there are, what a row is, which facts it tells.

A map is data (`maps/*.yaml`); `map_door` reads it. A *row* is what the key columns name: the
facility, and within it whatever else (a shift, a class). What a row says is kept whole and in the
map's own names; a *fact* is an ordinary event that the row tells where a mapped field changed.
"""

import re
from collections.abc import Mapping
from json import JSONEncoder
from typing import Any, Literal, NamedTuple

from compliance.domain.findings import Says

ColumnType = Literal["text", "verbatim", "code", "uscc", "region", "int", "bool", "date"]
Say = Literal["changed", "first", "later"]
NAME = r"[a-z][a-z0-9.-]{1,63}"
"""What a roster may be called: `cn.ledger.500111`."""
ALL = "all"
"""The row of a facility that has one row only."""
FOREVER = "9999-12-31"
"""A day that never comes, as it is kept: 长期, 9999-09-09."""
written = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
"""Writes what a row or a fact says in its one form, so that the same is the same text."""


class Column(NamedTuple):
    """One column: the headers it may stand under, and how its cells are read."""

    name: str
    headers: tuple[str, ...]
    type: ColumnType
    required: bool
    blank: frozenset[str]
    """Words that say nothing: 无, —, 不详."""
    forever: tuple[str, ...]
    """Words for a day that never comes."""
    choices: tuple[str, ...]
    """The words that the template offers; others are read all the same."""
    note: Says
    example: str


class Site(NamedTuple):
    """A column that names the facility: bare, or under a scheme (`us-nc:…`)."""

    column: str
    scheme: str | None


class Told(NamedTuple):
    """Where a field of a fact comes from: a column, or a value that stands in the map."""

    column: str | None
    value: Any
    values: Mapping[str, Any]
    """From what the cell says to what the event says; empty = as it stands."""
    split: str
    """What separates several values in one cell; empty = there is one."""
    as_text: bool
    """Whether the event wants a text where the cell may be a number."""


class Fact(NamedTuple):
    """An event that rows tell."""

    event: str
    say: Say
    """`changed`: whenever it differs from what was said last; `first`: when nothing was said
    before; `later`: only where something was."""
    on: str | None
    """The column of the day it happened; None = the day of the snapshot."""
    where: Mapping[str, tuple[Any, ...]]
    """Columns and the values that a row must have to tell it."""
    fields: Mapping[str, Told]


class RosterMap(NamedTuple):
    """A map: the roster's name, its columns, its key, its facts."""

    roster: str
    title: Says
    sheet: str | None
    snapshot: str | None
    """The column by which a file of many snapshots is told apart."""
    header_within: int
    """In how many of the first rows the header is looked for."""
    skip: tuple[str, ...]
    """Words that begin a row that is none: 小计, 示例, 填表人."""
    facility: tuple[Site, ...]
    row: tuple[str, ...]
    columns: Mapping[str, Column]
    facts: tuple[Fact, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that tell rows apart."""
        return (*(site.column for site in self.facility), *self.row)


def roster_name_fits(text: str) -> bool:
    """Say whether a roster may be called so: what is differenced against what goes by it."""
    return re.fullmatch(NAME, text) is not None
