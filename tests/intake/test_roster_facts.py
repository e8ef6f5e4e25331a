"""Which facts a row tells, and when it tells them again."""

import json
from typing import Any

import pytest

from compliance.domain.errors import BadInput
from compliance.intake.map_door import map_from
from compliance.intake.roster_facts import facts_by_statement, facts_of
from compliance.intake.roster_map import FOREVER, RosterMap
from tests.engine.rostering import PLAIN


def of(*facts: dict[str, Any]) -> RosterMap:
    columns = {name: {"header": name, "type": "verbatim"} for name in ("id", "rating", "day")}
    plain = {**PLAIN, "row": [], "columns": columns, "facts": list(facts)}
    return map_from(plain, {(): "m:1"})


def told(map_: RosterMap, *rows: dict[str, Any] | None) -> list[list[str]]:
    texts = [None if row is None else json.dumps(row) for row in rows]
    found = facts_by_statement(map_, texts, lambda text: facts_of(map_, text))
    return [[fact.fields for fact in facts] for facts in found]


def graded(**more: Any) -> dict[str, Any]:
    fields = {"standard": {"value": "S"}, "grade": "rating"}
    return {"event": "facility.quality_assessed", "fields": fields} | more


A, B = '{"grade":"a","standard":"S"}', '{"grade":"b","standard":"S"}'


@pytest.mark.parametrize(
    ("say", "expected"),
    [
        ("changed", [[A], [], [], [], [], [B], [A]]),
        ("first", [[A], [], [], [], [], [], []]),
        ("later", [[], [], [], [], [], [B], [A]]),
    ],
)
def test_a_fact_is_told_where_it_differs_from_what_was_told_last(
    say: str, expected: list[list[str]]
) -> None:
    """Across a month without the row, and one in which the cell was blank."""
    a, blank, b = ({"id": "x", "rating": rating} for rating in ("a", None, "b"))

    assert expected == told(of(graded(say=say)), a, a, None, blank, a, b, a)


def test_a_fact_of_another_day_is_not_told_without_the_day() -> None:
    map_ = of({"event": "facility.opened", "on": "day"})
    rows = [{"id": "x", "day": day} for day in (None, "2024-02-01", FOREVER, "2024-02-02")]
    days = [fact.on for row in rows for fact in facts_of(map_, json.dumps(row)) if fact]

    assert [str(day) for day in days] == ["2024-02-01", "2024-02-02"]


def test_where_nothing_is_stated_nothing_is_told() -> None:
    """A constant beside blank cells is no statement; a day that never comes is one without end."""
    licence = {"event": "facility.document_recorded",
               "fields": {"kind": {"value": "food_licence"}, "until": "day"}}  # fmt: skip
    rows = [{"id": "x", "day": day} for day in (None, FOREVER, "2027-03-15")]

    assert told(of(licence), *rows) == [
        [], ['{"kind":"food_licence"}'], ['{"kind":"food_licence","until":"2027-03-15"}'],
    ]  # fmt: skip


def test_a_required_field_that_is_blank_tells_no_fact() -> None:
    permit = {"event": "facility.permitted", "fields": {"permit_no": "rating", "until": "day"}}

    assert told(of(permit), {"id": "x", "rating": None, "day": "2027-03-15"}) == [[]]


def test_a_list_is_parted_and_each_part_translated() -> None:
    modes = {"column": "rating", "split": "、", "values": {"全日": "full_day", "计时": "hourly"}}
    fields = {"places": {"value": 3}, "modes": modes}
    map_ = of({"event": "facility.capacity_declared", "fields": fields})

    assert told(map_, {"id": "x", "rating": "全日、 计时、"}) == [
        ['{"modes":["full_day","hourly"],"places":3}']
    ]
    with pytest.raises(BadInput) as answer:
        facts_of(map_, json.dumps({"rating": "全日、临时"}))
    assert (answer.value.code, answer.value.given["text"]) == ("E-ROSTER-VALUE", "临时")
