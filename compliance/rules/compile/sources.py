"""Where the facts of everybody are: one table of spans a relation, and who there is.

Days are proleptic Gregorian ordinals. A span holds a row from the day it opened; of any day the
facts are cut from it. Columns of its own are named `row_…`; the relation's keep their names, and
a list of texts is one text with U+001F before, between and after its items.
"""

from typing import Protocol

from sqlalchemy import FromClause


class Sources(Protocol):
    """The spans of every relation, wherever they are kept."""

    def spans(self, relation: str) -> FromClause:
        """Return a relation's rows: `row_facility row_on row_closed row_until row_opener …`."""

    def facilities(self) -> FromClause:
        """Return `row_facility` of every facility that something is known of."""
