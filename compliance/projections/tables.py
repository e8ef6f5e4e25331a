"""The tables of facts as SQLAlchemy knows them.

Only who asks for everybody imports this: recording writes the same tables in plain SQL.
"""

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, MetaData, Table, Text

from compliance.domain.relations import RELATIONS
from compliance.projections.columns import KNOWN, Laid, fact_table

SQL_TYPES: dict[str, Any] = {"text": Text, "int": BigInteger, "bool": Boolean}


@cache
def span_table(relation: str) -> Table:
    """Return the live table of a relation."""
    return core(fact_table(RELATIONS[relation]))


@cache
def known_table() -> Table:
    """Return the live table of the facilities that something is known of."""
    return core(KNOWN)


def core(laid: Laid, *, prefix: str = "") -> Table:
    """Return a table as SQLAlchemy knows it."""
    columns = (
        Column(
            each.name,
            SQL_TYPES[each.type],
            nullable=not each.required,
            primary_key=each.name in laid.key,
            autoincrement=False,
        )
        for each in laid.columns
    )
    return Table(prefix + laid.name, MetaData(), *columns)
