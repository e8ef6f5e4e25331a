"""The typed tree of the rule language: what the parser builds and both evaluators read.

Every node keeps the text it was read from, so that a proof can quote the rule as written.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

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


class Lit(NamedTuple):
    """A literal: number, text, bool, day or period."""

    text: str
    value: bool | int | str | date | Period


class Name(NamedTuple):
    """A variable, a parameter, a relation, or `asof`."""

    text: str


class Column(NamedTuple):
    """A column of a row: `x.person`, `registration.kind`, `headcount[c.class_id].children`."""

    text: str
    of: "Node"
    name: str


class Index(NamedTuple):
    """A table parameter by key, or the row of a relation by key."""

    text: str
    of: Name
    key: "Node"


class Call(NamedTuple):
    """A built-in function, or a definition of the pack."""

    text: str
    name: str
    args: tuple["Node", ...]


class Macro(NamedTuple):
    """A quantifier, count, sum or share over the rows of a relation."""

    text: str
    of: Name
    kind: MacroName
    var: str
    args: tuple["Node", ...]


class Not(NamedTuple):
    """Negation."""

    text: str
    of: "Node"


class And(NamedTuple):
    """Conjunction."""

    text: str
    parts: tuple["Node", ...]


class Or(NamedTuple):
    """Disjunction."""

    text: str
    parts: tuple["Node", ...]


class Compare(NamedTuple):
    """`==` `!=` `<` `<=` `>` `>=` `in`."""

    text: str
    op: str
    left: "Node"
    right: "Node"


class Arith(NamedTuple):
    """`+` `-` `*` of numbers; a day plus a period."""

    text: str
    op: str
    left: "Node"
    right: "Node"


class Choice(NamedTuple):
    """`test ? yes : no`."""

    text: str
    test: "Node"
    yes: "Node"
    no: "Node"


class ListOf(NamedTuple):
    """`[a, b, c]`."""

    text: str
    items: tuple["Node", ...]


Node = (
    Lit | Name | Column | Index | Call | Macro | Not | And | Or | Compare | Arith | Choice | ListOf
)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and every node beneath it."""
    yield node
    for held in node:
        parts = (held,) if isinstance(held, Node) else held if isinstance(held, tuple) else ()
        for each in parts:
            yield from walk(each)
