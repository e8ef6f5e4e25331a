"""compile = interpret, on the packs' own cases: each is a facility, asked on the case's day."""

from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from compliance.engine.cases import _history
from compliance.rules.book import Rulebook
from tests.rules.asking import tries
from tests.rules.databases import Database, fill, sqlite
from tests.rules.differing import compared, report
from tests.rules.lives import shipped
from tests.rules.spanned import pasts, spans_of


@cache
def law() -> Rulebook:
    return Rulebook(shipped())


def cases() -> dict[date, list[tuple[str, dict[str, Any]]]]:
    """Return the cases about facilities with their rules, by the day that they ask about."""
    found: dict[date, list[tuple[str, dict[str, Any]]]] = {}
    for rule in law().rules:
        for case in rule.cases if rule.judged and rule.role is None else ():
            found.setdefault(date.fromisoformat(case["on"]), []).append((rule.id, case))
    return found


def days() -> list[date]:
    """Return the days with the most cases; all of them, where it may take long."""
    found = sorted(cases(), key=lambda day: -len(cases()[day]))
    return found[: tries(0.06).max_examples]


def asked(database: Database, on: date) -> tuple[list[str], Counter[str]]:
    """Ask both evaluators about the cases of a day: by the rules of all of them."""
    known = cases()[on]
    everybody = {f"case {n}": _history(case, "facility") for n, (_, case) in enumerate(known)}
    spans = [
        span._replace(facility=name) for name, past in everybody.items() for span in spans_of(past)
    ]
    fill(database, spans, everybody)
    rules = frozenset(rule for rule, _ in known)
    return compared(database, law(), pasts(spans, everybody), on, rules)


def test_every_case_is_judged_alike(capsys: pytest.CaptureFixture[str]) -> None:
    """By the case's own rule, and by those of the other cases of its day."""
    counted: Counter[str] = Counter()

    with sqlite() as database:
        for on in days():
            differ, number_of = asked(database, on)

            assert differ == [], on

            counted += number_of
    with capsys.disabled():
        report(print, counted)

    assert counted["findings"] > 100
    assert min(counted[each] for each in ("violation", "unknown", "compliant")) > 5
