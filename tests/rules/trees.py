"""Random trees of the rule language, and a printer that knows precedence by its own table."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from compliance.domain.time import Period
from compliance.rules.tree import (
    MACROS,
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

_LEVELS = {Choice: 0, Or: 1, And: 2, Compare: 3, Arith: 4, Not: 6}
_PRODUCT, _UNARY, _PRIMARY = 5, 6, 7
_WORDS = st.sampled_from(["a", "b2", "long_name", "_", "period_", "truest"])
_NAMES = _WORDS.map(Name)
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="'\n\r"), max_size=6)
_LITERALS = st.one_of(
    st.integers(0, 10**9),
    st.booleans(),
    _TEXTS,
    st.dates(),
    st.builds(Period, months=st.integers(0, 40), days=st.integers(0, 40)),
).map(lambda value: Lit("", value))


def trees() -> st.SearchStrategy[Node]:
    """Draw any tree that can be written."""
    return st.recursive(_LITERALS | _NAMES, _above, max_leaves=12)


def _above(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    few = st.lists(inner, max_size=3).map(tuple)
    operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in"])
    return st.one_of(
        st.builds(And, st.just(""), several),
        st.builds(Or, st.just(""), several),
        st.builds(Not, st.just(""), inner),
        st.builds(Compare, st.just(""), operators, inner, inner),
        st.builds(Arith, st.just(""), st.sampled_from("+-*"), inner, inner),
        st.builds(Choice, st.just(""), inner, inner, inner),
        st.builds(ListOf, st.just(""), few),
        st.builds(Column, st.just(""), inner, _WORDS),
        st.builds(Index, st.just(""), _NAMES, inner),
        st.builds(Call, st.just(""), _WORDS, few),
        _macros(inner),
    )


@st.composite
def _macros(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> Node:
    kind, wanted = MACROS[draw(st.sampled_from(sorted(MACROS)))]
    args = tuple(draw(inner) for _ in range(wanted))
    return Macro("", draw(_NAMES), kind, draw(_WORDS), args)


def written(node: Node, need: int = 0) -> str:
    """Write a tree with no more brackets than its places need."""
    text, level = _text(node)
    return text if level >= need else f"({text})"


def _text(node: Node) -> tuple[str, int]:
    match node:
        case Arith(op=op, left=left, right=right):
            level = _PRODUCT if op == "*" else _LEVELS[Arith]
            return f"{written(left, level)} {op} {written(right, level + 1)}", level
        case Compare(op=op, left=left, right=right):
            return f"{written(left, 4)} {op} {written(right, 4)}", _LEVELS[Compare]
        case And() | Or():
            level, op = _LEVELS[type(node)], " && " if isinstance(node, And) else " || "
            return op.join(written(part, level + 1) for part in node.parts), level
        case Choice(test=test, yes=yes, no=no):
            return f"{written(test, 1)} ? {written(yes)} : {written(no)}", _LEVELS[Choice]
        case Not(of=of):
            return f"!{written(of, _UNARY)}", _UNARY
        case _:
            return _primary(node), _PRIMARY


def _primary(node: Node) -> str:
    match node:
        case Lit(value=value):
            return _literal(value)
        case Name(text=text):
            return text
        case Column(of=of, name=name):
            return f"{written(of, _PRIMARY)}.{name}"
        case Index(of=of, key=key):
            return f"{of.text}[{written(key)}]"
        case Call(name=name, args=args):
            return f"{name}({', '.join(written(arg) for arg in args)})"
        case Macro(of=of, kind=kind, var=var, args=args):
            return f"{of.text}.{kind}({', '.join((var, *(written(arg) for arg in args)))})"
        case ListOf(items=items):
            return f"[{', '.join(written(item) for item in items)}]"
        case _:
            raise TypeError(node)


def _literal(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f"'{value}'"
        case date():
            return f"date('{value.isoformat()}')"
        case _:
            return f"period('{value}')"


def bare(node: Any) -> Any:
    """Return a tree without the texts it was read from."""
    if isinstance(node, Node) and not isinstance(node, Name):
        told = node._asdict()
        del told["text"]
        return type(node).__name__, *((name, bare(part)) for name, part in told.items())
    if isinstance(node, tuple) and not isinstance(node, Name | Period):
        return tuple(bare(each) for each in node)
    return (type(node).__name__, node)
