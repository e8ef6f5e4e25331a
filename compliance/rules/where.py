"""Asking in the language of the rules which facilities, posts or orders are meant.

An expression sees what a rule sees of one facility; its row under a variable, and the row's
columns also by their own names; and what is concluded of the facility (`status`, `tier` …).
`whether` says of one row whether it is meant, `compile.where` of everybody's.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput
from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.kinds import Misfit
from compliance.rules.lexer import SyntaxFault
from compliance.rules.parser import parse
from compliance.rules.tree import Column, Macro, Name, Node, walk
from compliance.rules.types import Typing
from compliance.rules.uses import violable

_DEPTH_MAX = 40
_LENGTH_MAX = 4_000
_OPTION = "--where"
_OWN = "'"
"""Stands in no name that can be written."""


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
        self.node = _of_row(_read(text), subject, frozenset(columns_of(subject)))
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


def names_of(subject: Subject) -> dict[str, str]:
    """Return every name that an expression may use beside facts and parameters: its kind."""
    names = {**columns_of(subject), **subject.concluded}
    return names | dict.fromkeys(rows_of(subject), f"row:{subject.relation}")


def rows_of(subject: Subject) -> tuple[str, ...]:
    """Return the variables of its row: as it is written, and as no quantifier can name another."""
    return () if subject.relation is None else (subject.var, f"{subject.var}{_OWN}")


def columns_of(subject: Subject) -> dict[str, str]:
    """Return the columns that may be written without their variable, and their kinds."""
    if subject.relation is None:
        return {}
    declared = RELATIONS[subject.relation]
    columns = {
        name: col.type for name, col in (*declared.columns.items(), *declared.closing.items())
    }
    return {**columns, "on": "date", "closed": "date"}


def _of_row(node: Node, subject: Subject, columns: frozenset[str]) -> Node:
    """Let a bare column be one of the row, unless a quantifier gives its name to a row."""
    match node:
        case Name(text=text) if text in columns:
            return Column(text, Name(rows_of(subject)[-1]), text)
        case Column(of=Name()):
            return node
        case Macro(var=var):
            inner = columns - {var}
            return node._replace(args=tuple(_of_row(arg, subject, inner) for arg in node.args))
        case _:
            held = [_held(each, subject, columns) for each in node]
            return type(node)(*held)


def _held(held: Any, subject: Subject, columns: frozenset[str]) -> Any:
    if isinstance(held, Node):
        return _of_row(held, subject, columns)
    if isinstance(held, tuple):
        return tuple(_held(each, subject, columns) for each in held)
    return held


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
