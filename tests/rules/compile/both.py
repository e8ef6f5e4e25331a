"""One expression read by both evaluators on the same rows of everybody."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.facts import Past
from compliance.rules.book import Rulebook
from compliance.rules.compile.cells import Cell
from compliance.rules.compile.expand import expanded
from compliance.rules.compile.frame import FACILITY, Frame
from compliance.rules.compile.keep import read
from compliance.rules.compile.law import Law
from compliance.rules.compile.program import Question, work_of
from compliance.rules.compile.sql import any_of
from compliance.rules.interpret import see
from compliance.rules.parser import parse
from compliance.rules.values import ABSENT, UNKNOWN, Between
from tests.rules.asking import HERE, scope
from tests.rules.databases import Database
from tests.rules.spanned import Spread


class Value(NamedTuple):
    """What an evaluator says: the bounds, days as ordinals, or that it did not happen."""

    low: Any
    high: Any
    absent: bool = False


def interpreted(
    text: str, book: Rulebook, on: date, everybody: Mapping[str, Past]
) -> dict[str, Value]:
    """Read an expression as the interpreter does, one after the other."""
    node = parse(text)
    return {
        name: _plain(see(node, scope(past.at(on), book)).value) for name, past in everybody.items()
    }


def _plain(found: Any) -> Value:
    match found:
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


def compiled(text: str, book: Rulebook, on: date, database: Database) -> dict[str, Value]:
    """Read an expression as the compiler does, for everybody."""
    question = Question(sources=Spread(), chain=HERE, on=on)
    frame = Frame(work_of(Law(book, HERE, on), question))
    cell = read(expanded(parse(text), {}, book), frame)
    assert isinstance(cell, Cell), text
    told = {
        FACILITY: frame.facility,
        "low": cell.low,
        "high": cell.high,
        "absent": any_of(cell.absent),
    }
    rows = database.ask(frame.select([each.label(name) for name, each in told.items()]))
    found = {row[FACILITY]: _value(cell, row) for row in rows}
    assert len(found) == len(rows), "nobody is answered twice"
    return found


def _value(cell: Cell, row: Mapping[str, Any]) -> Value:
    low, high = row["low"], row["high"]
    if row["absent"]:
        assert low is None, "what is absent is NULL too"
        return Value(None, None, absent=True)
    assert not cell.sure or low is not None, "what is sure is never NULL"
    if cell.kind == "bool" and low is not None:
        low, high = bool(low), bool(high)
    return Value(low, high)
