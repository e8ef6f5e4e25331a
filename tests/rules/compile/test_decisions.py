"""compile = interpret, decision by decision: every combination of answers, each a facility.

What applies, what is required, which exceptions hold and which rungs is true, false or unknown;
the rules differ in what their exceptions and rungs come to.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from typing import Any

from tests.rules.asking import TODAY, book, facts, on, rule, switched, value
from tests.rules.databases import Database, fill, sqlite
from tests.rules.differing import compared
from tests.rules.spanned import pasts, spans_of_facts

SWITCHES = ("name", "kind", "nature", "registrar")
EXCEPTED = ("not_applicable", "compliant", "violation")
RUNGS: tuple[dict[str, Any], ...] = (
    {"verdict": "violation", "then": "grave", "propose": ["fine"], "fine": "fine"},
    {"verdict": "violation", "then": "minor"},
    {"verdict": "violation", "then": "missed", "binding": "target"},
    {"verdict": "compliant", "then": "fine"},
)


def rules() -> Iterator[dict[str, Any]]:
    """Yield rules with no exception, with each one and each two, and ladders of each two rungs."""
    asked = {"applies": on("name"), "require": on("kind")}
    for thens in ((), *product(EXCEPTED), *product(EXCEPTED, repeat=2)):
        exceptions = [
            {"when": on(switch), "then": then}
            for switch, then in zip(("nature", "registrar"), thens, strict=False)
        ]
        yield rule(**asked, exceptions=exceptions)
        yield rule(**asked, exceptions=exceptions, binding="target")
    last = {"verdict": "violation", "then": "rest"}
    for pair in product(RUNGS, repeat=2):
        rungs = [
            {"when": on(switch), **rung}
            for switch, rung in zip(("kind", "nature"), pair, strict=True)
        ]
        excepted = [{"when": on("registrar"), "then": "compliant"}]
        yield rule(kind="ladder", applies=on("name"), ladder=[*rungs, last], exceptions=excepted)


LAW = book(
    params={"fine": {"type": "range", "values": [value([500, 5000])]}},
    rules={f"r{number}": each for number, each in enumerate(rules())},
)


def asked(database: Database) -> tuple[list[str], Counter[str]]:
    """Ask both evaluators about everybody."""
    spans = [
        span
        for number, answers in enumerate(product((True, False, None), repeat=len(SWITCHES)))
        for span in spans_of_facts(
            f"f{number}", facts(switched(**dict(zip(SWITCHES, answers, strict=True))))
        )
    ]
    everybody = [span.facility for span in spans]
    fill(database, spans, everybody)
    return compared(database, LAW, pasts(spans, everybody), TODAY)


def test_every_combination_of_answers_is_decided_alike() -> None:
    """None is left out, and no verdict is missing among them."""
    with sqlite() as database:
        differ, counted = asked(database)

    assert differ == []
    assert counted["left to the interpreter"] == 0
    for kind in ("violation", "below_target", "compliant", "conflict", "unknown", "outcomes"):
        assert counted[kind] > 30, (kind, counted)
