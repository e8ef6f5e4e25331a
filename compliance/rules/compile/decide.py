"""Decisions: what a rule comes to, by its rungs and exceptions, where anything may be unknown.

Exceptions come first, then the requirement or the ladder. A decision that hangs on an unknown is
unknown; several rungs that may hold decide what they agree on.
"""

from collections.abc import Sequence
from typing import NamedTuple, get_args

from sqlalchemy import and_, or_

from compliance.domain.findings import Binding, VerdictName
from compliance.rules.compile.law import Law
from compliance.rules.compile.sql import (
    FALSE,
    TRUE,
    Expr,
    any_of,
    either,
    first_of,
    is_false,
    is_true,
    num,
)
from compliance.rules.compile.told import Truths
from compliance.rules.pack import Rung

_VERDICTS = frozenset(get_args(VerdictName))
NO_FAULT = frozenset({"compliant", "not_applicable"})


class Decision(NamedTuple):
    """What a rule may come to: a verdict, by which rung, and how it binds."""

    verdict: str
    outcome: str | None = None
    own: str | None = None
    """The binding of the rung itself."""
    consequence: str = ""
    """What the rung proposes, and its fine."""


class Decisions:
    """The decisions of one rule, by number."""

    def __init__(self) -> None:
        self.found: list[Decision] = []

    def number(self, decision: Decision) -> Expr:
        """Return the number of a decision, from 1."""
        if decision not in self.found:
            self.found.append(decision)
        return num(self.found.index(decision) + 1)


class Exceptions(NamedTuple):
    """The exceptions of a rule, and where each holds or may."""

    rungs: tuple[Rung, ...]
    truths: list[Truths]
    law: Law


def climbed(
    rungs: Sequence[Rung], seen: Sequence[Truths], law: Law
) -> list[tuple[Expr, Decision]]:
    """Let the rung decide; where several may, their verdict if they agree on it."""
    branches: list[tuple[Expr, Decision]] = []
    for place, (rung, truth) in enumerate(zip(rungs, seen, strict=True)):
        exact = _exact(rung, law)
        if not is_false(truth.true):
            branches.append((truth.true, exact))
        if not is_false(truth.open):
            rest = zip(rungs[place + 1 :], seen[place + 1 :], strict=True)
            branches += [
                (and_(truth.open, when), each) for when, each in _agreed(rung, list(rest), law)
            ]
        if is_true(truth.true):
            break
    return [*branches, (TRUE, Decision("unknown"))]


def _exact(rung: Rung, law: Law) -> Decision:
    """Return the decision of one rung alone."""
    fine = None if rung.fine is None else law.param(rung.fine)
    consequence = (rung.propose, None if fine is None else fine.value)
    told = repr(consequence) if any(consequence) else ""
    return Decision(rung.verdict, rung.then, rung.binding, told)


def _agreed(
    rung: Rung, rest: Sequence[tuple[Rung, Truths]], law: Law
) -> list[tuple[Expr, Decision]]:
    """Return what several rungs come to, the first of which is open."""
    alone = Decision(rung.verdict, None, rung.binding)
    exact = _exact(rung, law)
    branches: list[tuple[Expr, Decision]] = []
    joined: list[Expr] = []
    for other, truth in rest:
        if (other.verdict, other.binding) == (rung.verdict, rung.binding):
            branches.append((truth.true, alone))
            joined.append(truth.open)
        else:
            branches.append((any_of(truth.true, truth.open), Decision("unknown")))
        if is_true(truth.true):
            return branches
    others = either(*joined)
    return [*branches, *([] if others is None else [(others, alone)]), (TRUE, exact)]


def weighed(
    own: list[tuple[Expr, Decision]],
    applies: Truths,
    exceptions: Exceptions,
    decisions: Decisions,
) -> Expr:
    """Return the number of the decision, once exceptions and doubts have been heard."""
    branches = [
        *_held(exceptions),
        *((when, each) for when, each in own),
    ]
    found: list[tuple[Expr, Expr]] = []
    for when, each in branches:
        doubt = _hangs(each, applies, exceptions)
        if each.verdict != "unknown" and doubt is not None and not is_false(doubt):
            unknown = decisions.number(Decision("unknown"))
            found.append((when, first_of([(doubt, unknown)], decisions.number(each))))
        else:
            found.append((when, decisions.number(each)))
    return first_of(found, decisions.number(Decision("unknown")))


def _held(exceptions: Exceptions) -> list[tuple[Expr, Decision]]:
    """Return what exceptions come to that hold: the first of them, or a conflict."""
    pairs = list(zip(exceptions.rungs, exceptions.truths, strict=True))
    branches: list[tuple[Expr, Decision]] = []
    for place, (rung, truth) in enumerate(pairs):
        others = either(
            *(other.true for each, other in pairs[place + 1 :] if each.verdict != rung.verdict)
        )
        if others is not None:
            branches.append((and_(truth.true, others), Decision("conflict")))
        branches.append((truth.true, _Held(*_exact(rung, exceptions.law))))
    return branches


class _Held(Decision):
    """A decision of an exception that holds."""

    __slots__ = ()


def _hangs(decision: Decision, applies: Truths, exceptions: Exceptions) -> Expr | None:
    """Say where a doubt touches a verdict; who complies does so, applicable or not."""
    verdict = decision.verdict
    unsure = None if verdict in NO_FAULT else applies.unknown
    if verdict == "conflict":
        return unsure
    open_: dict[str, Expr | None] = {}
    for rung, truth in zip(exceptions.rungs, exceptions.truths, strict=True):
        open_[rung.verdict] = either(open_.get(rung.verdict), truth.unknown)
    forgiven = verdict in NO_FAULT and not isinstance(decision, _Held)
    parts = [unsure]
    for other, told in open_.items():
        if other == verdict or told is None:
            continue
        spared = forgiven and other in NO_FAULT
        parts.append(and_(told, or_(FALSE, *_rest(open_, other))) if spared else told)
    return either(*parts)


def _rest(open_: dict[str, Expr | None], verdict: str) -> list[Expr]:
    return [told for other, told in open_.items() if other != verdict and told is not None]


def verdict_of(decision: Decision, binding: Binding) -> str:
    """Name the verdict of a decision: a target that is missed is no violation."""
    if decision.verdict == "violation" and binding == "target":
        return "below_target"
    return decision.verdict if decision.verdict in _VERDICTS else "unknown"
