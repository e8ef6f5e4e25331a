"""Everybody's standings by the compiled rules are the interpreter's, as known now and then."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.commands.survey import _rows
from cli.say import Words
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.concluded import concluded
from compliance.engine.desk import Desk
from compliance.engine.diff import Side, diff
from compliance.engine.past import known_pasts
from compliance.engine.sought import Sought
from compliance.engine.stood import Stood, had_begun, stood_of
from compliance.engine.survey import survey
from compliance.engine.whatif import Where
from compliance.rules.book import Rulebook
from compliance.wiring import memory_desk
from tests.log.telling import Clock
from tests.projections.histories import DAYS
from tests.projections.told_desk import desk_of
from tests.rules.wanted import drawn_log
from tests.saying import instant
from tools.histories import Plan, told

TOLD = ("rule", "subject", "verdict", "bearer")
COMPARED: Counter[str] = Counter()
"""What was compared: verdicts, and kinds of change."""


def briefly(stood: Stood) -> tuple[Any, ...]:
    """Return a standing as far as the compiled rules tell it."""
    told = [{name: each[name] for name in TOLD if name in each} for each in stood.findings]
    return (*stood[:6], sorted(told, key=str))


def by_histories(desk: Desk, book: Rulebook, as_of: AsOf) -> Iterator[Stood]:
    for history in known_pasts(desk.log, as_of.known):
        if had_begun(history, as_of.on):
            yield stood_of(book, history, as_of.on)


def compare(desk: Desk, was: AsOf, now: AsOf) -> None:
    """Compare both ways who stands how on a side, and what is otherwise on the other."""
    book = rulebook(desk, was.known)
    expected = list(by_histories(desk, book, was))
    found = concluded(desk, book, was)

    assert found is not None
    assert list(map(briefly, expected)) == list(map(briefly, found))

    sides = Side(book, was), Side(rulebook(desk, now.known), now)
    plain = desk._replace(engine=None)
    shifts, others = (list(diff(each, *sides, Where())) for each in (plain, desk))

    assert shifts == others

    COMPARED.update(found["verdict"] for each in expected for found in each.findings)
    COMPARED.update(kind for shift in shifts for kind in shift.change)


@settings(max_examples=1, deadline=None)
@given(st.integers(0, 2**32))
def test_compiled_answers_are_those_of_the_histories(seed: int) -> None:
    """Late news, corrections, rulings, persons who turn out to be others."""
    rng = Random(seed)  # noqa: S311 - to be drawn again
    log = drawn_log(rng, 16)
    known: list[datetime | None] = [rng.choice(log).recorded_at, None]
    on = rng.choice(DAYS)
    compare(desk_of(log), AsOf(on, known[0]), AsOf(on, known[1]))


@pytest.fixture(scope="module")
def district() -> Desk:
    """Tell of a district's facilities, over years."""
    desk = memory_desk(at=Clock(instant("2026-07-01")))
    desk.log.restore(told(Plan(facilities=12, troubled=0.6, banned=0.05)))
    return desk


def test_days_of_whole_lives_are_compared(district: Desk) -> None:
    first = date(2022, 3, 31)
    compare(district, AsOf(first), AsOf(first + timedelta(days=1400)))

    assert {"violation", "unknown", "compliant", "status", "tier", "finding"} <= COMPARED.keys()


def test_a_small_log_is_read_and_not_compiled_for(district: Desk) -> None:
    """Reading so few histories takes less time than compiling the rules does."""
    small = district._replace(small=district.log.head().size)

    assert concluded(small, rulebook(small), AsOf(date(2025, 12, 31))) is None


def test_rows_of_another_day_are_those_of_whole_findings(district: Desk) -> None:
    """What `assess` shows as a table; filters choose alike, whole findings or not."""
    as_of, words = AsOf(date(2025, 12, 31)), Words("zh")
    for sought in (Sought(), Sought(status="filed"), Sought(verdict="violation"), Sought(tier="D"),
                   Sought(region="500111", rule="filing.required")):  # fmt: skip
        read, whole, brief = (
            [stood for stood, _ in survey(each, as_of, sought, whole=whole).found]
            for each, whole in (
                (district._replace(engine=None), True), (district, True), (district, False)
            )
        )  # fmt: skip
        rows = [[*_rows(each, words, by_rule=False)] for each in brief]

        assert read == whole
        assert [[*_rows(each, words, by_rule=False)] for each in read] == rows
