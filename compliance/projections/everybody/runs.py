"""What happens to a key, in order: who closes, leaves, enters or opens it, and what comes next.

Within one event closers act before changes, and changes before openers, as in the fold.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    select,
    union,
)

from compliance.domain.relation import Relation
from compliance.projections.columns import SPAN, stored_as
from compliance.projections.tables import SQL_TYPES

CLOSES, LEAVES, ENTERS, OPENS = range(4)
"""The parts that an event plays on one key, in the order in which it plays them."""
_ENDER = ("told_on", "told_position", "told_part", "told_events")
SO_FAR = (None, 0)
"""The rows of a window from its first to the one looked at."""


def key_of(table: FromClause, relation: Relation) -> list[ColumnElement[Any]]:
    """Return whose a row is and its key: what is told of another key does not concern it."""
    return [table.c.row_facility, *(table.c[f"key_{i}"] for i in range(len(relation.key)))]


def order_of(table: FromClause) -> list[ColumnElement[Any]]:
    """Return the order of happening; what was told on one day, in the order of recording."""
    return [table.c.told_on, table.c.told_position, table.c.told_part, table.c.told_place]


def playing(
    told: FromClause, relation: Relation, part: int, keys: Sequence[ColumnElement[Any]] = ()
) -> Select[Any]:
    """Return what events do to keys, in the shape that all of it has."""
    declared = {**relation.columns, **relation.closing}
    own = {
        name: told.c[name] if name in told.c else cast(null(), SQL_TYPES[stored_as(col)])
        for name, col in declared.items()
    }
    place = told.c.told_place if "told_place" in told.c else literal(0)
    whole = keys or key_of(told, relation)[1:]
    return select(
        told.c.row_facility,
        *(key.label(f"key_{i}") for i, key in enumerate(whole)),
        told.c.told_on,
        told.c.told_position,
        literal(part).label("told_part"),
        place.label("told_place"),
        told.c.told_events,
        *(value.label(name) for name, value in own.items()),
    )


def closing(
    closers: Sequence[tuple[tuple[int, ...], Subquery]],
    opened: Sequence[FromClause],
    relation: Relation,
) -> list[Select[Any]]:
    """Return what closers do; one that names a part of the key closes every key that has it."""
    keys = union(*(select(*key_of(each, relation)) for each in opened)).subquery("opened_key")
    found = []
    for named, closer in closers:
        same = [keys.c[f"key_{i}"] == closer.c[f"key_{i}"] for i in named]
        met = playing(closer, relation, CLOSES, key_of(keys, relation)[1:])
        whose = keys.c.row_facility == closer.c.row_facility
        found.append(met.select_from(closer.join(keys, and_(whose, *same))))
    return found


def followed(stream: FromClause, relation: Relation) -> Select[Any]:
    """Return what happens to a key, each with what happens to it next."""
    window: Any = {"partition_by": key_of(stream, relation), "order_by": order_of(stream)}
    names = (*_ENDER, *relation.closing)
    ends = (func.lead(stream.c[name]).over(**window).label(f"end_{name}") for name in names)
    return select(stream, *ends)


def shut(stream: FromClause, relation: Relation) -> Select[Any]:
    """Return what happens to a key, each with the closer that comes next, whatever else does.

    What is told between two closers is one run; `run_place` counts in it.
    """
    closes = case((stream.c.told_part == CLOSES, 1), else_=0)
    window: Any = {"partition_by": key_of(stream, relation), "order_by": order_of(stream)}
    before = func.sum(closes).over(**window, rows=SO_FAR) - closes
    runs = select(stream, before.label("run")).subquery("run")
    run = [*key_of(runs, relation), runs.c.run]
    closer = runs.c.told_part == CLOSES
    ends = (
        greatest(runs.c[name], run, only=closer).label(f"end_{name}")
        for name in (*_ENDER, *relation.closing)
    )
    place = func.row_number().over(partition_by=run, order_by=order_of(runs))
    return select(runs, place.label("run_place"), *ends)


def greatest(
    value: ColumnElement[Any],
    among: Sequence[ColumnElement[Any]],
    *,
    only: ColumnElement[bool] | None = None,
) -> ColumnElement[Any]:
    """Return the one value that stands among others absent; no engine's maximum takes truths."""
    chosen = value if only is None else case((only, value))
    if not isinstance(value.type, Boolean):
        return func.max(chosen).over(partition_by=among)
    return func.max(cast(chosen, Integer)).over(partition_by=among) == 1


def spanned(found: FromClause, relation: Relation, **given: ColumnElement[Any]) -> Select[Any]:
    """Return rows as they stand for everybody; what is not given is absent."""
    standing = {
        "row_on": found.c.told_on,
        "row_opener": found.c.told_position,
        "row_place": found.c.told_place,
        "row_changed": false(),
        "row_events": found.c.told_events,
        "row_facility": found.c.row_facility,
    }
    declared = {**relation.columns, **relation.closing}
    own = {name: found.c[name] for name in relation.columns}
    values: Mapping[str, ColumnElement[Any]] = {**standing, **own, **given}
    types = {each.name: each.type for each in SPAN} | {
        name: stored_as(col) for name, col in declared.items()
    }
    return select(
        *(
            values.get(name, cast(null(), SQL_TYPES[kind])).label(name)
            for name, kind in types.items()
        )
    )


def ended(found: FromClause, relation: Relation, **given: ColumnElement[Any]) -> Select[Any]:
    """Return intervals as they stand for everybody, each with its end and what ended it."""
    closed: ColumnElement[Any] = found.c.end_told_on
    if relation.undone_by is not None:
        undone = found.c[f"end_{relation.undone_by}"]
        closed = case((undone, found.c.told_on), else_=closed)
    closings = {name: found.c[f"end_{name}"] for name in relation.closing}
    return spanned(
        found,
        relation,
        row_closed=closed,
        row_ended_by=found.c.end_told_events,
        **closings,
        **given,
    )
