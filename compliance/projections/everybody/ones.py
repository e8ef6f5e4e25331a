"""Who is one person: refs that links join go by the first of them, as `identity` has it.

A link acts by being known alone. Whoever is named by another ref bears the links in the proof.
"""

from functools import cached_property

from sqlalchemy import CTE, ColumnElement, FromClause, Text, and_, case, cast, func, select

from compliance.projections.columns import NAMED, SEPARATOR
from compliance.projections.everybody.heard import Heard
from compliance.projections.identity import LINK
from compliance.projections.tables import core


class Ones:
    """The refs of persons as they go by one, for whoever knows the log up to a position.

    Relations that one statement asks share it: a name of a statement stands for one table.
    """

    def __init__(self, heard: Heard) -> None:
        self.heard = heard

    @property
    def any(self) -> bool:
        """Whether anybody was ever linked."""
        return self.heard.told(LINK)

    @cached_property
    def of(self) -> CTE:
        """Every ref that goes by another, and that other (`ref`, `one`)."""
        groups = select(self._one.c.ref, self._one.c.one)
        return groups.where(self._one.c.ref != self._one.c.one).cte("other_ref")

    @cached_property
    def proof(self) -> CTE:
        """The links behind every version that names somebody by another ref (`links`)."""
        named = core(NAMED)
        where = (named.c.told_position, named.c.told_heard)
        pairs = select(*where, self.of.c.one).join(self.of, self.of.c.ref == named.c.told_person)
        each = pairs.distinct().subquery("linked_pair")
        links = self._because
        return (
            select(
                each.c.told_position,
                each.c.told_heard,
                func.aggregate_strings(links.c.links, ",").label("links"),
            )
            .join(links, links.c.one == each.c.one)
            .group_by(each.c.told_position, each.c.told_heard)
            .cte("linked")
        )

    def listed(self, field: str) -> FromClause:
        """Return the lists of persons in a field that change; who stood twice stands once."""
        named, versions = core(NAMED), ("told_position", "told_heard")
        where = [named.c[name] for name in versions]
        ours = named.c.told_field == field
        moved = select(*where).join(self.of, self.of.c.ref == named.c.told_person).where(ours)
        changed = moved.distinct().subquery()
        ref = func.coalesce(self.of.c.one, named.c.told_person)
        kept = (
            select(*where, ref.label("ref"), func.min(named.c.told_place).label("place"))
            .join(changed, and_(*(changed.c[name] == named.c[name] for name in versions)))
            .outerjoin(self.of, self.of.c.ref == named.c.told_person)
            .where(ours)
            .group_by(*where, ref)
            .subquery()
        )
        within = [kept.c[name] for name in versions]
        told = func.aggregate_strings(kept.c.ref, SEPARATOR).over(
            partition_by=within, order_by=kept.c.place, rows=(None, None)
        )
        return select(*within, (SEPARATOR + told + SEPARATOR).label("told")).distinct().subquery()

    @cached_property
    def _one(self) -> CTE:
        """Every linked ref and the first of its group."""
        link = self.heard.of(LINK)
        pair = link.c.person, link.c.same_as
        both = and_(*(each.is_not(None) for each in pair))
        there = select(pair[0].label("here"), pair[1].label("there")).where(both)
        back = select(pair[1], pair[0]).where(both)
        edges = there.union(back).cte("edge")
        reached = select(edges.c.here.label("ref"), edges.c.there.label("one")).cte(
            "reached", recursive=True
        )
        further = select(reached.c.ref, edges.c.there).join(edges, edges.c.here == reached.c.one)
        reached = reached.union(further)
        return (
            select(reached.c.ref, func.min(reached.c.one).label("one"))
            .group_by(reached.c.ref)
            .cte("one_ref")
        )

    @cached_property
    def _because(self) -> CTE:
        """The positions of the links of each group, and of their amendments."""
        link = self.heard.of(LINK)
        return (
            select(
                self._one.c.one,
                func.aggregate_strings(positions(link), ",").label("links"),
            )
            .join(link, link.c.person == self._one.c.ref)
            .group_by(self._one.c.one)
            .cte("because")
        )


def positions(versions: FromClause) -> ColumnElement[str]:
    """Return an event's position and that of the amendment that decided, as text."""
    own, heard = versions.c.told_position, versions.c.told_heard
    return cast(own, Text) + case((heard != own, "," + cast(heard, Text)), else_="")
