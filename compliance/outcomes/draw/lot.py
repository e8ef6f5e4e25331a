"""The lot itself: who is drawn of a frame under a plan and a seed, and who stands in for whom.

Nothing of the order in which a frame is handed in, of a clock or of a generator comes into it:
the tickets alone decide, and everything else follows from them.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from compliance.domain.draw import Drawn, Entry, Plan
from compliance.outcomes.draw.seed import ticket
from compliance.outcomes.draw.strata import Strata, Stratum, size, stratify

Told = Callable[[int, int], None]
"""Is told how many facilities of how many are done."""


class Held(NamedTuple):
    """A facility with its ticket: they are ordered by ticket."""

    ticket: str
    facility: str
    entry: Entry


def drawn(
    plan: Plan, frame: Sequence[Entry], seed: str, told: Told | None = None
) -> tuple[Drawn, ...]:
    """Return all that the lot fell on, that the plan names, and that stand in, by ticket."""
    done, found = 0, list(_named(plan, frame, seed))
    for stratum, entries in stratify(frame, plan.join_below).items():
        found += _of_stratum(plan, stratum, order(entries, seed), seed)
        done += len(entries)
        if told is not None:
            told(done, len(frame))
    return tuple(sorted(found, key=lambda each: (each.ticket, each.facility)))


def order(entries: Sequence[Entry], seed: str) -> list[Held]:
    """Return the facilities of a stratum in the order of their tickets."""
    return sorted(Held(ticket(seed, each.facility), each.facility, each) for each in entries)


def reserve(held: Sequence[Held], used: Collection[str], gone: Drawn) -> Drawn | None:
    """Return who stands in: the first in order who is free, uncapped, and whom it all concerns."""
    for rank, (drawn_ticket, facility, entry) in enumerate(held):
        if facility not in used and not entry.capped and set(gone.items) <= set(entry.items):
            return Drawn(
                facility=facility,
                stratum=gone.stratum,
                rank=rank,
                ticket=drawn_ticket,
                items=gone.items,
                instead_of=gone.facility,
            )
    return None


def _named(plan: Plan, frame: Sequence[Entry], seed: str) -> Iterator[Drawn]:
    strata = Strata(frame, plan.join_below)
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


def _of_stratum(plan: Plan, stratum: Stratum, held: Sequence[Held], seed: str) -> list[Drawn]:
    items: dict[int, list[str]] = {}
    for item in plan.items:
        concerned = [rank for rank, each in enumerate(held) if item.item in each.entry.items]
        count = size(plan, item, stratum=stratum, count=len(concerned), seed=seed)
        for rank in concerned[:count]:
            items.setdefault(rank, []).append(item.item)
    found = [
        Drawn(
            facility=held[rank].facility,
            stratum=stratum.name,
            rank=rank,
            ticket=held[rank].ticket,
            items=tuple(items[rank]),
            passed="visit_cap" if held[rank].entry.capped else None,
        )
        for rank in sorted(items)
    ]
    return found + (_reserves(held, found) if plan.when_capped == "replace" else [])


def _reserves(held: Sequence[Held], found: Sequence[Drawn]) -> list[Drawn]:
    used, reserves = {each.facility for each in found}, []
    for gone in found:
        if gone.passed is not None and (by := reserve(held, used, gone)) is not None:
            used.add(by.facility)
            reserves.append(by)
    return reserves
