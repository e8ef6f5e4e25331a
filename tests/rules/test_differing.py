"""Differing: every difference of two sets of packs is found, and nothing else."""

import json
from typing import Any

from compliance.rules.differing import differences

TITLE = {"zh": "包", "en": "pack"}
CASE = {"name": "one", "on": "2024-01-01", "given": [], "expect": {"verdict": "compliant"}}
RULE = {"title": TITLE, "require": "true", "from": "2021-08-20", "cases": [CASE]}
VALUE = {"in": "440300", "from": "2024-01-01", "value": 30, "cite": "law#1"}
PLAIN: dict[str, Any] = {
    "pack": "t",
    "version": "1",
    "title": TITLE,
    "sources": {"law": {"title": TITLE, "kind": "statute", "text": {"1": "应当", "2": "可以"}}},
    "params": {"most": {"unit": "day", "values": [VALUE]}},
    "defs": {"old()": "true"},
    "rules": {"r": RULE},
    "regions": [{"code": "440300", "name": "深圳市"}],
}


def diff(new: dict[str, Any] | None, old: dict[str, Any] | None = PLAIN) -> list[tuple[Any, ...]]:
    """Return differences without the pack's name."""
    sides = [{} if side is None else {"t": json.dumps(side)} for side in (old, new)]
    return [tuple(each)[1:] for each in differences(*sides)]


def test_a_set_does_not_differ_from_itself() -> None:
    assert diff(PLAIN) == []


def test_a_changed_attribute_is_named_with_both_values() -> None:
    """Dates, region, expression, words of the law, value: what a legal officer looks for."""
    sources = {"law": {**PLAIN["sources"]["law"], "text": {"1": "应", "3": "新"}}}
    rule = {**RULE, "require": "false", "from": "2022-01-01", "in": "440300"}
    found = diff({
        **PLAIN, "version": "2", "sources": sources, "rules": {"r": rule},
        "params": {"most": {"unit": "day", "values": [{**VALUE, "value": 60}]}},
    })  # fmt: skip

    assert sorted(found, key=str) == sorted(
        [
            ("pack", "t", "changed", "version", "1", "2"),
            ("articles", "law#1", "changed", "text", "应当", "应"),
            ("articles", "law#2", "removed", None, None, None),
            ("articles", "law#3", "added", None, None, None),
            ("values", "most 440300 2024-01-01", "changed", "value", 30, 60),
            ("rules", "r", "changed", "from", "2021-08-20", "2022-01-01"),
            ("rules", "r", "changed", "in", None, "440300"),
            ("rules", "r", "changed", "require", "true", "false"),
        ],
        key=str,
    )


def test_a_new_rule_is_told_without_its_cases() -> None:
    assert diff({**PLAIN, "rules": {"r": RULE, "s": RULE}}) == [
        ("rules", "s", "added", None, None, None)
    ]
    assert diff({**PLAIN, "rules": {}}) == [("rules", "r", "removed", None, None, None)]


def test_a_case_of_a_rule_that_stays_is_told() -> None:
    rule = {**RULE, "cases": [{**CASE, "name": "two"}]}

    assert sorted(diff({**PLAIN, "rules": {"r": rule}})) == [
        ("cases", "r: one", "removed", None, None, None),
        ("cases", "r: two", "added", None, None, None),
    ]


def test_values_of_one_place_and_day_stay_apart() -> None:
    """Two values without a day do not hide each other."""
    bare = {"value": 1, "cite": "law#1"}
    old = {**PLAIN, "params": {"most": {"values": [bare, {**bare, "value": 2}]}}}
    new = {**PLAIN, "params": {"most": {"values": [bare, {**bare, "value": 3}]}}}

    assert diff(new, old) == [("values", "most CN 1", "changed", "value", 2, 3)]


def test_a_pack_that_only_one_side_has_is_told_whole() -> None:
    added, removed = diff(PLAIN, None), diff(None, PLAIN)

    assert {each[2] for each in added} == {"added"}
    assert {each[:2] for each in added} == {each[:2] for each in removed}
    assert {each[0] for each in added} == {
        "pack", "sources", "articles", "params", "values", "defs", "rules", "regions"
    }  # fmt: skip
