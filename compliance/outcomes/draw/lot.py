"""The lot itself: who is drawn of a frame under a plan and a seed, and who stands in for whom.

Nothing of the order in which a frame is handed in, of a clock or of a generator comes into it:
the tickets alone decide, and everything else follows from them.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from operator import attrgetter

from compliance.domain.draw import METHOD, Drawn, Entry, Plan
from compliance.outcomes.draw.seed import ticket
from compliance.outcomes.draw.strata import Strata, Stratum, size

Told = Callable[[int, int], None]
"""Is told how many facilities of how many are done."""
_ITEMS = attrgetter("items")


def drawn(
    plan: Plan, frame: Sequence[Entry], seed: str, told: Told | None = None
) -> tuple[Drawn, ...]:
    """Return all that the lot fell on, that the plan names, and that stand in, by ticket."""
    strata = Strata(frame, plan.join_below)
    found = list(_named(frame, strata, seed))
    done = len(found)
    for stratum, entries in strata.members.items():
        found += _of_stratum(plan, stratum, order(entries, seed), seed)
        done += len(entries)
        if told is not None:
            told(done, len(frame))
    return tuple(sorted(found, key=lambda each: (each.ticket, each.facility)))


def order(entries: Sequence[Entry], seed: str) -> list[Entry]:
    """Return the facilities of a stratum in the order of their tickets."""
    # `ticket`, as bytes: what is before the name is written once for all.
    before, sha256 = f"{METHOD}|{seed}|target|".encode(), hashlib.sha256

    def place(entry: Entry) -> bytes:
        facility = entry.facility.encode()
        return sha256(before + facility).digest() + facility

    return sorted(entries, key=place)


def reserve(held: Sequence[Entry], used: Collection[str], gone: Drawn, seed: str) -> Drawn | None:
    """Return who stands in: the first in order who is free, uncapped, and whom it all concerns."""
    items = set(gone.items)
    for rank, entry in enumerate(held):
        if entry.facility not in used and not entry.capped and items.issubset(entry.items):
            return Drawn(
                facility=entry.facility,
                stratum=gone.stratum,
                rank=rank,
                ticket=ticket(seed, entry.facility),
                items=gone.items,
                instead_of=gone.facility,
            )
    return None


def _named(frame: Sequence[Entry], strata: Strata, seed: str) -> Iterator[Drawn]:
    for entry in frame:
        if entry.must is not None:
            yield Drawn(
                facility=entry.facility,
                stratum=strata.of(entry).name,
                rank=-1,
                ticket=ticket(seed, entry.facility),
                items=entry.items,
                must=entry.must,
                passed="visit_cap" if entry.capped else None,
            )


def _of_stratum(plan: Plan, stratum: Stratum, held: Sequence[Entry], seed: str) -> list[Drawn]:
    items = _items_drawn(plan, stratum, held, seed)
    found = [
        Drawn(
            facility=held[rank].facility,
            stratum=stratum.name,
            rank=rank,
            ticket=ticket(seed, held[rank].facility),
            items=tuple(items[rank]),
            passed="visit_cap" if held[rank].capped else None,
        )
        for rank in sorted(items)
    ]
    if plan.when_capped == "replace":
        found += _reserves(held, found, seed)
    return found


def _items_drawn(
    plan: Plan, stratum: Stratum, held: Sequence[Entry], seed: str
) -> dict[int, list[str]]:
    """Return for which items a facility is drawn, by its place in the order."""
    alike = Counter(map(_ITEMS, held))
    drawn_for: dict[int, list[str]] = {}
    for item in plan.items:
        concerned = sum(count for items, count in alike.items() if item.item in items)
        left = size(plan, item, stratum=stratum, count=concerned, seed=seed)
        for rank, entry in enumerate(held):
            if left == 0:
                break
            if item.item in entry.items:
                drawn_for.setdefault(rank, []).append(item.item)
                left -= 1
    return drawn_for


def _reserves(held: Sequence[Entry], found: Sequence[Drawn], seed: str) -> list[Drawn]:
    used, reserves = {each.facility for each in found}, []
    for gone in found:
        by = None if gone.passed is None else reserve(held, used, gone, seed)
        if by is not None:
            used.add(by.facility)
            reserves.append(by)
    return reserves
