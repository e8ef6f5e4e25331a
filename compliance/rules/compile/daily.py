"""Facilities on days of their own: each day of each is a facility of its own, with its facts.

So a question about many days is asked as one about everybody. The spans of such a facility are
cut to its day: what is said later is not there, what closes later is still open.
"""

from sqlalchemy import CTE, FromClause, Integer, Select, Text, and_, case, cast, null, or_, select

from compliance.domain.relations import RELATIONS
from compliance.rules.compile.frame import DAY, FACILITY
from compliance.rules.compile.sources import Sources
from compliance.rules.compile.sql import Expr

_SEPARATOR = "|"
_OWN = ("row_on", "row_opener", "row_place", "row_changed", "row_events", "row_ended_by")


class Daily:
    """The sources of facilities on days, from those of facilities and the days of each.

    `days` has `row_facility` and `row_day`.
    """

    def __init__(self, sources: Sources, days: Select[tuple[str, int]]) -> None:
        self._sources = sources
        self._days = days.cte("asked_days")
        self._made: dict[str, CTE] = {}

    def spans(self, relation: str) -> FromClause:
        """Return a relation's rows as they stood on the days of each facility."""
        if relation not in self._made:
            self._made[relation] = self._cut(relation)
        return self._made[relation]

    def facilities(self) -> FromClause:
        """Return each facility on each of its days."""
        if "" not in self._made:
            days = self._days.alias("each_day")
            named = select(_named(days).label(FACILITY), days.c[DAY])
            self._made[""] = named.cte("daily_facilities")
        return self._made[""]

    def _cut(self, relation: str) -> CTE:
        days = self._days.alias(f"days_of_{relation}")
        row = self._sources.spans(relation).alias(f"rows_of_{relation}")
        day, until = days.c[DAY], row.c.row_until
        stands = and_(
            days.c[FACILITY] == row.c[FACILITY],
            row.c.row_on <= day,
            or_(until.is_(None), until > day),
        )
        declared = RELATIONS[relation]
        columns = [row.c[name] for name in (*_OWN, *declared.columns, *declared.closing)]
        closed = case((row.c.row_closed <= day, row.c.row_closed), else_=None)
        told = select(
            _named(days).label(FACILITY), day, closed.label("row_closed"),
            cast(null(), Integer).label("row_until"), *columns,
        )  # fmt: skip
        return told.select_from(row.join(days, stands)).cte(f"daily_{relation}")


def _named(days: FromClause) -> Expr:
    named: Expr = days.c[FACILITY] + _SEPARATOR + cast(days.c[DAY], Text)
    return named


def facility_and_day(name: str) -> tuple[str, int]:
    """Tell a facility on a day apart."""
    facility, _, day = name.rpartition(_SEPARATOR)
    return facility, int(day)
