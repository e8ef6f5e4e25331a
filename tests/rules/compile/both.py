"""One expression read by both evaluators on the same rows, on SQLite and on DuckDB."""

from datetime import date
from typing import Any, NamedTuple

import duckdb
import sqlalchemy as sa

from compliance.domain.facts import Row
from compliance.rules.book import Rulebook
from compliance.rules.compile.cells import Cell
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.keep import read
from compliance.rules.compile.law import Law
from compliance.rules.compile.program import Question, work_of
from compliance.rules.compile.sql import any_of
from compliance.rules.interpret import see
from compliance.rules.parser import parse
from compliance.rules.values import ABSENT, UNKNOWN, Between
from tests.rules.asking import HERE, TODAY, facts, scope
from tests.rules.databases import text_of
from tests.rules.spans import Spans, spans_of_facts


class Value(NamedTuple):
    """What an evaluator says: the bounds, days as ordinals, or that it did not happen."""

    low: Any
    high: Any
    absent: bool = False


def interpreted(text: str, rows: list[Row], book: Rulebook) -> Value:
    """Read an expression as the interpreter does."""
    match see(parse(text), scope(facts(*rows), book)).value:
        case value if value is ABSENT:
            return Value(None, None, absent=True)
        case value if value is UNKNOWN:
            return Value(None, None)
        case Between(low=low, high=high):
            return Value(low, high)
        case date() as day:
            return Value(day.toordinal(), day.toordinal())
        case value:
            return Value(value, value)


class Compiled:
    """Rows of one facility on two engines, on which compiled expressions are read."""

    def __init__(self, rows: list[Row]) -> None:
        self._spans = Spans()
        told = {"f": dict(spans_of_facts(facts(*rows)))}
        self._engine = sa.create_engine("sqlite://")
        self._sqlite = self._engine.connect()
        self._spans.fill_rows(self._sqlite, told)
        self._duck = duckdb.connect()
        for name, table in self._spans.tables.items():
            self._duck.execute(text_of(sa.schema.CreateTable(table)))
            for row in told["f"].get(name, ()):
                self._duck.execute(text_of(table.insert().values(row_facility="f", **row)))
        self._duck.execute(text_of(sa.schema.CreateTable(self._spans.known)))
        self._duck.execute(text_of(self._spans.known.insert().values(row_facility="f")))

    def close(self) -> None:
        self._sqlite.close()
        self._engine.dispose()
        self._duck.close()

    def read(self, text: str, book: Rulebook, *, duck: bool) -> set[Value]:
        """Read an expression as the compiler does; return what the engines say."""
        question = Question(sources=self._spans, chain=HERE, on=TODAY)
        frame = Frame(work_of(Law(book, HERE, TODAY), question))
        cell = read(expanded(parse(text), {}, book), frame)
        assert isinstance(cell, Cell), text
        asked = frame.select([cell.low, cell.high, any_of(cell.absent)])
        found = {_value(cell, self._sqlite.execute(asked).one())}
        if duck:
            found.add(_value(cell, self._duck.execute(text_of(asked)).fetchall()[0]))
        return found


def _value(cell: Cell, row: Any) -> Value:
    low, high, absent = row
    if absent:
        assert low is None, "what is absent is NULL too"
        return Value(None, None, absent=True)
    assert not cell.sure or low is not None, "what is sure is never NULL"
    if cell.kind == "bool" and low is not None:
        low, high = bool(low), bool(high)
    return Value(low, high)
