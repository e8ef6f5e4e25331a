"""Why not otherwise: the fewest conditions that would have to be other than they are.

A conjunction lacks all its unmet parts, a disjunction its least lacking one; a quantifier looks
at the row that comes nearest. It names conditions; whether they can be met is not its business.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from compliance.domain.findings import Missing, Says
from compliance.rules.interpret import see
from compliance.rules.pack import Rule, Rung
from compliance.rules.parser import parse
from compliance.rules.seen import Scope, Seen, shown
from compliance.rules.tree import And, Call, Macro, Node, Not, Or


class Unmet(NamedTuple):
    """A condition that is not as it would have to be."""

    says: Says
    value: str
    """What it is now: `true`, `false` or `unknown`."""
    events: tuple[int, ...]
    missing: tuple[Missing, ...]


Lacking = tuple[Unmet, ...]


def lacking(rule: Rule, scope: Scope, target: str) -> Lacking | None:
    """Return the fewest unmet conditions of a verdict, rung or grade; None if none leads there."""
    if rule.grade is not None:
        return _of_grade(rule.grade, scope, target)
    if rule.kind == "ladder":
        return _of_rungs(rule.rungs, scope, target)
    if rule.require is None:
        return None
    return unmet(rule.require, scope, wanted=target == "compliant")


def unmet(node: Node, scope: Scope, *, wanted: bool = True) -> Lacking:
    """Return the fewest conditions that keep an expression from being as wanted."""
    seen = see(node, scope)
    if seen.value is wanted:
        return ()
    match node:
        case And(parts=parts):
            return _joined(parts, scope, wanted=wanted, every=wanted)
        case Or(parts=parts):
            return _joined(parts, scope, wanted=wanted, every=not wanted)
        case Not(of=inner):
            return unmet(inner, scope, wanted=not wanted)
        case Macro(kind="exists" | "all"):
            return _of_rows(node, scope, seen, wanted=wanted)
        case Call(name=name) if name in scope.book.defs:
            return _of_definition(node, scope, seen, wanted=wanted)
        case _:
            return (_leaf(Says(node.text, node.text), seen),)


def _of_rungs(rungs: Sequence[Rung], scope: Scope, target: str) -> Lacking | None:
    """Return the way to the nearest rung that answers as wanted: those before it must not hold."""
    before: list[Unmet] = []
    ways: list[Lacking] = []
    for rung in rungs:
        if target in {rung.then, rung.verdict}:
            own = () if rung.when is None else _said(rung, scope, wanted=True)
            ways.append((*before, *own))
        if rung.when is not None:
            before += _said(rung, scope, wanted=False)
    return min(ways, key=len, default=None)


def _of_grade(grade: dict[str, Any], scope: Scope, target: str) -> Lacking | None:
    """Return the way to a grade, or a better one, of the day alone: by the table and the veto."""
    if target not in grade["grades"]:
        return None
    enough = grade["grades"][: grade["grades"].index(target) + 1]
    veto = grade.get("veto", {"to": target, "when": ()})
    struck = () if veto["to"] in enough else veto["when"]
    vetoes = [lack for text in struck for lack in unmet(parse(text), scope, wanted=False)]
    before: list[Unmet] = []
    ways: list[Lacking] = []
    for row in grade["table"]:
        when = parse(row["when"]) if "when" in row else None
        if row["grade"] in enough:
            own = () if when is None else unmet(when, scope)
            ways.append(tuple(dict.fromkeys((*vetoes, *before, *own))))
        if when is not None:
            before += unmet(when, scope, wanted=False)
    return min(ways, key=len, default=None)


def _said(rung: Rung, scope: Scope, *, wanted: bool) -> Lacking:
    """Name what a rung lacks; where that is all of it, by the rung's own words."""
    assert rung.when is not None  # noqa: S101 - the caller has seen to it
    lacks = unmet(rung.when, scope, wanted=wanted)
    whole = [each.says.en for each in lacks] == [rung.when.text]
    if rung.says is None or not lacks or (wanted and not whole):
        return lacks
    return (_leaf(rung.says, see(rung.when, scope)),)


def _joined(parts: Iterable[Node], scope: Scope, *, wanted: bool, every: bool) -> Lacking:
    """Gather what all parts lack, or what the least lacking one does."""
    each = [unmet(part, scope, wanted=wanted) for part in parts]
    if every:
        return tuple(dict.fromkeys(lack for lacks in each for lack in lacks))
    return min(each, key=len)


def _of_rows(node: Macro, scope: Scope, seen: Seen, *, wanted: bool) -> Lacking:
    """Look at the nearest row where one would do, at every row where none may differ."""
    one_would_do = (node.kind == "exists") is wanted
    rows = scope.facts.of(node.of.text)
    each = [unmet(node.args[0], scope.bound(**{node.var: row}), wanted=wanted) for row in rows]
    if one_would_do and not rows:
        return (_leaf(Says(node.text, node.text), seen),)
    if one_would_do:
        return min(each, key=len)
    return tuple(dict.fromkeys(lack for lacks in each for lack in lacks))


def _of_definition(node: Call, scope: Scope, seen: Seen, *, wanted: bool) -> Lacking:
    """Name a definition by its own words, if it has any; else look into it."""
    definition = scope.book.defs[node.name]
    if definition.says is not None:
        return (_leaf(definition.says, seen),)
    given = {name: see(arg, scope) for name, arg in zip(definition.args, node.args, strict=True)}
    return unmet(definition.body, scope.within(given), wanted=wanted)


def _leaf(says: Says, seen: Seen) -> Unmet:
    missing = tuple(sorted(seen.missing, key=str))
    return Unmet(says, shown(seen.value), tuple(sorted(seen.events)), missing)
