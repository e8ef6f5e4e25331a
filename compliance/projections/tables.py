"""The tables of facts as SQLAlchemy knows them, and where the rules find facts for everybody.

Only who asks for everybody imports this: recording writes the same tables in plain SQL.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, FromClause, MetaData, Table, Text

from compliance.domain.relations import RELATIONS
from compliance.projections.columns import KNOWN, SPAN_KEY, Stored, span_columns

_TYPES: dict[str, Any] = {"text": Text, "int": BigInteger, "bool": Boolean}


class LiveFacts:
    """Facts as known now: the live tables, one span of days a row."""

    def spans(self, relation: str) -> FromClause:
        """Return every row of a relation, whenever it held."""
        return span_table(relation)

    def facilities(self) -> FromClause:
        """Return every facility that something is known of."""
        return known_table()


@cache
def span_table(relation: str) -> Table:
    """Return the live table of a relation."""
    declared = span_columns(RELATIONS[relation])
    return laid(f"fact_{relation}", declared, key=SPAN_KEY)


@cache
def known_table() -> Table:
    """Return the live table of the facilities that something is known of."""
    return laid("fact_known", KNOWN, key=("row_facility",))


def laid(name: str, declared: Sequence[Stored], *, key: Sequence[str]) -> Table:
    """Return a table of declared columns."""
    columns = (
        Column(
            each.name, _TYPES[each.type], nullable=not each.required, primary_key=each.name in key,
            autoincrement=False,
        )
        for each in declared
    )  # fmt: skip
    return Table(name, MetaData(), *columns)
