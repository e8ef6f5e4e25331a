"""The table of kept standings as SQLAlchemy knows it, for whoever asks for everybody at once."""

from sqlalchemy import Column, FromClause, MetaData, Table, Text, select

KINDS = {"status": "text", "tier": "text", "flags": "texts"}
"""What is concluded of a facility, and its kinds in the rule language."""


def concluded() -> FromClause:
    """Return what is kept of each facility that anything is known of."""
    columns = (Column(name, Text) for name in ("facility", *KINDS))
    kept = Table("standing", MetaData(), *columns)
    told = (kept.c[name] for name in KINDS)
    known = kept.c.status.is_not(None)
    return select(kept.c.facility.label("row_facility"), *told).where(known).subquery("concluded")
