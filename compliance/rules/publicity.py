"""Publicity: a rule of kind `disclosure` on one facility's facts, one answer a subject.

The first rung that holds answers; where several may, the state is unknown and says what to ask.
"""

from datetime import date
from typing import NamedTuple, get_args

from compliance.domain.facts import Past, Row
from compliance.domain.findings import Missing
from compliance.domain.terms import Publicity, State
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.interpret import see
from compliance.rules.ladder import climb
from compliance.rules.pack import Rule, Rung
from compliance.rules.seen import NOTHING, Scope, Seen, together
from compliance.rules.tree import Node
from compliance.rules.verdict import binding_of, cites_of, subject_of, subjects

STATES: tuple[State, ...] = get_args(State)
UNCERTAIN: State = "unknown"


def publicity(book: Rulebook, past: Past, day: date) -> tuple[Publicity, ...]:
    """Return what the rules say of publication for each subject of a facility on a day."""
    scope = Assessor(book, past).scope(day)
    return tuple(
        found
        for rule in book.rules_for(scope.chain, day)
        if rule.kind == "disclosure" and rule.scope == "facility"
        for row, inner in subjects(rule, scope)
        if (found := _one(rule, row, inner, past.facility)) is not None
    )


class _Said(NamedTuple):
    """What the ladder says: a state, the rung that decides, if one does, and what was seen."""

    state: State
    rung: Rung | None
    seen: Seen
    since: date | None = None
    until: date | None = None


def _one(rule: Rule, row: Row | None, scope: Scope, facility: str) -> Publicity | None:
    scope.used.clear()
    applies = Seen(True) if rule.applies is None else see(rule.applies, scope)
    if applies.value is False:
        return None
    said = _said(rule, scope, applies)
    rung = said.rung
    own = frozenset() if row is None else frozenset(row.events)
    return Publicity(
        facility=facility,
        rule=rule.id,
        title=rule.title,
        subject=subject_of(rule, scope),
        state=said.state,
        since=said.since,
        until=said.until,
        says=rule.title if rung is None or rung.says is None else rung.says,
        cite=cites_of(rule, rung, scope),
        binding=binding_of(rule, None if rung is None else rung.binding, scope),
        evidence=tuple(sorted(said.seen.events | own)),
        missing=_sorted(said.seen.missing),
    )


def _said(rule: Rule, scope: Scope, applies: Seen) -> _Said:
    """Climb; a rung decides if it is the only one, and if it is sure that the rule applies."""
    possible, seen = climb(rule.rungs, scope)
    states = {rung.then for rung in possible}
    if len(states) > 1 or applies.value is not True:
        doubts = seen.missing.difference(*(rung.ask for rung in possible))
        doubtful = seen._replace(missing=doubts)
        return _Said(UNCERTAIN, None, together((applies, doubtful), None))
    state: State = states.pop()  # type: ignore[assignment] # the static check has seen to it
    if len(possible) > 1:
        return _Said(state, None, seen)
    (rung,) = possible
    since, until = _seen(rung.since, scope), _seen(rung.until, scope)
    asked = seen.missing if rung.then == UNCERTAIN else NOTHING
    doubts = asked | since.missing | until.missing
    joined = together((seen, since, until), None)._replace(missing=doubts)
    return _Said(state, rung, joined, _day(since), _day(until))


def _seen(node: Node | None, scope: Scope) -> Seen:
    return Seen(None) if node is None else see(node, scope)


def _day(seen: Seen) -> date | None:
    return seen.value if isinstance(seen.value, date) else None


def _sorted(missing: frozenset[Missing]) -> tuple[Missing, ...]:
    return tuple(sorted(missing, key=str))
