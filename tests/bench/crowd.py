"""A crowd to assess: made-up lives in a log on SQLite, their facts on PostgreSQL and in columns.

A thousand lives are told to a log, which keeps its tables of facts; of more facilities each is one
of them again, by another name. `TUOYU_BENCH_FACILITIES` says how many (10,000 where it says
nothing), `TUOYU_BENCH_ENGINES` on which engines. Every engine holds the same rows, with the keys
of the live tables, and knows their statistics. Seconds are of CPU, where they can be had: others
may be at work on the machine.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

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
LIVES = min(FACILITIES, 1_000)
TABLES = (known_table(), *map(span_table, RELATIONS))


class Store(NamedTuple):
    """One engine that holds the facts of everybody."""

    name: str
    ask: Callable[[Any], Sequence[Any]]
    """Runs a statement of SQLAlchemy Core and fetches every row."""
    select: Callable[[str], Sequence[Any]]
    """Runs a text and fetches every row."""
    spent: Callable[[], float]
    """The seconds that this engine and we have been at work."""


def crowded(folder: Path) -> Desk:
    """Return the desk over a log that holds some lives, with the facts of all facilities."""
    desk = new_desk(f"sqlite:///{folder}/crowd.db")
    desk.log.restore(told(Plan(facilities=LIVES, gaps=0)))
    return desk


@contextmanager
def store(name: str, desk: Desk, book: Rulebook) -> Iterator[Store]:
    """Open an engine with the facts of a desk, each told again by other names."""
    opened = {"sqlite": _sqlite, "postgresql": _postgresql, "duckdb": _duckdb}[name]
    with opened(desk, book) as held:
        yield held


@contextmanager
def _sqlite(desk: Desk, book: Rulebook) -> Iterator[Store]:
    (path,) = (row[2] for row in desk.ask(sa.text("PRAGMA database_list")) if row[1] == "main")
    with closing(sqlite3.connect(f"{path}.many", isolation_level=None)) as copy:
        with closing(sqlite3.connect(path)) as db:
            db.backup(copy)
        held = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        copy.execute("BEGIN")
        for text in (*_made(held), *_many_times(), *_with_calendar(book), "COMMIT", "ANALYZE"):
            copy.execute(text)
    engine = sa.create_engine(f"sqlite:///{path}.many")
    with engine.connect() as db:
        yield _over("sqlite", db, time.process_time)
    engine.dispose()
    Path(f"{path}.many").unlink()


@contextmanager
def _postgresql(desk: Desk, book: Rulebook) -> Iterator[Store]:
    with running() as server:
        url = server.url(server.blank())
        engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url))
        with engine.connect() as db:
            driver: Any = db.connection.driver_connection
            driver.autocommit = True
            _copy(desk, db)
            for text in (*_many_times(), *_with_calendar(book), "ANALYZE"):
                driver.execute(text)
            driver.execute("SET max_parallel_workers_per_gather = 0")  # one process, as the others
            yield _over("postgresql", db, _spent_with(driver.info.backend_pid))
        engine.dispose()


@contextmanager
def _duckdb(desk: Desk, book: Rulebook) -> Iterator[Store]:
    with closing(Columnar(_lenient(desk))) as copy:
        began = time.process_time()
        copy.load(TABLES)
        print(f"\nduckdb: {LIVES:,} facilities loaded in {time.process_time() - began:.1f} s")
        copy.run("SET threads = 1", *_many_times(), *_with_calendar(book))
        yield Store("duckdb", copy.ask, copy.run, time.process_time)


def _lenient(desk: Desk) -> Callable[[Any], Sequence[Any]]:
    """Return what asks a desk, and finds nothing in a table that it does not hold."""
    held = {name for (name,) in desk.log.select("SELECT name FROM sqlite_master")}
    return lambda asked: (
        desk.ask(asked) if {f.name for f in asked.get_final_froms()} <= held else []
    )


def _over(name: str, db: sa.Connection, spent: Callable[[], float]) -> Store:
    """Ask through the library, and select through the driver alone, which reads no `%` then."""
    driver: Any = db.connection.driver_connection
    return Store(
        name,
        lambda statement: db.execute(statement).fetchall(),
        lambda text: driver.execute(text).fetchall(),
        spent,
    )


def _spent_with(process: int) -> Callable[[], float]:
    """Return what tells our CPU and that of a server's process; the clock where it is not told."""
    told = Path(f"/proc/{process}/stat")
    if not told.is_file():
        return time.perf_counter
    ticks = os.sysconf("SC_CLK_TCK")

    def spent() -> float:
        fields = told.read_text().rpartition(")")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / ticks

    return spent


def _copy(desk: Desk, db: sa.Connection) -> None:
    """Put a desk's tables of facts into an empty PostgreSQL; what was never told has none here."""
    driver: Any = db.connection.driver_connection
    ask = _lenient(desk)
    for table in TABLES:
        driver.execute(str(CreateTable(table).compile(dialect=db.dialect)))
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in ask(sa.select(table)):
                copy.write_row(tuple(row))


def _made(held: Collection[str]) -> list[str]:
    """Return what makes the tables that were never told of: the rival reads them, too."""
    return [str(CreateTable(table)) for table in TABLES if table.name not in held]


def _many_times() -> Iterator[str]:
    """Yield what tells the facts of every facility again, under other names."""
    times = FACILITIES // LIVES
    if times == 1:
        return
    numbers = " UNION ALL ".join(f"SELECT {number} AS n" for number in range(1, times))
    for table in TABLES:
        names = [f'"{column.name}"' for column in table.columns]
        others = ", ".join(["row_facility || '~' || n", *names[1:]])
        yield (
            f"INSERT INTO {table.name} ({', '.join(names)})"  # noqa: S608
            f" SELECT {others} FROM {table.name}, ({numbers}) AS numbers"
        )


def _with_calendar(book: Rulebook) -> list[str]:
    days = ", ".join(f"({day.day}, {day.number}, {day.works})" for day in calendar(book))
    return [*CALENDAR, f"INSERT INTO calendar VALUES {days}"]  # noqa: S608
