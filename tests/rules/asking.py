"""Asking the rules: rows of facts in a few words, small packs, and one expression on them.

Values are given as the fold would give them. A pack is given as its canonical JSON would be.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from compliance.domain.facts import Facts, Row
from compliance.domain.findings import Finding
from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.interpret import see
from compliance.rules.judge import judge
from compliance.rules.pack import Pack, Rule
from compliance.rules.parser import parse
from compliance.rules.reading import read_pack
from compliance.rules.seen import Scope, Seen

TODAY = date(2024, 6, 15)
HERE = ("440305", "440300", "CN")
CHANCES = st.randoms(use_true_random=True)
"""A seed, from which everything else is drawn."""


def row(relation: str, opener: int = 1, /, **given: Any) -> Row:
    """Make a row; `on` and `closed` as in the language, what is not given is absent."""
    declared = RELATIONS[relation]
    on = given.pop("on", date(2024, 1, 1))
    closed = given.pop("closed", None)
    events = given.pop("events", (opener,))
    values = dict.fromkeys((*declared.columns, *declared.closing)) | given
    return Row(
        relation=relation, values=values, on=on, closed=closed, events=events, opener=opener
    )


def facts(*rows: Row, on: date = TODAY) -> Facts:
    """Gather rows into the facts of a day."""
    relations = dict.fromkeys(each.relation for each in rows)
    return Facts(
        on, {name: tuple(each for each in rows if each.relation == name) for name in relations}
    )


def pack(name: str = "t", /, **plain: Any) -> Pack:
    """Read a pack from what its canonical JSON would hold."""
    title = {"zh": name, "en": name}
    return read_pack(json.dumps({"pack": name, "version": "1", "title": title, **plain}))


def book(**plain: Any) -> Rulebook:
    """Make a book of one small pack."""
    return Rulebook([pack(**plain)])


def rule(**plain: Any) -> dict[str, Any]:
    """Write a rule with the words that every rule needs."""
    told = {"title": {"zh": "规则", "en": "rule"}, "cite": "law#1", "rank": "statute"}
    return told | plain


def value(amount: Any, **plain: Any) -> dict[str, Any]:
    """Write one value of a parameter."""
    return {"value": amount, "cite": "law#1"} | plain


def scope(known: Facts, rules: Rulebook | None = None, **names: Any) -> Scope:
    """Make the scope in which an expression is read."""
    return Scope(known, rules or book(), HERE, lambda _: Seen(False), names)


def ask(text: str, *rows: Row, rules: Rulebook | None = None, **names: Any) -> Seen:
    """Evaluate an expression on rows, today."""
    return see(parse(text), scope(facts(*rows), rules, **names))


def told(text: str, *rows: Row, rules: Rulebook | None = None, **names: Any) -> Any:
    """Return the value of an expression on rows, today."""
    return ask(text, *rows, rules=rules, **names).value


def the_rule(rules: Rulebook, rule_id: str = "r") -> Rule:
    """Return a rule of a book."""
    return next(each for each in rules.rules if each.id == rule_id)


def found(rules: Rulebook, *rows: Row, rule_id: str = "r") -> tuple[Finding, ...]:
    """Return a rule's findings on rows, today."""
    return judge(the_rule(rules, rule_id), scope(facts(*rows), rules))


def switched(**switches: bool | None) -> Row:
    """Set switches of `identity`: true, false, or unknown."""
    words: Mapping[bool | None, str | None] = {True: "y", False: "n", None: None}
    return row("identity", 9, region="440305", **{k: words[v] for k, v in switches.items()})


def on(switch: str) -> str:
    """Write the expression that a switch decides."""
    return f"identity.{switch} == 'y'"


def tries(factor: float) -> settings:
    """Return how often to try, as a multiple of the profile's number."""
    profile = settings.default
    assert profile is not None
    return settings(max_examples=max(3, int(profile.max_examples * factor)))
