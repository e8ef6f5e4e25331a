"""Visits to facilities as the log has them: when, of which kind, by whom, with which items.

Each relation is read once for everybody. Visits that departments paid together count once; one
that is approved and not yet made is told apart, and one whose task was given up is none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.draw import Draw, Plan
from compliance.domain.facts import Row
from compliance.domain.time import AsOf, day_of
from compliance.engine.desk import Desk
from compliance.engine.everybody import rows

_TOGETHER = frozenset({"double_random", "joint"})
"""Kinds of visit that departments pay together: on one day there is one."""


class Visit(NamedTuple):
    """A visit, made or approved."""

    on: date
    kind: str | None
    """None = not told: then nothing exempts it."""
    nature: str | None
    """None = approved only."""
    items: tuple[str, ...]
    officers: tuple[str, ...]
    evidence: tuple[int, ...]

    @property
    def made(self) -> bool:
        """Whether it took place."""
        return self.nature is not None


Visits = Mapping[str, Sequence[Visit]]
"""The visits to each facility, the earliest first."""


def heard(desk: Desk, plan: Plan) -> AsOf:
    """Return up to when visits, officers and earlier draws are asked about: to the last known.

    The plan's day is that of tiers and statuses; who was visited since, was visited.
    """
    known = plan.known_at
    return AsOf(desk.today if known is None else day_of(known), known)


def visits_of(desk: Desk, as_of: AsOf) -> Visits:
    """Return the visits to everybody up to a day; those approved and not made come with them."""
    found: dict[str, list[Visit]] = defaultdict(list)
    given_up = _given_up(desk, as_of)
    known: set[tuple[str, str]] = set()
    for facility, row in rows(desk, "inspections", as_of):
        known.add((facility, row.values["inspection_id"]))
        found[facility].append(_made(row))
    for facility, row in rows(desk, "approvals", as_of):
        number = row.values["inspection_id"]
        if (facility, number) not in known and number not in given_up:
            found[facility].append(_approved(row))
    return {facility: sorted(told, key=_order) for facility, told in found.items()}


def counting(
    visits: Iterable[Visit], natures: Collection[str], exempt: Collection[str]
) -> Iterator[Visit]:
    """Yield the visits that count: of some natures, not of an exempt kind, together once."""
    seen: set[date] = set()
    for each in visits:
        if each.kind in exempt or (each.made and each.nature not in natures):
            continue
        together = each.kind in _TOGETHER
        if together and each.on in seen:
            continue
        if together:
            seen.add(each.on)
        yield each


def _given_up(desk: Desk, as_of: AsOf) -> frozenset[str]:
    """Return the numbers of drawn visits whose tasks were replaced or put off."""
    told = (row.values for _, row in rows(desk, "replacements", as_of))
    return frozenset(
        Draw(each["region"], each["draw_id"]).inspection_id(each["task_id"])
        for each in told
        if each["task_id"]
    )


def _made(row: Row) -> Visit:
    told = row.values
    return Visit(row.on, told["kind"], told["nature"], tuple(told["items"]),
                 tuple(told["officers"]), row.events)  # fmt: skip


def _approved(row: Row) -> Visit:
    told = row.values
    return Visit(row.on, told["kind"], None, tuple(told["items"] or ()), (), row.events)


def _order(visit: Visit) -> tuple[date, tuple[int, ...]]:
    return visit.on, visit.evidence
