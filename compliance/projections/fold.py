"""The fold: events that count, in order of happening, become rows of the declared relations.

It does no date arithmetic and knows no law. Closing a facility ends no post: rules combine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never

from compliance.domain.facts import Facts, Row
from compliance.domain.relation import Column, Relation
from compliance.domain.relations import RELATIONS
from compliance.domain.shape import shape
from compliance.projections.effective import Effective


def fold(events: Iterable[Effective], *, facility: str = "", region: str = "", on: date) -> Facts:
    """Return the facts of a facility and its people, or of a region, on a day.

    The events come sorted by happening.
    """
    growing: dict[str, list[_Growing]] = {name: [] for name in RELATIONS}
    for each in events:
        if each.on > on:
            break
        for relation, opening in _TOLD_BY.get(each.event.stem, ()):
            if _concerns(relation, each, facility, region):
                _tell(growing[relation.name], relation, each, opening=opening)
    return Facts(on, {name: tuple(row.grown() for row in rows) for name, rows in growing.items()})


def _concerns(relation: Relation, each: Effective, facility: str, region: str) -> bool:
    match relation.about:
        case "person":
            return True
        case "facility":
            return each.said.facility == facility
        case "region":
            return bool(each.said.data.region == region)
        case _:
            assert_never(relation.about)


def told_by(relation: str) -> tuple[str, ...]:
    """Return the names of the events that open or close rows of a relation."""
    return (*RELATIONS[relation].opens, *RELATIONS[relation].closes)


@dataclass(slots=True)
class _Growing:
    relation: str
    key: tuple[Any, ...]
    values: dict[str, Any]
    on: date
    opener: int
    events: list[int]
    closed: date | None = None
    last: bool = field(default=True)

    def grown(self) -> Row:
        return Row(
            relation=self.relation,
            values=self.values,
            on=self.on,
            closed=self.closed,
            events=tuple(sorted(set(self.events))),
            opener=self.opener,
        )


def _tell(rows: list[_Growing], relation: Relation, each: Effective, *, opening: bool) -> None:
    if not opening:
        _close(rows, relation, each)
        return
    for record in _records(relation, each):
        row = _open(relation, each, record)
        if row is not None:
            _enter(rows, relation, row)


def _records(relation: Relation, each: Effective) -> Iterable[Any]:
    """Return the list of records of which each makes a row, or the event's data once."""
    return (None,) if relation.each is None else getattr(each.said.data, relation.each) or ()


def _open(relation: Relation, each: Effective, record: Any) -> _Growing | None:
    values = {name: _read(col, each, record) for name, col in relation.columns.items()}
    values |= dict.fromkeys(relation.closing)
    key = tuple(
        each.said.facility if part == "facility" else values[part] for part in relation.key
    )
    if None in key:
        return None
    return _Growing(
        relation=relation.name,
        key=key,
        values=values,
        on=each.on,
        opener=each.event.position,
        events=list(each.positions),
    )


def _enter(rows: list[_Growing], relation: Relation, row: _Growing) -> None:
    match relation.form:
        case "occurrence":
            rows.append(row)
        case "latest":
            _replace(rows, relation, row)
        case "interval":
            running = [old for old in rows if old.closed is None and old.key == row.key]
            if running and relation.while_open == "keep":
                return
            if relation.while_open == "restart":
                for old in running:
                    old.closed = row.on
                    old.events.extend(row.events)
            rows.append(row)
        case _:
            assert_never(relation.form)


def _replace(rows: list[_Growing], relation: Relation, row: _Growing) -> None:
    """Let the last statement count; a merging relation keeps what was stated before."""
    for place, old in enumerate(rows):
        if old.key != row.key:
            continue
        if relation.merge:
            kept = {name: value for name, value in old.values.items() if value is not None}
            stated = {name: value for name, value in row.values.items() if value is not None}
            row.values = row.values | kept | stated
            row.events.extend(old.events)
        del rows[place]
        break
    rows.append(row)


def _close(rows: list[_Growing], relation: Relation, each: Effective) -> None:
    named = _named_by(relation, each)
    for row in rows:
        if row.closed is None and all(row.key[place] == part for place, part in named.items()):
            row.closed = each.on
            row.events.extend(each.positions)
            row.values.update(
                {name: _read(col, each, None) for name, col in relation.closing.items()}
            )


def _named_by(relation: Relation, each: Effective) -> dict[int, Any]:
    """Return the key parts a closer names: one who leaves ends all posts, whatever the role."""
    told = {one.name for one in shape(type(each.said.data))}
    return {
        place: each.said.facility if part == "facility" else getattr(each.said.data, part)
        for place, part in enumerate(relation.key)
        if part == "facility" or part in told
    }


def _read(col: Column, each: Effective, record: Any) -> Any:
    holder, _, inner = col.source.rpartition(".")
    return getattr(record, inner) if holder else getattr(each.said.data, col.source, None)


def _told_by() -> Mapping[str, tuple[tuple[Relation, bool], ...]]:
    """Index the relations by event name; a closer acts before an opener of the same event."""
    index: dict[str, list[tuple[Relation, bool]]] = {}
    for relation in RELATIONS.values():
        for stem in relation.closes:
            index.setdefault(stem, []).append((relation, False))
        for stem in relation.opens:
            index.setdefault(stem, []).append((relation, True))
    return {stem: tuple(told) for stem, told in index.items()}


_TOLD_BY = _told_by()
