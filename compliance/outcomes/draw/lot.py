"""The lot itself: who is drawn of a frame under a plan and a seed, and who stands in for whom.

Nothing of the order in which a frame is handed in, of a clock or of a generator comes into it:
the tickets alone decide, and everything else follows from them.
"""

from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter

from compliance.domain.draw import Drawn, Entry, Plan
from compliance.outcomes.draw.order import Kind, Order, Orders, Told, facility_of, ticket_of
from compliance.outcomes.draw.seed import ticket
from compliance.outcomes.draw.strata import Stratum, size


def drawn(
    plan: Plan, frame: Sequence[Entry], seed: str, told: Told | None = None
) -> tuple[Drawn, ...]:
    """Return all that the lot fell on, that the plan names, and that stand in, by ticket."""
    orders = Orders(plan, frame, seed, told)
    found = [_named(entry, orders, seed) for entry in frame if entry.must is not None]
    while orders.by_stratum:  # a stratum that is done is kept by nobody
        stratum, order = orders.by_stratum.popitem()
        lot = [*_of_stratum(plan, stratum, order, seed)]
        found += lot
        if plan.when_capped == "replace":
            found += _reserves(order, lot)
    return tuple(sorted(found, key=attrgetter("ticket", "facility")))


def reserve(order: Order, used: Collection[str], gone: Drawn) -> Drawn | None:
    """Return who stands in: the first in order who is free, uncapped, and whom it all concerns."""
    return _instead(gone, next(_free(order, used, gone.items), None))


def _named(entry: Entry, orders: Orders, seed: str) -> Drawn:
    return Drawn(
        facility=entry.facility,
        stratum=orders.stratum_of(entry).name,
        rank=-1,
        ticket=ticket(seed, entry.facility),
        items=entry.items,
        must=entry.must,
        passed="visit_cap" if entry.capped else None,
    )


def _of_stratum(plan: Plan, stratum: Stratum, order: Order, seed: str) -> Iterator[Drawn]:
    """Yield the first facilities that each item concerns, each with the items it is drawn for."""
    left = {
        item.item: count
        for item in plan.items
        if (
            count := size(plan, item, stratum=stratum, count=order.concerned(item.item), seed=seed)
        )
    }
    name, ranked, wanted = stratum.name, enumerate(order), dict[Kind, tuple[str, ...]]()
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
    for rank, (place, kind) in enumerate(order):
        if not kind.capped and set(items) <= set(kind.items) and facility_of(place) not in used:
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
