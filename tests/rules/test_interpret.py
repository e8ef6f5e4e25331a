"""What the plain evaluator answers: columns, singletons, keys, functions, choices, definitions."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.facts import Row
from compliance.domain.findings import Missing
from compliance.domain.time import Period
from compliance.rules.values import ABSENT, UNKNOWN, Between
from tests.rules.asking import TODAY, ask, book, facts, on, row, scope, switched, told, value

COUNTED = [
    row("headcount", 1, class_id="a", children=12, carers=2),
    row("headcount", 2, class_id="b", children=7, carers=1),
]
TWO_OPEN = [
    row("classes", 3, class_id="a", kind="infant"),
    row("classes", 4, class_id="b", kind="older", closed=date(2024, 5, 1), events=(4, 6)),
]


@pytest.mark.parametrize(
    ("text", "rows", "answer", "missing"),
    [
        ("capacity.places", [row("capacity", 5, places=30)], 30, None),
        ("capacity.inclusive", [row("capacity", 5)], UNKNOWN, ("facility.capacity_declared", 5)),
        ("capacity.inclusive", [], UNKNOWN, ("facility.capacity_declared", None)),
        ("suspension.until", [row("suspension", 5)], ABSENT, None),
        ("suspension.until", [], ABSENT, None),
        ("registration.reason", [row("registration", 5)], ABSENT, None),
        (
            "registration.reason",
            [row("registration", 5, closed=TODAY, events=(5, 8))],
            UNKNOWN,
            ("facility.deregistered", None),
        ),
        ("identity.uscc", [row("identity", 5)], UNKNOWN, ("facility.registered", None)),
        ("operation.on", [row("operation", 5)], date(2024, 1, 1), None),
        ("operation.on", [], ABSENT, None),
        ("operation.closed", [row("operation", 5)], ABSENT, None),
        ("operation.closed", [row("operation", 5, closed=TODAY)], TODAY, None),
    ],
)
def test_an_absent_column_is_unknown_or_did_not_happen(
    text: str, rows: list[Row], answer: Any, missing: tuple[str, int | None] | None
) -> None:
    """DESIGN §6: `?` asks for the fact, in the event that has not told it; `~` asks nothing."""
    seen = ask(text, *rows)

    assert seen.value == answer
    assert seen.missing == (
        {Missing(*missing, text.partition(".")[2])} if missing is not None else set()
    )


def test_a_singleton_is_the_row_in_force_else_the_last() -> None:
    """A facility that closed and opened again is as it is now."""
    first = row("operation", 1, on=date(2022, 1, 1), closed=date(2022, 6, 1))
    second = row("operation", 2, on=date(2023, 1, 1), closed=date(2023, 6, 1))

    assert told("operation.on", first, second) == date(2023, 1, 1)
    assert told("operation.on", row("operation", 3), first) == date(2024, 1, 1)


def test_a_row_is_found_by_its_key() -> None:
    """The key's own events count as evidence with the row's."""
    seen = ask("headcount[c.class_id].children", *COUNTED, c=TWO_OPEN[1])

    assert (seen.value, set(seen.events)) == (7, {2, 4, 6})


def test_a_key_that_no_row_bears() -> None:
    """Then the fact is missing, not zero."""
    seen = ask("headcount['z'].children", *COUNTED)

    assert seen.value is UNKNOWN
    assert seen.missing == {Missing("class.counted", None, "children")}


def test_an_unknown_key_may_be_any() -> None:
    """Even a column that is absent when it did not happen is unknown under an unknown key."""
    seen = ask("orders[v.inspection_id].due_on", v=row("violations", 3, violation_id="v"))

    assert seen.value is UNKNOWN
    assert seen.missing == {Missing("violation.found", 3, "inspection_id")}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("classes.exists(c, in_force(c) && c.kind == 'older')", False),
        ("classes.exists(c, !in_force(c) && c.kind == 'older')", True),
        ("classes.exists(c, has(c.closed))", True),
        ("classes.all(c, has(c.on))", True),
        ("has(suspension.until)", False),
        ("has(capacity.places)", UNKNOWN),
        ("classes.exists(c, stated(c.capacity))", False),
        ("classes.all(c, stated(c.kind))", True),
        ("'infant' in ['infant', 'older']", True),
        ("identity.kind in ['facility']", UNKNOWN),
        ("size(['a', 'a', 'b']) == 3", True),
        ("distinct(['a', 'a', 'b']) == 2", True),
        ("distinct(['a', identity.kind]) == 3", False),
        ("distinct(['a', identity.kind]) == 2", UNKNOWN),
        ("distinct([identity.kind]) == 1", True),
        ("distinct([]) == 0", True),
        ("1 + 2 * 3 - 4 == 3", True),
        ("asof == date('2024-06-15')", True),
        ("operation.on + period('P1M') <= asof", False),
        ("suspension.until + period('P1M') <= asof", False),
        ("date('9999-12-31') + period('P1Y') > asof", True),
        ("identity.name == 'y' ? 1 == 1 : 1 == 2", UNKNOWN),
        ("true ? 1 == 1 : identity.name == 'y'", True),
        ("false ? identity.name == 'y' : 1 == 1", True),
    ],
)
def test_functions_and_operators(text: str, answer: Any) -> None:
    """Each on a facility of two classes of which little else is known."""
    assert told(text, *TWO_OPEN) is answer


def test_a_missing_list_has_no_size() -> None:
    """Unknown, not nothing."""
    check = row("checks", 1, person="p", result="hit")

    assert told("size(k.relevant_to) == 0", k=check) is UNKNOWN
    assert told("distinct(k.relevant_to) == 0", k=check) is UNKNOWN


def test_parameters_tables_ranges_and_calendars() -> None:
    """A key without a number is unknown, and so is a parameter that is not in force."""
    rules = book(
        params={
            "most": {"values": [value(10)]},
            "ratio": {"type": "table", "values": [value({"infant": 3, "mixed": None})]},
            "term": {"type": "periods", "values": [value({"a": "P1M"})]},
            "fine": {"type": "range", "values": [value([5, 10])]},
            "bearer": {"type": "words", "values": [value({"filing": "health", "x": None})]},
            "old": {"values": [value(1, to="2024-01-01")]},
            "gone": {"type": "range", "values": [value([1, 2], to="2024-01-01")]},
        },
        calendars={"2024": {"cite": "law#1", "published": "2023-10-25",
                            "rest": ["2024-06-17"], "work": ["2024-06-22"]}},
    )  # fmt: skip
    asked = {
        "most": 10,
        "ratio['infant']": 3,
        "ratio['mixed']": UNKNOWN,
        "ratio['older']": UNKNOWN,
        "ratio[identity.kind]": UNKNOWN,
        "term['a']": Period(months=1),
        "bearer['filing']": "health",
        "bearer['x']": UNKNOWN,
        "bearer['fire']": UNKNOWN,
        "bearer['fire'] == 'health'": UNKNOWN,
        "within(5, fine) && within(10, fine)": True,
        "within(4, fine) || within(11, fine)": False,
        "within(capacity.places, fine)": UNKNOWN,
        "within(1, gone)": UNKNOWN,
        "date('2024-01-01') + term['a']": date(2024, 2, 1),
        "date('2024-01-01') + term['z']": UNKNOWN,
        "old": UNKNOWN,
        "defined(most)": True,
        "defined(old)": False,
        "workdays(asof, 1)": date(2024, 6, 18),
        "workdays(asof, 5)": date(2024, 6, 22),
        "workdays(asof, 0)": TODAY,
        "workdays(asof, 200)": UNKNOWN,
        "workdays(asof, capacity.places)": UNKNOWN,
        "workdays(asof, capacity.places + 1)": UNKNOWN,
        "workdays(suspension.until, 1)": ABSENT,
        "days(date('2024-02-28'), date('2024-03-01'))": 2,
        "days(date('2024-03-01'), date('2024-02-28'))": -2,
        "days(date('2024-03-01'), suspension.until)": ABSENT,
        "days(date('2024-03-01'), capacity.on)": ABSENT,
        "days(gone, date('2024-03-01'))": UNKNOWN,
    }

    assert asked == {text: told(text, rules=rules) for text in asked}
    assert ask("workdays(asof, 200)", rules=rules).missing == {
        Missing("calendar.published", None, "2025")
    }
    assert ask("ratio['older']", rules=rules).missing == {Missing("rule", None, "ratio[older]")}


def test_a_definition_sees_its_arguments_alone() -> None:
    """A caller's variable of the same name as a parameter of the book changes nothing."""
    rules = book(
        params={"most": {"values": [value(10)]}},
        defs={"small(h)": "h.children < most", "any_small()": "headcount.exists(h, small(h))"},
    )
    text = "headcount.exists(most, small(most)) && classes.all(h, any_small())"

    assert told(text, *COUNTED, *TWO_OPEN, rules=rules) is True


def test_an_argument_is_evaluated_where_it_stands() -> None:
    """In the caller's scope, with the caller's variables."""
    rules = book(defs={"twice(n)": "n + n", "both(n, m)": "twice(m) + n"})

    assert told("headcount.sum(n, true, both(n.carers, n.children))", *COUNTED, rules=rules) == 41


def test_a_definition_may_have_words_of_its_own() -> None:
    """The proof then says them above what it rests on."""
    rules = book(defs={"open()": {"is": "capacity.places > 0", "says": {"zh": "有", "en": "has"}}})
    (node,) = ask("open()", row("capacity", 5, places=30), rules=rules).because

    assert (node.says.en, node.value, node.events) == ("has", "true", (5,))
    assert [each.says.en for each in node.because] == ["capacity.places > 0"]


@pytest.mark.parametrize(
    ("text", "answer", "missing"),
    [
        (f"{on('name')} && {on('kind')}", UNKNOWN, {"name", "kind"}),
        (f"{on('name')} && {on('uscc')}", False, set()),
        (f"{on('name')} || {on('address')}", True, set()),
        (f"!{on('name')}", UNKNOWN, {"name"}),
        (f"{on('name')} ? {on('kind')} : {on('uscc')}", UNKNOWN, {"name"}),
        ("suspension.until < identity.on || asof < suspension.until", False, set()),
        (f"{on('address')} && {on('name')}", UNKNOWN, {"name"}),
    ],
)
def test_only_what_is_unknown_is_asked_for(text: str, answer: Any, missing: set[str]) -> None:
    """A known answer lists nothing missing, however it was found."""
    seen = ask(text, switched(uscc=False, address=True))

    assert seen.value is answer
    assert {each.field for each in seen.missing} == missing


def test_bounds_ask_only_while_they_decide_nothing() -> None:
    """Between 0 and 1 is below 2, whatever the fact is; below 1 it is not."""
    unknown = row("violations", 3, violation_id="v", clause="c")
    count = "violations.count(v, v.severity == 4)"

    assert told(count, unknown) == Between(0, 1)
    assert ask(f"{count} < 2", unknown).missing == frozenset()
    assert told(f"{count} > 1", unknown) is False
    assert ask(f"{count} > 1", unknown).missing == frozenset()
    assert {each.field for each in ask(f"{count} < 1", unknown).missing} == {"severity"}


def test_the_days_on_which_an_answer_turns_are_noted() -> None:
    """The day named, and the next: `<` and `<=` turn on different ones."""
    seen = scope(facts(row("suspension", 1, until=date(2024, 8, 1))))
    from compliance.rules.interpret import see
    from compliance.rules.parser import parse

    see(parse("suspension.until < asof"), seen)
    see(parse("asof >= operation.on"), seen)
    see(parse("asof == date('2024-06-15')"), seen)

    assert seen.turns == {date(2024, 8, 1), date(2024, 8, 2), date(2024, 6, 16)}
