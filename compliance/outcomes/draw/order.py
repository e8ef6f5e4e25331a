"""The order of the tickets: a stratum's facilities one after the other, as far as anybody asks.

A *place* is the bytes of a ticket and then the facility's name: places sort as ticket and name do.
A frame may hold a million of which few are drawn, so facilities alike in all but their names are
kept as names alone, and a ticket is kept only where it may be among those that are asked for.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice, repeat
from math import isqrt
from typing import NamedTuple

from compliance.domain.draw import METHOD, Entry
from compliance.outcomes.draw.strata import Strata, Stratum

Held = tuple[bytes, "Kind"]
"""A facility in the order of tickets: its place, and what else is known of it."""
_TICKET_BYTES = 32
_AFTER_ALL = b"\xff" * (_TICKET_BYTES + 1)
_BOUND_BITS = 64


class Kind(NamedTuple):
    """What facilities of a frame have in common, but for their names."""

    tier: str
    district: str
    items: tuple[str, ...]
    capped: bool


Members = Mapping[Kind, Sequence[str]]
"""The names of a stratum's facilities by their kind."""


class Frame:
    """A frame by stratum: those on which the lot decides, by kind, and those the plan names."""

    def __init__(self, entries: Iterable[Entry], join_below: int) -> None:
        alike: defaultdict[tuple[str, str, tuple[str, ...], bool], list[str]] = defaultdict(list)
        self.named: list[Entry] = []
        for each in entries:
            if each.must is None:
                alike[each.tier, each.district, each.items, each.capped].append(each.facility)
            else:
                self.named.append(each)
        counts: Counter[tuple[str, str]] = Counter()
        for (tier, district, _, _), names in alike.items():
            counts[tier, district] += len(names)
        self._strata = Strata(counts, join_below)
        self.by_stratum: defaultdict[Stratum, dict[Kind, list[str]]] = defaultdict(dict)
        for kind in map(Kind._make, alike):
            self.by_stratum[self.stratum_of(kind)][kind] = alike[kind]

    def stratum_of(self, one: Entry | Kind) -> Stratum:
        """Return the stratum of a facility."""
        return self._strata.of(one.tier, one.district)


class Order:
    """A stratum's facilities in the order of their tickets; who was asked for is remembered."""

    def __init__(self, members: Members, seed: str, enough: int | None = None) -> None:
        """Put members in order; `enough` is how many of them will be asked for, about."""
        self._seen: list[Held] = []
        self._rest = _in_order(members, seed, enough)

    def __iter__(self) -> Iterator[Held]:
        """Yield each facility by rank."""
        seen, rank = self._seen, 0
        while rank < len(seen) or self._pulled():
            yield seen[rank]
            rank += 1

    def _pulled(self) -> bool:
        for held in self._rest:
            self._seen.append(held)
            return True
        return False


def facility_of(place: bytes) -> str:
    """Return the facility that a place is of."""
    return place[_TICKET_BYTES:].decode()


def ticket_of(place: bytes) -> str:
    """Return the ticket of a place as everybody writes it."""
    return place[:_TICKET_BYTES].hex()


def count_of(members: Members, item: str | None = None) -> int:
    """Return how many members there are, or how many an item concerns."""
    concerned = (kind for kind in members if item is None or item in kind.items)
    return sum(len(members[kind]) for kind in concerned)


def _in_order(members: Members, seed: str, enough: int | None) -> Iterator[Held]:
    """Yield members in order: those whose tickets are low enough, then the others if asked."""
    before = f"{METHOD}|{seed}|target|".encode()
    bound, told = _bound(count_of(members), enough), 0
    for held in _below(bound, members, before):
        yield held
        told += 1
    if bound != _AFTER_ALL:
        yield from islice(_below(_AFTER_ALL, members, before), told, None)


def _below(bound: bytes, members: Members, before: bytes) -> Iterator[Held]:
    """Return the members whose tickets are below a bound, in order."""
    sha256, streams = hashlib.sha256, []
    for kind, names in members.items():
        places = [
            ticket + name
            for name in map(str.encode, names)
            if (ticket := sha256(before + name).digest()) < bound
        ]
        streams.append(zip(sorted(places), repeat(kind), strict=False))
    return merge(*streams)


def _bound(count: int, enough: int | None) -> bytes:
    """Return below which ticket enough members are, all but surely: tickets are uniform."""
    near = count if enough is None else enough + 4 * isqrt(enough) + 8
    if near >= count:
        return _AFTER_ALL
    return ((near << _BOUND_BITS) // count).to_bytes(_BOUND_BITS // 8, "big")
