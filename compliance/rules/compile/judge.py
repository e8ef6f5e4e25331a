"""A rule on each subject, for everybody: what it is decided by, and the numbers compared.

What an interpreter would answer is one of few decisions: a rung, an agreement of several, a doubt.
They are told apart by number; which verdict, outcome and binding a number stands for is known
here. A verdict is never guessed: what hangs on an unknown is unknown.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

from sqlalchemy import and_, or_

from compliance.domain.findings import Binding, VerdictName
from compliance.rules.compile.cells import Cell, NotCompiledError, fixed
from compliance.rules.compile.expand import expanded, variable
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.law import Law
from compliance.rules.compile.measure import Measured, measured
from compliance.rules.compile.sql import (
    FALSE,
    TRUE,
    Expr,
    any_of,
    either,
    first_of,
    is_false,
    is_true,
    no,
    num,
)
from compliance.rules.compile.uses import binding_of
from compliance.rules.pack import Rule, Rung
from compliance.rules.parser import parse
from compliance.rules.tree import Node

_VERDICTS = frozenset(get_args(VerdictName))
NO_FAULT = frozenset({"compliant", "not_applicable"})
SUBJECT = "each"


class Decision(NamedTuple):
    """What a rule may come to: a verdict, by which rung, and how it binds."""

    verdict: str
    outcome: str | None = None
    own: str | None = None
    """The binding of the rung itself."""
    consequence: str = ""
    """What the rung proposes, and its fine."""


class Truths(NamedTuple):
    """A condition: where it is true, where it is neither true nor false, where unknown."""

    true: Expr
    open: Expr
    unknown: Expr


class Judged(NamedTuple):
    """A rule on a frame: whether it says anything, the number of its decision, its numbers."""

    rule: Rule
    speaks: Expr
    decision: Expr
    decisions: tuple[Decision, ...]
    bindings: tuple[Binding, ...]
    measured: Measured | None
    subject: Cell | None


class _Decisions:
    """The decisions of one rule, by number."""

    def __init__(self) -> None:
        self.found: list[Decision] = []

    def number(self, decision: Decision) -> Expr:
        if decision not in self.found:
            self.found.append(decision)
        return num(self.found.index(decision) + 1)


def frame_names(rule: Rule) -> dict[str, Node]:
    """Return the variable of a rule's subject, by the name that the rule gives it."""
    return {} if rule.each is None else {rule.each[1]: variable(rule.each[0], SUBJECT)}


def judged(rule: Rule, frame: Frame) -> Judged:
    """Judge by a rule in a frame of its subjects. Raises NotCompiledError."""
    told = _Told(rule, frame)
    applies = told.condition(rule.applies)
    exceptions = [told.condition(rung.when) for rung in rule.exceptions]
    decisions = _Decisions()
    own, numbers = _own(rule, told)
    decision = _weighed(
        own, applies, _Exceptions(rule.exceptions, exceptions, frame.work.law), decisions
    )
    held = either(*(each.true for each in exceptions))
    return Judged(
        rule=rule,
        speaks=any_of(applies.true, applies.open),
        decision=decision,
        decisions=tuple(decisions.found),
        bindings=tuple(binding_of(rule, each.own, frame.work.law) for each in decisions.found),
        measured=None if numbers is None else numbers.staged(rule.id, frame).unless(held),
        subject=told.subject(),
    )


class _Told:
    """The expressions of a rule, read in its frame."""

    def __init__(self, rule: Rule, frame: Frame) -> None:
        self.rule = rule
        self.frame = frame
        self._names = frame_names(rule)

    def node(self, node: Node) -> Node:
        return expanded(node, self._names, self.frame.work.law.book)

    def condition(self, node: Node | None) -> Truths:
        if node is None:
            return truths(fixed("bool", value=True))
        return truths(self._staged(self.node(node)))

    def _staged(self, node: Node) -> Cell:
        """Read an expression, and have what was found in a column."""
        found: Cell = self.frame.see(node)
        low = self.frame.stage(node.text, found.low)
        gone = found.absent
        if gone is not None:
            gone = self.frame.stage(f"{node.text} absent", gone)
        return replace(found, low=low, high=low, absent=gone)

    def subject(self) -> Cell | None:
        if self.rule.subject is None:
            return None
        node = self.node(parse(self.rule.subject[1]))
        found = self.frame.see(node)
        if not isinstance(found, Cell) or not found.single:
            raise NotCompiledError(node.text)
        return self._staged(node)


def truths(one: Cell) -> Truths:
    """Tell a truth's three states apart; what is absent is neither true nor false, nor unknown."""
    if one.sure and one.absent is None:
        return Truths(one.low, FALSE, FALSE)
    open_ = one.low.is_(None)
    return Truths(one.low, open_, open_ if one.absent is None else and_(open_, no(one.absent)))


class _Exceptions(NamedTuple):
    rungs: tuple[Rung, ...]
    truths: list[Truths]
    law: Law


def _own(rule: Rule, told: _Told) -> tuple[list[tuple[Expr, Decision]], Measured | None]:
    """Return what the rule itself comes to: conditions and decisions, the first that holds."""
    if rule.kind == "ladder":
        seen = [told.condition(rung.when) for rung in rule.rungs]
        return _climbed(rule.rungs, seen, told.frame.work.law), None
    assert rule.require is not None  # noqa: S101 - the door has seen to it
    require = told.node(rule.require)
    required = told.condition(rule.require)
    branches = [
        (required.true, Decision("compliant")),
        (required.unknown, Decision("unknown")),
        (TRUE, Decision("violation")),
    ]
    return branches, measured(rule, require, told.frame)


def _climbed(
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


def _weighed(
    own: list[tuple[Expr, Decision]],
    applies: Truths,
    exceptions: _Exceptions,
    decisions: _Decisions,
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


def _held(exceptions: _Exceptions) -> list[tuple[Expr, Decision]]:
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


def _hangs(decision: Decision, applies: Truths, exceptions: _Exceptions) -> Expr | None:
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
