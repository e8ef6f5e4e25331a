"""Credit tiers that were set by hand: who recorded it, from which to which, under which document.

An officer here is who recorded the decision: who took it, its document says. The tier before is
what the policy gives on the day before, or what was set by hand and still held then.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from compliance.domain.envelope import Actor
from compliance.domain.time import instant_text
from compliance.engine.audits.asked import Asked
from compliance.engine.past import past
from compliance.projections.effective import Effective
from compliance.rules.assess import Assessor

_ONE_DAY = timedelta(days=1)


class Adjusted(NamedTuple):
    """A tier set by hand."""

    actor: Actor
    facility: str
    region: str | None
    before: str | None
    """The tier on the day before, if that was asked for."""
    to: str
    on: date
    recorded_at: str
    number: str
    reason: str | None
    evidence: tuple[int, ...]


def tiers(asked: Asked, *, before: bool = False) -> Iterator[Adjusted]:
    """Yield the tiers set by hand, by officer; the tier before each takes a whole assessment."""
    told = {each.event.position: each for each in asked.told("credit.tier_adjusted")}
    found = [
        _adjusted(asked, facility, told[row.opener], row.events)
        for facility, row in asked.each("adjustments")
    ]
    for each in sorted(found, key=_order):
        yield each._replace(before=_before(asked, each)) if before else each


def _adjusted(asked: Asked, facility: str, each: Effective, evidence: tuple[int, ...]) -> Adjusted:
    data: Any = each.said.data
    return Adjusted(
        actor=each.said.actor,
        facility=facility,
        region=asked.places.get(facility),
        before=None,
        to=data.to,
        on=each.on,
        recorded_at=instant_text(each.event.recorded_at),
        number=data.document_no,
        reason=data.reason,
        evidence=evidence,
    )


def _order(each: Adjusted) -> tuple[str, str, date, str]:
    return each.actor.org or "", each.actor.id, each.on, each.facility


def _before(asked: Asked, each: Adjusted) -> str:
    known = past(asked.desk.log, each.facility, asked.as_of.known)
    return Assessor(asked.book, known).on(each.on - _ONE_DAY).tier
