"""Expressions written out: definitions put in place of their names, variables named alike.

A variable is named by its relation and by how deep the quantifiers beneath it go, so that the
same question has the same text wherever it is asked, and is computed once. Beneath a variable
none bears its name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from compliance.rules.book import Rulebook
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

_MARK = "@"
_BY_NAME = frozenset({"defined", "violated"})
"""Functions whose argument is a name, and no expression."""

Names = Mapping[str, Node]


def variable(relation: str, depth: int | str) -> Name:
    """Return the variable of a relation's rows at a depth."""
    return Name(f"{relation}{_MARK}{depth}")


def is_variable(node: Node) -> bool:
    """Say whether a node is a variable, not a parameter or a relation."""
    return isinstance(node, Name) and _MARK in node.text


def relation_of(variable_name: str) -> str:
    """Return the relation that a variable's rows are of."""
    return variable_name.partition(_MARK)[0]


def free(node: Node) -> frozenset[str]:
    """Return the variables of an expression that no quantifier within it binds."""
    if isinstance(node, Name):
        return frozenset({node.text}) if is_variable(node) else frozenset()
    found = frozenset[str]().union(*(free(each) for each in parts_of(node)))
    return found - {node.var} if isinstance(node, Macro) else found


def expanded(node: Node, names: Names, book: Rulebook) -> Node:
    """Return an expression written out."""
    found: Node = _EXPANDERS[type(node)](node, names, book)
    return found


def _lit(node: Lit, _names: Names, _book: Rulebook) -> Node:
    return Lit(f"{type(node.value).__name__}:{node.value!r}", node.value)


def _name(node: Name, names: Names, _book: Rulebook) -> Node:
    return names.get(node.text, node)


def _column(node: Column, names: Names, book: Rulebook) -> Node:
    match node.of:
        case Name(text=text) if text not in names:
            of: Node = node.of
        case Index():
            key = expanded(node.of.key, names, book)
            of = Index(f"{node.of.of.text}[{key.text}]", node.of.of, key)
        case _:
            of = expanded(node.of, names, book)
    return Column(f"{of.text}.{node.name}", of, node.name)


def _index(node: Index, names: Names, book: Rulebook) -> Node:
    of, key = _name(node.of, names, book), expanded(node.key, names, book)
    assert isinstance(of, Name)  # noqa: S101 - a table is only ever named
    return Index(f"{of.text}[{key.text}]", of, key)


def _call(node: Call, names: Names, book: Rulebook) -> Node:
    if node.name in _BY_NAME:
        return node
    args = tuple(expanded(arg, names, book) for arg in node.args)
    definition = book.defs.get(node.name)
    if definition is None:
        return Call(_text(node.name, args), node.name, args)
    return expanded(definition.body, dict(zip(definition.args, args, strict=True)), book)


def _macro(node: Macro, names: Names, book: Rulebook) -> Node:
    open_ = Name(f"{node.of.text}{_MARK}?{id(node)}")  # no quantifier lies within itself
    inner = {**names, node.var: open_}
    args = tuple(expanded(arg, inner, book) for arg in node.args)
    var = variable(node.of.text, 1 + max((_height(arg) for arg in args), default=0))
    args = tuple(_renamed(arg, open_.text, var) for arg in args)
    text = _text(f"{node.of.text}.{node.kind}", (var, *args))
    return Macro(text, node.of, node.kind, var.text, args)


def _not(node: Not, names: Names, book: Rulebook) -> Node:
    of = expanded(node.of, names, book)
    return Not(f"!({of.text})", of)


def _joined(node: And | Or, names: Names, book: Rulebook) -> Node:
    return _of_parts(type(node), (expanded(part, names, book) for part in node.parts))


def _of_parts(kind: type[And] | type[Or], parts: Iterator[Node]) -> Node:
    """Join parts; a conjunction within a conjunction is part of it."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return kind(_text("and" if kind is And else "or", tuple(flat)), tuple(flat))


def _compare(node: Compare, names: Names, book: Rulebook) -> Node:
    left, right = expanded(node.left, names, book), expanded(node.right, names, book)
    return Compare(_text(node.op, (left, right)), node.op, left, right)


def _arith(node: Arith, names: Names, book: Rulebook) -> Node:
    left, right = expanded(node.left, names, book), expanded(node.right, names, book)
    return Arith(_text(node.op, (left, right)), node.op, left, right)


def _choice(node: Choice, names: Names, book: Rulebook) -> Node:
    parts = tuple(expanded(each, names, book) for each in (node.test, node.yes, node.no))
    return Choice(_text("?", parts), *parts)


def _list(node: ListOf, names: Names, book: Rulebook) -> Node:
    items = tuple(expanded(item, names, book) for item in node.items)
    return ListOf(_text("list", items), items)


_EXPANDERS: dict[type[Any], Callable[[Any, Names, Rulebook], Node]] = {
    Lit: _lit,
    Name: _name,
    Column: _column,
    Index: _index,
    Call: _call,
    Macro: _macro,
    Not: _not,
    And: _joined,
    Or: _joined,
    Compare: _compare,
    Arith: _arith,
    Choice: _choice,
    ListOf: _list,
}


def _text(name: str, parts: tuple[Node, ...]) -> str:
    return f"{name}({', '.join(part.text for part in parts)})"


def parts_of(node: Node) -> Iterator[Node]:
    """Yield the expressions that one is made of."""
    for held in node:
        if isinstance(held, Node):
            yield held
        elif isinstance(held, tuple):
            yield from (each for each in held if isinstance(each, Node))


def _height(node: Node) -> int:
    """Return how deep the quantifiers of an expression go."""
    beneath = max((_height(part) for part in parts_of(node)), default=0)
    return beneath + 1 if isinstance(node, Macro) else beneath


def _renamed(node: Node, old: str, new: Name) -> Node:
    """Return an expression with a variable under another name."""
    if isinstance(node, Name):
        return new if node.text == old else node
    if old not in node.text or isinstance(node, Lit):
        return node
    held = [_renamed_part(each, old, new) for each in node]
    return type(node)(*held)


def _renamed_part(held: Any, old: str, new: Name) -> Any:
    match held:
        case str():
            return held.replace(old, new.text)
        case tuple() if isinstance(held, Node):
            return _renamed(held, old, new)
        case tuple():
            return tuple(_renamed_part(each, old, new) for each in held)
        case _:
            return held
