"""Whether another rule is violated that day: a verdict of unknown is no violation."""

from collections.abc import Callable

from sqlalchemy import CTE, select

from compliance.rules.compile.cells import Cell, fixed, truth
from compliance.rules.compile.decide import verdict_of
from compliance.rules.compile.expand import variable
from compliance.rules.compile.frame import FACILITY, Frame, Work
from compliance.rules.compile.judge import Judged
from compliance.rules.compile.told import SUBJECT
from compliance.rules.pack import Rule
from compliance.rules.tree import Call, Lit

Judge = Callable[[Rule, Frame], Judged]


def subject_frame(rule: Rule, work: Work) -> Frame:
    """Return the frame of a rule's subjects."""
    variables = () if rule.each is None else (variable(rule.each[0], SUBJECT).text,)
    return Frame(work, variables)


def violated(node: Call, frame: Frame, judge: Judge) -> Cell:
    """Say whether a rule is violated by any of its subjects."""
    named = node.args[0]
    assert isinstance(named, Lit)  # noqa: S101 - the static check has seen to it
    work, known = frame.work.today, ("violated", named.value)
    if known not in work.made:
        work.made[known] = _table(str(named.value), work, judge)
    table = work.made[known]
    if table is None:
        return fixed("bool", value=False)
    return truth(frame.join(table).c[FACILITY].is_not(None), sure=True)


def _table(rule_id: str, work: Work, judge: Judge) -> CTE | None:
    """Make the table of the facilities that violate a rule; None if it is not in force."""
    law = work.law
    for rule in law.book.rules_to_judge(law.chain, law.on):
        if rule.id == rule_id:
            frame = subject_frame(rule, work)
            return _breaches(judge(rule, frame), frame)
    return None


def _breaches(told: Judged, frame: Frame) -> CTE:
    pairs = zip(told.decisions, told.bindings, strict=True)
    breaches = [
        number + 1
        for number, (decision, binding) in enumerate(pairs)
        if verdict_of(decision, binding) == "violation"
    ]
    table = frame.table()
    found = select(table.c[FACILITY]).where(told.speaks, told.decision.in_(breaches or [0]))
    return found.group_by(table.c[FACILITY]).cte(frame.work.name("violated"))
