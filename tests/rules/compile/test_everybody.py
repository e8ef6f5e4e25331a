"""Everybody at once: the shipped law in several regions, asked as `assess` asks it.

The lives are those of the packs' cases, all on one day that is none of theirs.
"""

from collections import Counter
from datetime import date

import pytest

from compliance.engine.cases import _history
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.compile.answer import Found
from compliance.rules.compile.everybody import Asked, findings, programs
from tests.rules.databases import fill, sqlite
from tests.rules.lives import shipped
from tests.rules.spanned import Spread, spans_of

ON = date(2025, 6, 30)
EVERY = 12
"""Every how manieth case lives on."""


@pytest.fixture(scope="module")
def law() -> Rulebook:
    return Rulebook(shipped())


@pytest.fixture(scope="module")
def everybody(law: Rulebook) -> dict[str, History]:
    cases = [
        (f"{rule.id} {place}", case)
        for rule in law.rules
        if rule.scope == "facility"
        for place, case in enumerate(rule.cases)
    ]
    return {name: _history(case, "facility") for name, case in cases[::EVERY]}


@pytest.fixture(scope="module")
def found(law: Rulebook, everybody: dict[str, History]) -> list[Found]:
    spans = [
        span._replace(facility=name) for name, past in everybody.items() for span in spans_of(past)
    ]
    with sqlite() as database:
        fill(database, spans, everybody)
        asked = Asked(Spread(), ON, witness=True)
        answers = list(findings(law, asked, database.rows))
        left = [rule for program in programs(law, asked, database.rows) for rule in program.left]

    assert left == [], "no shipped rule is left to the interpreter"
    return answers


def test_everybody_is_judged_as_one_by_one(
    law: Rulebook, everybody: dict[str, History], found: list[Found]
) -> None:
    """No finding is missing and none is extra, in any of the regions."""
    wanted = Counter(
        (name, each.rule, each.subject, each.verdict, each.outcome, each.binding, each.value,
         each.required, each.flag, each.bearer)
        for name, past in everybody.items()
        for each in Assessor(law, past).on(ON).findings
    )  # fmt: skip
    regions = {past.at(ON).of("identity")[-1].values["region"] for past in everybody.values()}

    assert len(regions) > 3
    assert len(wanted) > 150
    assert Counter((*each[:8], each.flag, each.bearer) for each in found) == wanted


def test_every_witness_is_evidence(
    law: Rulebook, everybody: dict[str, History], found: list[Found]
) -> None:
    """Whoever asks which events decided is never shown one that did not."""
    evidence: dict[object, list[set[int]]] = {}
    for name, past in everybody.items():
        for each in Assessor(law, past).on(ON).findings:
            evidence.setdefault((name, each.rule, each.subject), []).append(set(each.evidence))
    told = [each for each in found if each.witness]
    of_no_subject = [each for each in told if each.subject is None]

    assert len(told) > 60
    assert len(of_no_subject) > 10
    for one in told:
        known = evidence[one.facility, one.rule, one.subject]

        assert any(set(one.witness) <= each for each in known), one
