"""Random packs: parameters of every type, definitions, rules of every form, a region that moves.

A pack is composed as its canonical JSON; `refused` says what the static check has against it.
"""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.check import problems
from compliance.rules.kinds import PARAM_KINDS
from compliance.rules.problem import PackFile
from tests.rules.asking import pack
from tests.rules.writing import Scribe, Vocabulary

BEGUN = date(2022, 6, 1)
ASKED = date(2024, 2, 29)
OPERATORS = (">", ">=", "<", "<=")
ARGUMENTS = ("int", "text", "date", "day", "bool", "texts", "row", "row", "row")
GIVES = ("bool", "bool", "bool", "int", "date", "text", "texts", "share")
BINDINGS = ("duty", "duty", "duty", "target", "reading", "policy", "draft")
RELATED = tuple(name for name, each in RELATIONS.items() if each.about != "region")
PLACES = (
    {"code": "440305", "name": "n", "parent": "440300", "to": "2024-02-29"},
    {"code": "440305", "name": "n", "parent": "500100", "from": "2024-02-29"},
    {"code": "440300", "name": "s", "parent": "CN"},
)
SOURCES = {
    key: {"title": {"zh": "文件", "en": key}, "kind": kind, "text": {"1": "text"}} | more
    for key, kind, more in (
        ("law", "statute", {}),
        ("plan", "plan", {}),
        ("paper", "normative", {"status": "reading"}),
        ("old", "statute", {"to": "2024-03-01"}),
    )
}
ODDITIES = frozenset({"E-RULE-UNREACHED", "E-RULE-CONFLICT", "E-RULE-BINDING", "E-RULE-LOOSER"})
"""What an author should be told, and either evaluator reads all the same."""


def day(chance: random.Random) -> str:
    """Draw a day on which law begins or ends, often the very day asked about or one beside."""
    near = (ASKED, ASKED + timedelta(days=1), ASKED - timedelta(days=1))
    far = BEGUN + timedelta(days=chance.randint(0, 900))
    return chance.choice((*near, far, far)).isoformat()


def world(chance: random.Random, count: int = 5) -> list[str]:
    """Draw the relations that a book speaks of; where a facility lies is always told."""
    forms = {form: [each for each in RELATED if RELATIONS[each].form == form]
             for form in ("interval", "occurrence", "latest")}  # fmt: skip
    drawn = [chance.choice(forms[form]) for form in ("interval", "interval", "occurrence")]
    return ["identity", *dict.fromkeys([*drawn, *chance.sample(RELATED, count - 3)])]


class Composer:
    """Composes one random pack."""

    def __init__(self, chance: random.Random, relations: Sequence[str], depth: int) -> None:
        self._chance = chance
        self._depth = depth
        self._params = dict(_params(chance))
        kinds = {name: PARAM_KINDS[each["type"]] for name, each in self._params.items()}
        days = tuple(date.fromisoformat(day(chance)) for _ in range(4))
        self._known = Vocabulary(relations, kinds, days)
        self._scribe = Scribe(chance, self._known)

    def pack(self, count: int) -> dict[str, Any]:
        """Return the pack's canonical JSON."""
        defs = dict(self._defs())
        rules = {}
        for number in range(count):
            rules[f"r{number}"] = self._rule()
            self._known.rules.append(f"r{number}")
        return {
            "sources": SOURCES, "params": self._params, "defs": defs, "rules": rules,
            "regions": list(PLACES),
            "calendars": {"2024": {"cite": "law#1", "published": "2023-10-25",
                                   "rest": ["2024-03-04"], "work": ["2024-03-02"]}},
        }  # fmt: skip

    def _defs(self) -> Iterator[tuple[str, Any]]:
        for number in range(self._chance.randint(0, 3)):
            takes = [self._kind() for _ in range(self._chance.randint(0, 2))]
            gives = self._chance.choice(GIVES)
            args = {f"a{place}": kind for place, kind in enumerate(takes)}
            body = self._scribe.write(gives, self._depth - 1, args)
            yield f"d{number}({', '.join(args)})", body
            self._known.defs[f"d{number}"] = tuple(takes), gives

    def _kind(self) -> str:
        kind = self._chance.choice(ARGUMENTS)
        return f"row:{self._chance.choice(self._known.relations)}" if kind == "row" else kind

    def _rule(self) -> dict[str, Any]:
        chance, names = self._chance, {}
        plain: dict[str, Any] = {
            "title": {"zh": "规则", "en": "rule"},
            "cite": chance.choice(("law#1", "law#1", "plan#1", "paper#1", "old#1")),
            "rank": chance.choice(("statute", "statute", "normative", "rule")),
            "binding": chance.choice(BINDINGS),
        }
        if chance.random() < 0.5:
            relation = chance.choice(self._known.relations)
            names = {"it": f"row:{relation}"}
            subject = {"kind": "row", "id": self._scribe.write("text", 1, names)}
            plain |= {"each": f"{relation} as it", "subject": subject}
        if chance.random() < 0.5:
            plain["applies"] = self._scribe.write("bool", self._depth - 1, names)
        if chance.random() < 0.3:
            plain["exceptions"] = [self._rung(names, 1) for _ in range(chance.randint(1, 3))]
        return plain | self._body(names) | self._times(names) | self._place()

    def _body(self, names: dict[str, str]) -> dict[str, Any]:
        if self._chance.random() < 0.4:
            rungs = [self._rung(names, self._depth - 1) for _ in range(self._chance.randint(1, 3))]
            last = {"then": "last", "verdict": self._verdict()}
            return {"kind": "ladder", "ladder": [*rungs, last], "flag": "flown"}
        return {"require": self._required(names), "unit": "places"}

    def _required(self, names: dict[str, str]) -> str:
        """Write a requirement, often of the forms of which the numbers are reported."""
        write, depth = self._scribe.write, self._depth
        match self._chance.randrange(6):
            case 0 | 1:
                op = self._chance.choice(OPERATORS)
                return f"{write('int', depth, names)} {op} {write('int', 1, names)}"
            case 2:
                return f"meets({write('share', depth, names)}, {self._named('threshold')})"
            case 3:
                listed, wanted = write("texts", 1, names), write("texts", 0, names)
                return f"size(lacks({listed}, {wanted})) == 0"
            case _:
                return write("bool", depth, names)

    def _named(self, kind: str) -> str:
        return self._chance.choice([p for p, held in self._known.params.items() if held == kind])

    def _rung(self, names: dict[str, str], depth: int) -> dict[str, Any]:
        chance = self._chance
        plain: dict[str, Any] = {
            "when": self._scribe.write("bool", depth, names),
            "then": chance.choice(("one", "two", "three")),
            "verdict": self._verdict(),
            "says": {"zh": "如此", "en": "so"},
            "cite": "law#1",
        }
        if chance.random() < 0.2:
            plain["binding"] = chance.choice(("duty", "target", "reading", "policy"))
        if chance.random() < 0.2:
            plain |= {"fine": self._named("range"), "propose": ["warning"]}
        return plain

    def _verdict(self) -> str:
        every = ("compliant", "violation", "violation", "unknown", "not_applicable")
        return self._chance.choice(every)

    def _times(self, names: dict[str, str]) -> dict[str, Any]:
        """Draw from when to when it is in force, and by the law of which day it is read."""
        plain = {}
        if self._chance.random() < 0.3:
            plain["from"] = day(self._chance)
        if self._chance.random() < 0.1:
            plain["to"] = date(2024, 3, 1).isoformat()
        if self._chance.random() < 0.0:
            plain["act"] = self._scribe.write("date", 1, names)
            if self._chance.random() < 0.5:
                plain["decided"] = self._scribe.write("day", 1, names)
        return plain

    def _place(self) -> dict[str, Any]:
        place = self._chance.choice(("CN",) * 5 + ("440300", "440305"))
        return {} if place == "CN" else {"in": place}


def _params(chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    operators = chance.choice((OPERATORS[:2], OPERATORS[2:]))
    shares = [{"op": op, "value": value, "of": of} for op in operators
              for value, of in ((1, 2), (1, 1), (0, 1), (9, 10))]  # fmt: skip
    tables = [{"a": 0, "b": 2, "c": None}, {"a": 1}, {}]
    numbered = [{"1": 0, "2": 2}, {"0": 3, "1": None}]
    choices: dict[str, tuple[str, Sequence[Any]]] = {
        "most": ("int", (0, 1, 2, 3)),
        "few": ("int", (1, 2)),
        "part": ("share", shares),
        "band": ("range", ([1, 2], [0, 0], [2, 5])),
        "term": ("period", ("P1M", "P10D", "P1Y", "P0D")),
        "day_one": ("date", (ASKED.isoformat(), "2024-02-01", "2023-12-31")),
        "points": ("table", tables),
        "points_by_number": ("table", numbered),
        "spoken": ("texts", (["a", "c"], [], ["a", "b", "o'p%"])),
        "terms": ("periods", ({"a": "P1M", "b": "P2D"}, {"a": None, "c": "P1Y"})),
        "renamed": ("words", ({"a": "b", "b": "c"}, {"c": "a", "a": None})),
    }
    for name, (kind, among) in choices.items():
        yield name, {"type": kind} | _values(chance, kind, among)


def _values(chance: random.Random, kind: str, among: Sequence[Any]) -> dict[str, Any]:
    values = [_value(chance, chance.choice(among))]
    for _ in range(chance.choice((0, 0, 1, 2))):
        values.append(_value(chance, chance.choice(among)) | {"from": day(chance)})
        if chance.random() < 0.4:
            values[-1]["in"] = chance.choice(("440300", "440305", "500100"))
    if chance.random() < 0.15:
        values[0]["from"] = BEGUN.isoformat()
    values = list({(each.get("in"), each.get("from")): each for each in values}.values())
    strict = kind in {"int", "share", "period", "date"} and chance.random() < 0.2
    told: dict[str, Any] = {"values": values, "lighter": chance.choice(("higher", "lower"))}
    if strict:
        told |= {"combine": "strictest", "strict": chance.choice(("higher", "lower"))}
    return told


def _value(chance: random.Random, amount: Any) -> dict[str, Any]:
    cite = chance.choice(("law#1",) * 6 + ("plan#1", "paper#1"))
    binding = chance.choice(("duty",) * 6 + ("policy", "target", "draft"))
    return {"value": amount, "cite": cite, "binding": binding}


def refused(book: Rulebook, plain: dict[str, Any], name: str) -> list[str]:
    """Return what the static check has against a pack of a book."""
    file = PackFile(Path("generated/pack.yaml"), plain, {})
    found = problems(book, {name: file})
    return [f"{each.code} {each.reason}" for each in found if each.code not in ODDITIES]


def book_of(plain: dict[str, Any], name: str = "generated") -> Rulebook:
    """Read a pack of its canonical JSON, and make a book of it alone."""
    return Rulebook([pack(name, **json.loads(json.dumps(plain)))])
