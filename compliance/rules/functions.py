"""Built-in functions of the language, and the definitions of the packs.

`in_force(row)` `has(column)` `stated(column)` `meets(share, threshold)` `within(number, range)`
`workdays(day, count)` `days(day, day)` `year(day)` `year_end(year)`
`date_in_year(year, month, day)`
`cycle_start(anchor, period)` `cycle_end(anchor, period)` (first and last day of today's cycle)
`lacks(list, wanted)` (the wanted texts that the list does not hold) `distinct(list)` `size(list)`
`defined(parameter)` `violated('rule')`.
"""

from collections.abc import Callable

from compliance.domain.findings import Missing, Proof
from compliance.rules import cycles
from compliance.rules.seen import NOTHING, Scope, See, Seen, shown, together
from compliance.rules.tree import Call, Lit, Name
from compliance.rules.values import (
    ABSENT,
    UNKNOWN,
    Share,
    compare,
    conjunction,
    is_known,
    meets,
    number,
)


def call(node: Call, scope: Scope, see: See) -> Seen:
    """Evaluate a built-in function, or a definition."""
    built_in = FUNCTIONS.get(node.name)
    if built_in is not None:
        return built_in(node, scope, see)
    definition = scope.book.defs[node.name]
    given = {name: see(arg, scope) for name, arg in zip(definition.args, node.args, strict=True)}
    seen = see(definition.body, scope.within(given))
    if definition.says is None:
        return seen
    proof = Proof(
        says=definition.says,
        value=shown(seen.value),
        events=tuple(sorted(seen.events)),
        because=seen.because,
    )
    return Seen(seen.value, seen.events, seen.missing, (proof,))


def _in_force(node: Call, scope: Scope, see: See) -> Seen:
    row = see(node.args[0], scope).value
    return Seen(row.in_force, frozenset(row.events))


def _has(node: Call, scope: Scope, see: See) -> Seen:
    seen = see(node.args[0], scope)
    if seen.value is UNKNOWN:
        return seen
    return Seen(seen.value is not ABSENT, seen.events)


def _stated(node: Call, scope: Scope, see: See) -> Seen:
    """Say whether a column was stated at all; that it was not is itself known."""
    seen = see(node.args[0], scope)
    return Seen(seen.value not in {UNKNOWN, ABSENT}, seen.events)


def _within(node: Call, scope: Scope, see: See) -> Seen:
    """Say whether a number lies in a range, both ends included."""
    number, band = (see(arg, scope) for arg in node.args)
    if band.value is UNKNOWN:
        return together((number, band), UNKNOWN)
    low, high = band.value
    above, below = compare(">=", number.value, low), compare("<=", number.value, high)
    return together((number, band), conjunction((above, below)))


def _meets(node: Call, scope: Scope, see: See) -> Seen:
    share, threshold = (see(arg, scope) for arg in node.args)
    if not isinstance(share.value, Share) or threshold.value is UNKNOWN:
        return together((share, threshold), UNKNOWN)
    wanted = threshold.value
    truth = meets(share.value, wanted["op"], wanted["of"], wanted["value"])
    missing = NOTHING if isinstance(truth, bool) else share.missing
    return Seen(truth, share.events, missing, share.because)


def _workdays(node: Call, scope: Scope, see: See) -> Seen:
    start, count = (see(arg, scope) for arg in node.args)
    parts = (start, count)
    if ABSENT in (start.value, count.value):
        return together(parts, ABSENT)
    if not (is_known(start.value) and is_known(count.value)):
        return together(parts, UNKNOWN)
    end = scope.book.workdays_after(start.value, count.value)
    joined = together(parts, end.day)
    if end.day is not None:
        return joined
    unpublished = Missing("calendar.published", None, str(end.unpublished))
    return Seen(UNKNOWN, joined.events, frozenset({unpublished}))


def _days(node: Call, scope: Scope, see: See) -> Seen:
    """Count the days from one day to another; negative if the second lies before."""
    first, last = (see(arg, scope) for arg in node.args)
    if ABSENT in (first.value, last.value):
        return together((first, last), ABSENT)
    if not (is_known(first.value) and is_known(last.value)):
        return together((first, last), UNKNOWN)
    return together((first, last), (last.value - first.value).days)


def _distinct(node: Call, scope: Scope, see: See) -> Seen:
    """Count the different texts of a list; an unknown one may be any of them, or another."""
    seen = see(node.args[0], scope)
    if not isinstance(seen.value, tuple):
        return seen
    known = {text for text in seen.value if text is not UNKNOWN}
    unknown = sum(text is UNKNOWN for text in seen.value)
    fewest = max(len(known), min(unknown, 1))
    return Seen(number(fewest, len(known) + unknown), seen.events, seen.missing)


def _lacks(node: Call, scope: Scope, see: See) -> Seen:
    """Return which of the wanted texts a list does not hold; a list that is not there, none."""
    listed, wanted = (see(arg, scope) for arg in node.args)
    parts = (listed, wanted)
    held = () if listed.value is ABSENT else listed.value
    if not isinstance(held, tuple) or not isinstance(wanted.value, tuple):
        return together(parts, UNKNOWN)
    lacking = tuple(text for text in wanted.value if text not in held)
    unsure = UNKNOWN in wanted.value or (lacking and UNKNOWN in held)
    return together(parts, UNKNOWN if unsure else lacking)


def _size(node: Call, scope: Scope, see: See) -> Seen:
    seen = see(node.args[0], scope)
    return Seen(len(seen.value), seen.events) if isinstance(seen.value, tuple) else seen


def _defined(node: Call, scope: Scope, _see: See) -> Seen:
    name = node.args[0]
    assert isinstance(name, Name)  # noqa: S101 - the static check has seen to it
    return Seen(scope.param(name.text) is not None)


def _violated(node: Call, scope: Scope, _see: See) -> Seen:
    rule = node.args[0]
    assert isinstance(rule, Lit)  # noqa: S101 - the static check has seen to it
    return scope.violated(str(rule.value))


FUNCTIONS: dict[str, Callable[[Call, Scope, See], Seen]] = {
    "in_force": _in_force,
    "has": _has,
    "stated": _stated,
    "within": _within,
    "meets": _meets,
    "workdays": _workdays,
    "days": _days,
    "year": cycles.year,
    "year_end": cycles.year_end,
    "date_in_year": cycles.date_in_year,
    "cycle_start": cycles.cycle_start,
    "cycle_end": cycles.cycle_end,
    "lacks": _lacks,
    "distinct": _distinct,
    "size": _size,
    "defined": _defined,
    "violated": _violated,
}

SIGNATURES: dict[str, tuple[tuple[str, ...], str]] = {
    "in_force": (("row:",), "bool"),
    "has": (("column",), "bool"),
    "stated": (("any column",), "bool"),
    "within": (("int", "range"), "bool"),
    "meets": (("share", "threshold"), "bool"),
    "workdays": (("date", "int"), "date"),
    "days": (("date", "date"), "int"),
    "year": (("day",), "int"),
    "year_end": (("int",), "date"),
    "date_in_year": (("int", "int", "int"), "date"),
    "cycle_start": (("date", "period"), "date"),
    "cycle_end": (("date", "period"), "date"),
    "lacks": (("texts", "texts"), "texts"),
    "distinct": (("texts",), "int"),
    "size": (("texts",), "int"),
    "defined": (("param",), "bool"),
    "violated": (("rule",), "bool"),
}
"""Function → the types it takes, the type it gives (see `types`)."""
