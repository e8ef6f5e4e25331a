"""Grades, day by day, against a recursion that a child could follow.

The oracle: a worse day is followed at once; an assessment allows one step back; a decision sets
the grade, against what it knew, until the next assessment; before the first there is none.
"""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given

from compliance.domain.facts import Row
from compliance.rules.book import Rulebook
from compliance.rules.grade import UNRATED, Grade, Graded
from compliance.rules.seen import Scope
from tests.rules.asking import CHANCES, book, facts, row, rule, scope, the_rule, tries

GRADES = ["A", "B", "C", "D"]
START, YEARS = date(2021, 3, 15), 4
LAST = START + timedelta(days=365 * YEARS)
DAYS = [START + timedelta(days=n) for n in range((LAST - START).days + 1)]
ASSESSMENTS = [date(year, month, 1) for year in range(2021, 2026) for month in (1, 7)]
FIRST = next(day for day in ASSESSMENTS if day >= START)
TRIES = tries(0.2)
Raws = Mapping[date, int | None]
Adjusted = Mapping[date, int]

TABLE = [
    {"grade": "D", "when": "closure.children_left == 3"},
    {"grade": "C", "when": "closure.children_left == 2"},
    {"grade": "B", "when": "closure.children_left == 1"},
    {"grade": "A"},
]


def graded_by(**plain: Any) -> Rulebook:
    """Make a book of one grade rule; the raw grade stands in `closure.children_left`."""
    grade = {
        "grades": GRADES,
        "starts": "capacity.on",
        "assessed": {"every": "P6M", "from": "2021-01-01"},
        "table": TABLE,
        "adjusted_by": "adjustments",
    } | plain
    return book(rules={"r": rule(kind="grade", role="tier", grade=grade)})


RULES = graded_by()


class Told:
    """Raw grades from certain days on, and decisions on certain days."""

    def __init__(self, raws: Raws, adjusted: Adjusted, rules: Rulebook = RULES) -> None:
        self.raws = dict(sorted(({START: 0} | dict(raws)).items()))
        self.adjusted = dict(sorted(adjusted.items()))
        self.days = tuple(sorted({START, *raws, *adjusted}))
        self._rules = rules
        self._grade = Grade(the_rule(rules))

    def rows(self, on: date) -> list[Row]:
        """Return what is known on a day."""
        known = [row("capacity", 1, on=START, places=1, inclusive=None)] if on >= START else []
        raw = [day for day in self.raws if day <= on]
        if raw:
            left = self.raws[raw[-1]]
            known.append(row("closure", 2, kind="x", on=raw[-1], children_left=left))
        known += [
            row("adjustments", 10 + place, on=day, to=GRADES[to], document_no="d")
            for place, (day, to) in enumerate(self.adjusted.items())
            if day <= on
        ]
        return known

    def scope(self, on: date) -> Scope:
        """Return the scope of a day."""
        return scope(facts(*self.rows(on), on=on), self._rules)

    def at(self, on: date) -> Graded:
        """Return the grade of a day."""
        return self._grade.at(self.scope, self.days, on)

    def grades(self) -> list[str]:
        """Return the grade of every day."""
        return [self.at(day).grade for day in DAYS]


def naive(raws: Mapping[date, int], adjusted: Adjusted) -> list[str]:
    """Return the grade of every day, each from the day before."""
    grade, raw, known, found = 0, 0, None, []
    for day in DAYS:
        raw = raws.get(day, raw)
        if day in ASSESSMENTS:
            grade, known = max(raw, grade - 1), None
        elif known is None or raw > known:
            grade = max(grade, raw)
        if day in adjusted:
            grade, known = adjusted[day], raw
        found.append(GRADES[grade] if day >= FIRST else UNRATED)
    return found


def draw_days(chance: random.Random, most: int) -> list[date]:
    """Draw days, assessment days and their neighbours among them."""
    near = [day + timedelta(days=n) for day in ASSESSMENTS for n in (-1, 0, 1)]
    likely = [day for day in near if START <= day <= LAST]
    return [
        chance.choice([*likely, *DAYS[:: len(DAYS) // 30]]) for _ in range(chance.randint(0, most))
    ]


@TRIES
@given(CHANCES)
def test_every_day_of_four_years_is_as_the_recursion_says(chance: random.Random) -> None:
    """Without recursion, by looking back: the same answer."""
    raws = {day: chance.randint(0, 3) for day in draw_days(chance, 12)}
    adjusted = {day: chance.randint(0, 3) for day in draw_days(chance, 3)}

    assert naive(raws, adjusted) == Told(raws, adjusted).grades()


@TRIES
@given(CHANCES)
def test_an_unknown_grade_is_unknown_only_while_it_matters(chance: random.Random) -> None:
    """Known exactly when every completion of the unknown days agrees."""
    raws: Raws = {day: chance.choice([0, 1, 2, 3, 3, None]) for day in draw_days(chance, 6)}
    unknown = [day for day, raw in raws.items() if raw is None][:3]
    some = {day: raw if raw is not None or day in unknown else 0 for day, raw in raws.items()}
    ways = [
        naive({**some, **dict(zip(unknown, way, strict=True))}, {})  # type: ignore[dict-item]
        for way in product(range(4), repeat=len(unknown))
    ]
    for day, found, *possible in zip(DAYS, Told(some, {}).grades(), *ways, strict=True):
        assert found == (possible[0] if len(set(possible)) == 1 else "unknown"), day


@TRIES
@given(CHANCES)
def test_a_decision_over_unknown_days_is_never_too_sure(chance: random.Random) -> None:
    """What a decision knew may be unknown too: a grade that is told is every completion's."""
    raws: Raws = {day: chance.choice([0, 1, 2, 3, None]) for day in draw_days(chance, 5)}
    unknown = [day for day, raw in raws.items() if raw is None][:2]
    some = {day: raw if raw is not None or day in unknown else 0 for day, raw in raws.items()}
    adjusted = {day: chance.randint(0, 3) for day in draw_days(chance, 2)}
    ways = [
        naive({**some, **dict(zip(unknown, way, strict=True))}, adjusted)  # type: ignore[dict-item]
        for way in product(range(4), repeat=len(unknown))
    ]
    for day, found, *possible in zip(DAYS, Told(some, adjusted).grades(), *ways, strict=True):
        assert found in {"unknown", *possible}, day
        assert found == "unknown" or len(set(possible)) == 1, day


def test_a_peak_of_one_day_is_remembered_until_it_was_assessed() -> None:
    """It is gone the next day, and costs three assessments all the same."""
    peak = date(2022, 2, 10)
    known = Told({peak: 3, peak + timedelta(days=1): 0}, {})
    asked = ["2022-02-09", "2022-02-10", "2022-02-11", "2022-06-30", "2022-07-01",
             "2022-12-31", "2023-01-01", "2023-06-30", "2023-07-01"]  # fmt: skip
    found = [known.at(date.fromisoformat(day)).grade for day in asked]

    assert found == ["A", "D", "D", "D", "C", "C", "B", "B", "A"]


def test_nothing_is_graded_before_the_first_assessment() -> None:
    """LAW correction 8: never assessed is `unrated`, not A; a peak before it is remembered."""
    known = Told({START: 3, START + timedelta(days=1): 0}, {})
    eve, first = (known.at(day) for day in (FIRST - timedelta(days=1), FIRST))

    assert (eve.grade, set(eve.turns)) == (UNRATED, {FIRST})
    assert first.grade == "C"


@pytest.mark.parametrize(
    ("closure", "inclusive", "grade"),
    [
        (0, False, "A"),
        (0, True, "C"),
        (3, True, "D"),
        (3, None, "D"),
        (2, None, "C"),
        (0, None, "unknown"),
        (None, True, "unknown"),
    ],
)
def test_a_veto_is_a_cap(closure: int | None, inclusive: bool | None, grade: str) -> None:  # noqa: FBT001
    """It never lifts a grade that is worse by itself, and one that may hold is not forgotten."""
    rules = graded_by(veto={"to": "C", "when": ["capacity.inclusive"]})
    on = date(2021, 7, 1)

    def of(day: date) -> Scope:
        stated = row("capacity", 1, on=START, places=1, inclusive=inclusive)
        left = row("closure", 2, kind="x", on=START, children_left=closure)
        return scope(facts(stated, left, on=day), rules)

    assert Grade(the_rule(rules)).at(of, (START,), on).grade == grade


def test_a_grade_rests_on_the_days_that_decide_it() -> None:
    """The proof names the day and its events, and the decision."""
    known = Told({date(2022, 2, 10): 3}, {date(2022, 8, 1): 2})
    fallen, set_to = known.at(date(2022, 3, 1)), known.at(date(2022, 8, 1))

    assert fallen.evidence == fallen.proof.events == (2,)
    assert [each.says.en for each in fallen.proof.because] == ["closure.children_left == 3"]
    assert "2022-03-01" in fallen.proof.says.en
    assert 10 in set_to.evidence


def test_a_grade_that_rests_turns_no_more() -> None:
    """Best and quiet, worst and lasting, unknown for good: no assessment changes anything."""
    later = date(2023, 3, 1)
    for raw in (0, 3, None):
        assert not Told({START: raw}, {}).at(later).turns
    assert Told({START: 3, date(2023, 2, 1): 0}, {}).at(later).turns == {date(2023, 7, 1)}
    assert Told({START: 0}, {date(2023, 2, 1): 2}).at(later).turns == {date(2023, 7, 1)}


@pytest.mark.parametrize(
    ("plain", "turns"),
    [
        ({"starts": "capacity.closed"}, set()),
        ({"starts": "date('2026-01-01') > asof ? date('2026-01-01') : capacity.on"},
         {date(2026, 1, 1), date(2026, 1, 2), date(2022, 7, 1)}),
    ],
)  # fmt: skip
def test_who_has_not_begun_is_unrated(plain: dict[str, str], turns: set[date]) -> None:
    """And the day on which that may change is told."""
    rules = graded_by(**plain)
    known = Told({}, {}, rules)
    found = known.at(date(2022, 3, 1))

    assert (found.grade, set(found.turns)) == (UNRATED, turns)


def test_where_the_rule_applies_from_a_day_on_that_day_turns() -> None:
    """A grade that is not given yet will be."""
    grade = the_rule(RULES).grade
    late = "date('2022-05-01') <= asof"
    rules = book(rules={"r": rule(kind="grade", role="tier", grade=grade, applies=late)})
    known = Told({}, {}, rules)

    assert known.at(date(2022, 4, 1)).grade == UNRATED
    assert date(2022, 5, 1) in known.at(date(2022, 4, 1)).turns
    assert known.at(date(2022, 5, 1)).grade == "A"


def test_a_decision_that_names_no_grade_of_the_scale_leaves_it_open() -> None:
    """It was recorded, and another policy may know it: until the assessments narrow it down."""
    strange = row("adjustments", 10, on=date(2022, 2, 1), to="E", document_no="d")

    def of(day: date) -> Scope:
        stated = row("capacity", 1, on=START, places=1)
        left = row("closure", 2, kind="x", on=START, children_left=0)
        return scope(facts(stated, left, strange, on=day), RULES)

    days = ("2022-03-01", "2022-07-01", "2023-01-01", "2023-07-01")
    asked = [Grade(the_rule(RULES)).at(of, (START,), date.fromisoformat(day)) for day in days]

    assert [each.grade for each in asked] == ["unknown", "unknown", "unknown", "A"]
