"""What points at a thing that nobody has told of is accepted, and reported."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Proposal
from compliance.engine.warn import warnings
from compliance.log.memory import MemoryRecorder
from tests.log.telling import LOG_ID, log_over
from tests.rules.asking import book
from tests.saying import DECISION, F, G, just, said

REGISTERED = [
    said("facility.registered", on="2024-01-01", facility=place, name="虚构园", kind="facility",
         region="500111")
    for place in (F, G)
]  # fmt: skip
ON = "2024-03-01"
POINTING: list[tuple[str, str, dict[str, Any], str, dict[str, Any]]] = [
    ("case.discussed", "case_id", {}, "case.opened", {}),
    ("case.closed", "case_id", {"outcome": "not_established"}, "case.opened", {}),
    ("complaint.closed", "complaint_id", {}, "complaint.received", {"kind": "report"}),
    ("incident.investigated", "incident_id", {}, "incident.reported", {"kind": "fire"}),
    ("evidence.decided", "evidence_id", {"decision": "退还"}, "evidence.preserved", {"items": []}),
    ("facility.subsidy_stopped", "subsidy_id", {}, "facility.subsidy_granted",
     {"kind": "operation", "amount_fen": 1}),
    ("credit.objection_decided", "objection_id", {"upheld": True}, "credit.tier_objected", {}),
    ("review.accepted", "review_id", {"accepted": True}, "review.filed",
     {"against": DECISION, "path": "review"}),
    ("inspection.result_published", "inspection_id", {}, "inspection.approved",
     {"approved_by": "某局长"}),
]  # fmt: skip


def codes(*told: Proposal, of: Proposal, beside: tuple[Proposal, ...] = ()) -> list[str]:
    """Return the warnings of an event after others, told in one call with some."""
    log = log_over(MemoryRecorder(LOG_ID))
    log.append([*REGISTERED, *told])
    return [each.code for each in warnings(book(), log, [*beside, of], date(2024, 6, 30))]


@pytest.mark.parametrize(("stem", "field", "more", "opener", "opening"), POINTING)
def test_what_points_nowhere_is_reported(
    stem: str, field: str, more: dict[str, Any], opener: str, opening: dict[str, Any]
) -> None:
    """Unless it was told before, or in the same call; that of another facility is another."""
    number: dict[str, Any] = {field: "1"}
    here = said(stem, on=ON, **number, **more)
    begun = said(opener, on="2024-02-01", **number, **opening)
    elsewhere = [] if field == "review_id" else [begun._replace(facility=G)]

    assert just("W-POINTS-NOWHERE") == codes(*elsewhere, of=here)
    assert not codes(begun, of=here)
    assert not codes(of=here, beside=(begun,))
    assert not codes(of=begun)


def test_a_penalty_that_nobody_decided_is_reported() -> None:
    """It may be that of the paper's typist: another number, or a slip."""
    served = said("penalty.served", on=ON, penalty_no=DECISION, manner="direct")
    decided = said("penalty.decided", on="2024-02-01", decision_no=DECISION, kinds=["warning"],
                   decided_by="某局", articles=["pfpl#41"])  # fmt: skip

    assert just("W-POINTS-NOWHERE") == codes(of=served)
    assert not codes(decided, of=served)


def test_a_draw_is_looked_for_in_its_region() -> None:
    """Another district's first draw is another draw."""
    digests: dict[str, Any] = dict.fromkeys(
        ("plan_sha256", "frame_sha256", "roster_sha256"), "0" * 64
    )
    revealed = said("draw.revealed", on=ON, region="500111", draw_id="1", bundle_sha256="0" * 64)
    here, there = (
        said("draw.planned", on="2024-02-01", region=region, draw_id="1", **digests)
        for region in ("500111", "500112")
    )

    assert "W-POINTS-NOWHERE" in codes(there, of=revealed)
    assert "W-POINTS-NOWHERE" not in codes(here, of=revealed)
