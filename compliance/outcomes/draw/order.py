"""The order of the tickets: a stratum's facilities one after the other, as far as anybody asks.

A *place* is the bytes of a ticket and then the facility's name: places sort as ticket and name do.
Facilities alike in all but their names are kept as places alone: a frame may hold a million.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import repeat
from typing import NamedTuple

from compliance.domain.draw import METHOD, Entry, Plan
from compliance.outcomes.draw.strata import Strata, Stratum

Told = Callable[[int, int], None]
"""Is told how many facilities of how many have their tickets."""
Held = tuple[bytes, "Kind"]
"""A facility in the order of tickets: its place, and what else is known of it."""
_TICKET_BYTES = 32
_TOLD_EVERY = 10_000
_Alike = tuple[str, str, tuple[str, ...], bool]


class Kind(NamedTuple):
    """What facilities of a frame have in common, but for their names."""

    tier: str
    district: str
    items: tuple[str, ...]
    capped: bool


class Order:
    """A stratum's facilities in the order of their tickets; sorted, merged and kept when asked."""

    def __init__(self, places: Mapping[Kind, list[bytes]]) -> None:
        self._counts = {kind: len(alike) for kind, alike in places.items()}
        self._seen: list[Held] = []
        self._rest = merge(*(_sorted(kind, alike) for kind, alike in places.items()))

    def concerned(self, item: str) -> int:
        """Return how many facilities an item concerns."""
        return sum(count for kind, count in self._counts.items() if item in kind.items)

    def __iter__(self) -> Iterator[Held]:
        """Yield each facility by rank, and remember it for who asks next."""
        seen, rank = self._seen, 0
        while rank < len(seen) or self._pulled():
            yield seen[rank]
            rank += 1

    def _pulled(self) -> bool:
        for held in self._rest:
            self._seen.append(held)
            return True
        return False


class Orders:
    """The strata of a frame under a seed, each in its order."""

    def __init__(
        self, plan: Plan, frame: Sequence[Entry], seed: str, told: Told | None = None
    ) -> None:
        found = _places(frame, seed, told)
        counts: Counter[tuple[str, str]] = Counter()
        for kind, alike in found.items():
            counts[kind.tier, kind.district] += len(alike)
        self.strata = Strata(counts, plan.join_below)
        members: defaultdict[Stratum, dict[Kind, list[bytes]]] = defaultdict(dict)
        for kind, alike in found.items():
            members[self.strata.of(kind.tier, kind.district)][kind] = alike
        self.by_stratum = {stratum: Order(kinds) for stratum, kinds in members.items()}

    def stratum_of(self, entry: Entry) -> Stratum:
        """Return the stratum of a facility."""
        return self.strata.of(entry.tier, entry.district)


def facility_of(place: bytes) -> str:
    """Return the facility that a place is of."""
    return place[_TICKET_BYTES:].decode()


def ticket_of(place: bytes) -> str:
    """Return the ticket of a place as everybody writes it."""
    return place[:_TICKET_BYTES].hex()


def _places(
    frame: Sequence[Entry], seed: str, told: Told | None = None
) -> dict[Kind, list[bytes]]:
    """Return the places of the facilities on which the lot decides, by their kind."""
    before, sha256 = f"{METHOD}|{seed}|target|".encode(), hashlib.sha256
    alike: defaultdict[_Alike, list[bytes]] = defaultdict(list)
    for start in range(0, len(frame), _TOLD_EVERY):
        for each in frame[start : start + _TOLD_EVERY]:
            if each.must is None:
                name = each.facility.encode()
                place = sha256(before + name).digest() + name
                alike[each.tier, each.district, each.items, each.capped].append(place)
        if told is not None:
            told(min(start + _TOLD_EVERY, len(frame)), len(frame))
    return {Kind(*kind): found for kind, found in alike.items()}


def _sorted(kind: Kind, alike: list[bytes]) -> Iterator[Held]:
    """Yield places of a kind in order; nothing is sorted before somebody asks."""
    yield from zip(sorted(alike), repeat(kind))
