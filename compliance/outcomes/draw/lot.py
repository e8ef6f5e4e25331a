"""The lot itself: who is drawn of a frame under a plan and a seed, and who stands in for whom.

Nothing of the order in which a frame is handed in, of a clock or of a generator comes into it:
the tickets alone decide, and everything else follows from them.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from compliance.domain.draw import Drawn, Entry, Plan
from compliance.outcomes.draw.order import (
    Frame,
    Kind,
    Members,
    Order,
    count_of,
    facility_of,
    ticket_of,
)
from compliance.outcomes.draw.seed import ticket
from compliance.outcomes.draw.strata import Stratum, size

Told = Callable[[int, int], None]
"""Is told of how many facilities of how many the lot has decided."""


def drawn(
    plan: Plan, frame: Sequence[Entry], seed: str, told: Told | None = None
) -> tuple[Drawn, ...]:
    """Return all that the lot fell on, that the plan names, and that stand in, by ticket."""
    strata = Frame(frame, plan.join_below)
    found = [_named(entry, strata.stratum_of(entry), seed) for entry in strata.named]
    done = len(found)
    for stratum, members in strata.by_stratum.items():
        found += _of_stratum(plan, stratum, members, seed)
        done += count_of(members)
        if told is not None:
            told(done, len(frame))
    return tuple(sorted(found, key=attrgetter("ticket", "facility")))


def reserve(order: Order, used: Collection[str], gone: Drawn) -> Drawn | None:
    """Return who stands in: the first in order who is free, uncapped, and whom it all concerns."""
    return _instead(gone, next(_free(order, used, gone.items), None))


def _named(entry: Entry, stratum: Stratum, seed: str) -> Drawn:
    return Drawn(
        facility=entry.facility,
        stratum=stratum.name,
        rank=-1,
        ticket=ticket(seed, entry.facility),
        items=entry.items,
        must=entry.must,
        passed="visit_cap" if entry.capped else None,
    )


def _of_stratum(plan: Plan, stratum: Stratum, members: Members, seed: str) -> list[Drawn]:
    concerned = {item.item: count_of(members, item.item) for item in plan.items}
    sizes = {
        item.item: count
        for item in plan.items
        if (count := size(plan, item, stratum=stratum, count=concerned[item.item], seed=seed))
    }
    enough = max(
        (n * count_of(members) // concerned[item] for item, n in sizes.items()), default=0
    )
    order = Order(members, seed, enough)
    lot = list(_first(order, sizes, stratum))
    return lot + (list(_reserves(order, lot)) if plan.when_capped == "replace" else [])


def _first(order: Order, sizes: Mapping[str, int], stratum: Stratum) -> Iterator[Drawn]:
    """Yield the first facilities that each item concerns, each with the items it is drawn for."""
    left, wanted = dict(sizes), dict[Kind, tuple[str, ...]]()
    name, ranked = stratum.name, enumerate(order)
    while left:
        rank, (place, kind) = next(ranked)
        items = wanted.get(kind)
        if items is None:
            items = wanted[kind] = tuple(item for item in left if item in kind.items)
        for item in items:
            left[item] -= 1
            if left[item] == 0:
                del left[item]
                wanted.clear()
        if items:
            yield Drawn(
                facility=facility_of(place),
                stratum=name,
                rank=rank,
                ticket=ticket_of(place),
                items=items,
                passed="visit_cap" if kind.capped else None,
            )


def _reserves(order: Order, lot: Sequence[Drawn]) -> Iterator[Drawn]:
    used = {each.facility for each in lot}
    free: dict[tuple[str, ...], Iterator[tuple[int, bytes]]] = {}
    for gone in lot:
        if gone.passed is not None:
            # Whom a search has left behind is never free again: the next one goes on from there.
            search = free.setdefault(gone.items, _free(order, used, gone.items))
            by = _instead(gone, next(search, None))
            if by is not None:
                used.add(by.facility)
                yield by


def _free(
    order: Order, used: Collection[str], items: tuple[str, ...]
) -> Iterator[tuple[int, bytes]]:
    """Yield rank and place of all that items concern, who are not used when it is their turn."""
    wanted = set(items)
    for rank, (place, kind) in enumerate(order):
        if not kind.capped and wanted.issubset(kind.items) and facility_of(place) not in used:
            yield rank, place


def _instead(gone: Drawn, free: tuple[int, bytes] | None) -> Drawn | None:
    if free is None:
        return None
    rank, place = free
    return Drawn(
        facility=facility_of(place),
        stratum=gone.stratum,
        rank=rank,
        ticket=ticket_of(place),
        items=gone.items,
        instead_of=gone.facility,
    )
