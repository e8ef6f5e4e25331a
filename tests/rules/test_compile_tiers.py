"""compile = interpret, on status and tier: everybody's, on random facts and random days.

The tier looks back: its raw grades are asked of SQL on the days on which they may turn, and the
interpreter asks on its own.
"""

import random
from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given

from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.compile.everybody import Asked
from compliance.rules.compile.standing import statuses
from compliance.rules.compile.tier import tiers
from compliance.rules.scale import Scale
from compliance.rules.uses import relations_of
from tests.rules.asking import CHANCES, book, pack, rule, tries, value
from tests.rules.databases import Database, fill, sqlite
from tests.rules.differing import report
from tests.rules.lives import shipped
from tests.rules.peopled import Peopler, Words, words_of
from tests.rules.spanned import Spread, pasts

EVERYBODY = tuple(f"f{number}" for number in range(12))
GRADES = ("A", "B", "C", "D")
WHENS = (
    "penalties.count(p, asof < p.on + period('P4M')) >= 2",
    "penalties.exists(p, asof < p.on + period('P10D') && 'fine' in p.kinds)",
    "violations.exists(v, in_force(v) && v.severity == 1)",
    "violations.exists(v, v.on + period('P1M') <= asof && in_force(v))",
    "penalties.exists(p, p.restricted_until >= asof)",
    "year(asof) == 2024 && penalties.exists(p, p.serious)",
    "most == 2 && penalties.exists(p, true)",
)


@cache
def law() -> Rulebook:
    return Rulebook(shipped())


@cache
def read_by_law() -> frozenset[str]:
    rules = [each for each in law().rules if each.role in {"status", "tier"}]
    scales = [Scale(each) for each in rules if each.grade]
    nodes = [node for each in rules for node in each.nodes]
    graded = frozenset[str]().union(*(scale.relations(law()) for scale in scales))
    return relations_of(nodes, law()) | graded | {scale.adjusted_by for scale in scales}


def asked_of(database: Database, rules: Rulebook, on: date) -> tuple[dict[str, str], ...]:
    """Return status and tier of everybody, as SQL tells them."""

    def ask(statement: Any) -> list[Any]:
        return [tuple(row.values()) for row in database.ask(statement)]

    asked = Asked(Spread(), on)
    return dict(statuses(rules, asked, ask)), dict(tiers(rules, asked, ask))


def compared(
    database: Database, rules: Rulebook, on: date, given_: tuple[random.Random, Words]
) -> Counter[str]:
    chance, words = given_
    words.texts["to"] = GRADES
    begun = on - timedelta(days=chance.choice((0, 100, 400)))
    spans = Peopler(chance, words, begun).spans(EVERYBODY, silent=0.3)
    fill(database, spans, EVERYBODY)
    status, tier = asked_of(database, rules, on)
    counted: Counter[str] = Counter()
    for facility, past in pasts(spans, EVERYBODY).items():
        known = Assessor(rules, past)._assess(on)

        assert (facility, known.status, known.tier) == (facility, status[facility], tier[facility])

        counted.update((f"status {known.status}", f"tier {known.tier}"))
    return counted


def test_status_and_tier_of_the_law_are_alike(capsys: pytest.CaptureFixture[str]) -> None:
    counted: Counter[str] = Counter()

    with sqlite() as database:

        @tries(0.07)
        @given(CHANCES)
        def held(chance: random.Random) -> None:
            on = date(2022, 1, 1) + timedelta(days=chance.randint(0, 1500))
            words = words_of(law(), [on], {"identity", *read_by_law()})
            counted.update(compared(database, law(), on, (chance, words)))

        held()
    with capsys.disabled():
        report(print, counted)

    assert counted["tier unrated"] < counted.total() / 2


def graded(chance: random.Random) -> Rulebook:
    """Make a book of one grade, its table drawn, one number of it dated."""
    table = [
        {"grade": grade, "when": when}
        for grade, when in zip("DCB", chance.sample(WHENS, 3), strict=True)
    ]
    grade = {
        "grades": list(GRADES), "starts": "operation.on", "table": [*table, {"grade": "A"}],
        "assessed": {"every": chance.choice(("P6M", "P1M")), "from": "2022-01-01"},
        "adjusted_by": "adjustments",
        "veto": {"to": chance.choice("BCD"), "when": ["closure.children_left > 1"]},
    }  # fmt: skip
    dated = [{"value": 1, "cite": "law#1"}, {"value": 2, "cite": "law#1", "from": "2024-02-29"}]
    return book(
        params={"most": {"values": dated}},
        rules={"t": rule(kind="grade", role="tier", grade=grade)},
    )


def test_a_random_grade_is_alike(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown facts, vetoes, decisions, dated numbers, days that turn by themselves."""
    counted: Counter[str] = Counter()
    read = {"identity", "operation", "penalties", "violations", "closure", "adjustments"}

    with sqlite() as database:

        @tries(0.4)
        @given(CHANCES)
        def held(chance: random.Random) -> None:
            rules, on = graded(chance), date(2024, 2, 20) + timedelta(days=chance.randint(0, 400))
            words = words_of(rules, [on], read)
            counted.update(compared(database, rules, on, (chance, words)))

        held()
    with capsys.disabled():
        report(print, counted)

    assert min(counted[f"tier {grade}"] for grade in (*GRADES, "unknown", "unrated")) > 5


PLACES = ("440305", "500111", "120116")
REGIONS = [{"code": code, "name": code, "parent": "CN"} for code in PLACES]


def regional(chance: random.Random) -> Rulebook:
    """Make a book whose status and tier differ by region, and a rule that does so otherwise."""
    status = [{"then": "filed", "when": "most == 2"}, {"then": "registered"}]
    table = [{"grade": "D", "when": "most == 2"}, {"grade": "A"}]
    grade = {
        "grades": list(GRADES), "starts": "operation.on", "table": table,
        "assessed": {"every": "P1Y", "from": "2020-01-01"},
    }  # fmt: skip
    params = {"most": {"values": [value(1)]}, "limit": {"values": [value(5)]}}
    rules = {
        "r": rule(kind="require", require="capacity.places <= limit"),
        "s": rule(kind="ladder", role="status", ladder=status),
        "t": rule(kind="grade", role="tier", grade=grade),
    }
    nation = pack("n", regions=REGIONS, params=params, rules=rules)
    one, other = chance.choice(PLACES[:2]), chance.choice(PLACES[1:])
    first = pack("a", params={"most": {"values": [value(2, **{"in": one})]}})
    second = pack("b", params={"limit": {"values": [value(6, **{"in": other})]}})
    return Rulebook([nation, first, second])


def test_regions_have_the_status_and_tier_of_their_own_law() -> None:
    """Regions that one rule joins another parts; facilities of each meaning are asked once."""
    counted: Counter[str] = Counter()

    with sqlite() as database:

        @tries(0.2)
        @given(CHANCES)
        def held(chance: random.Random) -> None:
            rules, on = regional(chance), date(2024, 2, 20)
            words = words_of(rules, [on], {"identity", "operation", "capacity"})
            words.texts["region"] = PLACES
            counted.update(compared(database, rules, on, (chance, words)))

        held()

    assert min(counted[each] for each in ("status filed", "tier A", "tier D")) > 0
