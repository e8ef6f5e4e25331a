"""Random lives of a facility, in the words of the events, and the rules in force."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from compliance.domain.envelope import Event, Proposal
from compliance.projections.history import History
from compliance.rules.book import Rulebook
from compliance.rules.installed import installed_texts
from compliance.rules.pack import Pack
from compliance.rules.reading import read_pack
from tests.rules.asking import pack, rule, value
from tests.rules.drawing import DAYS as NAMED
from tests.rules.drawing import HEADS, Writer
from tests.saying import P1, P2, F, said, told

BEGUN = date(2023, 1, 1)
REGIONS = ("440305", "500111", "120110")
ROLES, CERTIFIED = ("head", "carer", "guard"), ("held", "none", None)


@cache
def shipped() -> tuple[Pack, ...]:
    """Return the packs that come with the program."""
    return tuple(read_pack(text) for text in installed_texts(None).values())


def generated(chance: random.Random, count: int = 12) -> Pack:
    """Make a pack of random rules, some of them dated, some ladders, some of which ask others."""
    return pack(
        "zz.generated",
        params={
            "most": {"values": [value(1), value(2, **{"from": day_text(chance)})]},
            "half": {"type": "share", "values": [value({"op": ">", "value": 1, "of": 2})]},
            "all_of": {"type": "share", "values": [value({"op": ">=", "value": 1, "of": 1})]},
            "words": {"type": "texts", "values": [value(["a", "c"])]},
            "points": {"type": "table", "values": [value({"a": 0, "b": 2, "c": None})]},
            "band": {"type": "range", "values": [value([1, 2])]},
        },
        defs=HEADS,
        rules={f"g{n}": _rule(chance, n) for n in range(count)},
    )


def day_text(chance: random.Random) -> str:
    """Draw a day of the years looked at."""
    return (BEGUN + timedelta(days=chance.randint(0, 1500))).isoformat()


def _rule(chance: random.Random, number: int) -> dict[str, Any]:
    write = Writer(chance).write
    dated = f"{write('date', 1)} {chance.choice(['<', '<=', '=='])} asof"
    plain = rule(flag=f"f{number}") | {"from": day_text(chance)}
    if chance.random() < 0.4:
        rungs = [
            {"when": f"{dated} && {write('bool', 2)}", "then": "bad", "verdict": "violation"},
            {"when": write("bool", 2), "then": "open", "verdict": "unknown"},
            {"then": "good", "verdict": "compliant"},
        ]
        return plain | {"kind": "ladder", "ladder": rungs}
    asked = f" || violated('g{chance.randrange(number)}')" if number else ""
    return plain | {"require": f"({dated} ? {write('bool', 2)} : {write('bool', 2)}){asked}"}


def life(chance: random.Random, count: int = 14) -> History:
    """Draw what happened to a facility in two years, and what is to come of it by itself."""
    first = said(
        "premises.found", on=BEGUN.isoformat(), address="x", region=chance.choice(REGIONS)
    )
    rest = [_HAPPENED[chance.choice(sorted(_HAPPENED))](chance) for _ in range(count)]
    log: list[Event] = told(first, *rest, at="2026-01-01")
    return History(F, log)


def _say(chance: random.Random, stem: str, **data: Any) -> Proposal:
    on = BEGUN + timedelta(days=chance.randint(0, 700))
    stated = {name: each for name, each in data.items() if each is not None}
    return said(stem, on=on.isoformat(), key=str(chance.random()), **stated)


def _ahead(chance: random.Random) -> str | None:
    """Draw a day on which something ends, or none."""
    return chance.choice([None, day_text(chance), chance.choice(NAMED).isoformat()])


_HAPPENED: dict[str, Callable[[random.Random], Proposal]] = {
    "registered": lambda c: _say(
        c, "facility.registered", name="n", kind="facility", region=c.choice(REGIONS)
    ),
    "opened": lambda c: _say(c, "facility.opened"),
    "submitted": lambda c: _say(c, "facility.filing_submitted"),
    "filed": lambda c: _say(c, "facility.filed", filing_no="1"),
    "closed": lambda c: _say(
        c, "facility.closed", kind="voluntary", children_left=c.choice([0, 2, None])
    ),
    "suspended": lambda c: _say(c, "facility.suspended", ordered_by="o", until=_ahead(c)),
    "joined": lambda c: _say(
        c, "staff.joined", person=c.choice([P1, P2]), role=c.choice(ROLES),
        certificate=c.choice(CERTIFIED),
    ),
    "checked": lambda c: _say(
        c, "staff.background_checked", person=P1, result=c.choice(["clear", "hit"])
    ),
    "certified": lambda c: _say(c, "staff.certified", person=P1, kind="保育师", until=_ahead(c)),
    "banned": lambda c: _say(
        c, "person.banned", person=P2, basis="pfpl_41", scope="s", document_no="d", until=_ahead(c)
    ),
    "class": lambda c: _say(c, "class.opened", class_id=c.choice("ab"), kind="infant"),
    "counted": lambda c: _say(
        c, "class.counted", class_id=c.choice("ab"), children=c.choice([5, 12]), carers=2
    ),
    "found": lambda c: _say(
        c, "violation.found", violation_id=c.choice("ab"), clause=c.choice(["pfpl#28.3", "a"]),
        severity=c.choice([0, 1, None]),
    ),
    "ordered": lambda c: _say(
        c, "violation.correction_ordered", violation_id=c.choice("ab"), order_id=c.choice("op"),
        due_on=_ahead(c), workdays=c.choice([None, 15]),
    ),
    "verified": lambda c: _say(
        c, "violation.correction_verified", order_id=c.choice("op"), fixed=c.choice([True, False])
    ),
    "penalised": lambda c: _say(
        c, "penalty.decided", decision_no=c.choice("xyz"), decided_by="o", articles=["pfpl#41.1"],
        kinds=c.choice([["warning"], ["stop_service"], ["fine"]]), violation_id=c.choice("ab"),
    ),
    "adjusted": lambda c: _say(
        c, "credit.tier_adjusted", to=c.choice("ABCD"), document_no="t", reason="r"
    ),
}  # fmt: skip


def book_of(*packs: Pack) -> Rulebook:
    """Make a book of packs."""
    return Rulebook(packs)
