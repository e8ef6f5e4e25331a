"""Which versions of events count: heard by then, not gone, and no ruling takes them away."""

from collections.abc import Callable
from functools import cache, cached_property

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)

from compliance.domain.events import CATALOGUE, latest
from compliance.domain.tags import RULES_ON
from compliance.projections.columns import told_table
from compliance.projections.tables import core

Held = Callable[[str], bool]
"""Says whether the store holds a table: of what was never told there is none."""


class Heard:
    """The versions that count for whoever knows the log up to a position (None = all of it)."""

    def __init__(self, until: int | None, held: Held) -> None:
        self.until = until
        self.held = held
        self.of = cache(self._of)

    def told(self, stem: str) -> bool:
        """Say whether an event of this kind was ever told."""
        return self.held(told_table(latest(stem)).name)

    def facilities(self) -> Select[str]:
        """Return every facility that something is known of."""
        return select(self.begun().subquery("begun").c.row_facility)

    def begun(self) -> Select[str, int]:
        """Return every facility that something is known of, and the first day of that."""
        versions = [self.of(kind.stem) for kind in CATALOGUE.values() if self.told(kind.stem)]
        if not versions:
            nobody = select(literal("").label("row_facility"), literal(0).label("row_on"))
            return nobody.where(false())
        parts = (select(each.c.told_facility, each.c.told_on) for each in versions)
        known = union_all(*parts).subquery("known")
        facility, first = known.c.told_facility, func.min(known.c.told_on)
        begun = select(facility.label("row_facility"), first.label("row_on"))
        return begun.where(facility.is_not(None)).group_by(facility)

    def _of(self, stem: str) -> FromClause:
        """Return the versions of a kind of event that count."""
        table = core(told_table(latest(stem)))
        counting = select(table).where(self._visible(table))
        if self._void is not None:
            number, void = table.c.told_number, select(self._void.c.number)
            counting = counting.where(or_(number.is_(None), number.not_in(void)))
        return counting.subquery(f"counting_{table.name}")

    def _visible(self, table: FromClause) -> ColumnElement[bool]:
        superseded, gone = table.c.told_superseded, table.c.told_gone
        if self.until is None:
            return and_(superseded.is_(None), not_(gone))
        later = or_(superseded.is_(None), superseded > self.until)
        return and_(table.c.told_heard <= self.until, later, not_(gone))

    @cached_property
    def _void(self) -> CTE | None:
        """The numbers of the documents whose last ruling takes them away from the beginning."""
        rulings = [self._rulings(stem) for stem in RULES_ON if self.told(stem)]
        if not rulings:
            return None
        ruled = union_all(*rulings).subquery("ruled")
        last = func.row_number().over(
            partition_by=ruled.c.number, order_by=ruled.c.position.desc()
        )
        ranked = select(ruled.c.number, ruled.c.voids, last.label("rank")).subquery("ranked")
        return select(ranked.c.number).where(ranked.c.rank == 1, ranked.c.voids).cte("void")

    def _rulings(self, stem: str) -> Select[str, int, bool]:
        """Return the rulings of a kind that are in effect: on which number, and do they void."""
        table = core(told_table(latest(stem)))
        number = table.c[RULES_ON[stem]]
        voids, effect = _review(table) if "effect_mode" in table.c else (true(), true())
        return select(
            number.label("number"), table.c.told_position.label("position"), voids.label("voids")
        ).where(self._visible(table), number.is_not(None), effect)


def _review(ruling: FromClause) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return whether a ruling voids its document, and whether it is in effect: see `effective`."""
    of = ruling.c
    replaced = and_(of.effect_mode == "replace", of.replaced_by.is_not(None))
    voids = case(
        (of.partial, replaced),
        (of.effect_mode.in_(("ex_tunc", "replace")), true()),
        else_=false(),
    )
    first = and_(of.stage.is_not(None), of.stage == "first_instance")
    return voids, or_(not_(first), of.effective_on.is_not(None))
