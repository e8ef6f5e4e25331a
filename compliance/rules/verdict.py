"""One rule on one facility: which verdict, on which subject, with which numbers and proof.

Exceptions come first, then the requirement or the ladder. Unknown is never compliant.
"""

from collections.abc import Iterator
from typing import NamedTuple, get_args

from compliance.domain.facts import Row
from compliance.domain.findings import (
    Binding,
    Cite,
    Consequence,
    Finding,
    Missing,
    Proof,
    Says,
    Subject,
    VerdictName,
)
from compliance.rules.force import weakest
from compliance.rules.interpret import see
from compliance.rules.ladder import Excepted, climb, excepted
from compliance.rules.measure import Measured, measured
from compliance.rules.pack import ParamValue, Rule, Rung
from compliance.rules.parser import parse
from compliance.rules.seen import Scope, Seen, shown, together
from compliance.rules.values import UNKNOWN, Truth

_VERDICTS = frozenset(get_args(VerdictName))
_BINDINGS = frozenset(get_args(Binding))
NO_FAULT = frozenset({"compliant", "not_applicable"})
_CONFLICT = "conflict"


def subjects(rule: Rule, scope: Scope) -> Iterator[tuple[Row | None, Scope]]:
    """Yield where a rule is read: for each row that it is about, or once."""
    if rule.each is None:
        yield None, scope
        return
    relation, var = rule.each
    for row in scope.facts.of(relation):
        yield row, scope.bound(**{var: row})


def judge_one(rule: Rule, row: Row | None, scope: Scope) -> Finding | None:
    """Return a rule's finding on one subject; None where it does not apply."""
    scope.used.clear()
    scope.laws.clear()
    applies = Seen(True) if rule.applies is None else see(rule.applies, scope)
    if applies.value is False:
        return None
    exceptions = excepted(rule.exceptions, scope)
    ruled = _ruled(rule, scope, exceptions)
    return _finding(rule, row, scope, _weighed(ruled, applies, exceptions))


class Ruled(NamedTuple):
    """A verdict on its way: the rung that gave it, what was seen, the numbers compared."""

    verdict: str
    rung: Rung | None
    seen: Seen
    measure: Measured | None = None
    binding: str | None = None


def _ruled(rule: Rule, scope: Scope, exceptions: Excepted) -> Ruled:
    held = exceptions.held
    if len({rung.verdict for rung in held}) > 1:
        return Ruled(_CONFLICT, None, exceptions.seen)
    if held:
        return Ruled(held[0].verdict, held[0], exceptions.seen, binding=held[0].binding)
    return _laddered(rule, scope) if rule.kind == "ladder" else _required(rule, scope)


def _weighed(ruled: Ruled, applies: Seen, exceptions: Excepted) -> Ruled:
    """Make unknown a verdict that hangs on whether the rule, or an exception, applies."""
    doubts = [applies] if applies.value is UNKNOWN else []
    if exceptions.perhaps:
        doubts.append(exceptions.seen)
    seen = together((*doubts, ruled.seen), None)
    if ruled.verdict == "unknown" and doubts:
        return ruled._replace(seen=seen)
    if _hangs(ruled.verdict, applies, exceptions):
        return Ruled("unknown", None, seen, ruled.measure)
    return ruled


def _hangs(verdict: str, applies: Seen, exceptions: Excepted) -> bool:
    """Say whether a doubt touches the verdict; who complies does so, applicable or not."""
    perhaps = {rung.verdict for rung in exceptions.perhaps}
    others = perhaps - {verdict}
    if verdict in NO_FAULT and not exceptions.held and len(perhaps) == 1:
        others -= NO_FAULT
    unsure = applies.value is UNKNOWN and verdict not in NO_FAULT
    return unsure or (bool(others) and verdict != _CONFLICT)


def _required(rule: Rule, scope: Scope) -> Ruled:
    assert rule.require is not None  # noqa: S101 - the door has seen to it
    seen = see(rule.require, scope)
    verdict = _verdict_of(seen.value)
    return Ruled(verdict, None, seen, measured(rule, scope))


def _verdict_of(truth: Truth) -> str:
    if truth is UNKNOWN:
        return "unknown"
    return "compliant" if truth is True else "violation"


def _laddered(rule: Rule, scope: Scope) -> Ruled:
    """Let the rung decide; where several may, their verdict if they agree on it."""
    possible, seen = climb(rule.rungs, scope)
    last = possible[-1]
    if len({(rung.verdict, rung.binding) for rung in possible}) > 1:
        return Ruled("unknown", None, seen)
    return Ruled(last.verdict, last if len(possible) == 1 else None, seen, binding=last.binding)


def _finding(rule: Rule, row: Row | None, scope: Scope, ruled: Ruled) -> Finding | None:
    if ruled.verdict == "not_applicable":
        return None
    binding = binding_of(rule, ruled.binding, scope)
    verdict = _named(ruled.verdict, binding)
    measure = ruled.measure or Measured()
    cite = cites_of(rule, ruled.rung, scope)
    events = ruled.seen.events | (frozenset() if row is None else frozenset(row.events))
    return Finding(
        rule=rule.id,
        subject=subject_of(rule, scope),
        verdict=verdict,
        binding=binding,
        cite=cite,
        rank=rule.rank,
        outcome=None if ruled.rung is None else ruled.rung.then,
        value=measure.value,
        required=measure.required,
        gap=None if verdict == "compliant" else measure.gap,
        consequence=_consequence(ruled.rung, scope),
        evidence=tuple(sorted(events)),
        missing=_missing(verdict, ruled.seen),
        flag=rule.flag if verdict == "violation" else None,
        bearer=rule.bearer or "facility",
        proof=_proof((_titled(rule, ruled), verdict), cite, events, ruled.seen, scope),
    )


def _missing(verdict: str, seen: Seen) -> tuple[Missing, ...]:
    return tuple(sorted(seen.missing, key=str)) if verdict == "unknown" else ()


def _proof(
    said: tuple[Says, str],
    cite: tuple[Cite, ...],
    events: frozenset[int],
    seen: Seen,
    scope: Scope,
) -> Proof:
    """Build the proof: which law gave the numbers of an act stands before what was seen."""
    says, verdict = said
    because = (*scope.laws, *seen.because)
    return Proof(says, verdict, cite, tuple(sorted(events)), because)


def _titled(rule: Rule, ruled: Ruled) -> Says:
    """Return the rule's title with what was measured against what, where it was."""
    measure = ruled.measure
    if measure is None or measure.value is None or measure.required is None:
        return rule.title
    held = f"{measure.value} {measure.required.op} {measure.required.value}"
    return Says(f"{rule.title.zh}：{held}", f"{rule.title.en}: {held}")


def binding_of(rule: Rule, own: str | None, scope: Scope) -> Binding:
    """Return how an answer binds: as told, and never more than what it rests on can."""
    told = own or rule.binding
    if told not in _BINDINGS:
        value = scope.param(told)
        told = "reading" if value is None else value.binding
    named: Binding = told  # type: ignore[assignment] # the door has seen to it
    return weakest((named, scope.book.force.at_most(rule, _numbers(scope))))


def _named(verdict: str, binding: Binding) -> VerdictName:
    """Name the verdict: a target that is missed is no violation."""
    if verdict == "violation" and binding == "target":
        return "below_target"
    named: VerdictName = verdict if verdict in _VERDICTS else "unknown"  # type: ignore[assignment]
    return named


def cites_of(rule: Rule, decisive: Rung | None, scope: Scope) -> tuple[Cite, ...]:
    """Join the articles: a requirement's parameter is the norm, and stands before its sanction."""
    rung = () if decisive is None else decisive.cite
    params = tuple(cite for value in _numbers(scope) for cite in value.cite)
    own = (*params, *rule.cite) if rule.kind == "require" else (*rule.cite, *params)
    return tuple(dict.fromkeys((*rung, *own)))


def _numbers(scope: Scope) -> list[ParamValue]:
    """Return what was used and carries an article: a list of words only says where to look."""
    return [value for value in scope.used if not isinstance(value.value, tuple | str)]


def _consequence(rung: Rung | None, scope: Scope) -> Consequence | None:
    if rung is None or not (rung.propose or rung.fine):
        return None
    fine = None
    if rung.fine is not None:
        value = scope.param(rung.fine)
        fine = None if value is None else (value.value[0], value.value[1])
    return Consequence(rung.propose, fine)


def subject_of(rule: Rule, scope: Scope) -> Subject | None:
    """Return what a rule's verdict is about, in the scope of one row."""
    if rule.subject is None:
        return None
    kind, text = rule.subject
    return Subject(kind, shown(see(parse(text), scope).value))
