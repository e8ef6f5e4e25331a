"""compile = interpret, on random rules: everybody's findings as a set, none missing, none extra.

The packs are well-typed and of every form; the facts hit exact thresholds and the days around
each turn of the law. Values, requirements, bindings and subjects are compared, not verdicts alone.
"""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from tests.rules.asking import CHANCES, tries
from tests.rules.composing import ASKED, Composer, book_of, refused, world
from tests.rules.databases import Database, duck, postgres, sqlite
from tests.rules.differing import Fuzz, report
from tests.rules.peopled import Peopler, words_of

EVERYBODY = tuple(f"f{number}" for number in range(10))
LAWS = ("440305", "440300")
"""Where they lie: one place whose parent changes on the day asked about, one that has none."""
ENGINES: dict[str, tuple[Any, float]] = {
    "sqlite": (sqlite, 0.3),
    "postgresql": (postgres, 0.12),
    "duckdb": (duck, 0.1),
}
"""Engine → how often it is tried, as a multiple of the profile's number."""


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Iterator[tuple[Database, float]]:
    opened, often = ENGINES[request.param]
    where = [request.getfixturevalue("server")] if opened is postgres else []
    with opened(*where) as database:
        yield database, often


def test_random_rules_are_judged_alike(
    engine: tuple[Database, float], capsys: pytest.CaptureFixture[str]
) -> None:
    """On each engine; what was compared is counted, and was not all of one kind."""
    database, often = engine
    fuzz = Fuzz(database, EVERYBODY, ASKED)

    @tries(often)
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        relations = world(chance)
        plain = Composer(chance, relations, chance.choice((1, 2, 2, 3))).pack(5)
        words = words_of(book_of(plain), [ASKED], relations)
        fuzz.compare(plain, Peopler(chance, words, ASKED).spans(EVERYBODY))

    held()
    with capsys.disabled():
        report(print, fuzz.counted)

    assert fuzz.counted["findings"] > 300 * often
    for kind in ("violation", "unknown", "compliant", "below_target", "subjects", "values"):
        assert fuzz.counted[kind] > 10 * often, kind
    assert fuzz.counted["left to the interpreter"] < fuzz.counted["findings"]


def test_the_static_check_refuses_no_pack_that_is_composed() -> None:
    """What is generated means something: nothing is compared that no author could have written."""
    reasons: Counter[str] = Counter()

    @tries(1)
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        plain = Composer(chance, world(chance), 4).pack(8)
        reasons.update(refused(book_of(plain), plain, "generated"))

    held()

    assert reasons == {}
