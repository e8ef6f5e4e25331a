"""What the two evaluators say, side by side: row sets compared, witnesses held to the evidence.

Every comparison is counted, by verdict, binding and what else was told, so that a test can show
that it compared something.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Past
from compliance.domain.findings import Finding
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.judge import judge


class Told(NamedTuple):
    """What a finding says, as both evaluators say it."""

    facility: str
    rule: str
    subject: tuple[str, str] | None
    verdict: str
    outcome: str | None
    binding: str
    value: str | None
    required: str | None


class Said(NamedTuple):
    """All that one evaluator says: how often each thing, and what it rests on."""

    often: Counter[Told]
    positions: dict[Told, set[int]]

    def add(self, told: Told, positions: Iterable[int]) -> None:
        """Enter one finding."""
        self.often[told] += 1
        self.positions.setdefault(told, set()).update(positions)


def said() -> Said:
    """Return one who has said nothing yet."""
    return Said(Counter(), {})


def interpreted(
    book: Rulebook, pasts: Mapping[str, Past], on: date, rules: frozenset[str] | None = None
) -> Said:
    """Ask the interpreter, facility by facility; about some rules, or all."""
    found = said()
    for facility, past in pasts.items():
        assessor = Assessor(book, past)
        for rule in book.rules_to_judge(assessor.scope(on).chain, on):
            if rule.role is None and rule.judged and (rules is None or rule.id in rules):
                for finding in judge(rule, assessor.scope(on)):
                    found.add(_told(facility, finding), finding.evidence)
    return found


def _told(facility: str, finding: Finding) -> Told:
    required, about = finding.required, finding.subject
    return Told(
        facility=facility,
        rule=finding.rule,
        subject=None if about is None else (about.kind, about.id),
        verdict=finding.verdict,
        outcome=finding.outcome,
        binding=finding.binding,
        value=None if finding.value is None else str(finding.value),
        required=None if required is None else f"{required.op} {required.value} {required.unit}",
    )


def differences(law: Said, opinion: Said) -> list[str]:
    """Return what is missing, what is too much, and witnesses that are no evidence."""
    missing = (f"missing {told}" for told in (law.often - opinion.often).elements())
    extra = (f"extra {told}" for told in (opinion.often - law.often).elements())
    strange = (
        f"witnesses {sorted(positions - law.positions[told])} of {told}"
        for told, positions in opinion.positions.items()
        if told in law.positions and positions - law.positions[told]
    )
    return [*missing, *extra, *strange]


def counts(law: Said) -> Counter[str]:
    """Count what was compared, by verdict, binding and what else was told."""
    found: Counter[str] = Counter()
    for told, often in law.often.items():
        kinds = (
            "findings", told.verdict, f"binding {told.binding}",
            *(["subjects"] if told.subject else []), *(["outcomes"] if told.outcome else []),
            *(["values"] if told.value is not None else []),
            *(["requirements"] if told.required else []),
        )  # fmt: skip
        found.update(dict.fromkeys(kinds, often))
    return found
