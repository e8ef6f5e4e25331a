"""Coverage: whatever a clause claims is proved, or named as lacking."""

import json
from typing import Any

import pytest

from compliance.engine.adopt import book_of
from compliance.engine.coverage import coverage, proved_plain, summaries

TITLE = {"zh": "题", "en": "title"}
TOLD = {"zh": "理由", "en": "a reason"}
PASSES: dict[str, Any] = {
    "name": "none", "on": "2024-03-01", "given": [], "expect": {"verdict": "compliant"},
}  # fmt: skip
RULE: dict[str, Any] = {
    "title": TITLE, "rank": "statute", "cite": "law#1", "require": "true", "cases": [PASSES],
}  # fmt: skip
DEADLINE = {
    "title": TITLE, "rank": "statute", "cite": "law#1", "kind": "deadline", "bearer": "facility",
    "due": "identity.on", "cases": [{**PASSES, "expect": {"running": 1}}],
}  # fmt: skip
CLAUSE: dict[str, Any] = {"article": "1", "kinds": ["R"], "mark": "Y", "zh": "条", "en": "clause"}


def lacks(clause: dict[str, Any], *more: dict[str, Any], **sections: Any) -> list[tuple[str, str]]:
    """Return what a clause lacks, in a pack with one rule and what else is given."""
    plain = {
        "pack": "t",
        "version": "1",
        "title": TITLE,
        "sources": {"law": {"title": TITLE, "kind": "statute", "text": {"1": "应当"}}},
        "rules": {"r": RULE, "d": DEADLINE},
        "clauses": {"A-1": {**CLAUSE, **clause}},
        **sections,
    }
    texts = [json.dumps(plain), *(json.dumps({**plain, **other}) for other in more)]
    found = coverage(book_of(tuple(texts)), ["status", "rules list"])
    return [tuple(lack) for lack in found[0].lacks]  # type: ignore[misc] # two texts


def test_a_rule_that_exists_speaks_and_passes_proves_a_clause() -> None:
    assert lacks({"done": {"rules": ["r"]}}) == []


@pytest.mark.parametrize(
    ("rule", "lack"),
    [
        ({"status": "unverified"}, "rule_silent"),
        ({"status": "repealed"}, "rule_silent"),
        ({"status": "draft"}, "rule_silent"),
        ({"rank": "draft"}, "rule_silent"),
        ({"require": "false"}, "rule_fails"),
        ({"applies": "false", "cases": [{**PASSES, "expect": {"verdict": "not_applicable"}}]},
         "rule_untried"),
        ({"cases": [{**PASSES, "expect": {"flags": []}}]}, "rule_untried"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_bind_fails_or_is_untried_proves_nothing(
    rule: dict[str, Any], lack: str
) -> None:
    rules = {"r": {**RULE, **rule}}

    assert [(lack, "r")] == lacks({"done": {"rules": ["r"]}}, rules=rules)


def test_a_draft_proves_a_clause_that_says_it_is_one() -> None:
    """Its own cases are tried with drafts supposed, and what they say is labelled."""
    case = {**PASSES, "expect": {"verdict": "compliant", "binding": "draft"}}
    rules = {"r": {**RULE, "status": "draft", "cases": [case]}}

    assert lacks({"done": {"rules": ["r"]}, "draft": True}, rules=rules) == []


def test_the_documents_own_rule_counts_before_one_of_the_same_name() -> None:
    """Another region's rule does not do what this document asks."""
    other = {"pack": "u", "clauses": {}}
    rules = {"r": {**RULE, "require": "false", "in": "440300"}}

    assert lacks({"done": {"rules": ["r"]}}, other, rules=rules) == [("rule_fails", "r")]


def test_of_rules_elsewhere_one_that_works_is_enough() -> None:
    other = {"pack": "u", "clauses": {}, "rules": {"x": {**RULE, "status": "unverified"}}}
    another = {"pack": "v", "clauses": {}, "rules": {"x": RULE}}

    assert lacks({"done": {"rules": ["x"]}}, other) == [("rule_silent", "x")]
    assert lacks({"done": {"rules": ["x"]}}, other, another) == []


@pytest.mark.parametrize(
    ("way", "name", "lack"),
    [
        ("events", "nothing.happened", "event"),
        ("events", "rules.adopted", "event_unread"),
        ("rules", "unheard", "rule"),
        ("rules", "d", "rule"),
        ("deadlines", "r", "deadline"),
        ("disclosures", "d", "disclosure"),
        ("targets", "A", "target"),
        ("indicators", "places", "indicator"),
        ("commands", "rules", "command"),
    ],
)
def test_what_does_not_exist_is_named(way: str, name: str, lack: str) -> None:
    """A rule is not a deadline, nor a deadline a rule."""
    done = {"rules": ["r"], way: [*(["r"] if way == "rules" else []), name]}

    assert [(lack, name)] == lacks({"done": done})


def test_what_exists_is_not_lacking() -> None:
    done = {
        "events": ["facility.filed"], "rules": ["r"], "deadlines": ["d"],
        "targets": ["A"], "indicators": ["i"], "commands": ["status", "rules list"],
    }  # fmt: skip
    indicators = {"i": {"title": TITLE, "unit": "个", "definition": TITLE, "observed": True}}
    targets = [{"id": "A", "in": "CN", "indicator": "i", "year": 2025, "op": ">=", "value": "1",
                "nature": "target", "cite": "law#1"}]  # fmt: skip

    assert lacks({"done": done}, indicators=indicators, targets=targets) == []


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("E", {"commands": ["status"]}),
        ("R", {"events": ["facility.filed"]}),
        ("T", {"rules": ["r"]}),
        ("D", {"events": ["facility.filed"]}),
        ("P", {"rules": ["r"]}),
        ("X", {}),
    ],
)
def test_a_kind_without_what_it_needs_is_lacking(kind: str, done: dict[str, Any]) -> None:
    """An event alone is no rule, and a rule alone publishes nothing."""
    assert [("kind", kind)] == lacks({"kinds": [kind, "C"], "done": done})


def test_a_clause_may_say_why_it_has_no_rule() -> None:
    """A process has none; that has to be said, and holds for nothing else."""
    done = {"done": {"events": ["facility.filed"]}, "left": TOLD}

    assert lacks(done) == []
    assert lacks({**done, "kinds": ["T"]}) == [("kind", "T")]


@pytest.mark.parametrize(
    ("clause", "lack"),
    [
        ({"mark": "P", "done": {"rules": ["r"]}}, "person"),
        ({"mark": "P", "person": TOLD}, "machine"),
        ({"mark": "N"}, "reason"),
        ({"mark": "N", "missing": TOLD, "done": {"rules": ["r"]}}, "reason"),
    ],
)
def test_both_halves_and_every_reason_are_named(clause: dict[str, Any], lack: str) -> None:
    """What is done in part names who does the rest; what cannot be done says why."""
    assert [lack] == [code for code, _ in lacks(clause)]


def test_halves_and_reasons_that_are_named_lack_nothing() -> None:
    assert lacks({"mark": "P", "person": TOLD, "done": {"rules": ["r"]}}) == []
    assert lacks({"mark": "N", "missing": TOLD}) == []


def test_a_clause_that_stands_twice_is_lacking() -> None:
    other = {"pack": "u", "rules": {}}

    assert lacks({"done": {"rules": ["r"]}}, other) == [("twice", "A-1")]


def test_documents_are_summed_up() -> None:
    clauses = {"A-1": {**CLAUSE, "done": {"rules": ["r"]}}, "A-2": CLAUSE,
               "A-3": {**CLAUSE, "mark": "N", "missing": TOLD}}  # fmt: skip
    plain = {"pack": "t", "version": "1", "title": TITLE, "rules": {"r": RULE}, "clauses": clauses}
    book = book_of((json.dumps(plain),))
    found = coverage(book, [])
    (summary,) = summaries(book, found)

    assert (dict(summary.marks), dict(summary.proved)) == ({"Y": 2, "N": 1}, {"Y": 1, "N": 1})
    assert [proved_plain(each)["proved"] for each in found] == [True, False, True]
