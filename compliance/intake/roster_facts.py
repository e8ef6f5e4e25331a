"""From what a row says to the facts that a map has it tell: ordinary events, not yet typed.

A fact is told where it differs from what the row told last, however long ago that was: a cell
left blank, or a facility that was gone for a while, makes nobody say the same thing twice.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput
from compliance.domain.events import latest
from compliance.domain.shape import shape
from compliance.intake.roster_map import FOREVER, Fact, RosterMap, Told, written


class FactTold(NamedTuple):
    """A fact as a row tells it: the event, the day if the row names one, its fields as JSON."""

    event: str
    on: date | None
    fields: str

    @property
    def plain(self) -> dict[str, Any]:
        """Its fields."""
        plain: dict[str, Any] = json.loads(self.fields)
        return plain


Facts = Callable[[str], tuple[FactTold | None, ...]]


def facts_by_statement(
    map_: RosterMap, texts: Iterable[str | None], facts: Facts
) -> Iterator[tuple[FactTold, ...]]:
    """Yield, for each of a row's statements in order, the facts that it tells.

    `facts`: what `facts_of` returns of a text; the same rows are asked about again and again.
    """
    last: dict[int, FactTold] = {}
    for text in texts:
        told = []
        for place, fact in enumerate(facts(text) if text is not None else ()):
            if fact is None or fact == last.get(place):
                continue
            say = map_.facts[place].say
            if say == "changed" or (say == "later") is (place in last):
                told.append(fact)
            last[place] = fact
        yield tuple(told)


def facts_of(map_: RosterMap, text: str) -> tuple[FactTold | None, ...]:
    """Return each of the map's facts as a row has it; None where it cannot be told.

    Raises BadInput (E-ROSTER-VALUE) for a value that the map does not know.
    """
    row = json.loads(text)
    return tuple(_told(fact, row) for fact in map_.facts)


def _told(fact: Fact, row: Mapping[str, Any]) -> FactTold | None:
    if any(row.get(column) not in wanted for column, wanted in fact.where.items()):
        return None
    on = None if fact.on is None else row.get(fact.on)
    if fact.on is not None and on in {None, FOREVER}:
        return None
    if all(row.get(column) is None for column in _columns(fact)) and _columns(fact):
        return None
    values = ((name, _value(told, row)) for name, told in fact.fields.items())
    fields = {name: value for name, value in values if value not in (None, [])}
    if not _required(fact.event) <= fields.keys():
        return None
    return FactTold(fact.event, None if on is None else date.fromisoformat(on), written(fields))


def _columns(fact: Fact) -> list[str]:
    """Return the columns that a fact speaks of: where all are blank, it says nothing."""
    return [told.column for told in fact.fields.values() if told.column is not None]


@lru_cache(maxsize=256)
def _required(event: str) -> frozenset[str]:
    return frozenset(field.name for field in shape(latest(event).data) if field.required)


def _value(told: Told, row: Mapping[str, Any]) -> Any:
    if told.column is None:
        return told.value
    value = row.get(told.column)
    if value is None or value == FOREVER:
        return None
    if not told.split:
        return _translated(told, value)
    parts = (part.strip() for part in str(value).split(told.split))
    return [_translated(told, part) for part in parts if part]


def _translated(told: Told, value: Any) -> Any:
    if not told.values:
        return str(value) if told.as_text else value
    if str(value) not in told.values:
        listed = "、".join(told.values)
        raise BadInput("E-ROSTER-VALUE", where=told.column, text=str(value)[:40], values=listed)
    return told.values[str(value)]
