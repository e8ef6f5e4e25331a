"""Strata and sizes: which facilities are drawn among each other, and how many of them.

A stratum is a tier and a district; those too small to stand alone are joined by tier. A share is
an exact fraction, and so is the number that it asks for, until it is rounded as the plan says.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import ceil, floor
from typing import NamedTuple

from compliance.domain.draw import JOINED, Entry, Item, Plan, Rate
from compliance.outcomes.draw.seed import rounding_lot

_HASHES = 2**256


class Stratum(NamedTuple):
    """Facilities of one tier, in one district or (`*`) in several joined."""

    tier: str
    district: str

    @property
    def name(self) -> str:
        """Return the name by which a stratum is hashed and shown."""
        return f"{self.tier}/{self.district}"


class Strata:
    """Which stratum a facility is in, told how many the lot decides on in each tier and district.

    Those that the plan names itself count in none.
    """

    def __init__(self, counts: Mapping[tuple[str, str], int], join_below: int) -> None:
        self._counts = counts
        self._join_below = join_below

    def of(self, tier: str, district: str) -> Stratum:
        """Return the stratum of the facilities of a tier and a district."""
        joined = self._counts.get((tier, district), 0) < self._join_below
        return Stratum(tier, JOINED if joined else district)


def stratify(entries: Iterable[Entry], join_below: int = 0) -> dict[Stratum, list[Entry]]:
    """Return each stratum's facilities that the lot decides on, strata by name."""
    free = [entry for entry in entries if entry.must is None]
    strata = Strata(Counter((entry.tier, entry.district) for entry in free), join_below)
    found: defaultdict[Stratum, list[Entry]] = defaultdict(list)
    for entry in free:
        found[strata.of(entry.tier, entry.district)].append(entry)
    return dict(sorted(found.items()))


def rate_for(item: Item, stratum: Stratum) -> Rate | None:
    """Return the rate that fits a stratum best: its tier before its district; None = no visit."""
    district = None if stratum.district == JOINED else stratum.district
    fitting = ((stratum.tier, district), (stratum.tier, None), (None, district), (None, None))
    rates = {(rate.tier, rate.district): rate for rate in reversed(item.rates)}
    return next((rates[each] for each in fitting if each in rates), None)


def size(plan: Plan, item: Item, *, stratum: Stratum, count: int, seed: str) -> int:
    """Return how many of the `count` facilities that an item concerns are drawn for it."""
    rate = rate_for(item, stratum)
    if rate is None:
        return 0
    asked = rate.share * count
    wanted = ceil(asked)
    if plan.rounding == "lot":
        rest = asked - floor(asked)
        lot = rounding_lot(seed, item.item, stratum.name)
        wanted = floor(asked) + (lot * rest.denominator < rest.numerator * _HASHES)
    wanted = max(rate.least, wanted)
    return min(count, wanted if rate.most is None else min(wanted, rate.most))
