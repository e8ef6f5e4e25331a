"""The plain evaluator of expressions: one facility, one day, every value with its provenance.

It is the law; whatever is faster must agree with it. It reads facts and parameters and answers
values, the events that decided them, what is missing, and on which days the answer may turn.
"""

from datetime import date
from typing import Any

from compliance.domain.facts import Row
from compliance.domain.findings import Missing
from compliance.domain.relations import RELATIONS
from compliance.domain.time import Period
from compliance.rules.functions import call
from compliance.rules.quantify import quantify
from compliance.rules.seen import NOTHING, Scope, Seen, leaf, together
from compliance.rules.tree import (
    And,
    Arith,
    Call,
    Choice,
    Column,
    Compare,
    Index,
    ListOf,
    Lit,
    Macro,
    Name,
    Node,
    Not,
    Or,
)
from compliance.rules.values import (
    ABSENT,
    UNKNOWN,
    Today,
    Truth,
    compare,
    contains,
    is_known,
    negation,
    plus,
    times,
)


def see(node: Node, scope: Scope) -> Seen:
    """Evaluate an expression; what is known asks for nothing."""
    seen: Seen = _SEERS[type(node)](node, scope)
    if seen.missing and is_known(seen.value):
        return Seen(seen.value, seen.events, because=seen.because)
    return seen


def _lit(node: Lit, _scope: Scope) -> Seen:
    return Seen(node.value)


def _name(node: Name, scope: Scope) -> Seen:
    if node.text in scope.names:
        found = scope.names[node.text]
        return found if isinstance(found, Seen) else Seen(found)
    if node.text == "asof":
        return Seen(Today.of(scope.facts.on))
    return _param(node.text, scope)


def _param(name: str, scope: Scope) -> Seen:
    found = scope.param(name)
    if found is None:
        return Seen(UNKNOWN, missing=frozenset({Missing("rule", None, name)}))
    scope.used.append(found)
    return Seen(found.value)


def _column(node: Column, scope: Scope) -> Seen:
    if isinstance(node.of, Name) and node.of.text not in scope.names:
        return _read(node.of.text, current(scope, node.of.text), node.name)
    if isinstance(node.of, Index):
        return _keyed(node.of, node.name, scope)
    row = see(node.of, scope).value
    return _read(row.relation, row, node.name)


def current(scope: Scope, relation: str) -> Row | None:
    """Return the row of a facility's single fact: the one in force, else the last one."""
    rows = scope.facts.of(relation)
    return next((row for row in reversed(rows) if row.in_force), rows[-1] if rows else None)


def _keyed(node: Index, name: str, scope: Scope) -> Seen:
    """Read a column of the last row with a key; of an unknown key, nothing is known."""
    relation, key = node.of.text, see(node.key, scope)
    if key.value is UNKNOWN:
        return key
    column = RELATIONS[relation].key[-1]
    rows = [row for row in scope.facts.of(relation) if row.values[column] == key.value]
    found = _read(relation, rows[-1] if rows else None, name)
    return Seen(found.value, found.events | key.events, found.missing)


def _read(relation: str, row: Row | None, name: str) -> Seen:
    declared = RELATIONS[relation]
    if name in {"on", "closed"}:
        value = None if row is None else (row.on if name == "on" else row.closed)
        events = NOTHING if row is None else frozenset(row.events)
        return Seen(ABSENT if value is None else value, events)
    closing = name in declared.closing
    column = declared.closing[name] if closing else declared.columns[name]
    value = None if row is None else row.values[name]
    events = NOTHING if row is None else frozenset(row.events)
    if value is not None:
        return Seen(value, events)
    if column.presence == "closed" or (closing and row is not None and row.in_force):
        return Seen(ABSENT, events)
    told_by = declared.closes[0] if closing else declared.opens[0]
    position = None if row is None or closing or len(declared.opens) > 1 else row.opener
    return Seen(UNKNOWN, events, frozenset({Missing(told_by, position, column.source)}))


def _index(node: Index, scope: Scope) -> Seen:
    table, key = _name(node.of, scope), see(node.key, scope)
    if not (is_known(table.value) and is_known(key.value)):
        return together((table, key), UNKNOWN)
    if key.value is ABSENT:
        return Seen(ABSENT, key.events)
    value = table.value.get(str(key.value))
    if value is None:
        gap = Missing("rule", None, f"{node.of.text}[{key.value}]")
        return Seen(UNKNOWN, key.events, frozenset({gap}))
    return Seen(value, key.events)


def _not(node: Not, scope: Scope) -> Seen:
    inner = see(node.of, scope)
    return Seen(negation(inner.value), inner.events, inner.missing, inner.because)


def _and(node: And, scope: Scope) -> Seen:
    return _kleene(node.parts, scope, deciding=False)


def _or(node: Or, scope: Scope) -> Seen:
    return _kleene(node.parts, scope, deciding=True)


def _kleene(parts: tuple[Node, ...], scope: Scope, *, deciding: bool) -> Seen:
    """Evaluate until a part decides; else all parts count, and what is missing in any."""
    seens = []
    for part in parts:
        seen = see(part, scope)
        if seen.value is deciding:
            return seen
        seens.append(seen)
    known = all(isinstance(seen.value, bool) for seen in seens)
    return together(seens, (not deciding) if known else UNKNOWN)


def _compare(node: Compare, scope: Scope) -> Seen:
    left, right = see(node.left, scope), see(node.right, scope)
    if node.op == "in":
        truth: Truth = contains(left.value, right.value)
    else:
        scope.note(left.value, right.value)
        truth = compare(node.op, left.value, right.value)
    return leaf(node.text, together((left, right), truth))


def _arith(node: Arith, scope: Scope) -> Seen:
    left, right = see(node.left, scope), see(node.right, scope)
    return together((left, right), _computed(node.op, left.value, right.value))


def _computed(op: str, left: Any, right: Any) -> Any:
    if left is ABSENT or right is ABSENT:
        return ABSENT
    if isinstance(right, Period):
        return UNKNOWN if left is UNKNOWN else _later(left, right)
    if isinstance(left, date):
        return UNKNOWN
    match op:
        case "+":
            return plus(left, right)
        case "-":
            return plus(left, right, -1)
        case _:
            return times(left, right)


def _later(day: date, period: Period) -> date:
    """Add a period to a day; beyond the calendar lies its last day."""
    try:
        return period.after(day)
    except (ValueError, OverflowError):
        return date.max


def _choice(node: Choice, scope: Scope) -> Seen:
    test = see(node.test, scope)
    if test.value is True:
        return together((test, chosen := see(node.yes, scope)), chosen.value)
    if test.value is False:
        return together((test, chosen := see(node.no, scope)), chosen.value)
    return Seen(UNKNOWN, test.events, test.missing, test.because)


def _list(node: ListOf, scope: Scope) -> Seen:
    items = tuple(see(item, scope) for item in node.items)
    return together(items, tuple(item.value for item in items))


def _macro(node: Macro, scope: Scope) -> Seen:
    return quantify(node, scope, see)


def _call(node: Call, scope: Scope) -> Seen:
    return call(node, scope, see)


_SEERS: dict[type[Any], Any] = {
    Lit: _lit,
    Name: _name,
    Column: _column,
    Index: _index,
    Call: _call,
    Macro: _macro,
    Not: _not,
    And: _and,
    Or: _or,
    Compare: _compare,
    Arith: _arith,
    Choice: _choice,
    ListOf: _list,
}
