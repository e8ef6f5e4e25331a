"""A row while the fold makes it: carried on, ended, undone, replaced; then it is cut to a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.domain.facts import Row
from compliance.projections.effective import Effective


@dataclass(slots=True)
class Growing:
    """A row, its end kept apart: on a day before it, the row still stands."""

    relation: str
    key: tuple[Any, ...]
    values: dict[str, Any]
    on: date
    opener: int
    events: list[int]
    place: int = 0
    """Which of the rows that one event opened."""
    closed: date | None = None
    until: date | None = None
    """The day from which a later statement stands instead (`latest`)."""
    undone: bool = False
    changed: bool = False
    ended_by: tuple[int, ...] = ()
    ending: Mapping[str, Any] = field(default_factory=dict)
    """What the closer fills in."""

    def carry(self, old: "Growing") -> None:
        """Keep what the row before stated and this one does not, with its proof."""
        stated = {name: value for name, value in self.values.items() if value is not None}
        self.values = {**old.values, **stated}
        self.events.extend(old.events)

    def end(
        self, each: Effective, ending: Mapping[str, Any] | None = None, *, undone: bool = False
    ) -> None:
        """End with an event; undone, it was never in force."""
        self.closed, self.undone = each.on, undone
        self.ended_by, self.ending = each.positions, ending or {}

    def grown(self, on: date) -> Row | None:
        """Return the row as it stands on a day; None before it opened or once it is replaced."""
        if self.on > on or (self.until is not None and self.until <= on):
            return None
        ended = self.undone or (self.closed is not None and self.closed <= on)
        closed = self.on if self.undone else self.closed
        return Row(
            relation=self.relation,
            values={**self.values, **self.ending} if ended else self.values,
            on=self.on,
            closed=closed if ended else None,
            events=tuple(sorted({*self.events, *(self.ended_by if ended else ())})),
            opener=self.opener,
            changed=self.changed,
        )
