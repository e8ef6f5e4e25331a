"""Cases and clues handed to another authority that nobody answered (移送未复).

An answer names the case, not who answers: of one case handed to several, with fewer answers than
that, it cannot be told whose is missing; and what was handed over without a case's number cannot
be answered by it. The law gives no number of days for an answer.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Missing
from compliance.engine.audits.asked import Asked, Verdict


class Unanswered(NamedTuple):
    """A transfer without an answer, and how long ago it was made."""

    verdict: Verdict
    facility: str
    region: str | None
    to_authority: str
    case_id: str | None
    violation_id: str | None
    reason: str | None
    on: date
    days: int
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


def transfers(asked: Asked, days: int = 0) -> Iterator[Unanswered]:
    """Yield the transfers made at least some days ago of which no answer is known."""
    for facility, row in asked.each("transfers"):
        if (asked.as_of.on - row.on).days >= days:
            verdict = _verdict(asked, facility, row)
            if verdict is not None:
                yield _unanswered(asked, facility, row, verdict)


def _verdict(asked: Asked, facility: str, row: Row) -> Verdict | None:
    """Say whether a transfer was left unanswered; None where it was answered."""
    case = row.values["case_id"]
    if case is None:
        return "unknown"
    answers = _of_case(asked, "transfer_answers", facility, case)
    last = max((each.on for each in answers if each.on >= row.on), default=None)
    if last is None:
        return "established"
    sent = [each for each in _of_case(asked, "transfers", facility, case) if each.on <= last]
    return None if len(answers) >= len(sent) else "unknown"


def _of_case(asked: Asked, relation: str, facility: str, case: str) -> list[Row]:
    return [r for r in asked.of(relation).get(facility, ()) if r.values["case_id"] == case]


def _unanswered(asked: Asked, facility: str, row: Row, verdict: Verdict) -> Unanswered:
    lacks = Missing("case.transferred", row.opener, "case_id")
    which = Missing("case.transfer_answered", None, "case_id")
    unsure = lacks if row.values["case_id"] is None else which
    return Unanswered(
        verdict=verdict,
        facility=facility,
        region=asked.places.get(facility),
        to_authority=row.values["to_authority"],
        case_id=row.values["case_id"],
        violation_id=row.values["violation_id"],
        reason=row.values["reason"],
        on=row.on,
        days=(asked.as_of.on - row.on).days,
        evidence=row.events,
        missing=(unsure,) if verdict == "unknown" else (),
    )
