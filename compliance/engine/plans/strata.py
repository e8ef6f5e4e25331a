"""The strata of a plan's frame, and how many visits each item asks for in each.

Where the plan lets the lot round, it is not known beforehand which of two whole numbers it will
be: both are told. Departments share tickets, so that a facility is visited once for all items.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from compliance.domain.draw import Entry, Item, Plan
from compliance.outcomes.draw import Stratum, rate_for, size, stratify


class Asked(NamedTuple):
    """How many of a stratum's facilities an item asks for, at least and at most."""

    item: str
    share: Fraction | None
    """None = no rate of the item fits: none is visited for it."""
    concerned: int
    least: int
    most: int
    above: bool
    """Whether a least number takes a general item above its highest share here."""


class Row(NamedTuple):
    """A stratum: how many facilities it has, and what is asked of it."""

    stratum: Stratum
    facilities: int
    capped: int
    asked: tuple[Asked, ...]
    visits_least: int
    visits_most: int


class Strata(NamedTuple):
    """The strata, who is visited whatever the lot says, and the visits expected in all."""

    rows: tuple[Row, ...]
    named: int
    visits_least: int
    visits_most: int
    apart: int
    """How many visits there would be if every item had its own."""


def strata_of(plan: Plan, entries: Sequence[Entry]) -> Strata:
    """Return the strata of a frame with the visits that the plan asks for."""
    rows = tuple(_rows(plan, entries))
    named = [each for each in entries if each.must is not None]
    return Strata(
        rows=rows,
        named=len(named),
        visits_least=len(named) + sum(row.visits_least for row in rows),
        visits_most=len(named) + sum(row.visits_most for row in rows),
        apart=sum(len(each.items) for each in named)
        + sum(asked.most for row in rows for asked in row.asked),
    )


def _rows(plan: Plan, entries: Sequence[Entry]) -> Iterator[Row]:
    for stratum, those in stratify(entries, plan.join_below).items():
        asked = tuple(_asked(plan, item, stratum, those) for item in plan.items)
        yield Row(
            stratum=stratum,
            facilities=len(those),
            capped=sum(each.capped for each in those),
            asked=asked,
            visits_least=max(each.least for each in asked),
            visits_most=_most(those, asked),
        )


def _asked(plan: Plan, item: Item, stratum: Stratum, those: Sequence[Entry]) -> Asked:
    count = sum(item.item in each.items for each in those)
    rate = rate_for(item, stratum)
    if rate is None:
        return Asked(item.item, None, count, 0, 0, above=False)
    up = replace(plan, rounding="up")
    most = size(up, item, stratum=stratum, count=count, seed="")
    least = most
    if plan.rounding == "lot":
        least = max(rate.least, floor(rate.share * count))
        least = min(count, least if rate.most is None else min(least, rate.most))
    highest = plan.general_share_max
    capped = item.kind == "general" and highest is not None
    above = capped and most > ceil((highest or 0) * count)
    return Asked(item.item, rate.share, count, least, most, above=above)


def _most(those: Sequence[Entry], asked: Sequence[Asked]) -> int:
    """Return how many may be visited at most: items that concern the same share their visits."""
    groups: dict[tuple[str, ...], int] = {}
    for each in asked:
        concerned = tuple(entry.facility for entry in those if each.item in entry.items)
        groups[concerned] = max(groups.get(concerned, 0), each.most)
    return min(len(those), sum(groups.values()))
