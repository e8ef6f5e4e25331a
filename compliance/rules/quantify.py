"""Quantifiers, counts, sums and shares over the rows of a relation, with unknowns kept apart."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, assert_never

from compliance.domain.facts import Row
from compliance.domain.findings import Proof, Says
from compliance.rules.seen import NOTHING, Scope, See, Seen, shown, together
from compliance.rules.tree import And, Call, Column, Compare, Macro, Name, Node, walk
from compliance.rules.values import (
    ABSENT,
    UNKNOWN,
    Share,
    Truth,
    bounds,
    is_known,
    number,
    plus,
)


def quantify(node: Macro, scope: Scope, see: See) -> Seen:
    """Evaluate a macro over the rows of its relation."""
    tested = [_test(node, row, scope, see) for row in _candidates(node, scope, see)]
    match node.kind:
        case "exists":
            return _exists(node, tested, found=True)
        case "all":
            return _exists(node, tested, found=False)
        case "count":
            return _sum(tested, [Seen(1)] * len(tested))
        case "sum":
            return _sum(tested, _values(node, tested, scope, see))
        case "max" | "min":
            return _extreme(node, tested, _values(node, tested, scope, see))
        case "share":
            return _share(node, tested, scope, see)
        case _:
            assert_never(node.kind)


def _candidates(node: Macro, scope: Scope, see: See) -> Sequence[Row]:
    """Return the rows that can pass: a test that begins `x.column == value` sorts the rest out.

    It is the join that nearly every rule begins with; `all` needs every row.
    """
    rows = scope.facts.of(node.of.text)
    if node.kind == "all":
        return rows
    test = node.args[1] if node.kind == "share" else node.args[0]
    found = _join(test, node.var, scope)
    if found is None:
        return rows
    column, other = found
    wanted = see(other, scope).value
    if wanted is UNKNOWN or wanted is ABSENT:
        return rows
    return [row for row in rows if row.values[column] in {None, wanted}]


def _join(test: Node, var: str, scope: Scope) -> tuple[str, Node] | None:
    """Find the column and the value of a leading equation whose other side is not the row's."""
    match test:
        case And(parts=(first, *_)):
            return _join(first, var, scope)
        case Call(name=name, args=args) if name in scope.book.defs:
            return _join_of_definition(name, args, var, scope)
        case Compare(
            op="==", left=Column(of=Name(text=own), name=column), right=Column() as other
        ):
            stored = column not in {"on", "closed"}
            return (column, other) if own == var and stored and not _of(other, var) else None
        case _:
            return None


def _join_of_definition(
    name: str, args: Sequence[Node], var: str, scope: Scope
) -> tuple[str, Node] | None:
    """Look for the equation inside a definition, its arguments named as they were given."""
    definition = scope.book.defs[name]
    given = dict(zip(definition.args, args, strict=True))
    own = [arg for arg, node in given.items() if isinstance(node, Name) and node.text == var]
    found = _join(definition.body, own[0], scope) if len(own) == 1 else None
    if found is None:
        return None
    column, other = found
    holder = other.of if isinstance(other, Column) else None
    if not isinstance(other, Column) or not isinstance(holder, Name) or holder.text not in given:
        return None
    row = given[holder.text]
    return None if _of(row, var) else (column, Column(other.text, row, other.name))


def _of(node: Node, var: str) -> bool:
    """Say whether an expression speaks of the row itself, anywhere within."""
    return any(isinstance(each, Name) and each.text == var for each in walk(node))


class _Tested(NamedTuple):
    row: Row
    truth: Truth
    seen: Seen


def _test(node: Macro, row: Row, scope: Scope, see: See) -> _Tested:
    """Test one row; a share tests `among`, its second expression."""
    test = node.args[1] if node.kind == "share" else node.args[0]
    seen = see(test, scope.bound(**{node.var: row}))
    return _Tested(row, seen.value, seen)


def _exists(node: Macro, tested: Sequence[_Tested], *, found: bool) -> Seen:
    """Find rows whose test is `found`; without one, unknown rows leave it unknown."""
    witnesses = [each for each in tested if each.truth is found]
    if witnesses:
        return together([_witness(node, each) for each in witnesses], found)
    unknown = [each for each in tested if not isinstance(each.truth, bool)]
    if unknown:
        return together([_witness(node, each) for each in unknown], UNKNOWN)
    events = (each.seen.events.union(each.row.events) for each in tested)
    return Seen(not found, frozenset().union(*events))


def _witness(node: Macro, each: _Tested) -> Seen:
    events = each.seen.events | frozenset(each.row.events)
    named = ", ".join(
        f"{name}={shown(value)}" for name, value in each.row.values.items() if value is not None
    )
    text = f"{node.of.text}: {named}" if named else node.of.text
    proof = Proof(
        says=Says(text, text),
        value=shown(each.truth),
        events=tuple(sorted(events)),
        because=each.seen.because,
    )
    return Seen(each.truth, events, each.seen.missing, (proof,))


def _values(node: Macro, tested: Sequence[_Tested], scope: Scope, see: See) -> list[Seen]:
    return [
        Seen(0) if each.truth is False else see(node.args[1], scope.bound(**{node.var: each.row}))
        for each in tested
    ]


def _sum(tested: Sequence[_Tested], values: Sequence[Seen]) -> Seen:
    """Add the values of the rows that pass; a row that may pass widens the bounds."""
    total: Any = 0
    counted = []
    for each, seen in zip(tested, values, strict=True):
        if each.truth is False:
            continue
        counted.append(together((each.seen, seen), None))
        total = plus(total, seen.value if each.truth is True else _perhaps(seen.value))
    rows = [each.row.events for each in tested if each.truth is not False]
    joined = together(counted, total)
    return Seen(total, joined.events.union(*rows), joined.missing, joined.because)


def _perhaps(value: Any) -> Any:
    low, high = bounds(value)
    return number(None if low is None else min(0, low), None if high is None else max(0, high))


def _extreme(node: Macro, tested: Sequence[_Tested], values: Sequence[Seen]) -> Seen:
    """Return the largest (smallest) value of the rows that pass; of none, ABSENT."""
    passing = [
        (each, seen) for each, seen in zip(tested, values, strict=True) if each.truth is not False
    ]
    joined = together([each.seen for each, _ in passing] + [seen for _, seen in passing], None)
    events = joined.events.union(*(each.row.events for each, _ in passing))
    if not passing:
        return Seen(ABSENT)
    best = max if node.kind == "max" else min
    sure = [seen.value for each, seen in passing if each.truth is True]
    if sure and all(_comparable(seen.value) for _, seen in passing):
        found = best(sure)
        if best(seen.value for _, seen in passing) == found:
            return Seen(found, events, NOTHING, joined.because)
    return Seen(UNKNOWN, events, joined.missing, joined.because)


def _comparable(value: Any) -> bool:
    return isinstance(value, int | date)


def _share(node: Macro, tested: Sequence[_Tested], scope: Scope, see: See) -> Seen:
    """Count distinct units among the rows, and those that have the property, over completions."""
    units: dict[Any, list[tuple[Truth, Truth]]] = {}
    seens: list[Seen] = []
    for each in tested:
        if each.truth is False:
            continue
        inner = scope.bound(**{node.var: each.row})
        unit, having = see(node.args[0], inner), see(node.args[2], inner)
        units.setdefault(unit.value, []).append((each.truth, having.value))
        told = together((each.seen, unit, having), None)
        seens.append(Seen(None, told.events.union(each.row.events), told.missing))
    share = _shared(units) if all(map(is_known, units)) else UNKNOWN
    told = together(seens, share)
    return Seen(share, told.events, told.missing)


def _shared(units: Mapping[Any, Sequence[tuple[Truth, Truth]]]) -> Share:
    low, high = (0, 0), (0, 0)
    for rows in units.values():
        fewest, most = _unit(rows)
        low = (low[0] + fewest[0], low[1] + fewest[1])
        high = (high[0] + most[0], high[1] + most[1])
    return Share(low, high)


def _unit(rows: Sequence[tuple[Truth, Truth]]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the worst and the best contribution (having, among) of one unit."""
    perhaps = any(has is not False for _, has in rows)
    if any(truth is True for truth, _ in rows):
        surely = any(truth is True and has is True for truth, has in rows)
        return (int(surely), 1), (int(perhaps), 1)
    whichever = all(has is True for _, has in rows)
    return ((0, 0) if whichever else (0, 1)), ((1, 1) if perhaps else (0, 0))
