"""What a rule's conditions are told by: its expressions written out, read and put in columns."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import and_, func

from compliance.rules.compile.cells import Cell, NotCompiledError, fixed
from compliance.rules.compile.expand import expanded, variable
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.macros import witness_of
from compliance.rules.compile.sql import FALSE, TRUE, Expr, any_of, const, first_of, no
from compliance.rules.pack import Rule
from compliance.rules.parser import parse
from compliance.rules.tree import And, Macro, Node

SUBJECT = "each"


class Truths(NamedTuple):
    """A condition: where it is true, where it is neither true nor false, where unknown."""

    true: Expr
    open: Expr
    unknown: Expr


def frame_names(rule: Rule) -> dict[str, Node]:
    """Return the variable of a rule's subject, by the name that the rule gives it."""
    return {} if rule.each is None else {rule.each[1]: variable(rule.each[0], SUBJECT)}


class Told:
    """The expressions of a rule, read in its frame."""

    def __init__(self, rule: Rule, frame: Frame) -> None:
        self.rule = rule
        self.frame = frame
        self._names = frame_names(rule)

    @property
    def known(self) -> str:
        """The rule, and the law by which it is read."""
        return f"{self.rule.id} {self.frame.work.law.act}"

    def node(self, node: Node) -> Node:
        """Write an expression of the rule out."""
        return expanded(node, self._names, self.frame.work.law.book)

    def condition(self, node: Node | None) -> Truths:
        """Read a condition; None = always."""
        if node is None:
            return truths(fixed("bool", value=True))
        return truths(self._staged(self.node(node)))

    def _staged(self, node: Node) -> Cell:
        """Read an expression, and have what was found in a column."""
        found: Cell = self.frame.see(node)
        known = f"{node.text} {self.frame.work.law.key(node)}"
        low = self.frame.stage(known, found.low)
        gone = found.absent
        if gone is not None:
            gone = self.frame.stage(f"{known} absent", gone)
        return replace(found, low=low, high=low, absent=gone)

    def witness(self, held: Expr | None) -> Expr | None:
        """Return the rows that decided a quantifier, of the condition that was the first true."""
        rule = self.rule
        whens = [rung.when for rung in rule.rungs] if rule.kind == "ladder" else [rule.require]
        branches = [(any_of(held), const("text", None))]
        branches += [
            (self.condition(when).true, self._rows(self.node(when))) for when in whens if when
        ]
        require = None if rule.require is None else self.node(rule.require)
        if isinstance(require, Macro) and require.kind == "all":
            branches.append((TRUE, self._rows(require)))
        return first_of(branches, const("text", None))

    def _rows(self, node: Node) -> Expr:
        """Return the openers of the rows for which a condition holds, part by part."""
        found: Expr = const("text", "")
        for part in node.parts if isinstance(node, And) else (node,):
            told = witness_of(part, self.frame)
            if told is not None:
                known = f"{part.text} {self.frame.work.law.key(part)} witness"
                staged = self.frame.stage(known, told)
                found = found + "," + func.coalesce(staged, "")
        return found

    def subject(self) -> Cell | None:
        """Read the id of what a verdict is about."""
        if self.rule.subject is None:
            return None
        node = self.node(parse(self.rule.subject[1]))
        found = self.frame.see(node)
        if not isinstance(found, Cell) or not found.single:
            raise NotCompiledError(node.text)
        return self._staged(node)


def truths(one: Cell) -> Truths:
    """Tell a truth's three states apart; what is absent is neither true nor false, nor unknown."""
    if one.sure and one.absent is None:
        return Truths(one.low, FALSE, FALSE)
    open_ = one.low.is_(None)
    return Truths(one.low, open_, open_ if one.absent is None else and_(open_, no(one.absent)))
