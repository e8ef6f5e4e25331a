"""Rosters in any order: what each month said is given back, and nothing depends on the order."""

import random
from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.facts import Facts
from compliance.domain.relations import RELATIONS
from compliance.domain.time import AsOf
from compliance.engine.past import known_pasts
from tests.engine.rostering import LAST_DAY, Ledger, Month, Row, month

Rosters = Mapping[date, Month]
_IDS, _SHIFTS = ("a", "b", "c"), (1, 2)
_ratings = st.sampled_from([None, "1-STAR", "PROB ", "PROB"])
_numbers = st.sampled_from([None, 0, 7, 8])
_months = st.sampled_from([month(number) for number in range(1, 9)])


@st.composite
def rosters(draw: st.DrawFn) -> Month:
    """Draw a month: which facilities and shifts it has, and what it says of each."""
    keys = draw(st.sets(st.tuples(st.sampled_from(_IDS), st.sampled_from(_SHIFTS)), min_size=1))
    return [
        (id_, shift, draw(_ratings), draw(_numbers), draw(_numbers)) for id_, shift in sorted(keys)
    ]


histories = st.dictionaries(_months, rosters(), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_every_month_is_given_back_in_whatever_order_they_came(
    told: Rosters, chance: random.Random
) -> None:
    """As known at the end, and as known when each was imported."""
    days = list(told)
    chance.shuffle(days)
    ledger = Ledger()
    for place, day in enumerate(days):
        ledger.take(told[day], day)
        for known in days[: place + 1]:
            assert set(told[known]) == ledger.at(known, ledger.clock.at)

    for day in days:
        before = max((each for each in told if each < day), default=None)

        assert set(told[day]) == ledger.at(day)
        assert (set(told[before]) if before else None) == ledger.at(day - timedelta(days=1))


@settings(max_examples=60, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_what_counts_in_the_end_does_not_depend_on_the_order(
    told: Rosters, chance: random.Random
) -> None:
    """Statements and facts alike, each on its day: nothing says that a month came late."""
    days = sorted(told)
    ordered, shuffled = Ledger(), Ledger()
    for day in days:
        ordered.take(told[day], day)
    chance.shuffle(days)
    for day in days:
        shuffled.take(told[day], day)

    assert ordered.counting() == shuffled.counting()
    assert facts_of(ordered) == facts_of(shuffled)


@settings(max_examples=40, deadline=None)
@given(histories, histories, st.randoms(use_true_random=False))
def test_a_roster_that_is_mended_counts_as_if_it_had_come_so(
    told: Rosters, mended: Rosters, chance: random.Random
) -> None:
    """The same day, other content: the later file counts, and the other months stay."""
    calls = [(day, told[day]) for day in told]
    chance.shuffle(calls)
    calls += [(day, mended[day]) for day in mended]
    ledger, ordered = Ledger(), Ledger()
    for day, rows in calls:
        ledger.take(rows, day)
    last = {**told, **mended}
    for day in sorted(last):
        ordered.take(last[day], day)

    assert [set(last[day]) for day in sorted(last)] == [ledger.at(day) for day in sorted(last)]
    assert ordered.counting() == ledger.counting()


@settings(max_examples=40, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_a_second_import_changes_nothing(told: Rosters, chance: random.Random) -> None:
    """Of the same rows, from whichever file and in whatever order."""
    ledger = Ledger()
    days = list(told)
    for day in days:
        ledger.take(told[day], day)
    root = ledger.log.head().root
    chance.shuffle(days)
    again = [ledger.take(told[day], day) for day in days]

    assert [True] * len(days) == [taken.duplicate for taken in again]
    assert root == ledger.log.head().root


@settings(max_examples=40, deadline=None)
@given(histories)
def test_the_rows_of_the_relation_are_the_rows_of_the_roster(told: Rosters) -> None:
    """By another hand: the fold of the declared relation, facility by facility."""
    ledger = Ledger()
    for day in sorted(told, reverse=True):
        ledger.take(told[day], day)

    for day in told:
        expected = {(f"local:{id_}", str(shift)) for id_, shift, *_ in told[day]}
        assert expected == {
            (facility, str(row.values["row"]))
            for facility, facts in facts_on(ledger, day).items()
            for row in facts.of("roster_rows")
            if row.closed is None
        }


@settings(max_examples=40, deadline=None)
@given(histories)
def test_facts_are_what_the_rows_said_last(told: Rosters) -> None:
    """A count holds until another is stated; a row that is gone takes nothing back."""
    ledger = Ledger()
    for day in sorted(told):
        ledger.take(told[day], day)
    last: dict[tuple[str, str], Row] = {}
    for day in sorted(told):
        last |= {(f"local:{r[0]}", str(r[1])): r for r in told[day] if r[3] is not None}
        counted = {
            (facility, str(row.values["shift"])): (row.values["children"], row.values["places"])
            for facility, facts in facts_on(ledger, day).items()
            for row in facts.of("attendance")
        }

        assert {key: (row[3], row[4]) for key, row in last.items()} == counted


def facts_on(ledger: Ledger, day: date) -> dict[str, Facts]:
    """Return every facility's facts on a day."""
    as_of = AsOf(day)
    return {past.facility: past.at(as_of.on) for past in known_pasts(ledger.log)}


def facts_of(ledger: Ledger) -> list[object]:
    """Return every row of every relation on every month's day, wherever it stands in the log."""
    days = [*(month(number) for number in range(1, 10)), LAST_DAY]
    rows = (
        (day, facility, name, row.on, row.closed, sorted(row.values.items()))
        for day in days
        for facility, facts in facts_on(ledger, day).items()
        for name in RELATIONS
        for row in facts.of(name)
    )
    return sorted(rows, key=str)
