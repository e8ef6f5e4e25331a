"""The fold: events that count, in order of happening, become rows of the declared relations.

It does no date arithmetic and knows no law. Closing a facility ends no post: rules combine.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal, assert_never

from compliance.domain.facts import Facts
from compliance.domain.relation import Column, Relation
from compliance.domain.relations import RELATIONS
from compliance.domain.shape import shape
from compliance.projections.effective import Effective
from compliance.projections.growing import Growing

_Part = Literal["closes", "changes", "opens"]


def fold(events: Iterable[Effective], *, facility: str = "", region: str = "", on: date) -> Facts:
    """Return the facts of a facility and its people, or of a region, on a day.

    The events come sorted by happening. Those after the day tell only whether a row was undone.
    """
    growing = grow(events, facility=facility, region=region, on=on)
    told = {
        name: tuple([row for each in rows if (row := each.grown(on))]) if rows else ()
        for name, rows in growing.items()
    }
    return Facts(on, told)


def grow(
    events: Iterable[Effective], *, facility: str = "", region: str = "", on: date = date.max
) -> Mapping[str, Sequence[Growing]]:
    """Return every row that the events made until a day, those replaced since included."""
    growing: dict[str, list[Growing]] = {name: [] for name in RELATIONS}
    for each in events:
        for relation, part in _TOLD_BY.get(each.event.stem, ()):
            if each.on > on and relation.undone_by is None:
                continue
            if _concerns(relation, each, facility, region):
                _tell(growing[relation.name], relation, each, part)
    return growing


def _concerns(relation: Relation, each: Effective, facility: str, region: str) -> bool:
    if relation.without and getattr(each.said.data, relation.without, None) is not None:
        return False
    match relation.about:
        case "person":
            return True
        case "facility":
            return each.said.facility == facility
        case "region":
            return bool(each.said.data.region == region)
        case _:
            assert_never(relation.about)


def bearing_on(stems: Iterable[str]) -> frozenset[str]:
    """Return the relations on whose rows events of these names bear."""
    return frozenset(relation.name for stem in stems for relation, _ in _TOLD_BY.get(stem, ()))


def told_by(relation: str) -> tuple[str, ...]:
    """Return the names of the events that bear on the rows of a relation."""
    return RELATIONS[relation].told_by


def _tell(rows: list[Growing], relation: Relation, each: Effective, part: _Part) -> None:
    match part:
        case "closes":
            _close(rows, relation, each)
        case "changes":
            _change(rows, relation, each)
        case "opens":
            for place, record in enumerate(_records(relation, each)):
                row = _open(relation, each, record)
                if row is not None:
                    row.place = place
                    _enter(rows, relation, row, each)
        case _:
            assert_never(part)


def _records(relation: Relation, each: Effective) -> Iterable[Any]:
    """Return the list of records of which each makes a row, or the event's data once."""
    return (None,) if relation.each is None else getattr(each.said.data, relation.each) or ()


def _open(relation: Relation, each: Effective, record: Any) -> Growing | None:
    values = {name: _read(col, each, record) for name, col in relation.columns.items()}
    values |= dict.fromkeys(relation.closing)
    key = _key(relation, each, values)
    if None in key:
        return None
    return Growing(relation.name, key, values, each.on, each.event.position, list(each.positions))


def _key(relation: Relation, each: Effective, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        each.said.facility if part == "facility" else values[part] for part in relation.key
    )


def _enter(rows: list[Growing], relation: Relation, row: Growing, each: Effective) -> None:
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
                    old.end(each)
            rows.append(row)
        case _:
            assert_never(relation.form)


def _replace(rows: list[Growing], relation: Relation, row: Growing) -> None:
    """Let the last statement count; a merging relation keeps what was stated before."""
    for old in reversed(rows):
        if old.key != row.key or old.until is not None:
            continue
        if relation.merge:
            row.carry(old)
        old.until = row.on
        break
    rows.append(row)


def _close(rows: list[Growing], relation: Relation, each: Effective) -> None:
    ending = {name: _read(col, each, None) for name, col in relation.closing.items()}
    undone = relation.undone_by is not None and ending[relation.undone_by] is True
    for row in _meant(rows, relation, each, {}):
        row.end(each, ending, undone=undone)


def _change(rows: list[Growing], relation: Relation, each: Effective) -> None:
    """End what runs and start the next, what is not stated carried over."""
    for place, old in enumerate(_meant(rows, relation, each, relation.formerly)):
        old.end(each)
        stated = {name: _read(col, each, None) for name, col in relation.columns.items()}
        row = Growing(relation.name, (), stated, each.on, each.event.position, [*each.positions])
        row.carry(old)
        row.place, row.changed = place, True
        row.key = _key(relation, each, row.values)
        _enter(rows, relation, row, each)


def _meant(
    rows: list[Growing], relation: Relation, each: Effective, formerly: Mapping[str, str]
) -> list[Growing]:
    """Return the open rows of the key parts named: one who leaves ends all posts."""
    named = _named_by(relation, each, formerly)
    return [
        row
        for row in rows
        if row.closed is None and all(row.key[place] == part for place, part in named.items())
    ]


def _named_by(relation: Relation, each: Effective, formerly: Mapping[str, str]) -> dict[int, Any]:
    told = {one.name for one in shape(type(each.said.data))}
    fields = [formerly.get(part, part) for part in relation.key]
    return {
        place: each.said.facility if field == "facility" else getattr(each.said.data, field)
        for place, field in enumerate(fields)
        if field == "facility" or field in told
    }


def _read(col: Column, each: Effective, record: Any) -> Any:
    holder, _, inner = col.source.rpartition(".")
    return getattr(record, inner) if holder else getattr(each.said.data, col.source, None)


def _told_by() -> Mapping[str, tuple[tuple[Relation, _Part], ...]]:
    """Index the relations by event name; a closer acts before an opener of the same event."""
    index: dict[str, list[tuple[Relation, _Part]]] = {}
    parts: tuple[_Part, ...] = ("closes", "changes", "opens")
    for relation in RELATIONS.values():
        for part in parts:
            for stem in getattr(relation, part):
                index.setdefault(stem, []).append((relation, part))
    return {stem: tuple(told) for stem, told in index.items()}


_TOLD_BY = _told_by()
