"""Facts: rows of the declared relations as they stood on a day, with the events behind them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol


class Row(NamedTuple):
    """One row: its values, the day it opened or happened, the day it closed, its events."""

    relation: str
    values: Mapping[str, Any]
    """Column → value; an absent column is None."""
    on: date
    events: tuple[int, ...]
    """Positions of opener, closer and the amendments that decided, ascending."""
    opener: int
    closed: date | None = None
    changed: bool = False
    """Whether a change made it: then its columns may have been told by who opened before."""

    @property
    def in_force(self) -> bool:
        """Whether the row still stands on the day the facts are of."""
        return self.closed is None


class Facts(NamedTuple):
    """All rows of a facility and its people on one day."""

    on: date
    rows: Mapping[str, tuple[Row, ...]]

    def of(self, relation: str) -> tuple[Row, ...]:
        """Return a relation's rows in order of opening."""
        return self.rows.get(relation, ())


class Past(Protocol):
    """Everything known about a facility, from which the facts of any day can be had."""

    @property
    def facility(self) -> str:
        """The facility asked about."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something happened, ascending."""

    def days_of(self, relations: frozenset[str]) -> tuple[date, ...]:
        """Return the days on which something happened that tells of one of the relations."""

    def at(self, on: date) -> Facts:
        """Return the facts of a day: what had happened by its end."""
