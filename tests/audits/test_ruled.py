"""One truth: what a rule finds over the rows of everybody is what it finds in an assessment."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.envelope import Proposal
from compliance.domain.findings import Finding
from compliance.domain.terms import Due
from compliance.domain.time import AsOf
from compliance.engine.assess import standing
from compliance.engine.audits.asked import Asked
from compliance.engine.audits.ruled import findings, terms
from compliance.engine.due import due
from tests.audits.asking import NO, A, Audited, B
from tests.rules.asking import tries
from tests.saying import said

RULES = ("penalty.notice", "penalty.hearing", "penalty.surcharge")
TERMS = ("fine.payment_due", "correction.due")
FIRST = date(2024, 3, 1)
DAYS = st.integers(0, 40).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
WHO = st.sampled_from([A, B])
MAYBE = st.sampled_from([None, True, False])


def _about(stem: str, **fields: Any) -> st.SearchStrategy[Proposal]:
    return st.builds(
        lambda on, who, told: said(stem, on=on, facility=who,
                                   **{k: v for k, v in told.items() if v is not None}),
        DAYS, WHO, st.fixed_dictionaries(fields),
    )  # fmt: skip


NUMBERS = st.sampled_from([NO.format(n) for n in (1, 2)])
CASES, BREACHES = st.sampled_from(["c1", "c2"]), st.sampled_from([None, "v1", "v2"])
KINDS = st.sampled_from([["warning"], ["fine"], ["stop_service"], ["closure", "fine"]])
STEPS = st.one_of(
    _about("case.opened", case_id=CASES, violation_id=BREACHES),
    _about("case.prior_notice", case_id=CASES, kinds_intended=st.one_of(st.none(), KINDS),
           hearing_right_told=MAYBE),
    _about("case.hearing_requested", case_id=CASES),
    _about("case.hearing_held", case_id=CASES),
    _about("case.closed", case_id=CASES, outcome=st.just("penalised")),
    _about("penalty.decided", decision_no=NUMBERS, kinds=KINDS, decided_by=st.just("某"),
           articles=st.just(["pfpl#41.1"]), violation_id=BREACHES,
           fine_fen=st.sampled_from([None, 500_000]),
           procedure=st.sampled_from([None, "summary", "ordinary"])),
    _about("penalty.served", penalty_no=NUMBERS, manner=st.just("direct")),
    _about("penalty.paid", penalty_no=NUMBERS, amount_fen=st.sampled_from([1, 500_000]),
           surcharge_fen=st.sampled_from([None, 1, 500_001])),
    _about("violation.correction_ordered", violation_id=st.just("v1"),
           order_id=st.sampled_from(["o1", "o2"]), workdays=st.sampled_from([None, 5])),
    _about("violation.correction_verified", order_id=st.sampled_from(["o1", "o2"]),
           fixed=st.booleans()),
    _about("violation.correction_extended", order_id=st.just("o1"), due_on=DAYS),
    st.builds(lambda on, no: said("review.filed", on=on, facility=None, against=no, path="review",
                                  review_id="r1"), DAYS, NUMBERS),
    st.builds(lambda on, no: said("review.stayed", on=on, facility=None, against=no),
              DAYS, NUMBERS),
)  # fmt: skip
LIVES = st.lists(STEPS, min_size=4, max_size=24, unique_by=lambda each: each.key)


def lived(steps: Sequence[Proposal]) -> Audited:
    log = Audited()
    log.tell(*steps, at="2024-06-01")
    return log


def found_by_all(asked: Asked, rule: str) -> list[tuple[str, Finding]]:
    return sorted(findings(asked, rule), key=str)


def found_by_one(log: Audited, as_of: AsOf, rule: str) -> list[tuple[str, Finding]]:
    told = (
        (who, each)
        for who in (A, B)
        for each in standing(log.desk, who, as_of).findings
        if each.rule == rule
    )
    return sorted(told, key=str)


@pytest.mark.parametrize("rule", RULES)
@tries(0.3)
@given(steps=LIVES, days=st.integers(0, 60))
def test_what_a_rule_finds_of_all_is_what_it_finds_of_one(
    steps: list[Proposal], days: int, rule: str
) -> None:
    """Verdict, outcome, articles, evidence, what is missing, and the proof."""
    log, as_of = lived(steps), AsOf(FIRST + timedelta(days=days))

    assert found_by_one(log, as_of, rule) == found_by_all(Asked(log.desk, as_of), rule)


@pytest.mark.parametrize("rule", TERMS)
@tries(0.3)
@given(steps=LIVES, days=st.integers(0, 60))
def test_a_deadline_that_runs_is_the_one_that_due_lists(
    steps: list[Proposal], days: int, rule: str
) -> None:
    """Those that run no more are reckoned too, and told apart."""
    log, as_of = lived(steps), AsOf(FIRST + timedelta(days=days))
    listed: list[Due] = [each for each in due(log.desk, as_of) if each.rule == rule]
    running = [
        each.due._replace(facility=who)
        for who, each in terms(Asked(log.desk, as_of), rule)
        if each.runs is not False
        if each.due.due is not None or each.due.missing or each.due.provisional
    ]

    assert sorted(listed, key=str) == sorted(running, key=str)
