"""Breaches that were found, and of which no case was opened (有案不立).

Whether a breach met the standard for opening a case is the authority's to say (处罚法 54), and an
order to correct takes no case: what was done instead stands beside. Who was penalised on the spot
(51) needs none, and is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Cite, Missing
from compliance.engine.audits.asked import Asked, Verdict

_INSTEAD = {
    "orders": "ordered",
    "spot_corrections": "corrected_on_spot",
    "transfers": "transferred",
    "penalties": "penalised",
}
"""What may have been done about a breach without a case, by the relation that tells of it."""


class Unopened(NamedTuple):
    """A breach without a case, how long ago it was found, and what was done instead."""

    verdict: Verdict
    """Unknown: a case was opened since, of which nobody said what it is about."""
    facility: str
    region: str | None
    violation_id: str
    clause: str
    severity: int | None
    on: date
    days: int
    instead: tuple[str, ...]
    cite: tuple[Cite, ...]
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


def unopened(asked: Asked, days: int = 0) -> Iterator[Unopened]:
    """Yield the breaches found at least some days ago of which no case is known."""
    for facility, row in asked.each("violations"):
        if (asked.as_of.on - row.on).days < days or _on_the_spot(asked, facility, row):
            continue
        cases = asked.of("cases").get(facility, ())
        if not any(each.values["violation_id"] == row.values["violation_id"] for each in cases):
            yield _unopened(asked, facility, row, [c for c in cases if _perhaps(c, row)])


def _perhaps(case: Row, violation: Row) -> bool:
    """Say whether a case may be about a breach: it came no earlier, and names none."""
    return case.values["violation_id"] is None and case.on >= violation.on


def _on_the_spot(asked: Asked, facility: str, row: Row) -> bool:
    return any(
        penalty.values["procedure"] == "summary" and _about(penalty, row)
        for penalty in asked.of("penalties").get(facility, ())
    )


def _unopened(asked: Asked, facility: str, row: Row, perhaps: Sequence[Row]) -> Unopened:
    done = list(_done(asked, facility, row))
    events = {no for each in (row, *perhaps, *(told for _, told in done)) for no in each.events}
    return Unopened(
        verdict="unknown" if perhaps else "established",
        facility=facility,
        region=asked.places.get(facility),
        violation_id=row.values["violation_id"],
        clause=row.values["clause"],
        severity=row.values["severity"],
        on=row.on,
        days=(asked.as_of.on - row.on).days,
        instead=tuple(dict.fromkeys(word for word, _ in done)),
        cite=asked.cite("penalties", "54.2", row.on),
        evidence=tuple(sorted(events)),
        missing=tuple(Missing("case.opened", case.opener, "violation_id") for case in perhaps),
    )


def _done(asked: Asked, facility: str, row: Row) -> Iterator[tuple[str, Row]]:
    """Yield what was done about a breach, and the row that tells of it."""
    for relation, word in _INSTEAD.items():
        told = asked.of(relation).get(facility, ())
        yield from ((word, each) for each in told if _about(each, row))


def _about(told: Row, violation: Row) -> bool:
    return bool(told.values["violation_id"] == violation.values["violation_id"])
