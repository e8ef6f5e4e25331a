"""The words that rules compare with are words that somebody can record."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from compliance.domain.events import CATALOGUE
from compliance.domain.relations import RELATIONS
from compliance.rules.door import canonical_pack

PACKS = Path(__file__).parents[2] / "compliance/rules/packs"
OVER = re.compile(r"(\w+)\.(?:exists|all|count|sum|max|min|share)\((\w+),")
COMPARED = re.compile(r"(\w+)(?:\[[^]]*\])?\.(\w+) [!=]= '([^']+)'")
HELD = re.compile(r"'([^']+)' in (\w+)(?:\[[^]]*\])?\.(\w+)")
LISTED = re.compile(r"(\w+)(?:\[[^]]*\])?\.(\w+) in \[([^]]+)\]")
Words = dict[str, set[str] | None]


def parts(hint: Any) -> Iterator[Any]:
    """Yield a type and every type in it."""
    yield hint
    for part in get_args(hint) if get_origin(hint) is not Literal else ():
        yield from parts(part)


def taken(data: Any) -> Words:
    """Return the words that each field of an event takes; None: any."""
    told: Words = {}
    for field in fields(data):
        inner = list(parts(get_type_hints(data)[field.name]))
        listed = [get_args(part) for part in inner if get_origin(part) is Literal]
        told[field.name] = {str(word) for words in listed for word in words} or None
        for record in (part for part in inner if is_dataclass(part) and isinstance(part, type)):
            told |= taken(record)
    return told


@cache
def recordable(relation: str) -> Words:
    """Return the words that may stand in each column of a relation; None: any."""
    told: Words = {}
    for stem in RELATIONS[relation].told_by:
        for kind in (each for each in CATALOGUE.values() if each.stem == stem):
            for column, words in taken(kind.data).items():
                known = told.get(column, set())
                told[column] = known | words if words and known is not None else None
    return told


@cache
def anywhere(column: str) -> set[str] | None:
    """Return the words of a column in whatever relation, for a row that a definition is given."""
    told = [words[column] for words in map(recordable, RELATIONS) if column in words]
    return None if None in told else {word for words in told for word in words or ()}


def compared(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rows, columns and words that an expression holds against each other."""
    yield from COMPARED.findall(text)
    yield from ((row, column, word) for word, row, column in HELD.findall(text))
    for row, column, listed in LISTED.findall(text):
        yield from ((row, column, word) for word in re.findall(r"'([^']+)'", listed))


def strange(text: str, named: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the words of an expression that no event takes; rows are named by relation."""
    over = named | {row: relation for relation, row in OVER.findall(text)}
    for row, column, word in compared(text):
        relation = over.get(row, row)
        words = recordable(relation).get(column) if relation in RELATIONS else anywhere(column)
        if words and word not in words:
            yield relation, column, word


def expressions(plain: Any, named: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text below a value, with the row that its rule names."""
    if isinstance(plain, str):
        yield plain, named
    if isinstance(plain, dict):
        relation, _, row = str(plain.get("each") or "").partition(" as ")
        inner = named | ({row: relation} if row else {})
        for key, each in plain.items():
            if key != "cases":
                yield from expressions(each, inner)
    for each in plain if isinstance(plain, list) else ():
        yield from expressions(each, named)


def test_every_word_that_a_rule_compares_with_can_be_recorded() -> None:
    """A word that no event takes would never be met: everybody would fail, or nobody."""
    found = {
        (path.parent.name, *each)
        for path in PACKS.rglob("pack.yaml")
        for text, named in expressions(json.loads(canonical_pack(path)[0]), {})
        for each in strange(text, named)
    }

    assert found == set()


def test_a_word_that_no_event_takes_is_seen() -> None:
    """The scan itself can fail."""
    text = "disclosed.exists(d, 'health' in d.items) && p.role == 'nurse'"
    expected = {("disclosed", "items", "health"), ("posts", "role", "nurse")}

    assert expected == set(strange(text, {"p": "posts"}))
