"""The horizon, against asking every single day: nothing turns earlier, and then something does."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given

from compliance.engine.replay import Turn, _turns
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from tests.rules.asking import CHANCES, book, pack, rule, tries, value
from tests.rules.lives import BEGUN, book_of, generated, life, shipped
from tests.saying import F, said, told

YEARS = 3
TODAY = BEGUN + timedelta(days=500)
ONE_DAY = timedelta(days=1)
FEW = tries(0.07)
SOME = tries(0.25)


def days_after(day: date, years: int = YEARS) -> list[date]:
    """Return every day of the years after a day."""
    return [day + timedelta(days=n) for n in range(1, 365 * years + 1)]


def last_day_alike(rules: Rulebook, past: History, day: date) -> date | None:
    """Return the last day before something turns, by asking every day afresh."""
    asked = Assessor(rules, past)
    now = asked.on(day).conclusions()
    for later in days_after(day):
        if asked.on(later).conclusions() != now:
            return later - ONE_DAY
    return None


def within_years(found: date | None, day: date) -> date | None:
    """Return a horizon, or none if it lies beyond the years that were asked."""
    return found if found is not None and found < days_after(day)[-1] else None


def test_the_horizon_of_shipped_and_random_rules_is_that_of_every_day() -> None:
    """Packs and generated rules together, over three years."""
    counted: Counter[bool] = Counter()

    @FEW
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rules, past = book_of(*shipped(), generated(chance)), life(chance)
        expected = last_day_alike(rules, past, TODAY)

        assert expected == within_years(Assessor(rules, past).holds_until(TODAY), TODAY)
        counted[expected is None] += 1

    held()

    assert counted[False] > 0


def test_the_horizon_of_random_rules_is_that_of_every_day() -> None:
    """A few rules at a time: a turn of one must not hide behind another's."""
    counted: Counter[bool] = Counter()

    @SOME
    @given(CHANCES)
    def held(chance: random.Random) -> None:
        rules, past = book_of(generated(chance, 2)), life(chance, 6)
        expected = last_day_alike(rules, past, TODAY)

        assert expected == within_years(Assessor(rules, past).holds_until(TODAY), TODAY)
        counted[expected is None] += 1

    held()

    assert min(counted[True], counted[False]) > 0


def changes(rules: Rulebook, past: History, days: Sequence[date]) -> list[date]:
    """Return the days on which conclusions differ from the day before."""
    asked = Assessor(rules, past)
    before = asked.on(days[0] - ONE_DAY).conclusions()
    found = []
    for day in days:
        after = asked.on(day).conclusions()
        if after != before:
            found.append(day)
        before = after
    return found


@FEW
@given(CHANCES)
def test_a_replay_finds_every_day_on_which_something_changed(chance: random.Random) -> None:
    """The days it visits are enough: the past as well as what is to come by itself."""
    rules, past = book_of(*shipped(), generated(chance, 4)), life(chance)
    days = days_after(BEGUN)
    turns: list[Turn] = list(_turns(Assessor(rules, past), past, BEGUN, days[-1]))

    assert sorted({turn.on for turn in turns}) == changes(rules, past, days)


def alone(rules: Rulebook, *events: object) -> Assessor:
    """Assess a facility of a few events."""
    found = said("premises.found", on="2024-01-01", address="x", region="440305")
    return Assessor(rules, History(F, told(found, *events)))  # type: ignore[arg-type]


def test_a_horizon_ends_the_day_before_a_deadline_passes() -> None:
    """`<` turns the day after the day named, `<=` on it."""
    for op, last in (("<", "2025-03-01"), ("<=", "2025-02-28"), ("==", "2025-02-28")):
        rules = book(rules={"r": rule(require=f"!(date('2025-03-01') {op} asof)")})

        assert alone(rules).holds_until(date(2024, 6, 1)) == date.fromisoformat(last)


def test_a_day_equal_to_today_turns_tomorrow() -> None:
    """What holds on its day alone holds no longer the next."""
    rules = book(rules={"r": rule(require="date('2024-06-01') == asof")})

    assert alone(rules).holds_until(date(2024, 6, 1)) == date(2024, 6, 1)


def test_today_is_always_today() -> None:
    """What moves with the day asked about never turns: there is an end to looking ahead."""
    rules = book(
        defs={"begun()": "has(operation.closed) ? operation.closed : asof"},
        rules={"r": rule(require="begun() <= asof && asof == asof")},
    )

    assert alone(rules).on(date(2024, 6, 1)).turns == frozenset()
    assert alone(rules).holds_until(date(2024, 6, 1)) is None


def test_without_an_end_there_is_none() -> None:
    """Null in the standing; an unknown tier that nothing will settle has none either."""
    table = [{"grade": "B", "when": "capacity.inclusive"}, {"grade": "A"}]
    grade = {"grades": ["A", "B"], "starts": "identity.on", "table": table,
             "assessed": {"every": "P6M", "from": "2020-01-01"}}  # fmt: skip
    rules = book(
        rules={
            "r": rule(require="date('2024-01-01') <= asof"),
            "t": rule(kind="grade", role="tier", grade=grade),
        }
    )
    known = alone(rules)

    assert known.on(date(2025, 6, 1)).tier == "unknown"
    assert known.holds_until(date(2025, 6, 1)) is None


def test_a_rule_that_starts_or_ends_turns_on_that_day() -> None:
    """So does a parameter, and a region that moves."""
    dated = {"from": "2024-07-01", "to": "2024-09-01"}
    rules = book(rules={"r": rule(require="true", **dated)})
    moved = [{"code": "440305", "name": "n", "parent": "CN", "to": "2024-08-01"},
             {"code": "440305", "name": "n", "parent": "X", "from": "2024-08-01"}]  # fmt: skip
    local = book(regions=moved, rules={"r": rule(require="true", **{"in": "X"})})
    raised = [value(1), value(2, **{"from": "2024-08-01"})]
    valued = book(params={"p": {"values": raised}}, rules={"r": rule(require="p == 1")})

    assert alone(rules).holds_until(date(2024, 6, 1)) == date(2024, 6, 30)
    assert alone(rules).holds_until(date(2024, 7, 1)) == date(2024, 8, 31)
    assert alone(local).holds_until(date(2024, 6, 1)) == date(2024, 7, 31)
    assert alone(valued).holds_until(date(2024, 6, 1)) == date(2024, 7, 31)


def test_asking_about_another_rule_spoils_no_citation() -> None:
    """A rule that asks whether another is violated cites its own number, not the other's."""
    rules = book(
        params={"own": {"values": [value(1, cite="own#1")]},
                "others": {"values": [value(2, cite="others#1")]}},
        rules={
            "asks": rule(require="own == 1 && !violated('other')"),
            "other": rule(require="others == 1"),
        },
    )  # fmt: skip
    asks, other = alone(rules).on(date(2024, 6, 1)).findings

    assert (asks.verdict, other.verdict) == ("violation", "violation")
    assert [str(each) for each in asks.cite] == ["own#1", "law#1"]
    assert [str(each) for each in other.cite] == ["others#1", "law#1"]


def test_a_grade_looks_back_with_the_rules_of_each_day() -> None:
    """The region a facility lay in then had numbers of its own, which changed on a day."""
    table = [{"grade": "B", "when": "worst == 1"}, {"grade": "A"}]
    grade = {"grades": ["A", "B"], "starts": "operation.on", "table": table,
             "assessed": {"every": "P6M", "from": "2024-01-01"}}  # fmt: skip
    away = [value(0), value(1, **{"in": "110105", "from": "2024-08-01", "to": "2024-08-10"})]
    rules = book_of(pack(
        params={"worst": {"values": away}},
        rules={"t": rule(kind="grade", role="tier", grade=grade)},
    ))  # fmt: skip
    moved = [
        said("facility.opened", on="2024-01-01"),
        said("facility.registered", on="2024-02-01", name="n", kind="facility", region="110105"),
        said("facility.registered", on="2024-10-01", name="n", kind="facility", region="440305"),
    ]

    assert alone(rules, *moved).on(date(2024, 11, 1)).tier == "B"
