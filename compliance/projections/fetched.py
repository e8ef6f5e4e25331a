"""Facts as known then, worked out once and held in memory while many questions are asked of them.

As known then, each relation is worked out from all events; a question that reads it twice, or
fifty questions, would do so again and again. What is known now stands in tables anyway.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import FromClause, create_engine, insert, select
from sqlalchemy.pool import StaticPool

from compliance.projections.sources import FactsThen
from compliance.projections.tables import known_table, span_table

_COMMITTED_AT_ONCE = "AUTOCOMMIT"


class Fetched:
    """The spans that were known then, each relation fetched when it is first asked for."""

    def __init__(self, found: FactsThen, ask: Callable[[Any], Sequence[Any]]) -> None:
        self._found = found
        self._fetch = ask
        self._held: set[str] = set()
        self._here = create_engine(
            "sqlite://", poolclass=StaticPool, isolation_level=_COMMITTED_AT_ONCE
        )

    def ask(self, statement: Any) -> Sequence[Any]:
        """Return the rows of a question to what was fetched."""
        with self._here.connect() as connection:
            return list(connection.execute(statement))

    def spans(self, relation: str) -> FromClause:
        """Return every row of a relation, whenever it held."""
        return self._fetched(span_table(relation), self._found.spans(relation))

    def facilities(self) -> FromClause:
        """Return every facility that something is known of."""
        return self._fetched(known_table(), self._found.facilities())

    def _fetched(self, table: Any, told: FromClause) -> FromClause:
        if table.name not in self._held:
            self._held.add(table.name)
            rows = [dict(row._mapping) for row in self._fetch(select(told))]  # noqa: SLF001 - its name
            with self._here.begin() as connection:
                table.create(connection)
                if rows:
                    connection.execute(insert(table), rows)
        found: FromClause = table
        return found
