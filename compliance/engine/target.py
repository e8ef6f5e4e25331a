"""How regions stand towards the targets of plans and of decisions: never a facility's finding."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.errors import NotFound
from compliance.domain.facts import Row
from compliance.domain.figures import Measure, exact, holds, lacking
from compliance.domain.findings import Says
from compliance.domain.progress import Aim, Past, Progress, TargetVerdict
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.figures import Figures, last_day, to_observe
from compliance.rules.book import Rulebook
from compliance.rules.plan import DRAFT, NO_VERDICT, OfAnother, Target

_SETTLED = "primary"
_UNREAD = frozenset({"recollection"})
_WITHOUT_VERDICT = frozenset({"unverified", "repealed"})


class Asked(NamedTuple):
    """One row of a plan in one year, and the region whose target it is part of."""

    target: Target
    year: int
    parent: str | None = None


def track(
    desk: Desk, as_of: AsOf, region: str, year: int | None = None, *, within: bool = False
) -> tuple[Progress, ...]:
    """Return how a region (and those within it) stands towards its targets.

    Raises NotFound (E-REGION-UNKNOWN).
    """
    figures = Figures(desk, as_of)
    book, on = figures.book, as_of.on
    if book.regions.place(region, on) is None:
        raise NotFound("E-REGION-UNKNOWN", where="--region", text=region)
    inner = [place.code for place in book.regions.within(region, on)] if within else []
    what_if = desk.what_if is not None or book.force.drafts
    return tuple(
        _progress(figures, asked, drafts=what_if)
        for code in (region, *inner)
        for asked in _asked(figures, code, year)
    )


def _asked(figures: Figures, region: str, year: int | None) -> Iterator[Asked]:
    """Yield the rows of plans, and of decisions known by then, about a region and a year."""
    for target in figures.book.targets:
        if target.region == region:
            yield from (Asked(target, each) for each in _years(target, year, figures.as_of.on))
    for row in figures.region(region).at(figures.as_of.on).of("targets_set"):
        if year in {None, row.values["year"]}:
            yield Asked(_decided(row), row.values["year"], row.values["parent"])


def _years(target: Target, year: int | None, today: date) -> list[int]:
    if target.year is not None:
        return [target.year] if year in {None, target.year} else []
    first = target.since or today.year
    if year is not None:
        return [year] if year >= first else []
    return list(range(first, today.year + 1))


def _decided(row: Row) -> Target:
    """Return a target that a decision set as a row like those of plans."""
    told = row.values
    return Target(
        id=told["document_no"], pack="", region=told["region"], indicator=told["indicator"],
        year=told["year"], since=None, op=told["op"], value=told["value"], derived=None,
        nature=told["nature"], cite=(), checked=_SETTLED, note=None, unit=told["unit"],
        events=row.events,
    )  # fmt: skip


def _progress(figures: Figures, asked: Asked, *, drafts: bool) -> Progress:
    target, year = asked.target, asked.year
    figured = figures.of(target.indicator, target.region, year)
    required = _required(figures, target, year)
    verdict = _verdict(figures.book, target, figured.measure, required, drafts=drafts)
    below = required is not None and verdict == "below_target"
    return Progress(
        target=_named(figures, asked),
        as_of=figures.day(year),
        required=required,
        derived=_derived(figures.book, target),
        figured=figured,
        verdict=verdict,
        lacking=lacking(figured.measure, target.op, required) if below and required else None,
        trend=_trend(figures, target, year),
        labels=_labels(figures, target, year),
        events=tuple(sorted(figured.measure.events.union(target.events))),
    )


def _named(figures: Figures, asked: Asked) -> Aim:
    """Return a target as it is shown: with the words of its indicator, and its region's name."""
    target, indicator = asked.target, figures.book.indicators.get(asked.target.indicator)
    place = figures.book.regions.place(target.region, figures.as_of.on)
    return Aim(
        region=target.region,
        name="" if place is None else place.name,
        id=target.id,
        indicator=target.indicator,
        title=Says(target.indicator, target.indicator) if indicator is None else indicator.title,
        unit=target.unit or ("" if indicator is None else indicator.unit),
        definition=None if indicator is None else indicator.definition,
        year=asked.year,
        nature=target.nature,
        op=target.op,
        of_another=target.value if isinstance(target.value, OfAnother) else None,
        cite=target.cite,
        parent=asked.parent,
        note=target.note,
    )


def _required(figures: Figures, target: Target, year: int) -> Measure | None:
    """Return what is required; of another region, only what it published is known."""
    if target.value is None:
        return None
    if isinstance(target.value, str):
        return _stated(target.value)
    region, indicator = target.value
    gap = frozenset({to_observe(indicator, region, year)})
    return figures.observed(indicator, region, year) or Measure(None, None, missing=gap)


def _stated(text: str) -> Measure:
    value = exact(text)
    return Measure(value, value, text)


def _derived(book: Rulebook, target: Target) -> Measure | None:
    """Return what the plan's arithmetic gives: the gap between two years, or a part above one."""
    derived = target.derived
    if derived is None:
        return None
    first, last = (
        next(
            exact(each.value)
            for each in book.targets
            if isinstance(each.value, str)
            and (each.region, each.indicator, each.year) == (target.region, derived.of, year)
        )
        for year in (derived.first, derived.last)
    )
    gap = last - first
    value = gap if derived.part is None else first + exact(derived.part) * gap
    return Measure(value, value)


def _labels(figures: Figures, target: Target, year: int) -> tuple[str, ...]:
    statuses = {figures.book.sources[cite.source].status for cite in target.cite}
    on = figures.as_of.on
    found = {
        "derived": target.nature == "derived",
        "draft": target.nature == DRAFT or DRAFT in statuses,
        "unverified": target.checked in _UNREAD or bool(statuses & _WITHOUT_VERDICT),
        "secondary": target.checked == "secondary",
        "historical": on > last_day(year),
        "interim": on < last_day(year),
    }
    return tuple(label for label, fits in found.items() if fits)


def _verdict(
    book: Rulebook, target: Target, value: Measure, required: Measure | None, *, drafts: bool
) -> TargetVerdict | None:
    """Judge a figure; a baseline, a derived row and a draft are not judged."""
    statuses = {book.sources[cite.source].status for cite in target.cite}
    unread = target.checked in _UNREAD or statuses & _WITHOUT_VERDICT
    draft = target.nature == DRAFT or DRAFT in statuses
    if target.nature in NO_VERDICT or required is None or unread or (draft and not drafts):
        return None
    truth = holds(value, target.op, required)
    return "unknown" if truth is None else "compliant" if truth else "below_target"


def _trend(figures: Figures, target: Target, year: int) -> tuple[Past, ...]:
    """Return the baseline that the plan states, and the figures of its earlier years."""
    own = [
        each
        for each in figures.book.targets
        if (each.region, each.indicator) == (target.region, target.indicator)
        and each.year is not None
        and each.year < year
    ]
    found = [
        Past(each.year, _stated(each.value), "baseline")
        for each in own
        if each.nature == "baseline" and isinstance(each.value, str) and each.year is not None
    ]
    for earlier in sorted({each.year for each in own if each.year is not None}):
        figured = figures.of(target.indicator, target.region, earlier)
        if figured.by is not None and not figured.measure.open:
            found.append(Past(earlier, figured.measure, figured.by))
    return tuple(sorted(found, key=lambda past: past.year))
