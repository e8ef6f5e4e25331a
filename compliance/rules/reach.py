"""The static check of steps: rungs that are never reached, exceptions that always conflict.

One condition implies another where its conjuncts include the other's, or a part of a disjunction
is implied. That is little logic, and no false alarm.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.rules.pack import Rule, Rung
from compliance.rules.parser import parse
from compliance.rules.problem import PackFile, Problem
from compliance.rules.tree import And, Name, Node, Or

_Shape = tuple[Any, ...]


def reach_problems(rule: Rule, file: PackFile) -> Iterator[Problem]:
    """Yield the rungs and rows that nothing reaches, and the exceptions that cannot both hold."""
    ladder = [rung.when for rung in rule.rungs]
    yield from _unreached(file, ("rules", rule.id, "ladder"), ladder)
    if rule.grade is not None:
        table = [parse(row["when"]) if "when" in row else None for row in rule.grade["table"]]
        yield from _unreached(file, ("rules", rule.id, "grade", "table"), table)
    yield from _conflicts(file, ("rules", rule.id, "exceptions"), rule.exceptions)


def _unreached(
    file: PackFile, base: tuple[str, ...], whens: Sequence[Node | None]
) -> Iterator[Problem]:
    for place, when in enumerate(whens):
        above = (other for other in range(place) if implies(when, whens[other]))
        first = next(above, None)
        if first is not None:
            reason = f"{_named(place, when)} → {_named(first, whens[first])}"
            yield Problem("E-RULE-UNREACHED", file.at((*base, place)), reason)


def _conflicts(
    file: PackFile, base: tuple[str, ...], exceptions: Sequence[Rung]
) -> Iterator[Problem]:
    for place, one in enumerate(exceptions):
        for other in range(place):
            two = exceptions[other]
            both = implies(one.when, two.when) or implies(two.when, one.when)
            if both and one.verdict != two.verdict:
                reason = f"{_named(other, two.when)}: {two.verdict} / "
                reason += f"{_named(place, one.when)}: {one.verdict}"
                yield Problem("E-RULE-CONFLICT", file.at((*base, place)), reason)


def _named(place: int, when: Node | None) -> str:
    return f"{place + 1}" if when is None else f"{place + 1} ({when.text})"


def implies(one: Node | None, other: Node | None) -> bool:
    """Say whether wherever one condition holds the other surely does; None = always."""
    if other is None:
        return True
    if one is None:
        return False
    if isinstance(other, And):
        return all(implies(one, part) for part in other.parts)
    if isinstance(one, Or):
        return all(implies(part, other) for part in one.parts)
    if isinstance(other, Or) and any(implies(one, part) for part in other.parts):
        return True
    if isinstance(one, And):
        return any(implies(part, other) for part in one.parts)
    return _shape(one) == _shape(other)


def _shape(node: Any) -> _Shape:
    """Return an expression without the text that it was read from: blanks and brackets apart."""
    if isinstance(node, Name) or not isinstance(node, Node):
        return (type(node), node)
    held = (getattr(node, name) for name in node._fields if name != "text")
    return (
        type(node),
        *(tuple(map(_shape, each)) if type(each) is tuple else _shape(each) for each in held),
    )
