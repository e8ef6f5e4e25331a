"""The second executor says the same on PostgreSQL and DuckDB, from the same text."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import pytest
from sqlalchemy.dialects import postgresql

from compliance.domain.relation import Relation
from compliance.domain.relations import RELATIONS
from compliance.engine.desk import Desk
from compliance.engine.everybody import heard_by, state_of
from compliance.projections import statements
from compliance.projections.sources import FactsThen
from compliance.projections.spans import ordered
from tests.projections.histories import invented
from tests.projections.told_desk import desk_of
from tests.servers import Server
from tools.shapes import layout

LENGTH, SEED = 14, 1


def shape_of(relation: Relation) -> tuple[object, ...]:
    """Return what the text of a relation's select depends on, but for names."""
    parts = (relation.form, relation.while_open, relation.about, relation.merge, relation.each)
    told = (len(relation.opens), len(relation.closes), len(relation.changes), len(relation.key))
    types = frozenset(column.type for column in relation.columns.values())
    return (*parts, *told, relation.undone_by, relation.without, "date" in types, "texts" in types)


SHAPES = {shape_of(relation): name for name, relation in RELATIONS.items()}
"""One relation of each shape: SQLite is asked of every one (test_everybody)."""
DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
Run = Callable[[str], Sequence[Sequence[Any]]]
LAID = {laid.name: laid for laid in layout()}


@pytest.fixture(scope="module")
def duckdb() -> Iterator[Run]:
    """Open a DuckDB in memory."""
    library: Any = pytest.importorskip("duckdb")
    db = library.connect()
    yield lambda sql: db.execute(sql).fetchall()
    db.close()


@pytest.fixture
def postgres(server: Server) -> Iterator[Run]:
    """Open a database of its own on the tests' PostgreSQL."""
    with psycopg.connect(server.url(server.blank()), autocommit=True) as db:

        def run(sql: str) -> Sequence[Sequence[Any]]:
            found = db.execute(sql.encode())
            return found.fetchall() if found.description else ()

        yield run


@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_engines_agree(engine: str, request: pytest.FixtureRequest) -> None:
    """Each shape of relation, as known at the end and half-way: SQLite's rows, one for one."""
    run: Run = request.getfixturevalue(engine)
    compared = 0
    for name in SHAPES.values():
        log = invented(SEED, LENGTH, about=name, also=("person.linked", "staff.joined"))
        desk = desk_of(log)
        copy(desk, run)
        for until in (None, heard_by(desk.log, log[LENGTH // 2].recorded_at)):
            expected, found = both(desk, name, until, run)

            assert expected == found, (name, until)

            compared += len(expected)

    assert compared > 3 * len(SHAPES)


def both(desk: Desk, name: str, until: int | None, run: Run) -> tuple[list[Any], list[Any]]:
    """Return a relation's rows from SQLite and from another engine."""
    asked = FactsThen(state_of(desk.log).tables, until).spans(name).select()
    text = str(asked.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))
    own = (plain(row) for row in desk.ask(asked))
    other = (plain(row) for row in run(text))
    return sorted(own, key=ordered), sorted(other, key=ordered)


def plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with its positions as sets, for engines join them in orders of their own."""
    values: list[Any] = [int(each) if isinstance(each, bool) else each for each in row]
    for place in (7, 8):
        if values[place] is not None:
            values[place] = sorted({int(each) for each in values[place].split(",")})
    return tuple(values)


def copy(desk: Desk, run: Run) -> None:
    """Copy the typed columns of a log to another engine."""
    for name in state_of(desk.log).tables:
        laid = LAID[name]
        run(statements.drop(name))
        run(statements.create(laid))
        stored = desk.log.select(statements.select(laid, [each.name for each in laid.columns]))
        rows = (
            ", ".join(map(literal, row, (each.type for each in laid.columns))) for row in stored
        )
        values = ", ".join(f"({row})" for row in rows)
        if values:
            run(f'INSERT INTO "{name}" VALUES {values}')  # noqa: S608


def literal(value: Any, kind: str) -> str:
    """Write a value as SQL."""
    if value is None:
        return "NULL"
    if kind == "bool":
        return "TRUE" if value else "FALSE"
    quoted = str(value).replace("'", "''")
    return str(value) if kind == "int" else f"'{quoted}'"
