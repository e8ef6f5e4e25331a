"""Why not: what would have to be different for a rule, or the status, to answer otherwise."""

from typing import Any, NamedTuple

from compliance.domain.errors import NotFound
from compliance.domain.findings import Subject
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import known_past
from compliance.outcomes.shapes import missing_plain, says_plain
from compliance.rules.assess import Assessor
from compliance.rules.pack import Rule
from compliance.rules.verdict import subject_of, subjects
from compliance.rules.whynot import Lacking, lacking


class WhyNot(NamedTuple):
    """What a subject lacks for a verdict, a rung or a status."""

    rule: str
    subject: Subject | None
    target: str
    lacking: Lacking


def why_not(desk: Desk, facility: str, as_of: AsOf, about: str, target: str) -> tuple[WhyNot, ...]:
    """Return the fewest unmet conditions for each subject that does not answer so yet.

    Raises NotFound (E-FACILITY-UNKNOWN, E-RULE-NOT-HERE, E-WHY-NOT) for a facility, a rule or an
    answer that does not exist.
    """
    history = known_past(desk.log, facility, as_of.known)
    scope = Assessor(rulebook(desk, as_of.known), history).scope(as_of.on)
    rule = _rule(scope.book.rules_for(scope.chain, as_of.on), about, as_of)
    found = []
    for _, inner in subjects(rule, scope):
        lacks = lacking(rule, inner, target)
        if lacks is None:
            raise NotFound("E-WHY-NOT", text=target, known=_answers(rule))
        if lacks:
            found.append(WhyNot(rule.id, subject_of(rule, inner), target, lacks))
    return tuple(found)


def why_not_plain(found: WhyNot) -> dict[str, Any]:
    """Return what is lacking as JSON values."""
    subject = found.subject
    return {
        "rule": found.rule,
        "subject": None if subject is None else {"kind": subject.kind, "id": subject.id},
        "target": found.target,
        "lacking": [
            {
                "says": says_plain(each.says),
                "value": each.value,
                "events": list(each.events),
                "missing": [missing_plain(one) for one in each.missing],
            }
            for each in found.lacking
        ],
    }


def _rule(rules: tuple[Rule, ...], about: str, as_of: AsOf) -> Rule:
    for rule in rules:
        if about in {rule.id, rule.role} and _answerable(rule):
            return rule
    known = ", ".join(rule.role or rule.id for rule in rules if _answerable(rule))
    raise NotFound("E-RULE-NOT-HERE", text=about, on=as_of.on, known=known)


def _answerable(rule: Rule) -> bool:
    return rule.judged and rule.kind != "grade"


def _answers(rule: Rule) -> str:
    return ", ".join(dict.fromkeys(rung.then for rung in rule.rungs)) or "compliant, violation"
