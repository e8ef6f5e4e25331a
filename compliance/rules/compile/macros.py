"""Quantifiers, counts, sums and shares over the rows of a relation, by one table each.

The table has a row for each facility, for each value that the rows are matched by
(`x.person == p.person`), or for each combination of the rows outside that the test speaks of;
joined to the frame, what has no row there has no row that passes.
"""

from typing import Any, NamedTuple

from sqlalchemy import CTE, FromClause, cast, func, select

from compliance.domain.relations import RELATIONS
from compliance.rules.compile.cells import (
    Cell,
    NotCompiledError,
    conjunction,
    negation,
    perhaps,
    truth,
)
from compliance.rules.compile.expand import free
from compliance.rules.compile.extremes import extreme, extreme_columns
from compliance.rules.compile.frame import FACILITY, OPENER, Frame
from compliance.rules.compile.keep import read
from compliance.rules.compile.shares import Unit, share_of, unit_columns, whole_columns
from compliance.rules.compile.sql import FALSE, TRUE, Expr, const, first_of
from compliance.rules.compile.sums import count, count_columns, total, total_columns
from compliance.rules.tree import And, Column, Compare, Macro, Name, Node

WITNESS = "row_witness"
_MAY_PASS, _PASSES = 1, 2


class Inner(NamedTuple):
    """The rows that a quantifier goes over, and by what they are told apart outside."""

    node: Macro
    frame: Frame
    test: Cell
    keys: dict[str, Expr]


class Plan(NamedTuple):
    """How a quantifier is computed: which equations match rows, and which rows it depends on."""

    links: tuple[Compare, ...]
    rest: tuple[Node, ...]
    outer: frozenset[str]


def quantify(node: Macro, frame: Frame) -> Any:
    """Evaluate a quantifier in a frame."""
    plan = _planned(node, frame)
    known = _known(node, plan, frame)
    if known not in frame.work.made:
        inner = _inner(node, plan, frame)
        frame.work.made[known] = (_table(inner), inner)
    table, inner = frame.work.made[known]
    return _result(inner, _joined(table, plan, frame, node.text).c)


def witness_of(node: Node, frame: Frame) -> Expr | None:
    """Return the openers of the rows that decide a quantifier, as a text; else None."""
    if not isinstance(node, Macro) or node.kind not in {"exists", "all"}:
        return None
    frame.see(node)
    plan = _planned(node, frame)
    table, _ = frame.work.made[_known(node, plan, frame)]
    found: Expr = _joined(table, plan, frame, node.text).c[WITNESS]
    return found


def _known(node: Macro, plan: Plan, frame: Frame) -> tuple[Any, ...]:
    """Return by what a quantifier's table is known again."""
    linked = frame.linked(plan.outer) if plan.outer else frozenset[str]()
    return ("macro", node.text, frame.work.law.key(node), plan.outer, linked)


def _planned(node: Macro, frame: Frame) -> Plan:
    test = node.args[1] if node.kind == "share" else node.args[0]
    parts = test.parts if isinstance(test, And) else (test,)
    told = [(part, None if node.kind == "all" else _link(part, node.var, frame)) for part in parts]
    links = tuple(link for _, link in told if link is not None)
    rest = tuple(part for part, link in told if link is None)
    others = [arg for arg in node.args if arg is not test]
    outer = frozenset[str]().union(*(free(each) for each in (*rest, *others))) - {node.var}
    if outer:
        outer |= frozenset[str]().union(*(free(link) for link in links)) - {node.var}
    return Plan(links, rest, outer)


def _link(part: Node, var: str, frame: Frame) -> Compare | None:
    """Return an equation of the rows' own column with one of a row outside, its own side first.

    Neither may be unknown: rows are then matched by it, and by nothing else.
    """
    match part:
        case Compare(op="==", left=Column() as left, right=Column() as right):
            own, other = (left, right) if _of(left) == var else (right, left)
        case _:
            return None
    if _of(own) != var or _of(other) not in frame.rows:
        return None
    if not (_is_told(own, frame) and _is_told(other, frame)):
        return None
    return Compare(part.text, "==", own, other)


def _of(node: Column) -> str | None:
    return node.of.text if isinstance(node.of, Name) else None


def _is_told(node: Column, frame: Frame) -> bool:
    """Say whether a column is never unknown: what is absent is NULL, and matches nothing."""
    relation = node.of.text.partition("@")[0]
    declared = RELATIONS[relation].columns.get(node.name)
    if declared is None:
        return node.name == "on"
    whole = node.name in RELATIONS[relation].key or (relation, node.name) in frame.work.whole
    return whole or declared.presence == "closed"


def _inner(node: Macro, plan: Plan, frame: Frame) -> Inner:
    if plan.outer:
        inner = Frame(frame.work, (*sorted(plan.outer), node.var), (*frame.links, *plan.links))
        keys = {each.name: each for each in inner.ids(plan.outer)}
    else:
        inner = Frame(frame.work, (node.var,))
        keys = {FACILITY: inner.facility.label(FACILITY)}
        for place, link in enumerate(plan.links):
            keys[f"key {place}"] = inner.stored(link.left).label(f"key {place}")
    test = conjunction([inner.see(part) for part in plan.rest])
    return Inner(node, inner, negation(test) if node.kind == "all" else test, keys)


def _joined(table: CTE, plan: Plan, frame: Frame, told: str) -> FromClause:
    if plan.outer:
        return frame.join_by_ids(table, plan.outer)
    keys = {f"key {place}": frame.stored(link.right) for place, link in enumerate(plan.links)}
    return frame.join(table, keys, " ".join((told, *(link.right.text for link in plan.links))))


def _table(inner: Inner) -> CTE:
    """Make the table of what the rows come to, by the keys."""
    if inner.node.kind == "share":
        return _share_table(inner)
    rows = inner.frame.select([*inner.keys.values(), *_columns(inner)])
    rows = rows.where(perhaps(inner.test)).group_by(*_ungrouped(inner))
    return rows.cte(inner.frame.work.name(inner.node.kind))


def _ungrouped(inner: Inner) -> list[Expr]:
    return [getattr(each, "element", each) for each in inner.keys.values()]


def _columns(inner: Inner) -> list[Expr]:
    node, test = inner.node, inner.test
    match node.kind:
        case "count":
            return count_columns(test)
        case "sum":
            return total_columns(test, read(node.args[1], inner.frame))
        case "max" | "min":
            return extreme_columns(node.kind, test, read(node.args[1], inner.frame))
        case _:
            return [*_hits(test), *_witness(inner)]


def _hits(test: Cell) -> list[Expr]:
    """Say whether any row passes, or any may; where it is known, that there is a row says it."""
    if test.sure:
        return []
    passes = first_of([(test.low, const("int", _PASSES))], const("int", _MAY_PASS))
    return [func.max(passes).label("hit")]


def _witness(inner: Inner) -> list[Expr]:
    """Gather the openers of the rows that decide, where they are asked for."""
    if not inner.frame.work.witness:
        return []
    opener = inner.frame.rows[inner.node.var].c[OPENER]
    passing = first_of([(inner.test.low, cast(opener, _text()))], const("text", None))
    return [func.aggregate_strings(passing, ",").label(WITNESS)]


def _text() -> Any:
    return const("text", None).type


def _result(inner: Inner, columns: Any) -> Any:
    node, test = inner.node, inner.test
    none = columns[FACILITY].is_(None)
    match node.kind:
        case "exists" | "all":
            found = _found(test, columns)
            return negation(found) if node.kind == "all" else found
        case "count":
            return count(test, columns)
        case "sum":
            return total(test, read(node.args[1], inner.frame), columns, none)
        case "max" | "min":
            return extreme(test, read(node.args[1], inner.frame), columns, none)
        case _:
            return share_of(columns, sure=_sure_share(inner))


def _found(test: Cell, columns: Any) -> Cell:
    if test.fixed is False:
        return test
    if test.sure:
        return truth(columns[FACILITY].is_not(None), sure=True)
    told = first_of(
        [(columns.hit.is_(None), FALSE), (columns.hit == _PASSES, TRUE)],
        const("bool", None),
    )
    return truth(told, sure=False)


def _share_table(inner: Inner) -> CTE:
    unit = _unit(inner)
    names = list(inner.keys)
    by = [unit.key.low.label("unit")]
    if unit.key.absent is not None:
        by.append(unit.key.absent.label("unit_absent"))
    rows = inner.frame.select([*inner.keys.values(), *by, *unit_columns(unit)])
    grouped = [*_ungrouped(inner), unit.key.low]
    if unit.key.absent is not None:
        grouped.append(unit.key.absent)
    units = rows.where(perhaps(inner.test)).group_by(*grouped)
    told = units.subquery(inner.frame.work.name("units"))
    keys = [told.c[name] for name in names]
    return (
        select(*keys, *whole_columns(told.c)).group_by(*keys).cte(inner.frame.work.name("share"))
    )


def _unit(inner: Inner) -> Unit:
    unit, having = (read(inner.node.args[place], inner.frame) for place in (0, 2))
    if not isinstance(unit, Cell):
        raise NotCompiledError(inner.node.text)
    return Unit(unit, inner.test, having)


def _sure_share(inner: Inner) -> bool:
    unit = _unit(inner)
    return inner.test.sure and unit.key.sure and unit.has.sure and unit.has.absent is None
