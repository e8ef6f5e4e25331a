"""The door of plans: what is well formed is read as it was meant, and all else has a place."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.errors import Answer, Answers
from compliance.intake.plan.door import plan_from_plain
from compliance.outcomes.draw import plan_from, plan_paper
from compliance.rules.yaml_lines import read_yaml
from tests.cli.desk import id_number
from tests.engine.planning import HEALTH, MARKET, SALT, plain, plan

Breaking = Callable[[dict[str, Any]], None]


def told(broken: Any) -> list[tuple[str, str]]:
    """Return the codes and places of all that is wrong with plain values."""
    with pytest.raises(Answer) as caught:
        plan_from_plain(broken, {})
    found = caught.value
    each = found.answers if isinstance(found, Answers) else (found,)
    return [(one.code, str(one.where)) for one in each]


def broken(break_it: Breaking) -> dict[str, Any]:
    values = plain()
    break_it(values)
    return values


def put(*path: Any, value: Any) -> Breaking:
    """Put a value somewhere in the plan."""

    def breaking(values: dict[str, Any]) -> None:
        held: Any = values
        for step in path[:-1]:
            held = held[step]
        held[path[-1]] = value

    return breaking


def gone(*path: Any) -> Breaking:
    """Take a key out of the plan."""

    def breaking(values: dict[str, Any]) -> None:
        held: Any = values
        for step in path[:-1]:
            held = held[step]
        del held[path[-1]]

    return breaking


RATES = ("items", 0, "rates")
BROKEN = [
    (put("yeer", value=2026), "E-PLAN-KEY", "yeer"),
    (put("team", "sise", value=2), "E-PLAN-KEY", "team.sise"),
    (put(*RATES, 0, "share_", value=1), "E-PLAN-KEY", "items[1].rates[1].share_"),
    (gone("beacon"), "E-PLAN-MISSING", "beacon"),
    (gone("items", 1, "basis"), "E-PLAN-MISSING", "items[2].basis"),
    (put("region", value=500111), "E-PLAN-QUOTES", "region"),
    (put("region", value="dazu"), "E-REGION", "region"),
    (put("plan", value="2026|1"), "E-PLAN-ID", "plan"),
    (put("nonces", 2, value="a|b"), "E-PLAN-BAR", "nonces[3]"),
    (put("as_of", value="2026-02-30"), "E-DATE-IMPOSSIBLE", "as_of"),
    (put("year", value=1926), "E-PLAN-YEAR", "year"),
    (put("year", value="2026"), "E-FIELD-INT", "year"),
    (put("join_below", value=-1), "E-FIELD-NEGATIVE", "join_below"),
    (put("district", value="village"), "E-FIELD-CHOICE", "district"),
    (put("departments", value=[]), "E-PLAN-EMPTY", "departments"),
    (put("items", value=[]), "E-PLAN-EMPTY", "items"),
    (put("items", value={"a": 1}), "E-PLAN-LIST", "items"),
    (put("team", value=2), "E-PLAN-MAPPING", "team"),
    (put("team", "own_district", value="no"), "E-FIELD-BOOL", "team.own_district"),
    (put(*RATES, 0, "share", value=0.1), "E-PLAN-SHARE", "items[1].rates[1].share"),
    (put(*RATES, 0, "share", value="0.1"), "E-PLAN-SHARE", "items[1].rates[1].share"),
    (put(*RATES, 0, "share", value="1/0"), "E-PLAN-SHARE", "items[1].rates[1].share"),
    (put(*RATES, 0, "share", value=True), "E-PLAN-SHARE", "items[1].rates[1].share"),
    (put(*RATES, 0, "share", value="-1/5"), "E-PLAN-SHARE", "items[1].rates[1].share"),
    (put(*RATES, 0, "share", value="11/10"), "E-PLAN-SHARE-OVER", "items[1].rates[1].share"),
    (put(*RATES, 0, "share", value=2), "E-PLAN-SHARE-OVER", "items[1].rates[1].share"),
    (
        put(*RATES, value=[{"share": 1, "least": 3, "most": 2}]),
        "E-PLAN-LEAST",
        "items[1].rates[1].least",
    ),
    (
        put(*RATES, value=[{"tier": "A", "share": 1}, {"tier": "A", "share": "1/2"}]),
        "E-PLAN-RATE-TWICE",
        "items[1].rates[2]",
    ),
    (
        put("items", 1, "rates", 0, "share", value="51%"),
        "E-PLAN-GENERAL",
        "items[2].rates[1].share",
    ),
    (gone("general_share_max"), "E-PLAN-GENERAL-OPEN", "items[2].kind"),
    (put("items", 1, "item", value="care"), "E-PLAN-TWICE", "items[2].item"),
    (put("items", 1, "department", value="公安局"), "E-PLAN-DEPARTMENT", "items[2].department"),
    (put("team", "size", value=1), "E-PLAN-TEAM", "team.size"),
    (put("nonces", value=[HEALTH, "监督人"]), "E-PLAN-NONCES", "nonces"),
    (put("nonces", value=[HEALTH, MARKET]), "E-PLAN-SUPERVISOR", "nonces"),
    (put("beacon", "at", value="2026-03-10T21:15:00"), "E-PLAN-ZONE", "beacon.at"),
    (put("beacon", "at", value="tonight"), "E-PLAN-INSTANT", "beacon.at"),
    (
        put(*RATES, 0, "district", value="500111"),
        "E-PLAN-DISTRICT-LEVEL",
        "items[1].rates[1].district",
    ),
    (
        put("included", value=[{"facility": "a b", "reason": "other"}]),
        "E-FACILITY-ID",
        "included[1].facility",
    ),
    (
        put("excluded", value=[{"facility": "local:a", "reason": "because"}]),
        "E-FIELD-CHOICE",
        "excluded[1].reason",
    ),
    (
        put("visit_cap", value={"visits": 2, "per": "facility", "basis": "x", "exempt": ["fun"]}),
        "E-FIELD-CHOICE",
        "visit_cap.exempt[1]",
    ),
    (put("title", value=f"身份证 {id_number(1)}"), "E-ID-IN-TEXT", "title"),
]


@pytest.mark.parametrize(("break_it", "code", "place"), BROKEN)
def test_what_no_plan_can_say_is_refused_where_it_stands(
    break_it: Breaking, code: str, place: str
) -> None:
    """Each with a code of its own; nothing else is wrong with the rest."""
    assert [(code, place)] == told(broken(break_it))


def test_a_plan_that_is_no_mapping_is_refused() -> None:
    assert [(code, "") for code, _ in told(["a"])] == [("E-PLAN-MAPPING", "")]


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Who mends a file wants to mend it once."""
    values = plain(yeer=1, region=500111)
    values["items"][0]["rates"][0]["share"] = "0.1"

    assert sorted(code for code, _ in told(values)) == [
        "E-PLAN-KEY",
        "E-PLAN-QUOTES",
        "E-PLAN-SHARE",
    ]


def test_what_is_named_both_ways_is_refused() -> None:
    """No facility is both visited whatever the lot says and left out."""
    values = plain(included=[{"facility": "local:a", "reason": "other"}],
                   excluded=[{"facility": "local:a", "reason": "other"}])  # fmt: skip

    assert told(values) == [("E-PLAN-TWICE", "excluded[1].facility")]


def test_a_plan_without_districts_can_name_none() -> None:
    """Neither in a rate nor for its officers: nothing would ever fit them."""
    values = plain(district="none", team={"size": 2, "load_max": 3, "own_district": True})
    values["items"][0]["rates"] = [{"district": "500111001", "share": 1}]

    assert sorted(told(values)) == [
        ("E-PLAN-DISTRICT-NONE", "items[1].rates[1].district"),
        ("E-PLAN-OWN-DISTRICT", "team.own_district"),
    ]


def test_a_team_of_one_is_refused_by_the_article() -> None:
    with pytest.raises(Answer) as caught:
        plan_from_plain(plain(team={"size": 1, "load_max": 3}), {})

    assert caught.value.basis == "penalties#42"


def test_a_place_has_the_line_of_the_file() -> None:
    text = json.dumps(plain(), ensure_ascii=False, indent=1).replace('"1/2"', "0.5", 1)
    values, lines = read_yaml(text, "plan.yaml")
    with pytest.raises(Answer) as caught:
        plan_from_plain(values, lines)
    line = text[: text.index("0.5")].count("\n") + 1

    assert caught.value.where == f"plan.yaml:{line}:items[1].rates[1].share"


@pytest.mark.parametrize(
    ("written", "share"),
    [("1/10", "1/10"), ("20%", "1/5"), (1, "1"), ("１２.５％", "1/8"), (0, "0"), ("4/8", "1/2")],
)
def test_a_share_is_exact(written: Any, share: str) -> None:
    values = plain()
    values["items"][0]["rates"][0]["share"] = written

    assert Fraction(share) == plan_from_plain(values, {}).items[0].rates[0].share


def test_defaults_of_the_plan_stand_in_for_what_an_item_does_not_say() -> None:
    """An office's item list has neither shares nor basis."""
    values = plain(rates=[{"share": "1/4"}], basis="某办法")
    for key in ("rates", "basis"):
        del values["items"][0][key]
    care, food = plan_from_plain(values, {}).items

    assert (Fraction(1, 4), "某办法") == (care.rates[0].share, care.basis)
    assert Fraction(1, 5) == food.rates[0].share


NAMES = st.text("甲乙丙丁abc019", min_size=1, max_size=6)
IDS = st.from_regex(r"[0-9a-z][0-9a-z._-]{0,8}", fullmatch=True)
COUNTS = st.integers(0, 50)
SHARES = st.one_of(
    st.integers(0, 1),
    st.integers(0, 100).map("{}%".format),
    st.fractions(0, 1, max_denominator=40).map(
        lambda share: f"{share.numerator}/{share.denominator}"
    ),
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(date.isoformat)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001
    lambda told: told.replace(tzinfo=UTC).isoformat()
)
TIERS = st.none() | st.sampled_from("ABC")
OPTIONAL: dict[str, Any] = {"where": NAMES, "known_at": INSTANTS}


@st.composite
def rates(draw: st.DrawFn) -> list[dict[str, Any]]:
    cells = draw(st.lists(st.tuples(TIERS, st.none() | st.just("500111001")), min_size=1,
                          max_size=4, unique=True))  # fmt: skip
    return [
        {"tier": tier, "district": district, "share": draw(SHARES), "least": draw(COUNTS),
         "most": draw(st.none() | st.integers(50, 99))}
        for tier, district in cells
    ]  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a plan file's values, whatever a plan may say."""
    departments = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    items = [
        {"item": each, "field": draw(NAMES), "title": draw(NAMES), "object": draw(NAMES),
         "kind": draw(st.sampled_from(["key", "general"])), "basis": draw(NAMES),
         "department": draw(st.sampled_from(departments)), "level": draw(NAMES),
         "qualifications": draw(st.lists(NAMES, max_size=2, unique=True)), "rates": draw(rates())}
        for each in draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    ]  # fmt: skip
    sites = draw(st.lists(st.from_regex(r"local:[0-9a-z]{1,4}", fullmatch=True), unique=True,
                          max_size=4))  # fmt: skip
    half = len(sites) // 2
    values = plain(
        plan=draw(IDS), title=draw(NAMES), departments=departments, items=items,
        as_of=draw(DAYS), join_below=draw(COUNTS), cool_down_days=draw(COUNTS),
        rounding=draw(st.sampled_from(["up", "lot"])), general_share_max=1,
        when_capped=draw(st.sampled_from(["replace", "defer"])),
        included=[{"facility": each, "reason": "incident"} for each in sites[:half]],
        excluded=[{"facility": each, "reason": "court", "note": draw(NAMES)}
                  for each in sites[half:]],
        team={"size": draw(st.integers(2, 5)), "load_max": draw(COUNTS)},
        nonces=[*departments, "监督 人"],
        beacon={"source": draw(NAMES), "at": draw(INSTANTS), "how": draw(NAMES)},
    )  # fmt: skip
    return values | draw(st.fixed_dictionaries({}, optional=OPTIONAL))


@settings(max_examples=40, deadline=None)
@given(plans())
def test_a_well_formed_plan_is_the_same_from_its_paper(values: dict[str, Any]) -> None:
    """Read from YAML, written as the paper that is sealed, and read again."""
    told, lines = read_yaml(json.dumps(values, ensure_ascii=False, indent=1), "plan.yaml")
    read = plan_from_plain(told, lines)

    assert read == plan_from_plain(values, {})
    assert read == plan_from(plan_paper(read, SALT))
    assert plan_paper(read, SALT) == plan_paper(plan_from(plan_paper(read, SALT)), SALT)


@settings(max_examples=60, deadline=None)
@given(plans(), st.randoms(use_true_random=False))
def test_a_plan_that_is_broken_anywhere_is_refused_with_a_place(
    values: dict[str, Any], random: Any
) -> None:
    """By a value of quite another kind at any of its keys."""
    path = random.choice(list(paths(values)))
    put(*path, value=object())(values)
    found = told(values)

    assert found
    assert all(place.startswith(str(path[0])) for _, place in found)


def paths(values: Any, path: tuple[Any, ...] = ()) -> Any:
    """Yield the path of every value."""
    inner = values.items() if isinstance(values, dict) else enumerate(values)
    for step, held in inner:
        yield (*path, step)
        if isinstance(held, dict | list):
            yield from paths(held, (*path, step))


def test_the_plain_plan_is_well_formed() -> None:
    """Or nothing above says anything."""
    read = plan()

    assert ("2026-1", Fraction(1, 2)) == (read.plan, read.general_share_max)
    assert read.beacon.at == datetime(2026, 3, 10, 13, 15, tzinfo=UTC)
