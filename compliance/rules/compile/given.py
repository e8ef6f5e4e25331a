"""What only a pack gives: periods, thresholds, ranges. They are Python's until they are used.

Which one is meant may hang on a test, or on a key; each use is written out for each of them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from compliance.domain.time import Period
from compliance.rules.compile.cells import Cell, absent, chosen, fixed, surely, unknown
from compliance.rules.compile.compare import compare
from compliance.rules.compile.sql import const, first_of
from compliance.rules.compile.texts import of_parameter
from compliance.rules.values import ABSENT

_KINDS = {"table": "int", "words": "text"}


class Given(NamedTuple):
    """A value of a pack, for each of some tests; where no test holds, it is unknown."""

    branches: tuple[tuple[Cell | None, Any], ...]


def each(given: Given, use: Callable[[Any], Cell], kind: str) -> Cell:
    """Use whichever value is meant."""
    found = unknown(kind)
    for test, value in reversed(given.branches):
        told = absent(kind) if value is ABSENT else use(value)
        found = told if test is None else chosen(test, told, found)
    return found


def of_parameter_value(value: Any) -> Any:
    """Return a parameter's value as expressions use it."""
    match value:
        case bool() | int() | str():
            return fixed({bool: "bool", int: "int", str: "text"}[type(value)], value)
        case tuple() if all(isinstance(one, str) for one in value):
            return of_parameter(value)
        case list() | tuple() if all(isinstance(one, str) for one in value):
            return of_parameter(tuple(value))
        case _ if hasattr(value, "toordinal"):
            return fixed("date", value.toordinal())
        case _:
            return Given(((None, value),))


def under_key(table: dict[str, Any], key: Cell, kind: str) -> Any:
    """Return what stands under a key of a table; of a key that it lacks, nothing is known."""
    if kind == "periods":
        return _period_under(table, key)
    found = unknown(_KINDS[kind])
    if key.fixed is not None:
        value = table.get(str(key.fixed))
        return found if value is None else fixed(_KINDS[kind], value)
    branches = [
        (compare("==", _whole(key), told).low, const(_KINDS[kind], value))
        for told, value in _entries(table, key.kind)
        if value is not None
    ]
    expr = first_of(branches, const(_KINDS[kind], None))
    return Cell(_KINDS[kind], expr, expr, key.absent)


def _period_under(table: dict[str, Any], key: Cell) -> Given:
    if key.fixed is not None:
        value = table.get(str(key.fixed))
        return Given(() if value is None else ((None, value),))
    gone = (
        [] if key.absent is None else [(Cell("bool", key.absent, key.absent, sure=True), ABSENT)]
    )
    told = [
        (compare("==", _whole(key), entry), value)
        for entry, value in _entries(table, key.kind)
        if value is not None
    ]
    return Given((*gone, *((_settled(test), value) for test, value in told)))


def same_period(op: str, left: Given, right: Given) -> Cell:
    """Compare periods: they are the same or not."""

    def against(one: Period) -> Cell:
        return each(right, lambda other: fixed("bool", (one == other) == (op == "==")), "bool")

    return each(left, against, "bool")


def _entries(table: dict[str, Any], kind: str) -> list[tuple[Cell, Any]]:
    """Return the keys that a value of a kind can be equal to, as its text is."""
    if kind == "text":
        return [(fixed("text", name), value) for name, value in table.items()]
    return [
        (fixed("int", int(name)), value)
        for name, value in table.items()
        if name.removeprefix("-").isdecimal() and str(int(name)) == name
    ]


def _whole(key: Cell) -> Cell:
    """Return a key as far as it is known."""
    return key if key.single else Cell(key.kind, key.value, key.value, key.absent)


def _settled(test: Cell) -> Cell:
    """Return a test that is false where it is not known: another entry may still be meant."""
    return surely(test)
