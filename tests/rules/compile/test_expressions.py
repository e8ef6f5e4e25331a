"""compile = interpret, expression by expression: the forms that few rules of the packs have.

Everybody is asked at once, on SQLite and on DuckDB: of one all is known, of one much is open or
absent, of one nothing is known at all, of one something begins, ends or is replaced today.
"""

from collections.abc import Iterator

import pytest

from tests.rules.asking import TODAY
from tests.rules.compile.both import compiled, interpreted
from tests.rules.compile.forms import (
    CYCLES,
    DAYS,
    EVERYBODY,
    LAW,
    LISTS,
    NUMBERS,
    SPANS,
    SUMS,
    TRUTHS,
    TURNS,
)
from tests.rules.databases import Database, duck, fill, sqlite


@pytest.fixture(scope="module")
def on_sqlite() -> Iterator[Database]:
    with sqlite() as database:
        fill(database, SPANS, EVERYBODY)
        yield database


@pytest.fixture(scope="module")
def on_duck() -> Iterator[Database]:
    with duck() as database:
        fill(database, SPANS, EVERYBODY)
        yield database


@pytest.mark.parametrize("text", [*DAYS, *SUMS, *LISTS, *NUMBERS, *TRUTHS])
def test_an_expression_is_read_alike(text: str, on_sqlite: Database) -> None:
    """By everybody, whatever is known of it."""
    wanted = interpreted(text, LAW, TODAY, EVERYBODY)

    assert compiled(text, LAW, TODAY, on_sqlite) == wanted


@pytest.mark.parametrize("text", [*DAYS, *LISTS])
def test_the_other_engine_reads_it_alike(text: str, on_duck: Database) -> None:
    """Where it may differ: in days and texts."""
    wanted = interpreted(text, LAW, TODAY, EVERYBODY)

    assert compiled(text, LAW, TODAY, on_duck) == wanted


@pytest.mark.parametrize("text", CYCLES)
def test_a_cycle_turns_on_the_same_day(text: str, on_sqlite: Database) -> None:
    """At the end of each month, whether the month has the day of its beginning or not."""
    for on in TURNS:
        wanted = interpreted(text, LAW, on, EVERYBODY)

        assert compiled(text, LAW, on, on_sqlite) == wanted, on
