"""Static types of expressions: every name known, every column declared, every comparison sensible.

Types are words (see `kinds`). What does not fit raises `Misfit` with the piece of text at fault.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from compliance.domain.relation import Column as ColumnDeclared
from compliance.domain.time import Period
from compliance.rules.functions import FUNCTIONS, SIGNATURES
from compliance.rules.kinds import (
    DAYS,
    INDEXED,
    MACRO_RESULTS,
    PARAM_KINDS,
    Misfit,
    column_of,
    either,
    key_column,
    misfits,
    relation,
)
from compliance.rules.pack import Definition, Param
from compliance.rules.spelling import meant
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


class Typing:
    """The names that expressions of a book may use."""

    def __init__(
        self,
        params: Mapping[str, Sequence[Param]],
        defs: Mapping[str, Definition],
        rules: frozenset[str],
    ) -> None:
        self._params = params
        self._defs = defs
        self._rules = rules
        self._open: list[str] = []

    def of(self, node: Node, names: Mapping[str, str]) -> str:
        """Return an expression's type. Raises Misfit."""
        found: str = _TYPERS[type(node)](self, node, names)
        return found

    def expect(self, node: Node, wanted: str, names: Mapping[str, str]) -> None:
        """Refuse an expression of another type; a `day` may be today. Raises Misfit."""
        found = self.of(node, names)
        if found != wanted and not (wanted == "day" and found in DAYS):
            raise Misfit(node.text, f"is {found}, and must be {wanted}")

    def _literal(self, node: Lit, _names: Mapping[str, str]) -> str:
        kinds = {bool: "bool", int: "int", str: "text", date: "date", Period: "period"}
        return kinds[type(node.value)]

    def _not(self, node: Not, names: Mapping[str, str]) -> str:
        self.expect(node.of, "bool", names)
        return "bool"

    def _joined(self, node: And | Or, names: Mapping[str, str]) -> str:
        for part in node.parts:
            self.expect(part, "bool", names)
        return "bool"

    def _name(self, node: Name, names: Mapping[str, str]) -> str:
        if node.text in names:
            return names[node.text]
        if node.text == "asof":
            return "today"
        if node.text in self._params:
            return PARAM_KINDS[self._params[node.text][0].type]
        near = meant(node.text, (*names, *self._params, "asof"))
        raise Misfit(node.text, f"is no variable, parameter or relation known here{near}")

    def _column(self, node: Column, names: Mapping[str, str]) -> str:
        column = self.column(node, names)
        return "date" if column is None else column.type

    def column(self, node: Column, names: Mapping[str, str]) -> ColumnDeclared | None:
        """Return the declaration of a column; None for `on` and `closed`. Raises Misfit."""
        return column_of(node.text, self._relation_of(node.of, names), node.name)

    def _relation_of(self, node: Node, names: Mapping[str, str]) -> str:
        if isinstance(node, Name) and node.text not in names:
            return relation(node)
        if isinstance(node, Index):
            self.expect(node.key, key_column(node).type, names)
            return relation(node.of)
        found = self.of(node, names)
        if not found.startswith("row:"):
            raise Misfit(node.text, f"is {found}, and has no columns")
        return found.removeprefix("row:")

    def _index(self, node: Index, names: Mapping[str, str]) -> str:
        kind = self._name(node.of, names)
        if kind not in INDEXED:
            raise Misfit(node.text, f"{node.of.text} is {kind}, and has no keys")
        if (key := self.of(node.key, names)) not in {"text", "int"}:
            raise Misfit(node.key.text, f"is {key}, and no key")
        return INDEXED[kind]

    def _call(self, node: Call, names: Mapping[str, str]) -> str:
        if node.name in FUNCTIONS:
            return self._built_in(node, names)
        definition = self._defs.get(node.name)
        if definition is None:
            near = meant(node.name, (*SIGNATURES, *self._defs))
            raise Misfit(node.text, f"there is no function or definition {node.name}{near}")
        if len(definition.args) != len(node.args):
            raise Misfit(node.text, f"{node.name} takes {len(definition.args)} arguments")
        given = [self.of(arg, names) for arg in node.args]
        return self._defined(definition, dict(zip(definition.args, given, strict=True)))

    def _defined(self, definition: Definition, given: Mapping[str, str]) -> str:
        """Return the type of a definition's body; it sees its arguments alone."""
        if definition.name in self._open:
            raise Misfit(definition.name, "is defined by itself")
        self._open.append(definition.name)
        try:
            return self.of(definition.body, given)
        except Misfit as fault:
            raise Misfit(fault.text, fault.reason, fault.definition or definition.name) from None
        finally:
            self._open.pop()

    def _built_in(self, node: Call, names: Mapping[str, str]) -> str:
        takes, gives = SIGNATURES[node.name]
        if len(node.args) != len(takes):
            raise Misfit(node.text, f"{node.name} takes {len(takes)} arguments")
        for arg, wanted in zip(node.args, takes, strict=True):
            self._argument(arg, wanted, names)
        return gives

    def _argument(self, arg: Node, wanted: str, names: Mapping[str, str]) -> None:
        match wanted:
            case "param":
                if not isinstance(arg, Name) or arg.text not in self._params:
                    raise Misfit(arg.text, f"is no parameter{meant(arg.text, self._params)}")
            case "rule":
                if not isinstance(arg, Lit) or arg.value not in self._rules:
                    near = meant(arg.text.strip("'"), self._rules)
                    raise Misfit(arg.text, f"is no rule that can be violated{near}")
            case "column":
                self._asked_has(arg, names)
            case "any column":
                self._column_of(arg, names)
            case "day":
                self.expect(arg, "day", names)
            case _:
                found = self.of(arg, names)
                if not found.startswith(wanted):
                    raise Misfit(arg.text, f"is {found}, and must be {wanted}")

    def _column_of(self, arg: Node, names: Mapping[str, str]) -> ColumnDeclared | None:
        if not isinstance(arg, Column):
            raise Misfit(arg.text, "is no column")
        return self.column(arg, names)

    def _asked_has(self, arg: Node, names: Mapping[str, str]) -> None:
        """Refuse `has()` where absence means unknown: it would be taken for "did not happen"."""
        column = self._column_of(arg, names)
        if column is not None and column.presence == "open":
            raise Misfit(
                arg.text, "may be unknown: has() would take that for absent; use stated()"
            )

    def _macro(self, node: Macro, names: Mapping[str, str]) -> str:
        inner = {**names, node.var: f"row:{relation(node.of)}"}
        test = node.args[1] if node.kind == "share" else node.args[0]
        self.expect(test, "bool", inner)
        if node.kind == "share":
            self.of(node.args[0], inner)
            self.expect(node.args[2], "bool", inner)
        value = self.of(node.args[-1], inner)
        if node.kind == "sum" and value != "int":
            raise Misfit(node.args[1].text, f"is {value}, and cannot be added up")
        if node.kind in {"max", "min"} and value not in {"int", "date"}:
            raise Misfit(node.args[1].text, f"is {value}, of which none is the largest")
        return value if node.kind in {"max", "min"} else MACRO_RESULTS[node.kind]

    def _compare(self, node: Compare, names: Mapping[str, str]) -> str:
        left, right = self.of(node.left, names), self.of(node.right, names)
        if (reason := misfits(node.op, left, right)) is not None:
            raise Misfit(node.text, reason)
        return "bool"

    def _arith(self, node: Arith, names: Mapping[str, str]) -> str:
        left, right = self.of(node.left, names), self.of(node.right, names)
        if (left, node.op, right) == ("today", "+", "period"):
            raise Misfit(node.text, "moves asof: write d + P <= asof, which turns on one day")
        if (left, node.op, right) == ("date", "+", "period"):
            return "date"
        if left != "int" or right != "int":
            raise Misfit(node.text, f"cannot compute {left} {node.op} {right}")
        return "int"

    def _choice(self, node: Choice, names: Mapping[str, str]) -> str:
        self.expect(node.test, "bool", names)
        yes, no = self.of(node.yes, names), self.of(node.no, names)
        found = either(yes, no)
        if found is None:
            raise Misfit(node.text, f"is {yes} or {no}")
        return found

    def _list(self, node: ListOf, names: Mapping[str, str]) -> str:
        for item in node.items:
            if self.of(item, names) != "text":
                raise Misfit(item.text, "is no text: lists hold texts")
        return "texts"


_TYPERS: dict[type[Any], Any] = {
    Lit: Typing._literal,  # noqa: SLF001 - the class's own table
    Name: Typing._name,  # noqa: SLF001
    Column: Typing._column,  # noqa: SLF001
    Index: Typing._index,  # noqa: SLF001
    Call: Typing._call,  # noqa: SLF001
    Macro: Typing._macro,  # noqa: SLF001
    Not: Typing._not,  # noqa: SLF001
    And: Typing._joined,  # noqa: SLF001
    Or: Typing._joined,  # noqa: SLF001
    Compare: Typing._compare,  # noqa: SLF001
    Arith: Typing._arith,  # noqa: SLF001
    Choice: Typing._choice,  # noqa: SLF001
    ListOf: Typing._list,  # noqa: SLF001
}
