"""A rule on each subject, for everybody: what it is decided by, and the numbers compared.

What an interpreter would answer is one of few decisions: a rung, an agreement of several, a doubt.
They are told apart by number; which verdict, outcome and binding a number stands for is known
here. A verdict is never guessed: what hangs on an unknown is unknown.
"""

from typing import NamedTuple

from compliance.domain.findings import Binding
from compliance.rules.compile.cells import Cell
from compliance.rules.compile.decide import (
    Decision,
    Decisions,
    Exceptions,
    climbed,
    weighed,
)
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.measure import Measured, measured
from compliance.rules.compile.sql import TRUE, Expr, any_of, either
from compliance.rules.compile.told import Told
from compliance.rules.compile.uses import binding_of
from compliance.rules.pack import Rule


class Judged(NamedTuple):
    """A rule on a frame: whether it says anything, the number of its decision, its numbers."""

    rule: Rule
    speaks: Expr
    decision: Expr
    decisions: tuple[Decision, ...]
    bindings: tuple[Binding, ...]
    measured: Measured | None
    subject: Cell | None
    witness: Expr | None = None
    """Openers of the rows that decided, as a text."""


def judged(rule: Rule, frame: Frame) -> Judged:
    """Judge by a rule in a frame of its subjects. Raises NotCompiledError."""
    told = Told(rule, frame)
    applies = told.condition(rule.applies)
    exceptions = [told.condition(rung.when) for rung in rule.exceptions]
    decisions = Decisions()
    own, numbers = _own(rule, told)
    decision = weighed(
        own, applies, Exceptions(rule.exceptions, exceptions, frame.work.law), decisions
    )
    held = either(*(each.true for each in exceptions))
    return Judged(
        rule=rule,
        speaks=any_of(applies.true, applies.open),
        decision=decision,
        decisions=tuple(decisions.found),
        bindings=tuple(binding_of(rule, each.own, frame.work.law) for each in decisions.found),
        measured=None if numbers is None else numbers.staged(told.known, frame).unless(held),
        subject=told.subject(),
        witness=told.witness(held) if frame.work.witness else None,
    )


def _own(rule: Rule, told: Told) -> tuple[list[tuple[Expr, Decision]], Measured | None]:
    """Return what the rule itself comes to: conditions and decisions, the first that holds."""
    if rule.kind == "ladder":
        seen = [told.condition(rung.when) for rung in rule.rungs]
        return climbed(rule.rungs, seen, told.frame.work.law), None
    assert rule.require is not None  # noqa: S101 - the door has seen to it
    require = told.node(rule.require)
    required = told.condition(rule.require)
    branches = [
        (required.true, Decision("compliant")),
        (required.unknown, Decision("unknown")),
        (TRUE, Decision("violation")),
    ]
    return branches, measured(rule, require, told.frame)
