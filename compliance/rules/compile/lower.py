"""The second evaluator: expressions of the rule language as SQL, for everybody at once.

It is an opinion; the interpreter is the law, and the two know nothing of each other. A value is a
cell, a list of texts, a share, or something that a pack gives; NULL is unknown.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from compliance.domain.time import Period
from compliance.rules.compile.cells import (
    Cell,
    chosen,
    conjunction,
    disjunction,
    fixed,
    negation,
    shielded,
    unknown,
)
from compliance.rules.compile.compare import compare
from compliance.rules.compile.dates import moved
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.functions import call
from compliance.rules.compile.given import (
    Given,
    each,
    of_parameter_value,
    same_period,
    under_key,
)
from compliance.rules.compile.keep import kept, read, settled
from compliance.rules.compile.macros import quantify
from compliance.rules.compile.numbers import minus, plus, times
from compliance.rules.compile.rows import read_column
from compliance.rules.compile.shares import Shares, chosen_share
from compliance.rules.compile.texts import Texts, contains, spelled
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

_UNKNOWNS: dict[str, Any] = {
    "int": unknown("int"),
    "date": unknown("date"),
    "texts": Texts(()),
}


def see(node: Node, frame: Frame) -> Any:
    """Read an expression, written out, in a frame; what is long is kept in a table."""
    return kept(node, raw(node, frame), frame)


def raw(node: Node, frame: Frame) -> Any:
    """Read an expression, written out, in a frame."""
    return _SEERS[type(node)](node, frame)


def _lit(node: Lit, _frame: Frame) -> Any:
    match node.value:
        case bool():
            return fixed("bool", node.value)
        case int():
            return fixed("int", node.value)
        case str():
            return fixed("text", node.value)
        case date():
            return fixed("date", node.value.toordinal())
        case Period():
            return Given(((None, node.value),))


def _name(node: Name, frame: Frame) -> Any:
    if node.text == "asof":
        return fixed("date", frame.work.on)
    found = frame.work.law.param(node.text)
    if found is not None:
        return of_parameter_value(found.value)
    return _UNKNOWNS.get(frame.work.law.kind(node.text), Given(()))


def _index(node: Index, frame: Frame) -> Any:
    kind, key = frame.work.law.kind(node.of.text), frame.see(node.key)
    found = frame.work.law.param(node.of.text)
    if found is None:
        return Given(()) if kind == "periods" else unknown("int" if kind == "table" else "text")
    return under_key(found.value, key, kind)


def _call(node: Call, frame: Frame) -> Any:
    return call(node, frame)


def _not(node: Not, frame: Frame) -> Cell:
    return negation(frame.see(node.of))


def _and(node: And, frame: Frame) -> Cell:
    return conjunction([frame.see(part) for part in node.parts])


def _or(node: Or, frame: Frame) -> Cell:
    return disjunction([frame.see(part) for part in node.parts])


def _compare(node: Compare, frame: Frame) -> Cell:
    left, right = frame.see(node.left), frame.see(node.right)
    if node.op == "in":
        return contains(left, right)
    if isinstance(left, Given):
        return same_period(node.op, left, right)
    bounded = (left.moved and right.fixed is not None) or (right.moved and left.fixed is not None)
    if not bounded:
        left, right = settled(node.left, left, frame), settled(node.right, right, frame)
    return compare(node.op, left, right)


def _arith(node: Arith, frame: Frame) -> Cell:
    left, right = frame.see(node.left), frame.see(node.right)
    if isinstance(right, Given):
        return shielded(each(right, lambda period: moved(left, period), "date"), left)
    return {"+": plus, "-": minus, "*": times}[node.op](left, right)


def _choice(node: Choice, frame: Frame) -> Any:
    test = frame.see(node.test)
    yes, other = read(node.yes, frame), read(node.no, frame)
    if isinstance(yes, Cell):
        return chosen(test, _told(node.test, node.yes, yes), other)
    if isinstance(yes, Shares):
        return chosen_share(test, yes, other)
    return type(yes)((*_when(test, yes), *_when(negation(test), other)))


def _told(test: Node, node: Node, value: Cell) -> Cell:
    """Return a value that is only taken where it is there: `has(x.until) ? x.until : …`."""
    match test:
        case Call(name="has" | "stated", args=(asked,)) if asked.text == node.text:
            return replace(value, absent=None, sure=value.sure or test.name == "stated")
        case _:
            return value


def _when(test: Cell, value: Texts | Given) -> list[tuple[Cell, Any]]:
    """Put a test before the tests of a value."""
    tests = [(each[0], each[1]) for each in value.branches]
    return [(test if own is None else conjunction([test, own]), one) for own, one in tests]


def _list(node: ListOf, frame: Frame) -> Texts:
    return spelled([frame.see(item) for item in node.items])


_SEERS: dict[type[Any], Callable[[Any, Frame], Any]] = {
    Lit: _lit,
    Name: _name,
    Column: read_column,
    Index: _index,
    Call: _call,
    Macro: quantify,
    Not: _not,
    And: _and,
    Or: _or,
    Compare: _compare,
    Arith: _arith,
    Choice: _choice,
    ListOf: _list,
}
