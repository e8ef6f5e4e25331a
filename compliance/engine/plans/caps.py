"""The yearly cap on visits: which caps hold for a plan, and which visits have used them up.

A cap is the plan's own, with its basis, or a parameter of the rules; where both are told, both
hold. What does not count, and what counts at all, is told with it.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from compliance.domain.draw import Entry, Item, Plan
from compliance.engine.plans.visits import Visit, counting
from compliance.rules.book import Rulebook

_PARAMS: dict[str, Literal["facility", "item"]] = {
    "visits_per_year": "facility",
    "visits_per_item_and_year": "item",
}
_EXEMPT, _COUNTED = "visits_outside_the_cap", "visits_counted"
_EVERY_NATURE = ("enforcement", "patrol", "guidance")
"""What counts where the rules do not say."""
_OUTSIDE = {"complaints": "complaint", "superior_order": "referral"}
"""Why a plan names a facility → the kind of visit that is made for it. A reading."""


class Counts(NamedTuple):
    """Which visits count by the rules: of which natures, and of which kinds they do not."""

    natures: tuple[str, ...]
    exempt: tuple[str, ...]


class Cap(NamedTuple):
    """At most so many visits in a year: to a facility, or on one item."""

    visits: int
    per: Literal["facility", "item"]
    counts: Counts
    basis: str
    """The paper that the plan names, or the article that the rules cite."""
    by: Literal["plan", "rules"]


class Breach(NamedTuple):
    """A cap that one more visit would break, and the visits that have used it up."""

    cap: Cap
    item: str | None
    visits: tuple[Visit, ...]

    @property
    def evidence(self) -> tuple[int, ...]:
        """The records of those visits."""
        return tuple(sorted({each for visit in self.visits for each in visit.evidence}))


def counts_of(book: Rulebook, plan: Plan) -> Counts:
    """Return which visits count by the rules of the plan's region on its day."""
    chain = book.chain(plan.region, plan.as_of)
    natures, exempt = (book.param(name, chain, plan.as_of) for name in (_COUNTED, _EXEMPT))
    return Counts(
        natures=_EVERY_NATURE if natures is None else tuple(natures.value),
        exempt=() if exempt is None else tuple(exempt.value),
    )


def caps_of(book: Rulebook, plan: Plan) -> tuple[Cap, ...]:
    """Return the caps that hold for a plan on its day: its own first."""
    counts, chain = counts_of(book, plan), book.chain(plan.region, plan.as_of)
    found = []
    if plan.visit_cap is not None:
        own = plan.visit_cap
        found.append(Cap(own.visits, own.per, counts._replace(exempt=own.exempt), own.basis,
                         "plan"))  # fmt: skip
    for name, per in _PARAMS.items():
        value = book.param(name, chain, plan.as_of)
        if value is not None:
            basis = ", ".join(map(str, value.cite))
            found.append(Cap(value.value, per, counts, basis, "rules"))
    return tuple(found)


def breaches(
    plan: Plan, caps: Sequence[Cap], entry: Entry, visits: Sequence[Visit]
) -> Iterator[Breach]:
    """Yield the caps that one more visit to a facility in the plan's year would break.

    Whom the plan names for a ground that a cap exempts, such as complaints, that cap spares.
    """
    this_year = [each for each in visits if each.on.year == plan.year]
    named = [each for each in plan.items if each.item in entry.items]
    for cap in caps:
        if _OUTSIDE.get(entry.must or "") in cap.counts.exempt:
            continue
        counted = tuple(counting(this_year, *cap.counts))
        if cap.per == "facility" and len(counted) >= cap.visits:
            yield Breach(cap, None, counted)
        for item in named if cap.per == "item" else ():
            of_item = tuple(each for each in counted if _is_of(each, item))
            if len(of_item) >= cap.visits:
                yield Breach(cap, item.item, of_item)


def _is_of(visit: Visit, item: Item) -> bool:
    return item.item in visit.items or item.title in visit.items
