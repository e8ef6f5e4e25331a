"""What is accepted and reported: an unknown facility, class or order; what does not fit."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.envelope import Proposal
from compliance.domain.events import kind_of, stored_names
from compliance.domain.tags import numbered_tag, tags_of
from compliance.log.entry import Item, Query
from compliance.log.eventlog import EventLog
from compliance.rules.book import Rulebook

_BEGINS = ("facility.registered", "premises.found")
_OPENERS = {
    "order_id": ("violation.correction_ordered",),
    "class_id": ("class.opened",),
    "violation_id": ("violation.found",),
    "inspection_id": ("inspection.approved", "inspection.notified", "inspection.carried_out"),
    "case_id": ("case.opened",),
    "complaint_id": ("complaint.received",),
    "incident_id": ("incident.reported",),
    "evidence_id": ("evidence.preserved",),
    "subsidy_id": ("facility.subsidy_granted",),
    "objection_id": ("credit.tier_objected",),
    "review_id": ("review.filed",),
    "draw_id": ("draw.planned",),
    "penalty_no": ("penalty.decided",),
}
"""Field that points at a thing → the events that bring it about, any of them."""
_REGISTRARS = {"staffing_office": "1", "civil_affairs": "5", "market_regulation": "9"}
_OFFICERS_AT_LEAST = 2


class Warned(NamedTuple):
    """A warning: a code, the place, and the values to say it with."""

    code: str
    where: str
    given: str


def warnings(
    book: Rulebook, log: EventLog, proposals: Sequence[Proposal], today: date
) -> tuple[Warned, ...]:
    """Return what is worth saying about proposals that are recorded all the same."""
    found = (
        warned
        for said in proposals
        for warned in (
            *_unknown(log, said, proposals),
            *_unfit(said),
            *_region(book, said, today),
            *_indicator(book, said),
        )
    )
    return tuple(dict.fromkeys(found))


def _unknown(log: EventLog, said: Proposal, proposals: Sequence[Proposal]) -> Iterator[Warned]:
    """Report what an event names and nobody has told yet."""
    tag = f"facility:{said.facility}"
    begun = said.facility is None or said.stem in _BEGINS or _told(log, said, tag, proposals)
    if not begun:
        yield Warned("W-FACILITY-UNKNOWN", "facility", str(said.facility))
    for field, openers in _OPENERS.items():
        value = getattr(said.data, field, None)
        if value is None or said.stem in openers:
            continue
        pointed_at = _tag_of(said, field, value)
        if pointed_at is None and kind_of(said.type).about == "region":
            continue  # what is told of a region names no facility that the number would be of
        here = any(p.stem in openers and pointed_at in tags_of(p) for p in proposals)
        if not here and not (pointed_at and _exists(log, openers, pointed_at)):
            yield Warned("W-POINTS-NOWHERE", field, str(value))


def _tag_of(said: Proposal, field: str, value: str) -> str | None:
    if field == "penalty_no":
        return f"document:{value}"
    return numbered_tag(said, field, value)


def _told(log: EventLog, said: Proposal, tag: str, proposals: Sequence[Proposal]) -> bool:
    if any(p.stem in _BEGINS and p.facility == said.facility for p in proposals):
        return True
    return _exists(log, _BEGINS, tag)


def _exists(log: EventLog, stems: Sequence[str], tag: str) -> bool:
    return bool(log.entries(Query((Item(types=stored_names(*stems), tags=(tag,)),)), limit=1))


def _unfit(said: Proposal) -> Iterator[Warned]:
    if said.stem == "inspection.carried_out" and said.data.nature == "enforcement":
        officers = said.data.officers
        if len(set(officers)) < _OFFICERS_AT_LEAST:
            yield Warned("W-OFFICERS", "officers", ", ".join(officers))
    code, registrar = getattr(said.data, "uscc", None), getattr(said.data, "registrar", None)
    expected = _REGISTRARS.get(registrar or "")
    if code and expected and code[0] != expected:
        yield Warned("W-USCC-REGISTRAR", "uscc", f"{code[0]} ≠ {expected}")


def _region(book: Rulebook, said: Proposal, today: date) -> Iterator[Warned]:
    region = getattr(said.data, "region", None)
    if region is not None and not book.knows_region(region, today):
        yield Warned("W-REGION-UNKNOWN", "region", region)


def _indicator(book: Rulebook, said: Proposal) -> Iterator[Warned]:
    """Report a figure of what no pack in use defines, in another unit, or of other parts."""
    name = getattr(said.data, "indicator", None)
    if name is None:
        return
    from compliance.domain.figures import fits_unit  # noqa: PLC0415 - most events are no figures

    indicator, value = book.indicators.get(name), said.data.value
    if indicator is None:
        yield Warned("W-INDICATOR-UNKNOWN", "indicator", name)
    elif not fits_unit(value, indicator.unit):
        yield Warned("W-FIGURE-UNIT", "value", f"{value} ({indicator.unit})")
    else:
        yield from _parts(said, value, indicator.per)


def _parts(said: Proposal, value: str, per: int) -> Iterator[Warned]:
    from compliance.domain.figures import exact  # noqa: PLC0415 - most events are no figures

    top, base = (getattr(said.data, name, None) for name in ("numerator", "denominator"))
    if top is not None and base is not None and exact(value) * base != top * per:
        yield Warned("W-FIGURE-PARTS", "value", f"{value} ≠ {top}/{base}")
