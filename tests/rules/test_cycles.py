"""Cycles, days of the year, and what a list lacks: held against a count day by day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.time import Period
from compliance.rules.book import Rulebook
from compliance.rules.interpret import see
from compliance.rules.judge import judge
from compliance.rules.parser import parse
from compliance.rules.seen import Seen
from compliance.rules.values import ABSENT, UNKNOWN
from tests.rules.asking import TODAY, book, facts, found, row, rule, scope, value

ONE_DAY = timedelta(days=1)


def asked(text: str, on: date, **names: Any) -> tuple[Any, set[date]]:
    """Evaluate on a day; return the value, and the days on which it may turn."""
    where = scope(facts(on=on), **names)
    return see(parse(text), where).value, where.turns


def counted(anchor: date, period: Period, on: date) -> tuple[date, date]:
    """Count the cycles one by one from the anchor."""
    place = 0
    while True:
        start, following = (
            Period(period.months * each, period.days * each).after(anchor)
            for each in (place, place + 1)
        )
        if start <= on < following:
            return start, following - ONE_DAY
        place += 1


PERIODS = st.builds(Period, months=st.integers(0, 60), days=st.integers(0, 40)).filter(
    lambda period: period != Period()
)


@given(st.dates(date(2015, 1, 1), date(2024, 12, 31)), PERIODS, st.integers(0, 2000))
def test_a_day_lies_in_one_cycle(anchor: date, period: Period, days: int) -> None:
    """The end of a month is that of every month, counted from the anchor and not from the last."""
    on = anchor + timedelta(days=days)
    start, last = counted(anchor, period, on)
    names = {"a": anchor, "p": Seen(period)}

    assert asked("cycle_start(a, p)", on, **names) == (start, {last + ONE_DAY})
    assert asked("cycle_end(a, p)", on, **names)[0] == last
    assert asked("cycle_start(a, p)", last + ONE_DAY, **names)[0] == last + ONE_DAY


@pytest.mark.parametrize(
    ("anchor", "period", "on", "start", "end"),
    [
        ("2024-01-31", "P1M", "2024-03-01", "2024-02-29", "2024-03-30"),
        ("2024-01-31", "P1M", "2024-03-31", "2024-03-31", "2024-04-29"),
        ("2024-02-29", "P1Y", "2028-02-29", "2028-02-29", "2029-02-27"),
        ("2020-03-15", "P5Y", "2025-03-14", "2020-03-15", "2025-03-14"),
        ("2020-03-15", "P5Y", "2025-03-15", "2025-03-15", "2030-03-14"),
    ],
)
def test_cycles_of_months_and_years(
    anchor: str, period: str, on: str, start: str, end: str
) -> None:
    """A year of care from 15 March ends on 14 March; training comes round every five years."""
    text = f"(date('{anchor}'), period('{period}'))"
    found = [
        asked(name + text, date.fromisoformat(on))[0] for name in ("cycle_start", "cycle_end")
    ]

    assert found == [date.fromisoformat(start), date.fromisoformat(end)]


def test_before_the_anchor_there_is_no_cycle() -> None:
    """It did not begin; it turns on the anchor."""
    value, turns = asked("cycle_start(date('2024-07-01'), period('P1Y'))", TODAY)

    assert (value, turns) == (ABSENT, {date(2024, 7, 1)})


@pytest.mark.parametrize(("given", "answer"), [(UNKNOWN, UNKNOWN), (ABSENT, ABSENT)])
def test_a_cycle_of_an_unknown_anchor_is_unknown(given: Any, answer: Any) -> None:
    """And of one that did not happen there is none."""
    for name in ("cycle_start", "cycle_end"):
        assert asked(f"{name}(a, period('P1Y'))", TODAY, a=Seen(given))[0] is answer
        assert asked(f"{name}(date('2024-01-01'), a)", TODAY, a=Seen(given))[0] is answer

    assert asked("cycle_end(date('2024-01-01'), period('P0D'))", TODAY)[0] is UNKNOWN


def test_a_cycle_beyond_the_calendar_ends_with_it() -> None:
    """No traceback in the year 9999."""
    text = "cycle_end(date('2024-01-01'), period('P9000Y'))"

    assert asked(text, TODAY)[0] == date.max - ONE_DAY


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("date_in_year(2024, 3, 31)", date(2024, 3, 31)),
        ("date_in_year(2024, 2, 30)", date(2024, 2, 29)),
        ("date_in_year(2023, 2, 29)", date(2023, 2, 28)),
        ("date_in_year(2023, 12, 40)", date(2023, 12, 31)),
        ("date_in_year(2023, 13, 1)", ABSENT),
        ("date_in_year(2023, 3, 0)", ABSENT),
        ("date_in_year(year(asof) + 1, 1, 31)", date(2025, 1, 31)),
        ("date_in_year(capacity.places, 1, 31)", UNKNOWN),
        ("date_in_year(2024, capacity.places, 31)", UNKNOWN),
        ("year(asof)", 2024),
        ("year_end(year(asof))", date(2024, 12, 31)),
        ("year(date('2019-12-31'))", 2019),
    ],
)
def test_days_of_the_year(text: str, answer: Any) -> None:
    """A day past the month's end is its last; there is no thirteenth month."""
    assert answer == asked(text, TODAY)[0]


def test_the_year_of_today_turns_with_the_year() -> None:
    """The horizon of a yearly duty is the year's last day."""
    assert asked("year(asof)", TODAY)[1] == {date(2025, 1, 1)}
    assert asked("year(date('2024-03-01'))", TODAY)[1] == set()


WANTED = ("fee", "safety", "refund")


def wanting(**rule_told: Any) -> Rulebook:
    """Make a book of a contract with three items."""
    told = rule(
        each="contracts as c", subject={"kind": "contract", "id": "'c'"},
        require="size(lacks(c.items, items)) == 0", **rule_told,
    )  # fmt: skip
    return book(
        params={"items": {"type": "texts", "values": [value(list(WANTED))]}},
        defs={"missing_of(c)": "lacks(c.items, items)"},
        rules={"r": told},
    )


@pytest.mark.parametrize(
    ("items", "verdict", "shown"),
    [
        (("safety", "fee", "refund", "other"), "compliant", None),
        (("fee",), "violation", "safety, refund"),
        ((), "violation", "fee, safety, refund"),
        (None, "unknown", None),
    ],
)
def test_a_verdict_names_each_item_that_is_lacking(
    items: tuple[str, ...] | None, verdict: str, shown: str | None
) -> None:
    """The inspector reads which, not how many."""
    (finding,) = found(wanting(), row("contracts", 1, items=items))

    assert (finding.verdict, finding.value) == (verdict, shown)
    if shown is not None:
        assert finding.gap is not None
        assert finding.gap.zh == "缺少：" + shown.replace(", ", "、")
        assert finding.gap.en == f"lacking: {shown}"


def test_a_rule_may_say_it_in_its_own_words() -> None:
    """By the number, by the items, and through a definition."""
    gap = {"zh": "{short}项：{lacking}", "en": "{short}: {lacking}"}
    made = wanting(gap=gap)
    by_name = made.rules[0]._replace(require_text="size(missing_of(c)) == 0")
    where = scope(facts(row("contracts", 1, items=("fee",))), made)

    assert [each.gap for each in judge(by_name, where)] == [
        each.gap for each in found(made, row("contracts", 1, items=("fee",)))
    ]
    assert judge(by_name, where)[0].gap == ("2项：safety、refund", "2: safety, refund")


@given(
    st.lists(st.sampled_from("abc")),
    st.lists(st.sampled_from("abc")),
    st.sampled_from([(), (UNKNOWN,)]),
)
def test_what_a_list_lacks_is_known_when_every_completion_agrees(
    held: list[str], wanted: list[str], unsure: tuple[Any, ...]
) -> None:
    """One unknown item may be any of those that are wanted."""
    listed: tuple[Any, ...] = (*held, *unsure)
    names = {"h": Seen(listed), "w": Seen(tuple(wanted))}
    completions = {
        tuple(text for text in wanted if text not in {*held, *more})
        for more in (("a",), ("b",), ("c",), ("d",))
        if unsure or more == ("d",)
    }
    answer = asked("lacks(h, w)", TODAY, **names)[0]

    assert answer == (completions.pop() if len(completions) == 1 else UNKNOWN)


def test_a_list_that_is_not_there_lacks_everything() -> None:
    """It did not happen; an unknown one may hold anything."""
    assert asked("lacks(h, w)", TODAY, h=Seen(ABSENT), w=Seen(WANTED))[0] == WANTED
    assert asked("lacks(h, w)", TODAY, h=Seen(UNKNOWN), w=Seen(WANTED))[0] is UNKNOWN
    assert asked("lacks(w, h)", TODAY, h=Seen(UNKNOWN), w=Seen(WANTED))[0] is UNKNOWN
