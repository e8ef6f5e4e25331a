"""The three engines on which compiled rules are asked: SQLite and DuckDB in memory, PostgreSQL.

Each holds the tables of spans; DuckDB is handed the text, with its literals.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import duckdb
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql.base import PGIdentifierPreparer

from tests.rules.spanned import FACILITIES, METADATA, TABLES, Span, records
from tests.servers import Server


class _Quoting(PGIdentifierPreparer):
    """Quotes every name: to DuckDB more words are reserved than to PostgreSQL (`by`)."""

    def _requires_quotes(self, value: str) -> bool:  # noqa: ARG002 - whatever it is
        return True


# Without percent signs doubled: the text goes to no driver of PostgreSQL's.
_WORDS = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
_WORDS.identifier_preparer = _Quoting(_WORDS)


class Database(Protocol):
    """Where spans are put, and a statement is asked."""

    name: str

    def execute(self, statement: sa.Executable, given: Sequence[dict[str, Any]] = ()) -> None:
        """Write."""

    def ask(self, statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[dict[str, Any]]:
        """Return the rows of a query."""


class Connected:
    """SQLite or PostgreSQL, through SQLAlchemy."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        self._connection = self._engine.connect()
        self.name = self._engine.dialect.name
        METADATA.create_all(self._connection)
        self._connection.commit()

    def execute(self, statement: sa.Executable, given: Sequence[dict[str, Any]] = ()) -> None:
        self._connection.execute(statement, given or None)

    def ask(self, statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[dict[str, Any]]:
        return [row._asdict() for row in self.rows(statement)]

    def rows(self, statement: sa.Executable) -> Sequence[sa.Row[Any]]:
        """Return the rows of a query as the product is handed them."""
        return self._connection.execute(statement).all()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


class Duck:
    """DuckDB, by text in PostgreSQL's words."""

    name = "duckdb"

    def __init__(self) -> None:
        self._connection = duckdb.connect()
        for table in METADATA.sorted_tables:
            self._connection.execute(str(sa.schema.CreateTable(table).compile(dialect=_WORDS)))

    def execute(self, statement: sa.Executable, given: Sequence[dict[str, Any]] = ()) -> None:
        if isinstance(statement, sa.Insert):
            statement = statement.values(list(given))
        self._connection.execute(text_of(statement))

    def ask(self, statement: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[dict[str, Any]]:
        found = self._connection.execute(text_of(statement))
        names = [each[0] for each in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def close(self) -> None:
        self._connection.close()


def text_of(statement: sa.Executable) -> str:
    """Return a statement's text, its literals within."""
    assert isinstance(statement, sa.ClauseElement)
    return str(statement.compile(dialect=_WORDS, compile_kwargs={"literal_binds": True}))


def fill(database: Database, spans: Iterable[Span], facilities: Iterable[str]) -> None:
    """Put these spans, and no others, into a database."""
    told = records(spans)
    for relation in {*told, *_filled(database)}:
        database.execute(sa.delete(TABLES[relation]))
    database.execute(sa.delete(FACILITIES))
    for relation, rows in told.items():
        database.execute(sa.insert(TABLES[relation]), rows)
    database.execute(sa.insert(FACILITIES), [{"row_facility": each} for each in facilities])


def _filled(database: Database) -> list[str]:
    """Return the relations whose tables hold anything."""
    each = [
        sa.select(sa.literal(relation).label("relation")).where(sa.exists(sa.select(table)))
        for relation, table in TABLES.items()
    ]
    return [row["relation"] for row in database.ask(sa.union_all(*each))]


@contextmanager
def sqlite() -> Iterator[Connected]:
    """Open SQLite in memory."""
    database = Connected("sqlite://")
    yield database
    database.close()


@contextmanager
def duck() -> Iterator[Duck]:
    """Open DuckDB in memory."""
    database = Duck()
    yield database
    database.close()


@contextmanager
def postgres(server: Server) -> Iterator[Connected]:
    """Open a database of its own on a PostgreSQL server."""
    url = server.url(server.blank())
    database = Connected(url.replace("postgresql://", "postgresql+psycopg://", 1))
    yield database
    database.close()
