"""One rule on one facility: which verdict, on which subject, with which numbers and proof.

Exceptions come first, then the requirement or the ladder. Unknown is never compliant.
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from compliance.domain.facts import Row
from compliance.domain.findings import (
    Binding,
    Cite,
    Consequence,
    Finding,
    Proof,
    Says,
    Subject,
    VerdictName,
)
from compliance.rules.interpret import see
from compliance.rules.measure import Measured, measured
from compliance.rules.pack import Rule, Rung
from compliance.rules.seen import Scope, Seen, shown, together
from compliance.rules.values import UNKNOWN, Truth

_VERDICTS = frozenset(get_args(VerdictName))
_BINDINGS = frozenset(get_args(Binding))


def judge(rule: Rule, scope: Scope) -> tuple[Finding, ...]:
    """Return a rule's findings: one per subject, none where it does not apply."""
    return tuple(
        finding
        for subject, inner in _subjects(rule, scope)
        if (finding := _judge_one(rule, subject, inner)) is not None
    )


def climb(rungs: Sequence[Rung], scope: Scope) -> tuple[list[Rung], Seen]:
    """Return the rungs that may answer (one, if nothing is unknown), and what was seen."""
    possible, seens = [], []
    for rung in rungs:
        seen = Seen(True) if rung.when is None else see(rung.when, scope)
        if seen.value is False:
            continue
        possible.append(rung)
        seens.append(_said(rung, seen))
        if seen.value is True:
            break
    return possible, together(seens, len(possible) == 1)


def _said(rung: Rung, seen: Seen) -> Seen:
    """Put the rung's own words above what was seen, and beside it what it asks if it holds."""
    missing = seen.missing.union(rung.ask if seen.value is True else ())
    if rung.says is None:
        return Seen(seen.value, seen.events, missing, seen.because)
    node = Proof(
        says=rung.says,
        value=shown(seen.value),
        cite=rung.cite,
        events=tuple(sorted(seen.events)),
        because=seen.because,
    )
    return Seen(seen.value, seen.events, missing, (node,))


def _subjects(rule: Rule, scope: Scope) -> Iterator[tuple[Row | None, Scope]]:
    if rule.each is None:
        yield None, scope
        return
    relation, var = rule.each
    for row in scope.facts.of(relation):
        yield row, scope.bound(**{var: row})


def _judge_one(rule: Rule, row: Row | None, scope: Scope) -> Finding | None:
    scope.used.clear()
    applies = Seen(True) if rule.applies is None else see(rule.applies, scope)
    if applies.value is False:
        return None
    excepted, exception = climb_all(rule.exceptions, scope)
    if len({rung.verdict for rung in excepted}) > 1:
        return _finding(rule, row, scope, Ruled("conflict", None, together((exception,), None)))
    if excepted:
        ruled = Ruled(excepted[0].verdict, excepted[0], exception)
    else:
        ruled = _laddered(rule, scope) if rule.kind == "ladder" else _required(rule, scope)
    return _finding(rule, row, scope, _weakened(ruled, applies, exception))


class Ruled:
    """A verdict on its way: the rung that gave it, what was seen, the numbers compared."""

    __slots__ = ("measure", "rung", "seen", "verdict")

    def __init__(
        self, verdict: str, rung: Rung | None, seen: Seen, measure: Measured | None = None
    ) -> None:
        self.verdict = verdict
        self.rung = rung
        self.seen = seen
        self.measure = measure


def climb_all(rungs: Sequence[Rung], scope: Scope) -> tuple[list[Rung], Seen]:
    """Return every exception that holds, and what was seen; UNKNOWN if one may hold."""
    held, seens, truth = [], [], True
    for rung in rungs:
        seen = Seen(True) if rung.when is None else see(rung.when, scope)
        if seen.value is True:
            held.append(rung)
            seens.append(_said(rung, seen))
        elif seen.value is UNKNOWN:
            truth = False
            seens.append(_said(rung, seen))
    return held, together(seens, truth)


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
    possible, seen = climb(rule.rungs, scope)
    verdicts = {rung.verdict for rung in possible}
    if len(possible) == 1 or len(verdicts) == 1:
        return Ruled(possible[-1].verdict, possible[-1] if len(possible) == 1 else None, seen)
    return Ruled("unknown", None, seen)


def _weakened(ruled: Ruled, applies: Seen, exception: Seen) -> Ruled:
    """Make a verdict unknown where it hangs on whether the rule, or an exception, applies."""
    doubts = [seen for seen in (applies, exception) if seen.value is not True]
    if not doubts or ruled.verdict in {"compliant", "unknown"}:
        return ruled
    return Ruled("unknown", None, together((*doubts, ruled.seen), None), ruled.measure)


def _finding(rule: Rule, row: Row | None, scope: Scope, ruled: Ruled) -> Finding | None:
    if ruled.verdict == "not_applicable":
        return None
    binding = _binding(rule, ruled.rung, scope)
    verdict = _named(ruled.verdict, binding)
    measure = ruled.measure or Measured()
    cite = _cites(rule, ruled, scope)
    events = ruled.seen.events | (frozenset() if row is None else frozenset(row.events))
    return Finding(
        rule=rule.id,
        subject=_subject(rule, scope),
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
        missing=tuple(sorted(ruled.seen.missing, key=str)) if verdict == "unknown" else (),
        flag=rule.flag if verdict == "violation" else None,
        proof=_proof(rule, verdict, cite, ruled, tuple(sorted(events))),
    )


def _proof(
    rule: Rule, verdict: str, cite: tuple[Cite, ...], ruled: Ruled, events: tuple[int, ...]
) -> Proof:
    return Proof(
        says=_titled(rule, ruled),
        value=verdict,
        cite=cite,
        events=events,
        because=ruled.seen.because,
    )


def _titled(rule: Rule, ruled: Ruled) -> Says:
    """Return the rule's title with what was measured against what, where it was."""
    measure = ruled.measure
    if measure is None or measure.value is None or measure.required is None:
        return rule.title
    held = f"{measure.value} {measure.required.op} {measure.required.value}"
    return Says(f"{rule.title.zh}：{held}", f"{rule.title.en}: {held}")


def _binding(rule: Rule, rung: Rung | None, scope: Scope) -> Binding:
    told = rung.binding if rung is not None and rung.binding else rule.binding
    if told not in _BINDINGS:
        value = scope.book.param(told, scope.chain, scope.facts.on)
        told = "reading" if value is None else value.binding
    named: Binding = told  # type: ignore[assignment] # the door has seen to it
    return named


def _named(verdict: str, binding: Binding) -> VerdictName:
    """Name the verdict: a target that is missed is no violation."""
    if verdict == "violation" and binding == "target":
        return "below_target"
    named: VerdictName = verdict if verdict in _VERDICTS else "unknown"  # type: ignore[assignment]
    return named


def _cites(rule: Rule, ruled: Ruled, scope: Scope) -> tuple[Cite, ...]:
    """Join the articles: a requirement's parameter is the norm, and stands before its sanction."""
    rung = () if ruled.rung is None else ruled.rung.cite
    params = tuple(cite for value in scope.used for cite in value.cite)
    own = (*params, *rule.cite) if rule.kind == "require" else (*rule.cite, *params)
    return tuple(dict.fromkeys((*rung, *own)))


def _consequence(rung: Rung | None, scope: Scope) -> Consequence | None:
    if rung is None or not (rung.propose or rung.fine):
        return None
    fine = None
    if rung.fine is not None:
        value = scope.book.param(rung.fine, scope.chain, scope.facts.on)
        fine = None if value is None else (value.value[0], value.value[1])
    return Consequence(rung.propose, fine)


def _subject(rule: Rule, scope: Scope) -> Subject | None:
    if rule.subject is None:
        return None
    kind, node = rule.subject
    return Subject(kind, shown(see(node, scope).value))
