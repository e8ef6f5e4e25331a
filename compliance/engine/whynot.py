"""Why not: what would have to be different for a rule, the status or the tier to be otherwise."""

from datetime import date
from itertools import islice
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
from compliance.rules.seen import Scope
from compliance.rules.verdict import subject_of, subjects
from compliance.rules.whynot import Lacking, lacking

_LOOK_AHEAD_TURNS = 200


class WhyNot(NamedTuple):
    """What a subject lacks for a verdict, a rung or a status."""

    rule: str
    subject: Subject | None
    target: str
    lacking: Lacking
    on: date | None = None
    """The first day on which a tier answers so if nothing new happens; None = never."""


def why_not(desk: Desk, facility: str, as_of: AsOf, about: str, target: str) -> tuple[WhyNot, ...]:
    """Return the fewest unmet conditions for each subject that does not answer so yet.

    Raises NotFound (E-FACILITY-UNKNOWN, E-RULE-NOT-HERE, E-WHY-NOT) for a facility, a rule or an
    answer that does not exist.
    """
    history = known_past(desk.log, facility, as_of.known)
    assessor = Assessor(rulebook(desk, as_of.known), history)
    scope = assessor.scope(as_of.on)
    rule = _rule(scope.book.rules_for(scope.chain, as_of.on), about, as_of)
    if rule.grade is not None:
        return _tier(assessor, rule, scope, target)
    found = []
    for _, inner in subjects(rule, scope):
        lacks = lacking(rule, inner, target)
        if lacks is None:
            raise NotFound("E-WHY-NOT", text=target, known=_answers(rule))
        if lacks:
            found.append(WhyNot(rule.id, subject_of(rule, inner), target, lacks))
    return tuple(found)


def _tier(assessor: Assessor, rule: Rule, scope: Scope, target: str) -> tuple[WhyNot, ...]:
    """Return what a better tier lacks today, and the day on which it comes by itself.

    Without a target it is the next better one; of the best there is nothing to say.
    """
    grades: list[str] = (rule.grade or {})["grades"]
    day = scope.facts.on
    now = assessor.on(day).tier
    wanted = target or grades[max(grades.index(now) - 1, 0) if now in grades else 0]
    lacks = lacking(rule, scope, wanted)
    if lacks is None:
        raise NotFound("E-WHY-NOT", text=target, known=", ".join(grades))
    enough = grades[: grades.index(wanted) + 1]
    if now in enough:
        return ()
    ahead = islice(assessor.turning_days(day), _LOOK_AHEAD_TURNS)
    on = next((each for each in ahead if assessor.on(each).tier in enough), None)
    return (WhyNot(rule.id, None, wanted, lacks, on),)


def why_not_plain(found: WhyNot) -> dict[str, Any]:
    """Return what is lacking as JSON values."""
    subject = found.subject
    return {
        "rule": found.rule,
        "subject": None if subject is None else {"kind": subject.kind, "id": subject.id},
        "target": found.target,
        "on": None if found.on is None else found.on.isoformat(),
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
        if about in {rule.id, rule.role} and rule.judged:
            return rule
    known = ", ".join(rule.role or rule.id for rule in rules if rule.judged)
    raise NotFound("E-RULE-NOT-HERE", text=about, on=as_of.on, known=known)


def _answers(rule: Rule) -> str:
    return ", ".join(dict.fromkeys(rung.then for rung in rule.rungs)) or "compliant, violation"
