"""A copy of facts in columns: tables are loaded into DuckDB, and asked there instead.

DuckDB 2.0 reads neither SQLite nor PostgreSQL without an extension from the network, so a table
comes over as Arrow, the first time that a statement reads it. What is held is as old as its
loading: make it anew for another question. It knows tables and statements; it knows no law, and
not where the tables come from.

Values stand in the text, which is PostgreSQL's: for all that is written here DuckDB reads it as
PostgreSQL does. But `/` of whole numbers, which DuckDB does not floor: nobody may write it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.sql.visitors import ExternallyTraversible

Ask = Callable[[Any], Iterable[Sequence[Any]]]
"""Runs a statement where the tables are, as `Desk.ask` does."""
_MADE = re.compile(r"""('(?:[^']|'')*'|"[^"]*")| AS \n\(""")
"""Where the library begins a table made on the way; not within a text or a name."""
_ARROW: dict[type[Any], Any] = {
    sa.Boolean: pa.bool_(),
    sa.BigInteger: pa.int64(),
    sa.Integer: pa.int64(),
    sa.Text: pa.string(),
    sa.String: pa.string(),
    sa.LargeBinary: pa.binary(),
}


class Columnar:
    """Tables copied in columns, as they are needed. One for each thread and question."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._db = duckdb.connect()
        self._held: set[str] = set()

    def ask(self, statement: Any) -> Sequence[tuple[Any, ...]]:
        """Return a statement's rows; the tables that it reads are loaded first."""
        self.load(tables_of(statement))
        return self._db.execute(text_of(statement)).fetchall()

    def load(self, tables: Iterable[sa.Table]) -> None:
        """Copy tables that are not held yet."""
        for table in tables:
            if table.name not in self._held:
                copied = _arrow(table, self._ask(sa.select(table)))
                self._db.register("copied", copied)
                name = '"' + table.name.replace('"', '""') + '"'
                self._db.execute(f"CREATE TABLE {name} AS SELECT * FROM copied")  # noqa: S608
                self._db.unregister("copied")
                self._held.add(table.name)

    def run(self, *texts: str) -> Sequence[tuple[Any, ...]]:
        """Run texts in DuckDB's own SQL, over what is held; return the last one's rows."""
        for text in texts:
            self._db.execute(text)
        return self._db.fetchall()

    def close(self) -> None:
        """Let go of the copies."""
        self._db.close()


def text_of(statement: Any) -> str:
    """Return a statement as DuckDB reads it, its values in the text.

    Every table that it makes on the way is made once. Left to itself DuckDB puts each in place of
    its name, and what that uses in turn: of some dozens it never finishes planning.
    """
    compiled = statement.compile(
        dialect=_Dialect(paramstyle="named"),  # type: ignore[no-untyped-call]
        compile_kwargs={"literal_binds": True, "render_postcompile": True},
    )
    return _MADE.sub(lambda found: found[1] or " AS MATERIALIZED \n(", str(compiled))


def tables_of(statement: ExternallyTraversible) -> list[sa.Table]:
    """Return the tables that a statement reads, each once.

    SQLAlchemy's own traversal goes again through what is used again: a chain of selects that each
    use the one before twice would take it for ever.
    """
    found: dict[str, sa.Table] = {}
    seen: set[int] = set()
    ahead: list[ExternallyTraversible] = [statement]
    while ahead:
        element = ahead.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        if isinstance(element, sa.Table):
            found[element.name] = element
        else:
            ahead += element.get_children()
    return list(found.values())


class _Dialect(PGDialect):
    """PostgreSQL's SQL, with texts written as DuckDB reads them: a backslash is one."""

    supports_statement_cache = False
    _backslash_escapes = False


def _arrow(table: sa.Table, rows: Iterable[Sequence[Any]]) -> Any:
    held = list(zip(*rows, strict=True)) or [() for _ in table.columns]
    types = [_type_of(column) for column in table.columns]
    arrays = [pa.array(values, type_) for values, type_ in zip(held, types, strict=True)]
    return pa.table(arrays, names=[column.name for column in table.columns])


def _type_of(column: sa.Column[Any]) -> Any:
    kind = type(column.type)
    return next(arrow for sql, arrow in _ARROW.items() if issubclass(kind, sql))
