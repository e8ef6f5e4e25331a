"""All rules on one facility, day by day: status, tier, findings, flags, and how long they hold.

It evaluates; it does not fold, fetch or render. The past it is given answers the facts of a day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from compliance.domain.facts import Past
from compliance.domain.findings import Finding, Proof, Says
from compliance.rules.book import Rulebook
from compliance.rules.grade import UNRATED, Grade
from compliance.rules.judge import judge
from compliance.rules.ladder import climb
from compliance.rules.pack import Rule
from compliance.rules.seen import Scope, Seen

UNREGISTERED = "unregistered"
_ONE_DAY = timedelta(days=1)


class Judged(NamedTuple):
    """What one rule says on a day, and the days on which that may turn without any news."""

    findings: tuple[Finding, ...]
    turns: frozenset[date]


class Assessed(NamedTuple):
    """What the rules say of a facility on one day."""

    on: date
    status: str
    status_proof: Proof
    tier: str
    tier_proof: Proof
    findings: tuple[Finding, ...]
    flags: tuple[str, ...]
    turns: frozenset[date]
    """Days after `on` at which something may turn without any news."""
    judged: Mapping[str, Judged]
    """What each rule said, and the days on which that may turn."""

    def conclusions(self) -> tuple[object, ...]:
        """Return what a horizon is about: status, tier, flags and verdicts."""
        verdicts = tuple((each.rule, each.subject, each.verdict) for each in self.findings)
        return self.status, self.tier, self.flags, verdicts


class Assessor:
    """The rules of a book, applied to one facility's past; each day is assessed once."""

    def __init__(self, book: Rulebook, past: Past) -> None:
        self._book = book
        self._past = past
        self._known: dict[date, Assessed] = {}
        self._grades: dict[int, Grade] = {}

    def on(self, day: date) -> Assessed:
        """Return what the rules say on a day."""
        if day not in self._known:
            self._known[day] = self._assess(day)
        return self._known[day]

    def findings(self, rule_id: str, day: date) -> tuple[Finding, ...]:
        """Return what one rule finds on a day; no other is asked, but those that it asks."""
        scope = self.scope(day)
        found = (
            finding
            for rule in self._book.rules_to_judge(scope.chain, day)
            if rule.id == rule_id and rule.role is None and rule.judged
            for finding in judge(rule, scope)
        )
        return tuple(sorted(found, key=_order))

    def holds_until(self, day: date) -> date | None:
        """Return the last day on which a day's conclusions stay as they are; None = no end."""
        at = self.on(day)
        now = at.conclusions()
        while at.turns:
            later = min(at.turns)
            at = self._known.get(later) or self._assess(later, self._kept(at, later))
            if at.conclusions() != now:
                return later - _ONE_DAY
        return None

    def turning_days(self, day: date) -> Iterator[date]:
        """Yield the days after a day on which the conclusions may turn, ascending."""
        while True:
            ahead = self.on(day).turns
            if not ahead:
                return
            day = min(ahead)
            yield day

    def _kept(self, before: Assessed, day: date) -> Mapping[str, Judged]:
        """Return what rules still say on the next day on which anything may turn.

        Only their conclusions are the same: a proof may quote the day.
        """
        if day in self._past.days or day in self._book.turning_days(self.scope(day).chain):
            return {}
        return {rule: said for rule, said in before.judged.items() if day not in said.turns}

    def _assess(self, day: date, kept: Mapping[str, Judged] | None = None) -> Assessed:
        scope, kept = self.scope(day), kept or {}
        rules = self._book.rules_to_judge(scope.chain, day)
        judged = {
            rule.id: kept.get(rule.id) or self._judged(rule, scope)
            for rule in rules
            if rule.role is None and rule.judged
        }
        findings = tuple(finding for each in judged.values() for finding in each.findings)
        status, status_proof = self._status(rules, scope)
        tier, tier_proof, tier_turns = self._tier(rules, scope)
        turns = scope.turns.union(self._past.days, tier_turns, *(j.turns for j in judged.values()))
        turns |= self._book.turning_days(scope.chain)
        return Assessed(
            on=day,
            status=status,
            status_proof=status_proof,
            tier=tier,
            tier_proof=tier_proof,
            findings=tuple(sorted(findings, key=_order)),
            flags=tuple(sorted({each.flag for each in findings if each.flag})),
            turns=frozenset(each for each in turns if each > day),
            judged=judged,
        )

    def _judged(self, rule: Rule, scope: Scope) -> Judged:
        """Judge by a rule, keeping apart on which days what it looked at may turn."""

        def violated(rule_id: str) -> Seen:
            return self._violated(rule_id, own)

        own = replace(scope, turns=set(), violated=violated)
        return Judged(judge(rule, own), frozenset(own.turns))

    def scope(self, day: date) -> Scope:
        """Return where a rule is read on a day: facts, region, and the other rules' verdicts."""
        facts = self._past.at(day)
        identity = facts.of("identity")
        region = identity[-1].values["region"] if identity else None
        chain = self._book.chain(region, day)

        def violated(rule_id: str) -> Seen:
            return self._violated(rule_id, scope)

        scope = Scope(facts, self._book, chain, violated)
        return scope

    def _violated(self, rule_id: str, scope: Scope) -> Seen:
        """Say whether a rule is violated that day; a verdict of unknown is no violation."""
        found = [
            finding
            for rule in self._book.rules_to_judge(scope.chain, scope.facts.on)
            if rule.id == rule_id
            for finding in judge(rule, replace(scope, used=[], laws=[]))
            if finding.verdict == "violation"
        ]
        events = frozenset(position for each in found for position in each.evidence)
        return Seen(bool(found), events, because=tuple(each.proof for each in found))

    def _status(self, rules: tuple[Rule, ...], scope: Scope) -> tuple[str, Proof]:
        for rule in rules:
            if rule.role == "status":
                possible, seen = climb(rule.rungs, scope)
                rung = possible[-1]
                proof = Proof(
                    says=rule.title,
                    value=rung.then,
                    cite=rung.cite or rule.cite,
                    events=tuple(sorted(seen.events)),
                    because=seen.because,
                )
                return rung.then, proof
        return UNREGISTERED, _no_rule(UNREGISTERED)

    def _tier(self, rules: tuple[Rule, ...], scope: Scope) -> tuple[str, Proof, frozenset[date]]:
        for rule in rules:
            if rule.role == "tier":
                grade = self._grades.setdefault(id(rule), Grade(rule))
                days = self._past.days_of(grade.scale.relations(self._book))
                graded = grade.at(self.scope, days, scope.facts.on)
                return graded.grade, graded.proof, graded.turns
        return UNRATED, _no_rule(UNRATED), frozenset()


def _order(finding: Finding) -> tuple[str, str]:
    return finding.rule, "" if finding.subject is None else finding.subject.id


def _no_rule(value: str) -> Proof:
    return Proof(says=Says("没有适用的规则", "no rule applies"), value=value)
