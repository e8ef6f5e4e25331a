"""What an authority takes back, what a court has not finally decided, what falls in part."""

from typing import Any

import pytest

from compliance.domain.envelope import Event, Proposal
from tests.saying import (
    ANOTHER,
    DECISION,
    P1,
    corrected,
    just,
    retracted,
    rows,
    ruled,
    said,
    told,
    values,
)

PENALTY = said(
    "penalty.decided",
    on="2024-03-01",
    decision_no=DECISION,
    kinds=["warning"],
    decided_by="某县卫健局",
    articles=["pfpl#41"],
)
WITHDRAWN = said("penalty.withdrawn", on="2024-06-01", penalty_no=DECISION, reason="证据不足")


def judged(mode: str = "ex_tunc", outcome: str = "revoked", **more: Any) -> Proposal:
    """Say that a body ruled on the decision."""
    return said(
        "review.decided",
        on="2024-06-01",
        facility=None,
        decision_no=DECISION,
        outcome=outcome,
        effect_mode=mode,
        **more,
    )


def penalties(log: list[Event], on: str = "2024-12-31", known: str | None = None) -> list[str]:
    """Return the numbers of the penalties that stand."""
    return values(rows(log, "penalties", on=on, known=known), "decision_no")


def test_a_penalty_that_the_authority_takes_back_never_was() -> None:
    """处罚法 75: for who knows of it, on every day; who did not know, took it to stand."""
    log = told(WITHDRAWN, at="2024-07-10", after=told(PENALTY))

    assert not penalties(log, on="2024-03-01")
    assert just(DECISION) == penalties(log, on="2024-12-31", known="2024-07-09")
    assert just(DECISION) == values(rows(log, "withdrawals", on="2024-12-31"), "penalty_no")


def test_a_withdrawal_takes_no_other_penalty() -> None:
    """Nor what only tells of the number: that it was served stays true."""
    served = said("penalty.served", on="2024-03-05", penalty_no=DECISION, manner="direct")
    other = PENALTY._replace(data=type(PENALTY.data)(**{
        **{name: getattr(PENALTY.data, name) for name in PENALTY.data.__dataclass_fields__},
        "decision_no": ANOTHER,
    }))  # fmt: skip
    log = told(PENALTY, other, served, WITHDRAWN)

    assert just(ANOTHER) == penalties(log)
    assert rows(log, "services", on="2024-12-31")


def test_a_withdrawal_is_amended_like_any_event() -> None:
    """Retracted it never was; corrected it meets the other number, or none."""
    log = told(PENALTY, WITHDRAWN)
    changes: list[dict[str, Any]] = [{"penalty_no": ANOTHER}, {"penalty_no": None}]

    assert not penalties(log)
    assert just(DECISION) == penalties(told(retracted(log[1]), after=log))
    for each in changes:
        assert just(DECISION) == penalties(told(corrected(log[1], each), after=log))


def test_of_a_withdrawal_and_a_ruling_the_last_decides() -> None:
    """By position, whichever came first by its own date."""
    maintained = ruled(DECISION, "maintained", "flag_only", on="2024-05-01")

    assert just(DECISION) == penalties(told(PENALTY, WITHDRAWN, maintained))
    assert not penalties(told(PENALTY, maintained, WITHDRAWN))


def test_a_judgment_of_first_instance_is_not_effective() -> None:
    """LAW correction 11: open to appeal, it takes nothing away, and unsays no ruling."""
    first = judged(stage="first_instance")
    maintained = judged("flag_only", "maintained", stage="first_instance")

    assert just(DECISION) == penalties(told(PENALTY, first))
    assert not penalties(told(PENALTY, judged(stage="review"), maintained))
    assert rows(told(PENALTY, first), "rulings", on="2024-12-31")


@pytest.mark.parametrize("stage", ["review", "second_instance", "retrial", None])
def test_other_rulings_are_effective(stage: str | None) -> None:
    """A review's takes effect when served; from the second instance there is no appeal."""
    assert not penalties(told(PENALTY, judged(stage=stage)))


def test_a_judgment_of_first_instance_acts_once_it_took_effect() -> None:
    """Nobody appealed: told in July, it acts on every day for who knows July."""
    log = told(PENALTY, judged(stage="first_instance"))
    log = told(corrected(log[1], {"effective_on": "2024-06-17"}), at="2024-07-10", after=log)

    assert just(DECISION) == penalties(log, known="2024-07-09")
    assert not penalties(log, on="2024-03-01")


def test_a_decision_revoked_in_part_stands() -> None:
    """复议法 64: which part fell no number tells; rules see the flag on the ruling."""
    log = told(PENALTY, judged(partial=True))

    assert just(DECISION) == penalties(log)
    assert just(True) == values(rows(log, "rulings", on="2024-12-31"), "partial")


def test_a_decision_revoked_in_part_falls_if_what_is_left_is_said_anew() -> None:
    """The replacement says the rest; without one there would be nothing left at all."""
    anew = judged("replace", "changed", partial=True, replaced_by=ANOTHER)

    assert not penalties(told(PENALTY, anew))
    assert just(DECISION) == penalties(told(PENALTY, judged("replace", "changed", partial=True)))


ORDERED: list[tuple[str, str, dict[str, Any]]] = [
    ("facility.closed", "closure", {"kind": "ordered"}),
    ("facility.suspended", "suspension", {"ordered_by": "某县卫健局"}),
]


@pytest.mark.parametrize(("stem", "relation", "data"), ORDERED)
def test_an_order_that_is_quashed_never_was(
    stem: str, relation: str, data: dict[str, Any]
) -> None:
    """The facility was never closed, nor suspended: on no day, for who knows the ruling."""
    log = told(said("facility.opened", on="2024-01-01"),
               said(stem, on="2024-03-01", document_no=DECISION, **data))  # fmt: skip
    log = told(ruled(DECISION, "revoked", "ex_tunc"), at="2024-07-10", after=log)

    assert rows(log, relation, on="2024-12-31", known="2024-07-09")
    assert not rows(log, relation, on="2024-03-01")
    assert just(None) == [row.closed for row in rows(log, "operation", on="2024-12-31")]


def test_a_cancellation_that_is_quashed_leaves_the_filing_in_force() -> None:
    """It was filed all along."""
    log = told(
        said("facility.filed", on="2024-01-01", filing_no="1"),
        said("facility.filing_cancelled", on="2024-03-01", document_no=DECISION),
    )
    fallen = told(ruled(DECISION, "void", "ex_tunc"), after=log)

    assert just(False) == [row.in_force for row in rows(log, "filing", on="2024-12-31")]
    assert just(True) == [row.in_force for row in rows(fallen, "filing", on="2024-12-31")]


def test_premises_whose_closing_is_quashed_are_open() -> None:
    """And count among those where children are cared for."""
    log = told(
        said("premises.found", on="2024-01-01", address="虚构路", region="500111"),
        said("premises.closed", on="2024-03-01", closed_by="某镇", document_no=DECISION),
    )
    fallen = told(ruled(DECISION, "revoked", "ex_tunc"), after=log)

    assert just(False) == [row.in_force for row in rows(log, "premises", on="2024-12-31")]
    assert just(True) == [row.in_force for row in rows(fallen, "premises", on="2024-12-31")]


def test_a_certificate_whose_voiding_is_quashed_counts() -> None:
    """The person held it all along."""
    certificate: dict[str, Any] = {"person": P1, "kind": "保育师"}
    voided = said("staff.certificate_voided", on="2024-03-01", reason="作假",
                  document_no=DECISION, **certificate)  # fmt: skip
    log = told(said("staff.certified", on="2024-01-01", **certificate), voided)
    fallen = told(ruled(DECISION, "revoked", "ex_tunc"), after=log)

    assert just(False) == [row.in_force for row in rows(log, "certificates", on="2024-12-31")]
    assert just(True) == [row.in_force for row in rows(fallen, "certificates", on="2024-12-31")]
