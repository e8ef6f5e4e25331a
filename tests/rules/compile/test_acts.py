"""compile = interpret on the law of the act: a rule that ended, or that began."""

from collections import Counter
from typing import Any

import pytest

from tests.rules.asking import TODAY, facts
from tests.rules.databases import fill, sqlite
from tests.rules.differing import compared
from tests.rules.spanned import pasts, spans_of_facts
from tests.rules.test_law import (
    AFTER,
    ALLOWS,
    BEFORE,
    ENDED,
    FORBIDS,
    SINCE,
    UNSURE,
    versions,
    violation,
)

ACTED = {"before": BEFORE, "after": AFTER, "unknown": None}


def asked(*told: dict[str, Any]) -> tuple[list[str], Counter[str]]:
    """Ask both evaluators about a breach before a change, one after, and one of no known day."""
    spans = [
        span
        for name, acted in ACTED.items()
        for span in spans_of_facts(name, facts(violation(act_until=acted)))
    ]
    with sqlite() as database:
        fill(database, spans, ACTED)
        return compared(database, versions(*told), pasts(spans, ACTED), TODAY)


@pytest.mark.parametrize("then", [FORBIDS, ALLOWS, UNSURE])
def test_an_act_of_the_time_of_a_rule_that_ended_is_judged_alike(then: dict[str, Any]) -> None:
    """What is no longer forbidden is not punished, and what cannot be told may be nothing."""
    differ, counted = asked({**then, **ENDED})

    assert (differ, counted["left to the interpreter"]) == ([], 0)
    assert counted["violation"] == 0


def test_an_act_after_a_rule_began_is_judged_alike() -> None:
    """Before it there was nothing to judge by."""
    differ, counted = asked({**FORBIDS, **SINCE})

    assert (differ, counted["left to the interpreter"]) == ([], 0)
    assert (counted["violation"], counted["unknown"]) == (1, 1)
