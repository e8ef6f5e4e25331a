"""Orders to correct that nobody rechecked, though their term is over (责令改正未复查).

The last day is that of the rule `correction.due`. The law gives no number of days for the recheck
itself: how long after the term is worth asking about, whoever asks says.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Cite, Missing
from compliance.domain.terms import Due
from compliance.engine.audits.asked import Asked, Verdict
from compliance.engine.audits.ruled import terms

_RULE = "correction.due"


class Unrechecked(NamedTuple):
    """An order, its last day, and how long that has passed without a recheck."""

    verdict: Verdict
    """Unknown: when the term ends cannot be told."""
    facility: str
    region: str | None
    order_id: str
    violation_id: str
    on: date
    due: date | None
    days: int | None
    """Calendar days since the last day."""
    visited: date | None
    """The last visit after it said to be a recheck, of which no result is on record."""
    cite: tuple[Cite, ...]
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


def unrechecked(asked: Asked, days: int = 1) -> Iterator[Unrechecked]:
    """Yield the orders whose term ended at least some days ago, and that were not rechecked."""
    left = [
        (facility, row)
        for facility, row in asked.each("orders")
        if not _answered(asked, facility, row.values["order_id"])
    ]
    due = _due(asked, {facility for facility, _ in left})
    for facility, row in left:
        found = _unrechecked(asked, facility, row, due.get((facility, row.values["order_id"])))
        if found.days is None or found.days >= max(days, 1):
            yield found


def _due(asked: Asked, among: set[str]) -> dict[tuple[str, str], Due]:
    """Return the deadline of each order of some facilities."""
    found = ((facility, each.due) for facility, each in terms(asked, _RULE, among))
    return {(facility, due.subject.id): due for facility, due in found if due.subject is not None}


def _answered(asked: Asked, facility: str, order: str) -> bool:
    """Say whether an order was rechecked, or found to be refused."""
    told = (*asked.of("rechecks").get(facility, ()), *asked.of("refusals").get(facility, ()))
    return any(row.values["order_id"] == order for row in told)


def _unrechecked(asked: Asked, facility: str, row: Row, due: Due | None) -> Unrechecked:
    last = None if due is None else due.due
    return Unrechecked(
        verdict="unknown" if last is None else "established",
        facility=facility,
        region=asked.places.get(facility),
        order_id=row.values["order_id"],
        violation_id=row.values["violation_id"],
        on=row.on,
        due=last,
        days=None if last is None else (asked.as_of.on - last).days,
        visited=_visited(asked, facility, row.on),
        cite=() if due is None else due.cite,
        evidence=row.events if due is None else due.evidence,
        missing=() if due is None else due.missing,
    )


def _visited(asked: Asked, facility: str, since: date) -> date | None:
    visits = asked.of("inspections").get(facility, ())
    days = (v.on for v in visits if v.values["kind"] == "recheck" and v.on >= since)
    return max(days, default=None)
