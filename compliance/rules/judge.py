"""A rule on a facility: a finding for each subject, by the law that its act stands under.

Most rules are read by the law of the day asked about. A rule with `act` is read by the law of the
day of the act; of two versions of it the later stands only where it is lighter (`law`).
"""

from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Consequence, Finding, Missing, Proof, Says
from compliance.rules.interpret import see
from compliance.rules.law import LAW_KINDS, NO_LAW, NO_LIGHTER, Act
from compliance.rules.pack import Rule
from compliance.rules.seen import Scope, Seen
from compliance.rules.verdict import NO_FAULT, judge_one, subjects


def judge(rule: Rule, scope: Scope) -> tuple[Finding, ...]:
    """Return a rule's findings: one per subject, none where it does not apply."""
    judged = judge_one if rule.act_text is None else _judge_act
    found = (judged(rule, row, inner) for row, inner in subjects(rule, scope))
    return tuple(finding for finding in found if finding is not None)


def _judge_act(rule: Rule, row: Row | None, scope: Scope) -> Finding | None:
    assert rule.act is not None  # noqa: S101 - the caller has seen to it
    acted, decided = see(rule.act, scope), _decided(rule, scope)
    if isinstance(acted.value, date):
        return _under(_Subject(rule, row, scope), Act(acted.value, decided))
    subject = _Subject(rule, row, scope)
    eras = [_under(subject, Act(day, decided)) for day in _eras(scope, decided)]
    return _agreed(eras, acted)


def _decided(rule: Rule, scope: Scope) -> date:
    """Return the day of the decision; today, until there is one."""
    told = None if rule.decided is None else see(rule.decided, scope).value
    return min(told, scope.facts.on) if isinstance(told, date) else scope.facts.on


def _eras(scope: Scope, until: date) -> list[date]:
    """Return a day of each state of the law until a day."""
    turns = scope.book.turning_days(scope.chain)
    return sorted({date.min, *(day for day in turns if day <= until)})


def _agreed(found: list[Finding | None], acted: Seen) -> Finding | None:
    """Return what holds whenever the act was; unknown where the law's changes matter."""
    told = [each for each in found if each is not None]
    if len({_outcome(each) for each in found}) == 1:
        return told[-1] if told else None
    says = Says(
        "行为日未知，而其间法律有变", "the day of the act is not known, and the law changed"
    )
    return told[-1]._replace(
        verdict="unknown",
        outcome=None,
        consequence=None,
        required=None,
        gap=None,
        flag=None,
        missing=_sorted(acted.missing.union(*(each.missing for each in told))),
        proof=told[-1].proof._replace(value="unknown", because=(Proof(says, "unknown"),)),
    )


def _sorted(missing: frozenset[Missing]) -> tuple[Missing, ...]:
    return tuple(sorted(missing, key=str))


def _outcome(finding: Finding | None) -> tuple[object, ...]:
    if finding is None:
        return ()
    same = (finding.verdict, finding.outcome, finding.binding, finding.required)
    return (*same, finding.consequence, finding.value)


class _Subject(NamedTuple):
    """What is judged: a rule as it stands in one of its versions, a row, and where it is read."""

    rule: Rule
    row: Row | None
    scope: Scope

    def by(self, version: Rule, act: Act) -> Finding | None:
        """Judge by a version of the rule, its variable named as that version names it."""
        names = dict(self.scope.names)
        if version.each is not None and self.row is not None:
            names[version.each[1]] = self.row
        inner = self.scope.within(names)
        inner.act = act
        return judge_one(version, self.row, inner)


def _under(subject: _Subject, act: Act) -> Finding | None:
    """Judge an act by the law of its day, or by the later law where that is lighter."""
    scope, rule = subject.scope, subject.rule
    then = scope.book.version(rule.id, scope.chain, act.on)
    now = scope.book.version(rule.id, scope.chain, act.decided)
    if then is None:
        return None
    old = subject.by(then, act)
    if old is None or (now is not None and _same_rule(then, now)):
        return old and _said(old, _same_law(act))
    if (now or then).rank not in LAW_KINDS:
        return _said(old, _old_law(act, NO_LAW))
    new = None if now is None else subject.by(now, Act(act.decided, act.decided))
    return _lighter(old, new, act)


def _same_rule(then: Rule, now: Rule) -> bool:
    """Say whether two days have one version of a rule; who repeats it changes only its cites."""
    return now._replace(cite=then.cite) == then


def _lighter(old: Finding, new: Finding | None, act: Act) -> Finding:
    if old.verdict in NO_FAULT or not _is_lighter(old, new):
        return _said(old, _old_law(act, NO_LIGHTER))
    later = Says(
        f"适用后来的规定，它比行为时（{act.on}）的轻，或者不认为是违法",
        f"the later law applies: lighter than on the act's day ({act.on}), or no longer a breach",
    )
    if new is not None:
        return _said(new, later)
    spared = old._replace(verdict="compliant", outcome=None, consequence=None, gap=None, flag=None)
    return _said(spared._replace(proof=old.proof._replace(value="compliant", because=())), later)


def _is_lighter(old: Finding, new: Finding | None) -> bool:
    """Say whether a verdict is, or may be, milder than the one of the act's day."""
    if new is None or new.verdict in NO_FAULT:
        return True
    if "unknown" in {old.verdict, new.verdict}:
        return old.verdict != "unknown"
    before, after = old.consequence or Consequence(), new.consequence or Consequence()
    less = set(after.propose) <= set(before.propose)
    fines = after.fine_fen or (0, 0), before.fine_fen or (0, 0)
    return less and fines[0][::-1] <= fines[1][::-1] and after != before


def _same_law(act: Act) -> Says:
    return Says(f"适用行为时（{act.on}）的规定", f"by the law of the day of the act ({act.on})")


def _old_law(act: Act, why: Says) -> Says:
    return Says(
        f"适用行为时（{act.on}）的规定；后来的规定{why.zh}",
        f"by the law of the day of the act ({act.on}); what came later is {why.en}",
    )


def _said(finding: Finding, says: Says) -> Finding:
    """Put which law was used, and why, before what it rests on."""
    proof = finding.proof
    node = Proof(says=says, value=finding.verdict, cite=finding.cite)
    return finding._replace(proof=proof._replace(because=(node, *proof.because)))
