"""Where facts for everybody are read: live tables as known now, typed columns as known then.

Either gives one span of days a row, from which the facts of any day are cut; what was never told
has no table, and no rows.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import FromClause, Select, and_, or_, select

from compliance.domain.relations import RELATIONS
from compliance.projections.columns import KNOWN, fact_table
from compliance.projections.everybody.forms import none, rows
from compliance.projections.everybody.heard import Heard
from compliance.projections.everybody.ones import Ones
from compliance.projections.tables import known_table, span_table


class LiveFacts:
    """Facts as known now: the live tables."""

    def __init__(self, tables: frozenset[str]) -> None:
        self._tables = tables

    def spans(self, relation: str) -> FromClause:
        """Return every row of a relation, whenever it held."""
        declared = RELATIONS[relation]
        if fact_table(declared).name in self._tables:
            return span_table(relation)
        return none(declared).subquery(f"no_{relation}")

    def facilities(self) -> FromClause:
        """Return every facility that something is known of."""
        if KNOWN.name in self._tables:
            return known_table()
        return Heard(None, self._tables.__contains__).facilities().subquery("nobody")

    def begun(self) -> FromClause:
        """Return every facility that something is known of, and the first day of that."""
        return Heard(None, self._tables.__contains__).begun().subquery("begun")


class FactsThen:
    """Facts as they were known when the log held so many events."""

    def __init__(self, tables: frozenset[str], until: int | None) -> None:
        heard = Heard(until, tables.__contains__)
        ones = Ones(heard)
        self.spans: Callable[[str], FromClause] = cache(
            lambda name: (
                rows(RELATIONS[name], ones).cte(f"then_{name}").prefix_with("MATERIALIZED")
            )
        )
        self.facilities: Callable[[], FromClause] = cache(
            lambda: heard.facilities().subquery("then_known")
        )
        self.begun: Callable[[], FromClause] = cache(lambda: heard.begun().subquery("then_begun"))


def begun_by(sources: LiveFacts | FactsThen, on: date) -> Select[Any]:
    """Return every facility at which anything had happened by a day: its id, name and region."""
    begun, identity = sources.begun(), sources.spans("identity").alias("identity")
    day = on.toordinal()
    stands = and_(
        identity.c.row_facility == begun.c.row_facility,
        identity.c.row_on <= day,
        or_(identity.c.row_until.is_(None), identity.c.row_until > day),
    )
    found = select(begun.c.row_facility, identity.c.name, identity.c.region)
    return found.select_from(begun.outerjoin(identity, stands)).where(begun.c.row_on <= day)
