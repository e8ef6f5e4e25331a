"""The kinds of things that expressions speak of, and which of them go together.

Kinds are words: `bool int date today text texts period share threshold table periods words range`,
and `row:<relation>` for a row. `today` is a date that moves: it may be compared, never added to.
"""

from compliance.domain.relation import Column
from compliance.domain.relations import RELATIONS
from compliance.rules.spelling import meant
from compliance.rules.tree import Index, Name

PARAM_KINDS = {
    "int": "int", "period": "period", "date": "date", "share": "threshold", "table": "table",
    "periods": "periods", "words": "words", "texts": "texts", "range": "range",
}  # fmt: skip
INDEXED = {"table": "int", "periods": "period", "words": "text"}
"""Kinds that have keys, and the kind of what stands under one."""
MACRO_RESULTS = {"exists": "bool", "all": "bool", "count": "int", "sum": "int", "share": "share"}
DAYS = frozenset({"date", "today"})
_COMPARABLE = frozenset({"bool", "int", "text", "date", "today", "period"})
_ORDERED = frozenset({"int", "date", "today"})


class Misfit(ValueError):  # noqa: N818 - the author's fault, named like the others
    """An expression that cannot mean anything: the piece of text, why, and in which definition."""

    def __init__(self, text: str, reason: str, definition: str | None = None) -> None:
        super().__init__(f"{text}: {reason}")
        self.text = text
        self.reason = reason
        self.definition = definition


def relation(node: Name) -> str:
    """Return the relation of a name. Raises Misfit."""
    if node.text not in RELATIONS:
        raise Misfit(node.text, f"is no relation{meant(node.text, RELATIONS)}")
    return node.text


def column_of(text: str, of: str, name: str) -> Column | None:
    """Return the declaration of a relation's column; None for `on` and `closed`. Raises Misfit."""
    declared = RELATIONS[of]
    if name in {"on", "closed"}:
        return None
    found = declared.columns.get(name) or declared.closing.get(name)
    if found is None:
        known = (*declared.columns, *declared.closing, "on", "closed")
        near = meant(name, known) or f" (it has {', '.join(known)})"
        raise Misfit(text, f"{of} has no column {name}{near}")
    return found


def key_column(node: Index) -> Column:
    """Return the one column by which a relation's rows are looked up. Raises Misfit."""
    of = relation(node.of)
    own = [part for part in RELATIONS[of].key if part != "facility"]
    if len(own) != 1:
        raise Misfit(node.text, f"{of} is not kept by one key of its own")
    return RELATIONS[of].columns[own[0]]


def either(left: str, right: str) -> str | None:
    """Return the kind of one of two values; None where they do not go together."""
    if {left, right} == DAYS:
        return "today"
    return left if left == right and not left.startswith("row:") else None


def misfits(op: str, left: str, right: str) -> str | None:
    """Say why two kinds cannot be compared; None if they can."""
    if op == "in":
        return None if (left, right) == ("text", "texts") else f"looks for {left} in {right}"
    both = either(left, right)
    if both is None or both not in _COMPARABLE:
        return f"compares {left} with {right}"
    if op not in {"==", "!="} and both not in _ORDERED:
        return f"{left} has no order"
    return None
