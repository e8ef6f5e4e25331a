"""The typed tree of the rule language: what the parser builds and both evaluators read.

Every node keeps the text it was read from, so that a proof can quote the rule as written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from compliance.domain.time import Period

MacroName = Literal["exists", "all", "count", "sum", "max", "min", "share"]
MACROS: dict[str, tuple[MacroName, int]] = {
    "exists": ("exists", 1),
    "all": ("all", 1),
    "count": ("count", 1),
    "sum": ("sum", 2),
    "max": ("max", 2),
    "min": ("min", 2),
    "share": ("share", 3),
}
"""Macro → its name and how many expressions follow the variable.

`rows.exists(x, test)` `rows.all(x, test)` `rows.count(x, test)` `rows.sum(x, test, number)`
`rows.max(x, test, value)` `rows.min(x, test, value)` `rows.share(x, unit, among, having)`
"""


@dataclass(frozen=True, slots=True)
class Lit:
    """A literal: number, text, bool, day or period."""

    text: str
    value: bool | int | str | date | Period


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, a parameter, a relation, or `asof`."""

    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a row: `x.person`, `registration.kind`, `headcount[c.class_id].children`."""

    text: str
    of: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Index:
    """A table parameter by key, or the row of a relation by key."""

    text: str
    of: Name
    key: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in function, or a definition of the pack."""

    text: str
    name: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Macro:
    """A quantifier, count, sum or share over the rows of a relation."""

    text: str
    of: Name
    kind: MacroName
    var: str
    args: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    text: str
    of: "Node"


@dataclass(frozen=True, slots=True)
class And:
    """Conjunction."""

    text: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Disjunction."""

    text: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """`==` `!=` `<` `<=` `>` `>=` `in`."""

    text: str
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Arith:
    """`+` `-` `*` of numbers; a day plus a period."""

    text: str
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? yes : no`."""

    text: str
    test: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True, slots=True)
class ListOf:
    """`[a, b, c]`."""

    text: str
    items: tuple["Node", ...]


Node = (
    Lit | Name | Column | Index | Call | Macro | Not | And | Or | Compare | Arith | Choice | ListOf
)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and every node beneath it."""
    yield node
    for field in fields(node):
        held = getattr(node, field.name)
        for each in held if isinstance(held, tuple) else (held,):
            if isinstance(each, Node):
                yield from walk(each)
