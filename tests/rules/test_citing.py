"""Citing: whatever an office calls an article by, its words are found, and what rests on them."""

import json
from typing import Any

import pytest

from compliance.rules.citing import quoted

LAW = {
    "title": {"zh": "中华人民共和国虚构法", "en": "Fictitious Law of the PRC"},
    "kind": "statute",
    "number": "虚令〔2024〕16号",
    "text": {"41.1": "一款", "41.2": "二款", "126": "另条"},
}
PLAN = {"title": {"zh": "虚构法实施方案", "en": "plan"}, "kind": "plan", "text": {"目标9": "率"}}
RULE = {"cite": "law#41.2", "in": "440000", "binding": "reading", "status": "reading"}


def pack(**plain: Any) -> str:
    return json.dumps(
        {"pack": "t", "version": "1", "sources": {"law": LAW, "plan": PLAN}, **plain}
    )


def articles(asked: str) -> list[str]:
    return [f"{each.source.id}#{each.article}" for each in quoted([pack()], asked)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("law#41", ["law#41.1", "law#41.2"]),
        ("law#41.2", ["law#41.2"]),
        ("law#126.3", ["law#126"]),
        ("41.2", ["law#41.2"]),
        ("4", []),
        ("第四十一条", ["law#41.1", "law#41.2"]),
        ("第四十一条第二款", ["law#41.2"]),
        ("第41条第2款", ["law#41.2"]),
        ("第一百二十六条", ["law#126"]),
        ("第一二六条", ["law#126"]),
        ("第十条", []),
        ("《虚构法》第一百二十六条", ["law#126"]),
        ("虚构法第四十一条第一款", ["law#41.1"]),
        ("虚构法", ["law#41.1", "law#41.2", "law#126"]),
        ("《中华人民共和国虚构法》", ["law#41.1", "law#41.2", "law#126"]),
        ("实施方案", ["plan#目标9"]),
        ("虚令[2024]16号", ["law#41.1", "law#41.2", "law#126"]),
        ("Fictitious law", ["law#41.1", "law#41.2", "law#126"]),
        ("plan", ["plan#目标9"]),
        ("目标9", ["plan#目标9"]),
        ("other#41", []),
        ("#41", ["law#41.1", "law#41.2"]),
        ("law#", ["law#41.1", "law#41.2", "law#126"]),
        ("", []),
    ],
)
def test_an_article_is_found_by_any_of_its_names(asked: str, found: list[str]) -> None:
    """Short name, title, number, article in figures or in the law's own numerals."""
    assert found == articles(asked)


def test_what_rests_on_an_article_is_named_with_its_place_and_force() -> None:
    """Rules by their kind, rungs, values of parameters; a case cites nothing."""
    value = {"in": "500111", "value": 1, "binding": "target", "cite": "law#41.2"}
    rung = {"then": "x", "cite": ["law#41.2", "law#126"]}
    text = pack(
        params={"most": {"values": [value, {**value, "cite": "law#41.1"}]}},
        rules={
            "a": RULE,
            "b": {"kind": "deadline", "cite": "law#126", "ladder": [rung]},
            "c": {"cite": "law#126", "cases": [{"cite": "law#41.2"}]},
        },
    )
    (only,) = quoted([text], "law#41.2")
    told = {(r.kind, r.id, r.region, r.binding, r.status) for r in only.rests}

    assert told == {
        ("rule", "a", "440000", "reading", "reading"),
        ("deadline", "b", "CN", "duty", "in_force"),
        ("param", "most", "500111", "target", "in_force"),
    }


def test_what_cites_an_article_twice_rests_on_it_once() -> None:
    text = pack(rules={"a": {**RULE, "ladder": [{"then": "x", "cite": "law#41.2"}]}})
    (only,) = quoted([text], "law#41.2")

    assert [each.id for each in only.rests] == ["a"]
