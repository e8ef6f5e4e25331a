"""Expressions of `list`: compiled for everybody they mean the rows that the interpreter means.

Histories and expressions are both drawn; what is compared are facilities, rows and whether each
is meant for sure. How much was compared is counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from compliance.engine.adopt import book_of
from compliance.engine.columns import SUBJECTS, Listing
from compliance.engine.stood import Stood, stood_of
from compliance.projections.columns import stored
from compliance.projections.history import History
from compliance.projections.standing_table import KINDS, concluded
from compliance.rules.assess import Assessor
from compliance.rules.compile.frame import FACILITY, OPENER
from compliance.rules.compile.program import Question
from compliance.rules.compile.where import Told, areas, asked, regions_on, within
from compliance.rules.installed import installed_texts
from compliance.rules.values import UNKNOWN, Truth
from compliance.rules.where import Where
from compliance.rules.whether import whether
from tests.projections.histories import DAYS
from tests.rules.databases import Database, fill, sqlite
from tests.rules.spanned import Spread, spans_of
from tests.rules.wanted import OWN, PLACES, drawn_log, expressions

BOOK = book_of(tuple(installed_texts(None).values()))
MEANT: Counter[tuple[Listing, Truth]] = Counter()
"""How many rows were meant, or may have been."""


def lived(rng: Random, length: int) -> dict[str, History]:
    """Draw the histories of three facilities."""
    log = drawn_log(rng, length)
    return {each: History(each, log) for each in PLACES}


def interpreted(
    where: Where, histories: Mapping[str, History], stood: Mapping[str, Stood], on: date
) -> set[tuple[str, int | None, bool]]:
    """Return the rows that are meant, or may be, one facility after the other."""
    found = set()
    for facility, history in histories.items():
        scope, facts = Assessor(BOOK, history).scope(on), history.at(on)
        identity = facts.of("identity")
        told_of = {
            "facility": facility,
            **{name: getattr(stood[facility], name) for name in KINDS},
        }
        for name in ("name", "region"):
            value = identity[-1].values[name] if identity else None
            told_of[name] = UNKNOWN if value is None else value
        relation = where.subject.relation
        for row in facts.of(relation) if relation else (None,):
            truth = whether(where, scope, row, told_of)
            if truth is not False:
                found.add((facility, row and row.opener, truth is True))
    return found


def compiled(where: Where, database: Database, on: date) -> set[tuple[str, int | None, bool]]:
    """Return the same, asked of the tables."""
    spans = Spread()
    regions = [row["region"] for row in database.ask(regions_on(spans, on))]
    found = set()
    for chain, alike in areas(where, BOOK, regions, on):
        area = within(spans, on, alike)
        question = Question(sources=spans, chain=chain, on=on, area=area)
        statement = asked(where, BOOK, question, Told(concluded(), KINDS))
        rows = database.ask(statement)
        found |= {(row[FACILITY], row[OPENER], row["meant"] is not None) for row in rows}
    return found


def keep(database: Database, stood: Mapping[str, Stood]) -> None:
    database.execute(text("CREATE TABLE standing (facility TEXT, status, tier, flags)"))
    told = [
        {"f": each.facility, "s": each.status, "t": each.tier, "flags": stored(each.flags)}
        for each in stood.values()
    ]
    database.execute(text("INSERT INTO standing VALUES (:f, :s, :t, :flags)"), told)


def check(
    histories: Mapping[str, History], on: date, every: Iterable[tuple[Listing, str]]
) -> None:
    stood = {name: stood_of(BOOK, each, on) for name, each in histories.items()}
    spans = [span for each in histories.values() for span in spans_of(each)]
    with sqlite() as database:
        fill(database, spans, histories)
        keep(database, stood)
        for listing, expression in every:
            where = Where(BOOK, SUBJECTS[listing], expression)
            expected = interpreted(where, histories, stood, on)

            assert expected == compiled(where, database, on), (listing, expression)

            MEANT.update((listing, sure) for _, _, sure in expected)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_compiled_means_what_interpreted_means(seed: int, length: int) -> None:
    rng = Random(seed)  # noqa: S311 - to be drawn again
    check(lived(rng, length), rng.choice(DAYS), expressions(rng))


def test_what_was_compared_was_not_nothing() -> None:
    """Rows of every list were meant for sure, and may have been."""
    MEANT.clear()  # what others compared in this process is not ours
    for seed in range(12):
        rng = Random(seed)  # noqa: S311
        check(lived(rng, 40), rng.choice(DAYS), expressions(rng))

    assert {(listing, sure) for listing in OWN for sure in (True, False)} == MEANT.keys()
    assert min(MEANT.values()) > 2


def test_each_question_alone_is_answered_alike() -> None:
    """One by one, so that none hides behind another."""
    rng = Random(7)  # noqa: S311
    every = [(listing, atom) for listing, atoms in OWN.items() for atom in atoms]
    check(lived(rng, 30), DAYS[9], every)
