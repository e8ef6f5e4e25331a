"""Changes: each ends the row of one key and starts that of another, what is unstated carried.

Whether a change meets an open row depends on the changes before it: the open keys of a person (or
whatever the key shares) are walked in order, and only where something was ever changed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from compliance.domain.relation import Relation
from compliance.projections.everybody.runs import (
    CLOSES,
    ENTERS,
    LEAVES,
    OPENS,
    closing,
    ended,
    followed,
    order_of,
    playing,
)

_BEGIN, _END = "\x1e", "\x1f"
"""Stand around each open key in the text that holds them all."""
Closers = Sequence[tuple[tuple[int, ...], Subquery]]


def changing(
    relation: Relation, openers: Subquery, closers: Closers, changes: Subquery
) -> Select[Any]:
    """Return the rows of an interval whose rows may change. Raises ValueError.

    Only where an opener ends the running row: one change then meets one row.
    """
    if relation.while_open != "restart":
        raise ValueError(relation.name)
    entered = _entered(relation, changes)
    shut = closing(closers, [openers, entered], relation)
    met = _met(relation, [playing(openers, relation, OPENS), *shut], entered)
    stream = union_all(
        playing(openers, relation, OPENS),
        *shut,
        playing(met, relation, ENTERS),
        _left(relation, met),
    ).subquery("stream")
    found = followed(stream, relation).subquery("followed")
    rows = select(found).where(found.c.told_part.in_((ENTERS, OPENS))).cte(f"made_{relation.name}")
    carried = _carried(relation, rows)
    return ended(carried, relation, row_changed=carried.c.told_part == ENTERS)


def _entered(relation: Relation, changes: Subquery) -> Subquery:
    """Return the changes by the key that each enters, and beside it the key that it leaves."""
    kept = [each for each in changes.c if not each.name.startswith("key_")]
    keys = []
    for i, part in enumerate(relation.key):
        old = changes.c[f"key_{i}"]
        new = func.coalesce(changes.c[part], old) if part in relation.formerly else old
        keys += [new.label(f"key_{i}"), old.label(f"left_{i}")]
    return select(*kept, *keys).subquery("entered")


def _left(relation: Relation, met: FromClause) -> Select[Any]:
    """Return what the changes end: their own columns are the next row's."""
    keys = [met.c[f"left_{i}"] for i in range(len(relation.key))]
    bare = select(*(c for c in met.c if c.name not in relation.columns)).subquery("left_key")
    keys = [bare.c[key.name] for key in keys]
    return playing(bare, relation, LEAVES, keys)


def _met(relation: Relation, others: Sequence[Select[Any]], entered: Subquery) -> Subquery:
    """Return the changes that meet an open row."""
    state = _walked(relation, others, entered)
    same = and_(
        state.c.row_facility == entered.c.row_facility,
        state.c.told_position == entered.c.told_position,
    )
    met = select(entered).select_from(entered.join(state, same))
    return met.where(state.c.met == 1).subquery("met")


def _walked(relation: Relation, others: Sequence[Select[Any]], entered: Subquery) -> CTE:
    """Walk through what happened wherever something was changed, with the keys open after each."""
    steps, shared = _steps(relation, others, entered)
    begin = select(
        *(steps.c[name] for name in shared),
        cast(literal(0), BigInteger).label("step"),
        cast(literal(0), BigInteger).label("told_position"),
        cast(literal(""), Text).label("open"),
        literal(0).label("met"),
    )
    walked = begin.where(steps.c.step == 1).cte(f"walked_{relation.name}", recursive=True)
    without = func.replace(walked.c.open, _marked(steps.c.leaving), "")
    met = without != walked.c.open
    after = case((steps.c.leaving.is_(None), walked.c.open), else_=without)
    entering = func.replace(after, _marked(steps.c.entering), "") + _marked(steps.c.entering)
    acts = or_(steps.c.told_part != ENTERS, met)
    further = case(
        (and_(acts, steps.c.entering.is_not(None)), entering), (acts, after), else_=walked.c.open
    )
    changed = case((and_(steps.c.told_part == ENTERS, met), 1), else_=0)
    same = [walked.c[name] == steps.c[name] for name in shared]
    following = select(
        *(steps.c[name] for name in shared), steps.c.step, steps.c.told_position, further, changed
    ).join(steps, and_(*same, steps.c.step == walked.c.step + 1))
    return walked.union_all(following)


def _steps(
    relation: Relation, others: Sequence[Select[Any]], entered: Subquery
) -> tuple[CTE, list[str]]:
    """Return what happened to whatever the keys share, numbered: what each leaves and enters."""
    varying = [i for i, part in enumerate(relation.key) if part in relation.formerly]
    shared = ["row_facility", *(f"key_{i}" for i in range(len(relation.key)) if i not in varying)]
    named = ("told_on", "told_position", "told_part", "told_place")
    changes = playing(entered, relation, ENTERS).add_columns(
        *(entered.c[f"left_{i}"] for i in varying)
    )
    told = [each.subquery() for each in (*others, changes)]
    parts = [
        select(
            *(each.c[name] for name in (*shared, *named)),
            _leaving(each, varying).label("leaving"),
            _entering(each, varying).label("entering"),
        )
        for each in told
    ]
    every = union_all(*parts).subquery("every")
    touched = select(*(entered.c[name] for name in shared)).distinct().subquery("touched")
    same = and_(*(touched.c[name] == every.c[name] for name in shared))
    step = func.row_number().over(
        partition_by=[every.c[name] for name in shared],
        order_by=[*order_of(every), every.c.leaving],
    )
    numbered = select(every, step.label("step")).select_from(every.join(touched, same))
    return numbered.cte(f"step_{relation.name}"), shared


def _leaving(told: FromClause, varying: Sequence[int]) -> ColumnElement[Any]:
    """Return the key that a closer or a change takes away: a closer's own, a change's former."""
    if varying and f"left_{varying[0]}" in told.c:
        return _text([told.c[f"left_{i}"] for i in varying])
    key = _text([told.c[f"key_{i}"] for i in varying])
    return case((told.c.told_part != OPENS, key), else_=cast(null(), Text))


def _entering(told: FromClause, varying: Sequence[int]) -> ColumnElement[Any]:
    """Return the key that an opener or a change brings."""
    key = _text([told.c[f"key_{i}"] for i in varying])
    return case((told.c.told_part != CLOSES, key), else_=cast(null(), Text))


def _text(keys: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    """Return what varies of a key as one text; where nothing does, all keys are one."""
    whole: ColumnElement[Any] = cast(literal(""), Text)
    for key in keys:
        whole = whole + cast(key, Text) + _END
    return whole


def _marked(key: ColumnElement[Any]) -> ColumnElement[Any]:
    return _BEGIN + key + _END


def _carried(relation: Relation, rows: CTE) -> CTE:
    """Follow each row to the one that a change made of it, what it does not state carried over."""
    carried = (
        select(rows)
        .where(rows.c.told_part == OPENS)
        .cte(f"carried_{relation.name}", recursive=True)
    )
    before = carried.alias("before")
    kept: Mapping[str, ColumnElement[Any]] = {
        name: func.coalesce(rows.c[name], before.c[name]) for name in relation.columns
    } | {"told_events": rows.c.told_events + "," + before.c.told_events}
    made = and_(
        rows.c.row_facility == before.c.row_facility,
        rows.c.told_part == ENTERS,
        rows.c.told_position == before.c.end_told_position,
        before.c.end_told_part == LEAVES,
    )
    following = select(*(kept.get(each.name, each) for each in rows.c)).select_from(
        before.join(rows, made)
    )
    return carried.union_all(following)
