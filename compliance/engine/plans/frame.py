"""The frame of a plan: whom the lot may fall on, and who is left out, each with the reason.

Every facility that is known in the region stands in one of the two. What the plan names itself,
and who was put off before, is visited whatever the lot says. Who has had as many visits as the
cap allows stays in, marked: such a one is put off with a reason, never dropped.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from compliance.domain.draw import UNRATED, Entry, Named, Plan
from compliance.engine.desk import Desk
from compliance.engine.plans.caps import breaches
from compliance.engine.plans.gather import Gathered, gathered
from compliance.engine.plans.visits import counting

_COUNTY, _TOWN = 6, 9


class Framed(NamedTuple):
    """A frame, who is left out, and from what it was made."""

    entries: tuple[Entry, ...]
    exclusions: tuple[Named, ...]
    position: int
    ruleset: str
    as_of: date
    known_at: datetime | None


def frame_of(desk: Desk, plan: Plan) -> Framed:
    """Make the frame of a plan from the log. Raises what `gathered` does."""
    return framed(gathered(desk, plan))


def framed(found: Gathered) -> Framed:
    """Make the frame of what was gathered: sorted by facility."""
    plan = found.plan
    reasons = {facility: _left_out(found, facility) for facility in found.stood}
    strangers = {each.facility: Named(facility=each.facility, reason="region", note=each.reason)
                 for each in (*plan.included, *plan.excluded)
                 if each.facility not in found.stood}  # fmt: skip
    told = {**reasons, **strangers}
    return Framed(
        entries=tuple(_entry(found, each) for each, reason in reasons.items() if reason is None),
        exclusions=tuple(each for _, each in sorted(told.items()) if each is not None),
        position=found.position,
        ruleset=found.ruleset,
        as_of=plan.as_of,
        known_at=plan.known_at,
    )


def items_of(found: Gathered, facility: str) -> tuple[str, ...]:
    """Return the items that concern a facility, in the order of the plan."""
    meant = found.concerned
    return tuple(item for item, those in meant.items() if those is None or facility in those)


def district_of(found: Gathered, facility: str) -> str:
    """Return the district of a facility: the region itself, its county, or its town.

    Where the town is not told, the county stands for it.
    """
    place = found.places[facility]
    region, street = place.get("region") or found.plan.region, place.get("street") or ""
    if found.plan.district == "none" or not region.isdecimal():
        return found.plan.region
    if found.plan.district == "county":
        return str(region[:_COUNTY])
    towns = (each[:_TOWN] for each in (street, region) if len(each) >= _TOWN)
    return str(next(towns, region[:_COUNTY]))


def _entry(found: Gathered, facility: str) -> Entry:
    plan, visits = found.plan, found.visits.get(facility, ())
    entry = Entry(
        facility=facility,
        tier=found.stood[facility].tier or UNRATED,
        district=district_of(found, facility),
        items=items_of(found, facility) or tuple(each.item for each in plan.items),
        must=_must(found, facility),
    )
    return replace(entry, capped=any(breaches(plan, found.caps, entry, visits)))


def _must(found: Gathered, facility: str) -> str | None:
    """Return why a facility is visited whatever the lot says."""
    named = found.included.get(facility)
    if named is not None:
        return named.reason
    return "deferred" if facility in found.owed else None


def _left_out(found: Gathered, facility: str) -> Named | None:
    """Return why a facility is left out; None = it is in the frame."""
    for reason, note in _reasons(found, facility):
        return Named(facility=facility, reason=reason, note=note)
    return None


def _reasons(found: Gathered, facility: str) -> Iterator[tuple[str, str | None]]:
    plan, stood = found.plan, found.stood[facility]
    if facility in found.excluded:
        named = found.excluded[facility]
        yield named.reason, named.note
    if facility in found.merged:
        yield "duplicate", None
    if facility in found.included:
        return
    if stood.status not in plan.statuses:
        yield "status", stood.status
    if found.meant is not None and facility not in found.meant:
        yield "other", plan.where
    if not items_of(found, facility):
        yield "no_item", None
    if plan.cool_down_days and facility not in found.owed:
        yield from _cooling(found, facility)


def _cooling(found: Gathered, facility: str) -> Iterator[tuple[str, str]]:
    """Yield that a facility was visited too lately."""
    since = found.plan.as_of - timedelta(days=found.plan.cool_down_days)
    natures, exempt = found.counts
    made = [each for each in found.visits.get(facility, ()) if each.made]
    last = [each.on for each in counting(made, natures, exempt)][-1:]
    yield from (("cool_down", on.isoformat()) for on in last if on > since)
