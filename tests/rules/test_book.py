"""The rulebook by region and day: which value, which rule, which region lies in which."""

from datetime import date
from itertools import permutations

import pytest

from compliance.rules.book import Rulebook
from tests.rules.asking import book, pack, rule, value

CITY, PROVINCE, COUNTRY = "440305", "440000", "CN"
CHAIN = (CITY, PROVINCE, COUNTRY)


def day(text: str) -> date:
    return date.fromisoformat(text)


def valued(*values: dict[str, object]) -> Rulebook:
    """Make a book of one parameter."""
    return book(params={"most": {"values": list(values)}})


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_innermost_region_wins_then_the_latest_start(order: tuple[int, ...]) -> None:
    """In whatever order the pack writes them."""
    values = [
        value(1, **{"in": COUNTRY, "from": "2024-01-01"}),
        value(2, **{"in": PROVINCE, "from": "2020-01-01"}),
        value(3, **{"in": PROVINCE, "from": "2022-01-01"}),
        value(4, **{"in": "110000", "from": "2024-01-01"}),
    ]
    rules = valued(*(values[place] for place in order))
    asked = [rules.param("most", CHAIN, day(on)) for on in ("2024-06-01", "2021-06-01")]

    assert [each and each.value for each in asked] == [3, 2]


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2023-12-31", 1),
        ("2024-01-01", 2),
        ("2024-12-31", 2),
        ("2025-01-01", 1),
    ],
)
def test_a_value_counts_from_its_first_day_to_the_day_before_its_end(on: str, answer: int) -> None:
    """[from, to): the day named as `to` is the first without it."""
    rules = valued(
        value(1, **{"in": COUNTRY}),
        value(2, **{"in": CITY, "from": "2024-01-01", "to": "2025-01-01"}),
    )
    found = rules.param("most", CHAIN, day(on))

    assert found is not None
    assert answer == found.value


def test_a_value_of_nowhere_or_of_no_day_is_none() -> None:
    """It is then unknown, never zero."""
    rules = valued(value(1, **{"in": "110000"}), value(2, **{"from": "2030-01-01"}))

    assert rules.param("most", CHAIN, day("2024-01-01")) is None
    assert rules.param("least", CHAIN, day("2024-01-01")) is None


def test_a_draft_value_is_never_used() -> None:
    """DESIGN §7: a draft loads for what-if, and what is in force around it stays."""
    rules = valued(value(1), value(2, **{"in": CITY, "binding": "draft"}))
    found = rules.param("most", CHAIN, day("2024-01-01"))

    assert found is not None
    assert found.value == 1


def test_several_packs_give_one_parameter_values() -> None:
    """A district's plan gives the national parameter a value of its own."""
    packs = [
        pack("a", params={"most": {"values": [value(1)]}}),
        pack("b", params={"most": {"values": [value(2, **{"in": CITY})]}}),
    ]
    found = Rulebook(packs).param("most", CHAIN, day("2024-01-01"))

    assert found is not None
    assert found.value == 2


def combined(kind: str, strict: str | None, *values: dict[str, object]) -> Rulebook:
    """Make a book of one parameter of which the strictest value stands."""
    plain = {"type": kind, "combine": "strictest", "values": list(values)}
    return book(params={"most": plain if strict is None else {**plain, "strict": strict}})


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize(
    ("strict", "amounts", "answer"),
    [
        ("higher", (5, 7, 6), 7),
        ("lower", (5, 7, 6), 5),
        ("higher", (9, 7, 6), 9),
        ("lower", (9, 7, 6), 6),
    ],
)
def test_the_strictest_of_the_regions_stands(
    order: tuple[int, ...], strict: str, amounts: tuple[int, ...], answer: int
) -> None:
    """A district may ask for more than the nation; it may not silently ask for less."""
    places = (COUNTRY, PROVINCE, CITY)
    values = [value(n, **{"in": place}) for n, place in zip(amounts, places, strict=True)]
    found = combined("int", strict, *(values[place] for place in order)).param(
        "most", CHAIN, day("2024-06-01")
    )

    assert found is not None
    assert answer == found.value


def test_of_each_region_the_latest_value_is_compared() -> None:
    """What a region has replaced is no longer its value, however strict it was."""
    rules = combined(
        "int",
        "higher",
        value(1, **{"in": COUNTRY}),
        value(9, **{"in": PROVINCE, "from": "2020-01-01"}),
        value(2, **{"in": PROVINCE, "from": "2024-01-01"}),
    )
    found = [rules.param("most", CHAIN, day(on)) for on in ("2023-12-31", "2024-01-01")]

    assert [each and each.value for each in found] == [9, 2]


def test_an_override_stands_against_what_lies_outside_it() -> None:
    """And not against what lies inside, nor where it does not hold."""
    outer = value(9, **{"in": COUNTRY})
    middle = value(5, **{"in": PROVINCE, "override": True, "from": "2024-01-01"})
    inner = value(6, **{"in": CITY})
    alone = combined("int", "higher", outer, middle)
    both = combined("int", "higher", outer, middle, inner)
    found = [
        each.param("most", CHAIN, day(on))
        for each in (alone, both)
        for on in ("2023-12-31", "2024-01-01")
    ]

    assert [each and each.value for each in found] == [9, 5, 9, 6]


def share(op: str, amount: int, of: int = 100) -> dict[str, object]:
    """Write a share."""
    return {"op": op, "value": amount, "of": of}


@pytest.mark.parametrize(
    ("outer", "inner", "stands"),
    [
        (share(">=", 30), share(">=", 40), "inner"),
        (share(">=", 30), share(">=", 20), "outer"),
        (share(">=", 30), share(">", 30), "inner"),
        (share(">", 30), share(">=", 30), "outer"),
        (share(">", 30), share(">=", 31), "inner"),
        (share(">=", 1, 3), share(">=", 33), "outer"),
        (share(">=", 1, 3), share(">=", 34), "inner"),
        (share("<=", 30), share("<", 30), "inner"),
        (share("<", 30), share("<=", 30), "outer"),
        (share("<=", 30), share("<=", 40), "outer"),
        (share("<=", 30), share("<=", 20), "inner"),
    ],
)
def test_a_share_knows_which_is_stricter_by_its_operator(
    outer: dict[str, object], inner: dict[str, object], stands: str
) -> None:
    """Exactly: one third lies between 33 and 34 per cent, and `more than` above `at least`."""
    rules = combined("share", None, value(outer), value(inner, **{"in": CITY}))
    found = rules.param("most", CHAIN, day("2024-01-01"))

    assert found is not None
    assert found.value == {"outer": outer, "inner": inner}[stands]


@pytest.mark.parametrize(
    ("kind", "strict", "outer", "inner", "stands"),
    [
        ("period", "lower", "P1Y", "P6M", "P6M"),
        ("period", "lower", "P1Y", "P13M", "P1Y"),
        ("period", "higher", "P30D", "P1M", "P1M"),
        ("date", "lower", "2025-01-01", "2024-12-31", "2024-12-31"),
    ],
)
def test_periods_and_days_can_be_the_stricter_too(
    kind: str, strict: str, outer: str, inner: str, stands: str
) -> None:
    """A health check every six months is stricter than one a year."""
    rules = combined(kind, strict, value(outer), value(inner, **{"in": CITY}))
    found = rules.param("most", CHAIN, day("2024-01-01"))

    assert found is not None
    assert stands == str(found.value)


MERGED = [
    {"code": "A", "name": "甲县", "parent": "OLD", "to": "2024-03-01"},
    {"code": "A", "name": "甲区", "parent": "NEW", "from": "2024-03-01"},
    {"code": "OLD", "name": "旧市", "parent": "CN"},
    {"code": "NEW", "name": "新市", "parent": "PROV"},
    {"code": "PROV", "name": "省", "parent": "CN"},
]


def test_the_hierarchy_changes_on_a_day() -> None:
    """The county belongs to another city from the day of the merger, not the day before."""
    rules = book(regions=MERGED)

    assert rules.chain("A", day("2024-02-29")) == ("A", "OLD", "CN")
    assert rules.chain("A", day("2024-03-01")) == ("A", "NEW", "PROV", "CN")
    assert day("2024-03-01") in rules.turning_days(("A", "OLD", "CN"))


def test_regions_that_no_table_has() -> None:
    """A numeric code is somewhere in China, a town in its county; abroad no rules of ours hold."""
    rules = book(regions=MERGED)

    assert rules.chain("999999", day("2024-01-01")) == ("999999", "CN")
    assert rules.chain("500111001", day("2024-01-01")) == ("500111001", "500111", "CN")
    assert rules.chain("US-NC", day("2024-01-01")) == ("US-NC",)
    assert rules.chain("CN", day("2024-01-01")) == ("CN",)
    assert rules.chain(None, day("2024-01-01")) == ()
    assert rules.knows_region("A", day("2024-01-01"))
    assert not rules.knows_region("999999", day("2024-01-01"))


def test_a_region_outside_its_days_is_not_known() -> None:
    """A table row that ended says nothing more."""
    rules = book(regions=[{"code": "B", "name": "乙", "to": "2024-03-01"}])

    assert rules.knows_region("B", day("2024-02-29"))
    assert not rules.knows_region("B", day("2024-03-01"))


def test_a_table_that_goes_in_circles_ends() -> None:
    """An error of the table is no endless walk."""
    places = [{"code": "A", "name": "a", "parent": "B"}, {"code": "B", "name": "b", "parent": "A"}]

    assert book(regions=places).chain("A", day("2024-01-01")) == ("A", "B")


def titles(rules: Rulebook, on: str) -> list[str]:
    """Return the titles of the rules that stand on a day."""
    return sorted(each.title.en for each in rules.rules_for(CHAIN, day(on)))


def named(name: str, **plain: object) -> dict[str, object]:
    """Write a rule by title."""
    return rule(title={"zh": name, "en": name}, require="true", **plain)


def test_of_rules_with_one_id_the_innermost_stands() -> None:
    """And where the inner one is not in force, the outer one does."""
    inner = {"in": CITY, "from": "2024-01-01", "to": "2025-01-01"}
    rules = Rulebook(
        [
            pack("a", rules={"r": named("outer"), "other": named("other")}),
            pack("b", rules={"r": named("inner", **inner)}),
            pack("c", rules={"r": named("away", **{"in": "110000"})}),
        ]
    )

    assert titles(rules, "2023-12-31") == ["other", "outer"]
    assert titles(rules, "2024-01-01") == ["inner", "other"]
    assert titles(rules, "2024-12-31") == ["inner", "other"]
    assert titles(rules, "2025-01-01") == ["other", "outer"]


def test_of_two_rules_of_a_region_the_later_stands() -> None:
    """A new version of the law takes the place of the old."""
    rules = Rulebook(
        [
            pack("a", rules={"r": named("new", **{"from": "2024-01-01"})}),
            pack("b", rules={"r": named("old")}),
        ]
    )

    assert titles(rules, "2023-12-31") == ["old"]
    assert titles(rules, "2024-01-01") == ["new"]


@pytest.mark.parametrize(
    "plain",
    [
        {"status": "draft"},
        {"status": "unverified"},
        {"status": "repealed"},
        {"rank": "draft"},
        {"binding": "draft"},
    ],
)
def test_what_does_not_bind_gives_no_verdict(plain: dict[str, str]) -> None:
    """Nor does it hide the rule around it that does."""
    rules = Rulebook(
        [
            pack("a", rules={"r": named("outer")}),
            pack("b", rules={"r": named("inner", **{"in": CITY}, **plain)}),
        ]
    )

    assert titles(rules, "2024-01-01") == ["outer"]


def test_the_days_on_which_a_region_s_rules_turn() -> None:
    """Starts and ends of its rules and values, and nobody else's."""
    rules = book(
        params={"most": {"values": [value(1, **{"from": "2024-02-01"})]}},
        rules={
            "r": named("r", **{"from": "2024-01-01", "to": "2025-01-01"}),
            "away": named("away", **{"in": "110000", "from": "2023-01-01"}),
        },
    )

    assert rules.turning_days(CHAIN) == {
        day("2024-01-01"), day("2025-01-01"), day("2024-02-01"),
    }  # fmt: skip


def test_the_ruleset_is_named_by_its_packs_alone() -> None:
    """In whatever order they are read; one other word makes another ruleset."""
    first, second = pack("a"), pack("b")
    other = pack("b", defs={"f()": "true"})

    assert Rulebook([first, second]).ruleset == Rulebook([second, first]).ruleset
    assert Rulebook([first, second]).ruleset.sha256 != Rulebook([first, other]).ruleset.sha256


def test_working_days_follow_the_published_calendars() -> None:
    """LAW correction 11: 15 working days from 2025-09-22 end on 2025-10-17."""
    rest = ["2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08"]
    plain = {"cite": "law#1", "published": "2024-11-12", "rest": rest,
             "work": ["2025-09-28", "2025-10-11"]}  # fmt: skip
    rules = book(calendars={"2025": plain})

    assert rules.workdays_after(day("2025-09-22"), 15).day == day("2025-10-17")
    assert rules.workdays_after(day("2025-12-30"), 1).day == day("2025-12-31")
    assert rules.workdays_after(day("2025-12-30"), 2).unpublished == 2026
    assert rules.workdays_after(day("2025-12-30"), 2).day is None


def test_a_calendar_is_known_from_the_day_of_its_publication() -> None:
    """Who asks knowing less cannot count the year's working days; who knows all gets the book."""
    plain = {"cite": "law#1", "published": "2024-11-12", "rest": [], "work": []}
    rules = book(calendars={"2025": plain})
    before, after = (rules.as_known(day(on)) for on in ("2024-11-11", "2024-11-12"))

    assert before.workdays_after(day("2025-03-03"), 1).unpublished == 2025
    assert before.supposing_drafts.workdays_after(day("2025-03-03"), 1).unpublished == 2025
    assert after is rules
    assert after.workdays_after(day("2025-03-03"), 1).day == day("2025-03-04")
    assert before.ruleset == rules.ruleset


def test_a_local_article_that_says_a_rule_again_is_cited_beside_it() -> None:
    """In its region, from its first day to its last: one rule, no second finding."""
    again = {"in": "440000", "from": "2021-12-01", "to": "2024-01-01", "cite": "local#42"}
    rules = Rulebook([
        pack("a", rules={"r": rule(require="true")}),
        pack("b", also={"r": again}),
    ])  # fmt: skip
    here, elsewhere = ("440305", "440000", "CN"), ("310000", "CN")

    def told(chain: tuple[str, ...], on: str) -> list[str]:
        return [str(cite) for each in rules.rules_for(chain, day(on)) for cite in each.cite]

    assert told(here, "2021-11-30") == ["law#1"]
    assert told(here, "2021-12-01") == ["law#1", "local#42"]
    assert told(here, "2023-12-31") == ["law#1", "local#42"]
    assert told(here, "2024-01-01") == ["law#1"]
    assert told(elsewhere, "2023-01-01") == ["law#1"]
