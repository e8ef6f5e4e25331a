"""Deadlines that run: rules of kind `deadline` on one facility's facts, one answer a subject.

A day is never guessed: a term into a year without a published calendar is provisional, and what
cannot be told whether it runs, or until when, is neither overdue nor in time.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Past, Row
from compliance.domain.findings import Binding
from compliance.domain.terms import DayType, Due
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.force import weakest
from compliance.rules.interpret import see
from compliance.rules.ladder import excepted
from compliance.rules.pack import AUTHORITIES, Rule
from compliance.rules.seen import Scope, Seen, together
from compliance.rules.tree import Call, Choice, Node
from compliance.rules.uses import calls_of
from compliance.rules.values import ABSENT, UNKNOWN
from compliance.rules.verdict import binding_of, cites_of, subject_of, subjects

_CALENDAR = "calendar.published"


def running(book: Rulebook, past: Past, day: date) -> tuple[Due, ...]:
    """Return the deadlines that run for a facility on a day, or may run."""
    scope = Assessor(book, past).scope(day)
    found = _running(_deadlines(scope, "facility"), scope)
    return tuple(each._replace(facility=past.facility) for each in found)


def running_in(book: Rulebook, past: Past, day: date, region: str) -> tuple[Due, ...]:
    """Return the deadlines that run for a region itself, by its own past.

    What a plan asks of its city it does not ask of each district; what the nation asks, of all.
    """
    scope = Scope(past.at(day), book, book.chain(region, day), lambda _: Seen(value=False))
    own = [
        rule
        for rule in _deadlines(scope, "region")
        if rule.region == region or not rule.region.isdecimal()
    ]
    return tuple(each._replace(region=region) for each in _running(own, scope))


class Reckoned(NamedTuple):
    """A deadline of one subject, whether it still runs (None = cannot be told) or is done."""

    due: Due
    runs: bool | None


def reckoned(rule: Rule, scope: Scope) -> Iterator[Reckoned]:
    """Yield every subject of a deadline with its last day, those for whom it runs no more too."""
    for row, inner in subjects(rule, scope):
        inner.used.clear()
        assert rule.due is not None  # noqa: S101 - the static check has seen to it
        runs, seen = _runs(rule, inner), see(rule.due, inner)
        due = _due(rule, inner, runs, seen)._replace(evidence=_evidence(row, runs, seen))
        yield Reckoned(due, None if runs.value is UNKNOWN else bool(runs.value))


def _deadlines(scope: Scope, whose: str) -> list[Rule]:
    rules = scope.book.rules_for(scope.chain, scope.facts.on)
    return [rule for rule in rules if rule.kind == "deadline" and rule.scope == whose]


def _running(rules: Iterable[Rule], scope: Scope) -> Iterator[Due]:
    for rule in rules:
        found = (_one(rule, row, inner) for row, inner in subjects(rule, scope))
        yield from (each for each in found if each is not None)


class _Term(NamedTuple):
    """What a term comes to: its last day, or the last published day before it."""

    due: date | None
    after: date | None = None
    provisional: bool = False


def _one(rule: Rule, row: Row | None, scope: Scope) -> Due | None:
    scope.used.clear()
    runs = _runs(rule, scope)
    if runs.value is False:
        return None
    assert rule.due is not None  # noqa: S101 - the static check has seen to it
    seen = see(rule.due, scope)
    if seen.value is ABSENT:
        return None
    return _due(rule, scope, runs, seen)._replace(evidence=_evidence(row, runs, seen))


def _evidence(row: Row | None, runs: Seen, seen: Seen) -> tuple[int, ...]:
    return tuple(sorted(runs.events.union(seen.events, () if row is None else row.events)))


def _due(rule: Rule, scope: Scope, runs: Seen, seen: Seen) -> Due:
    assert rule.due is not None  # noqa: S101 - the static check has seen to it
    term, day_type = _term(seen, scope.book), _day_type(rule.due, scope)
    missing = seen.missing.union(runs.missing if runs.value is UNKNOWN else ())
    return Due(
        facility=None,
        region=None,
        rule=rule.id,
        title=rule.title,
        subject=subject_of(rule, scope),
        bearer=rule.bearer,  # type: ignore[arg-type] # the door has seen to it
        authority=_authority(rule, scope),
        due=term.due,
        overdue=_overdue(term, scope.facts.on) if runs.value is True else None,
        left=_left(term.due, day_type, scope),
        day_type=day_type,
        provisional=term.provisional,
        after=term.after,
        cite=cites_of(rule, None, scope),
        binding=_binding(rule, scope),
        missing=tuple(sorted(missing, key=str)),
    )


def _runs(rule: Rule, scope: Scope) -> Seen:
    """Say whether a deadline runs: it applies, and no exception stops it."""
    applies = Seen(True) if rule.applies is None else see(rule.applies, scope)
    stops = excepted(rule.exceptions, scope)
    if stops.held:
        return Seen(False)
    if stops.perhaps and applies.value is True:
        return together((applies, stops.seen), UNKNOWN)
    return applies


def _term(seen: Seen, book: Rulebook) -> _Term:
    """Read the last day; where a calendar is missing, the last day that is published."""
    if isinstance(seen.value, date):
        return _Term(seen.value)
    years = [int(each.field) for each in seen.missing if each.event == _CALENDAR]
    if not years:
        return _Term(None)
    return _Term(None, book.published_before(min(years)), provisional=True)


def _overdue(term: _Term, day: date) -> bool | None:
    """Compare with today; of a provisional term only that it has not yet passed can be told."""
    if term.due is not None:
        return day > term.due
    return False if term.after is not None and day <= term.after else None


def _left(due: date | None, day_type: DayType, scope: Scope) -> int | None:
    if due is None:
        return None
    if day_type == "calendar":
        return (due - scope.facts.on).days
    return scope.book.workdays_between(scope.facts.on, due)


def _day_type(node: Node, scope: Scope) -> DayType:
    """Say in which days a term counts: of a choice, by the branch that is taken."""
    match node:
        case Choice(test=test, yes=yes, no=no):
            taken = see(test, scope).value
            branches = (yes,) if taken is True else (no,) if taken is False else (yes, no)
            types = {_day_type(branch, scope) for branch in branches}
            return "workday" if "workday" in types else "calendar"
        case Call(name=name, args=args) if name in scope.book.defs:
            definition = scope.book.defs[name]
            given = dict(zip(definition.args, (see(arg, scope) for arg in args), strict=True))
            return _day_type(definition.body, scope.within(given))
        case _:
            return "workday" if "workdays" in calls_of(node, scope.book) else "calendar"


def _binding(rule: Rule, scope: Scope) -> Binding:
    """Return how a deadline binds: a day that rests on a reading is a reading."""
    read = any(value.binding == "reading" for value in scope.used)
    return weakest((binding_of(rule, None, scope), "reading" if read else "duty"))


def _authority(rule: Rule, scope: Scope) -> str | None:
    if rule.matter is None:
        return None
    named = scope.book.param(AUTHORITIES, scope.chain, scope.facts.on)
    found: str | None = None if named is None else named.value.get(rule.matter)
    return found
