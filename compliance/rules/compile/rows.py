"""Columns of rows: of a variable's, of a facility's single fact, of the row with a key.

What was not stated is unknown, or says that nothing happened, as its column is declared; what
only a closer fills is absent while the row stands.
"""

from typing import Any, NamedTuple

from sqlalchemy import FromClause, and_, case, func, or_, select

from compliance.domain.relation import Column as Declared
from compliance.domain.relations import RELATIONS
from compliance.rules.compile.cells import Cell, cell
from compliance.rules.compile.frame import FACILITY, OPENER, PLACE, Frame, cut
from compliance.rules.compile.sql import FALSE, Expr, const
from compliance.rules.compile.texts import Encoded, Texts
from compliance.rules.tree import Column, Index, Name

KEPT = "row_key"


class Placed(NamedTuple):
    """A row of a relation, in a frame; `perhaps`: there may be none."""

    relation: str
    columns: Any
    perhaps: bool
    doubt: Expr | None = None
    """Where it is not even known which row is meant."""


def ended(columns: Any, day: int) -> Expr:
    """Say whether a row has ended by a day."""
    return func.coalesce(columns.row_closed <= day, FALSE)


def in_force(columns: Any, day: int) -> Expr:
    """Say whether a row stands on a day."""
    return or_(columns.row_closed.is_(None), columns.row_closed > day)


def read_column(node: Column, frame: Frame) -> Any:
    """Read a column of whichever row is meant."""
    return column(_placed(node, frame), node.name, frame)


def _placed(node: Column, frame: Frame) -> Placed:
    match node.of:
        case Name(text=text) if text in frame.rows:
            return Placed(text.partition("@")[0], frame.rows[text].c, perhaps=False)
        case Name(text=relation):
            return Placed(relation, _current(relation, frame).c, perhaps=True)
        case Index():
            return _keyed(node.of, frame)
        case _:
            raise AssertionError(node)


def column(row: Placed, name: str, frame: Frame) -> Any:
    """Read a column of a row."""
    day, declared = frame.work.on, RELATIONS[row.relation]
    if name in {"on", "closed"}:
        return _day(row, name, day)
    closing = name in declared.closing
    told = declared.closing[name] if closing else declared.columns[name]
    value, gone = _value(row, name, day, closing=closing), _gone(row, told, day, closing=closing)
    sure = not row.perhaps and _never_open(row.relation, name, told, frame)
    if told.presence == "closed":
        gone, sure = _but(value.is_(None), row.doubt), row.doubt is None
    return _typed(told, value, gone, sure=sure)


def _gone(row: Placed, told: Declared, day: int, *, closing: bool) -> Expr | None:
    """Say where what a closer fills is absent: while the row stands."""
    if not closing or told.presence == "closed":
        return None
    standing = in_force(row.columns, day)
    return and_(standing, row.columns[OPENER].is_not(None)) if row.perhaps else standing


def _never_open(relation: str, name: str, told: Declared, frame: Frame) -> bool:
    """Say whether a column is never unknown: a part of the key, or nowhere NULL."""
    declared = RELATIONS[relation]
    if name in declared.closing:
        return False
    known = name in declared.key or (relation, name) in frame.work.whole
    return known and told.presence != "closed"


def _value(row: Placed, name: str, day: int, *, closing: bool) -> Expr:
    value: Expr = row.columns[name]
    return case((row.columns.row_closed <= day, value), else_=None) if closing else value


def _typed(told: Declared, value: Expr, gone: Expr | None, *, sure: bool) -> Any:
    if told.type == "texts":
        return Texts(((None, Encoded(value, gone, sure=sure)),))
    return cell(told.type, value, gone, sure=sure)


def _day(row: Placed, name: str, day: int) -> Cell:
    """Read the day on which a row opened, or closed; what has not is absent."""
    if name == "on":
        if not row.perhaps:
            return cell("date", row.columns.row_on, sure=True)
        value: Expr = row.columns.row_on
    else:
        value = case((row.columns.row_closed <= day, row.columns.row_closed), else_=None)
    return cell("date", value, _but(value.is_(None), row.doubt), sure=row.doubt is None)


def _but(gone: Expr | None, doubt: Expr | None) -> Expr | None:
    return gone if gone is None or doubt is None else and_(gone, ~doubt)


def _current(relation: str, frame: Frame) -> FromClause:
    """Join a facility's single fact: the row in force, else the last one."""
    declared = RELATIONS[relation]
    if declared.form == "latest" and declared.key == ("facility",):
        return frame.join_spans(relation, {})
    return frame.join(_last_rows(relation, frame, None))


def _keyed(node: Index, frame: Frame) -> Placed:
    """Join the last row with a key; of an unknown key, nothing is known."""
    relation, key = node.of.text, frame.see(node.key)
    declared = RELATIONS[relation]
    part = next(each for each in declared.key if each != "facility")
    doubt = None if key.sure else key.unknown
    if declared.form == "latest" and set(declared.key) == {"facility", part}:
        found = frame.join_spans(relation, {part: key.value}, node.key.text)
    else:
        table = _last_rows(relation, frame, declared.key[-1])
        found = frame.join(table, {KEPT: key.value}, node.key.text)
    return Placed(relation, found.c, perhaps=True, doubt=doubt)


def _last_rows(relation: str, frame: Frame, part: str | None) -> FromClause:
    """Make the table of the last row of each facility, or of each key of it."""
    work, known = frame.work, ("last", relation, part)
    if known not in work.made:
        row = work.sources.spans(relation).alias(work.name("s"))
        order: list[Any] = [row.c.row_on.desc(), row.c[OPENER].desc(), row.c[PLACE].desc()]
        within = [row.c[FACILITY]]
        if part is None:
            order.insert(0, case((in_force(row.c, work.on), 1), else_=0).desc())
        else:
            within.append(row.c[part])
        place = func.row_number().over(partition_by=within, order_by=order).label("row_rank")
        key = const("text", None) if part is None else row.c[part]
        ranked = select(row, key.label(KEPT), place).where(*cut(row, relation, work.on))
        if work.area is not None:
            ranked = ranked.where(row.c[FACILITY].in_(work.area))
        found = ranked.subquery(work.name("r"))
        work.made[known] = select(found).where(found.c.row_rank == 1).cte(work.name("last"))
    made: FromClause = work.made[known]
    return made
