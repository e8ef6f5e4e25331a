"""The next turning day of everybody is never too late, and seldom only tomorrow."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import islice, takewhile

from hypothesis import given

from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.compile.horizon import Horizon
from tests.rules.asking import CHANCES, tries
from tests.rules.composing import ASKED, Composer, book_of, world
from tests.rules.databases import Database, fill, sqlite
from tests.rules.lives import shipped
from tests.rules.peopled import Peopler, words_of
from tests.rules.spanned import Spanned, Spread, pasts

EVERYBODY = ("f1", "f2", "f3")
TOMORROW = timedelta(days=1)
YEARS = timedelta(days=3 * 365)


def next_days(database: Database, book: Rulebook, on: date) -> dict[str, date]:
    """Return the next turning days as SQL tells them."""
    return Horizon(book, on).next_days(
        Spread(), lambda statement: [tuple(row.values()) for row in database.ask(statement)]
    )


def drawn(
    database: Database, book: Rulebook, on: date, chance: random.Random
) -> Mapping[str, Spanned]:
    """Draw the facts of everybody, and put them into a database."""
    words = words_of(book, [on], Horizon(book, on).relations)
    some = chance.choice((1, 0.3, 0.1))
    drawn = Peopler(chance, words, on - chance.choice((0, 40, 200)) * TOMORROW).spans(EVERYBODY)
    spans = [span for span in drawn if chance.random() < some]
    fill(database, spans, EVERYBODY)
    return pasts(spans, EVERYBODY)


def held_until(book: Rulebook, past: Spanned, on: date, turn: date, counted: Counter[str]) -> None:
    """Ask the interpreter on every day before a turn on which it sees anything turn."""
    asked = Assessor(book, past)
    now = asked.on(on).conclusions()
    ahead = takewhile(lambda day: day < turn, asked.turning_days(on))
    for day in islice(ahead, 3):
        assert now == asked.on(day).conclusions(), (day, turn)

        counted["days"] += 1
    counted["facilities"] += 1
    counted["later than tomorrow"] += turn > on + TOMORROW
    counted["exact"] += asked.on(turn).conclusions() != now


def test_nothing_turns_before_the_next_turning_day_of_random_rules() -> None:
    counted: Counter[str] = Counter()

    with sqlite() as database:

        @tries(0.4)
        @given(CHANCES)
        def held(chance: random.Random) -> None:
            book = book_of(Composer(chance, world(chance), 3).pack(3))
            past = drawn(database, book, ASKED, chance)
            turns = next_days(database, book, ASKED)
            for facility in EVERYBODY:
                turn = turns.get(facility, ASKED + YEARS)
                held_until(book, past[facility], ASKED, turn, counted)

        held()

    assert counted["facilities"] >= 60
    assert counted["exact"] > 0
    assert counted["later than tomorrow"] > counted["facilities"] // 20


def test_nothing_turns_before_the_next_turning_day_of_the_law() -> None:
    counted: Counter[str] = Counter()
    book = Rulebook(shipped())

    with sqlite() as database:

        @tries(0.1)
        @given(CHANCES)
        def held(chance: random.Random) -> None:
            on = date(2021, 1, 1) + timedelta(days=chance.randint(0, 1800))
            past = drawn(database, book, on, chance)
            turns = next_days(database, book, on)
            for facility in EVERYBODY[:2]:
                held_until(book, past[facility], on, turns.get(facility, on + YEARS), counted)

        held()

    assert counted["later than tomorrow"] > 0
