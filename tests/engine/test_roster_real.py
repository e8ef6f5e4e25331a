"""Sixty real rosters, some facilities of each: what was published is given back, exactly.

All facilities: `pytest tests/bench/test_rosters.py`. Skips where the file is absent.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from compliance.engine.past import known_pasts
from tests.engine.real import Office, counting, days_of, needs_file, published, some

pytestmark = needs_file
Taken = tuple[Office, Path]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return some(tmp_path_factory.mktemp("some"))


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Iterator[Office]:
    """Take all months in, in order."""
    office = Office(tmp_path_factory.mktemp("ordered"), file)
    for day in days_of(file):
        office.take(day)
    yield office
    office.log.close()


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory, file: Path) -> Iterator[Office]:
    """Take all months in, in an order that chance made."""
    office = Office(tmp_path_factory.mktemp("shuffled"), file)
    days = days_of(file)
    random.Random(2006).shuffle(days)  # noqa: S311 - an order, no secret
    for day in days:
        office.take(day)
    yield office
    office.log.close()


def test_the_rosters_are_real_and_messy(file: Path) -> None:
    """Or the tests below would prove little."""
    months = [published(file, day) for day in days_of(file)]
    rows = [row for month in months for row in month.values()]
    ids = [{facility for facility, _ in month} for month in months]

    assert (len(months), len(rows) > 3_000) == (60, True)
    assert any(row["maximum"] is None for row in rows)
    assert any(row["rating"].endswith(" ") for row in rows)
    assert returned(ids)


def test_every_month_is_given_back_as_known_at_the_end(ordered: Office, file: Path) -> None:
    """Every column, facility by facility and shift by shift; and until the next month came."""
    for day in days_of(file):
        expected = published(file, day)

        assert expected == ordered.at(day)
        assert expected == ordered.at(day + timedelta(days=27))


def test_every_month_is_given_back_as_known_when_it_was_imported(
    ordered: Office, shuffled: Office, file: Path
) -> None:
    for office in (ordered, shuffled):
        for day in days_of(file):
            assert published(file, day) == office.at(day, office.heard[day])


def test_another_order_gives_the_same_answers(
    ordered: Office, shuffled: Office, file: Path
) -> None:
    """The rosters, and every statement and fact that counts, each on its day."""
    for day in days_of(file):
        assert published(file, day) == shuffled.at(day)
    assert counting(ordered.log) == counting(shuffled.log)


def test_a_second_import_changes_nothing(ordered: Office, shuffled: Office, file: Path) -> None:
    for office in (ordered, shuffled):
        root = office.log.head().root
        again = [office.take(day).duplicate for day in days_of(file)[::7]]

        assert (all(again), root) == (True, office.log.head().root)


def test_the_facts_are_those_that_were_published(shuffled: Office, file: Path) -> None:
    """By the fold of the declared relations: counts by shift, licence and rating."""
    pasts = {past.facility: past for past in known_pasts(shuffled.log)}
    for day in days_of(file)[::6]:
        for (facility, shift), row in published(file, day).items():
            facts = pasts[facility].at(day)
            counted = {r.values["shift"]: r.values for r in facts.of("attendance")}[shift]
            stated = {r.values["row"] for r in facts.of("roster_rows") if r.closed is None}
            grade = facts.of("quality")[-1].values["grade"]
            rating = {"PROB ": "PROB", "GS[0-9]+": "GS110"}.get(row["rating"], row["rating"])

            assert (row["total"], row["licensed"]) == (counted["children"], counted["places"])
            assert shift in stated
            assert (rating, "US-NC") == (grade, facts.of("identity")[0].values["region"])


def returned(months: list[set[str]]) -> set[str]:
    """Return the facilities that vanished and came back."""
    seen: set[str] = set()
    gone: set[str] = set()
    back: set[str] = set()
    for month in months:
        back |= month & gone
        gone |= seen - month
        seen |= month
    return back
