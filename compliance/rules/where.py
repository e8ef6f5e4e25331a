"""Asking in the language of the rules which facilities, posts or orders are meant.

An expression sees what a rule sees of one facility; its row under a variable, and the row's
columns also by their own names; and what is concluded of the facility (`status`, `tier` …). What
it cannot tell is unknown: such a row is neither meant nor left out for sure.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput
from compliance.domain.facts import Row
from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.interpret import see
from compliance.rules.kinds import Misfit
from compliance.rules.lexer import SyntaxFault
from compliance.rules.parser import parse
from compliance.rules.seen import Scope, Seen
from compliance.rules.tree import Column, Name, Node, walk
from compliance.rules.types import Typing
from compliance.rules.uses import violable
from compliance.rules.values import Truth

_DEPTH_MAX = 40
_LENGTH_MAX = 4_000
_OPTION = "--where"


class Subject(NamedTuple):
    """What an expression is asked of: the rows of a relation under a variable, or facilities."""

    relation: str | None
    var: str
    concluded: Mapping[str, str]
    """What is concluded, by name: its kind."""


class Where:
    """An expression about a subject, read and checked once."""

    def __init__(self, book: Rulebook, subject: Subject, text: str) -> None:
        """Read an expression. Raises BadInput (E-WHERE-SYNTAX, E-WHERE-TYPE)."""
        self.subject = subject
        self.node = _read(text)
        typing = Typing(book.params, book.defs, violable(book))
        try:
            typing.expect(self.node, "bool", names_of(subject))
        except Misfit as fault:
            place = text.find(fault.text) + 1
            where = f"{_OPTION}:{place}" if place and fault.definition is None else _OPTION
            raise BadInput("E-WHERE-TYPE", where=where, reason=str(fault)) from None

    @property
    def names(self) -> frozenset[str]:
        """The names that it speaks of, those of relations included."""
        return frozenset(each.text for each in walk(self.node) if isinstance(each, Name))

    def truth(self, scope: Scope, row: Row | None, concluded: Mapping[str, Any]) -> Truth:
        """Say whether a facility or a row of its is meant, as far as that is known."""
        names = {name: Seen(value) for name, value in concluded.items()}
        if self.subject.relation is not None and row is not None:
            inner = scope.within({self.subject.var: row})
            names |= {name: _column(self.subject, name, inner) for name in self._columns()}
            seen = see(self.node, scope.within({**names, self.subject.var: row}))
        else:
            seen = see(self.node, scope.within(names))
        found: Truth = seen.value
        return found

    def _columns(self) -> frozenset[str]:
        return self.names & _columns_of(self.subject).keys()


def names_of(subject: Subject) -> dict[str, str]:
    """Return every name that an expression may use beside facts and parameters: its kind."""
    names = {**_columns_of(subject), **subject.concluded}
    return names if subject.relation is None else {**names, subject.var: f"row:{subject.relation}"}


def _columns_of(subject: Subject) -> dict[str, str]:
    if subject.relation is None:
        return {}
    declared = RELATIONS[subject.relation]
    columns = {
        name: col.type for name, col in (*declared.columns.items(), *declared.closing.items())
    }
    return {**columns, "on": "date", "closed": "date"}


def _column(subject: Subject, name: str, scope: Scope) -> Seen:
    return see(Column(name, Name(subject.var), name), scope)


def _read(text: str) -> Node:
    if len(text) > _LENGTH_MAX:
        raise BadInput("E-WHERE-LONG", where=_OPTION, most=_LENGTH_MAX)
    try:
        node = parse(text)
        depth = _depth(node)
    except SyntaxFault as fault:
        where = f"{_OPTION}:{fault.column}"
        raise BadInput("E-WHERE-SYNTAX", where=where, reason=str(fault)) from None
    except RecursionError:
        depth = _DEPTH_MAX + 1
    if depth > _DEPTH_MAX:
        raise BadInput("E-WHERE-LONG", where=_OPTION, most=_LENGTH_MAX)
    return node


def _depth(node: Node) -> int:
    parts = [each for held in node for each in (held if isinstance(held, tuple) else (held,))]
    return 1 + max((_depth(each) for each in parts if isinstance(each, Node)), default=0)
