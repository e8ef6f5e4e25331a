"""From the lot to visits: their numbers, the seats of their teams, and who is visited instead.

A facility that was drawn and cannot be visited is replaced by the next of its stratum or put off,
never dropped; who is visited in its place follows from the lot, and is nobody's choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from compliance.domain.draw import Drawn, Entry, Plan
from compliance.domain.errors import NotFound
from compliance.domain.events.draw import PassedFor
from compliance.domain.team import Seat, Task
from compliance.outcomes.draw.lot import reserve
from compliance.outcomes.draw.order import Frame, Order, facility_of
from compliance.outcomes.draw.strata import Stratum

OFFICERS_MIN = 2
"""行政处罚法 42."""


class Lot(NamedTuple):
    """A draw that took place: under which plan, of which frame, by which seed, and who."""

    plan: Plan
    frame: tuple[Entry, ...]
    seed: str
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A visit that was given up, with the reason, and the one made instead; None = put off."""

    facility: str
    task: str
    reason: PassedFor
    by: str | None
    by_task: str | None
    note: str | None = None


def visits(lot: Lot, replaced: Sequence[Replaced] = ()) -> dict[str, Drawn]:
    """Return who is visited by the number of the task, those given up since then left out."""
    return _left(lot, replaced, _Orders(lot))


def numbered(drawn: Sequence[Drawn]) -> dict[str, Drawn]:
    """Return the visits of a draw by the number of the task, in the order of tickets."""
    going = [each for each in drawn if each.passed is None]
    return {_number(n): each for n, each in enumerate(going, start=1)}


def tasks_of(lot: Lot, replaced: Sequence[Replaced] = ()) -> tuple[Task, ...]:
    """Return the visits to be made, with the seats of their teams, by number."""
    district = {each.facility: each.district for each in lot.frame}
    return tuple(
        Task(
            task=number,
            facility=each.facility,
            district=district[each.facility],
            seats=seats_of(lot.plan, each.items),
        )
        for number, each in visits(lot, replaced).items()
    )


def seats_of(plan: Plan, items: Sequence[str]) -> tuple[Seat, ...]:
    """Return the seats of a visit's team: each department's, its qualifications first."""
    seats: list[Seat] = []
    for department in plan.departments:
        mine = [
            each for each in plan.items if each.department == department and each.item in items
        ]
        if mine:
            domains = dict.fromkeys(domain for each in mine for domain in each.qualifications)
            seats += [Seat(department=department, domain=each, count=1) for each in domains]
            rest = max(OFFICERS_MIN, plan.team.size) - len(domains)
            seats += [Seat(department=department, domain=None, count=rest)] * (rest > 0)
    return tuple(seats)


def replace(
    lot: Lot, before: Sequence[Replaced], task: str, *, reason: PassedFor, note: str | None = None
) -> Replaced:
    """Return what becomes of a visit that cannot be made. Raises NotFound where there is none.

    A facility that the plan names has no reserve: it is put off; so is one over the visit cap,
    where the plan says so.
    """
    orders = _Orders(lot)
    gone = _left(lot, before, orders).get(task)
    if gone is None:
        raise NotFound("E-TASK-UNKNOWN", task=task, draw=lot.plan.plan)
    by = None if _put_off(lot.plan, gone, reason) else _next(lot, before, orders, gone)
    made = len(numbered(lot.drawn)) + sum(each.by is not None for each in before)
    return Replaced(
        facility=gone.facility,
        task=task,
        reason=reason,
        by=None if by is None else by.facility,
        by_task=None if by is None else _number(made + 1),
        note=note,
    )


def _put_off(plan: Plan, gone: Drawn, reason: PassedFor) -> bool:
    return gone.must is not None or (reason == "visit_cap" and plan.when_capped == "defer")


class _Orders:
    """The orders of the strata that somebody asks for; the frame is gone through at most once."""

    def __init__(self, lot: Lot) -> None:
        self._lot = lot
        self._made: dict[Stratum, Order] = {}

    def beside(self, gone: Drawn) -> Order:
        """Return the order of the stratum that a facility was drawn in."""
        stratum = self._frame.stratum_of(self._own[gone.facility])
        if stratum not in self._made:
            self._made[stratum] = Order(self._frame.by_stratum[stratum], self._lot.seed)
        return self._made[stratum]

    @cached_property
    def _frame(self) -> Frame:
        return Frame(self._lot.frame, self._lot.plan.join_below)

    @cached_property
    def _own(self) -> dict[str, Entry]:
        return {each.facility: each for each in self._lot.frame}


def _left(lot: Lot, replaced: Sequence[Replaced], orders: _Orders) -> dict[str, Drawn]:
    left = numbered(lot.drawn)
    for each in replaced:
        gone = left.pop(each.task)
        if each.by is not None and each.by_task is not None:
            left[each.by_task] = _standing_in(lot, orders.beside(gone), gone, each.by)
    return left


def _next(lot: Lot, before: Sequence[Replaced], orders: _Orders, gone: Drawn) -> Drawn | None:
    used = {each.facility for each in lot.drawn} | {each.by for each in before if each.by}
    return reserve(orders.beside(gone), used, gone)


def _standing_in(lot: Lot, order: Order, gone: Drawn, by: str) -> Drawn:
    others = {facility_of(place) for place, _ in order} - {by}
    found = reserve(order, others, gone)
    if found is None:
        raise NotFound("E-FRAME-UNKNOWN", facility=by, draw=lot.plan.plan)
    return found


def _number(n: int) -> str:
    return f"{n:04}"
