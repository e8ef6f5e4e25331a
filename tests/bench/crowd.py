"""A crowd to assess: made-up lives in a log on SQLite, their facts on PostgreSQL and in columns.

`TUOYU_BENCH_FACILITIES` says how many (10,000 where it says nothing), `TUOYU_BENCH_ENGINES` on
which engines. Every engine holds the same rows, indexed and analysed as the live tables are.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import sqlalchemy as sa

from compliance.domain.relations import RELATIONS
from compliance.engine.desk import Desk
from compliance.projections.columnar import Columnar
from compliance.projections.tables import known_table, span_table
from compliance.rules.book import Rulebook
from compliance.wiring import new_desk
from tests.bench.two_valued import CALENDAR, calendar
from tests.servers import running
from tools.histories import Plan, told

FACILITIES = int(os.environ.get("TUOYU_BENCH_FACILITIES", "10000"))
ENGINES = os.environ.get("TUOYU_BENCH_ENGINES", "sqlite,postgresql,duckdb").split(",")
ON = date(2025, 12, 31)
"""The day on which the plans' targets speak."""
TABLES = (known_table(), *map(span_table, RELATIONS))


class Store(NamedTuple):
    """One engine that holds the facts of everybody."""

    name: str
    ask: Callable[[sa.Executable], Sequence[Any]]
    """Runs a statement of SQLAlchemy Core and fetches every row."""
    select: Callable[[str], Sequence[Any]]
    """Runs a text and fetches every row."""


def crowded(folder: Path, plan: Plan) -> Desk:
    """Return the desk over a log that holds the lives of a plan, its live tables kept."""
    desk = new_desk(f"sqlite:///{folder}/crowd.db")
    desk.log.restore(told(plan))
    return desk


@contextmanager
def store(name: str, desk: Desk, book: Rulebook) -> Iterator[Store]:
    """Open an engine with the facts of a desk."""
    opened = {"sqlite": _sqlite, "postgresql": _postgresql, "duckdb": _duckdb}[name]
    with opened(desk, book) as held:
        yield held


@contextmanager
def _sqlite(desk: Desk, book: Rulebook) -> Iterator[Store]:
    (path,) = (row[2] for row in desk.ask(sa.text("PRAGMA database_list")) if row[1] == "main")
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as db:
        for table in TABLES:  # the rival reads what was never told, too
            table.create(db, checkfirst=True)
        db.exec_driver_sql("DROP TABLE IF EXISTS calendar")
        _keep_calendar(db, book)
        db.exec_driver_sql("ANALYZE")
        db.commit()
        yield _over("sqlite", db)
    engine.dispose()


@contextmanager
def _postgresql(desk: Desk, book: Rulebook) -> Iterator[Store]:
    with running() as server:
        url = server.url(server.blank())
        engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url))
        with engine.connect() as db:
            _copy(desk, db)
            _keep_calendar(db, book)
            db.commit()
            db.exec_driver_sql("ANALYZE")
            db.commit()
            yield _over("postgresql", db)
        engine.dispose()


@contextmanager
def _duckdb(desk: Desk, book: Rulebook) -> Iterator[Store]:
    with closing(Columnar(_lenient(desk))) as copy:
        copy.load(TABLES)
        days = ", ".join(str(tuple(day)) for day in calendar(book))
        copy.run(*CALENDAR, f"INSERT INTO calendar VALUES {days}")  # noqa: S608
        yield Store("duckdb", copy.ask, copy.run)


def _lenient(desk: Desk) -> Callable[[Any], Sequence[Any]]:
    """Return what asks a desk, and finds nothing in a table that it does not hold."""
    held = {name for (name,) in desk.log.select("SELECT name FROM sqlite_master")}
    return lambda asked: desk.ask(asked) if {f.name for f in asked.get_final_froms()} <= held else []


def _over(name: str, db: sa.Connection) -> Store:
    """Ask through the library, and select through the driver alone, which reads no `%` then."""
    driver: Any = db.connection.driver_connection
    return Store(
        name,
        lambda statement: db.execute(statement).fetchall(),
        lambda text: driver.execute(text).fetchall(),
    )


def _copy(desk: Desk, db: sa.Connection) -> None:
    """Put a desk's tables of facts into an empty PostgreSQL; what was never told has none here."""
    driver: Any = db.connection.driver_connection
    held = {name for (name,) in desk.log.select("SELECT name FROM sqlite_master")}
    for table in TABLES:
        table.create(db)
        if table.name not in held:
            continue
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in desk.ask(sa.select(table)):
                copy.write_row(tuple(row))


def _keep_calendar(db: sa.Connection, book: Rulebook) -> None:
    for statement in CALENDAR:
        db.execute(sa.text(statement))
    insert = sa.text("INSERT INTO calendar VALUES (:day, :number, :works)")
    db.execute(insert, [day._asdict() for day in calendar(book)])
