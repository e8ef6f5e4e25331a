"""Samples of events of supervision, cases and reviews, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import SHA, SHA2

SUPERVISION: Mapping[str, Mapping[str, Any]] = {
    "case.opened": {
        "case_id": "k1",
        "violation_id": "v1",
        "opened_by": "虚构区卫生健康委",
    },
    "case.extended": {
        "case_id": "k1",
        "due_on": "2024-07-31",
        "basis": "案情复杂",
    },
    "case.prior_notice": {
        "case_id": "k1",
        "kinds_intended": ["警告", "罚款"],
        "hearing_right_told": True,
    },
    "case.hearing_requested": {
        "case_id": "k1",
    },
    "case.hearing_held": {
        "case_id": "k1",
        "notified_on": "2024-02-20",
    },
    "case.legally_reviewed": {
        "case_id": "k1",
        "passed": True,
    },
    "case.discussed": {
        "case_id": "k1",
    },
    "case.transferred": {
        "to_authority": "虚构区公安分局",
        "case_id": "k1",
        "violation_id": "v1",
        "reason": "情况属实",
        "document_no": "虚构文〔2024〕1号",
    },
    "case.transfer_answered": {
        "case_id": "k1",
        "taken": True,
    },
    "case.closed": {
        "case_id": "k1",
        "outcome": "penalised",
    },
    "penalty.served": {
        "penalty_no": "虚构罚〔2024〕1号",
        "manner": "direct",
    },
    "penalty.paid": {
        "penalty_no": "虚构罚〔2024〕1号",
        "amount_fen": 500000,
        "surcharge_fen": 15000,
    },
    "penalty.withdrawn": {
        "penalty_no": "虚构罚〔2024〕1号",
        "reason": "认定事实有误",
    },
    "enforcement.urged": {
        "penalty_no": "虚构罚〔2024〕1号",
    },
    "enforcement.applied_to_court": {
        "penalty_no": "虚构罚〔2024〕1号",
        "court": "虚构区人民法院",
    },
    "enforcement.ended": {
        "penalty_no": "虚构罚〔2024〕1号",
        "outcome": "carried_out",
    },
    "inspection.approved": {
        "inspection_id": "i1",
        "approved_by": "虚构负责人",
        "kind": "double_random",
        "items": ["备案", "消防"],
        "document_no": "虚构文〔2024〕1号",
    },
    "inspection.notified": {
        "inspection_id": "i1",
        "document_no": "虚构文〔2024〕1号",
    },
    "inspection.recorded": {
        "inspection_id": "i1",
        "record_no": "虚构笔录1号",
        "certificates_shown": True,
        "signature": "signed",
        "witness": "虚构见证人",
        "started_at": "09:30",
        "ended_at": "11:30",
        "photos_sha256": [SHA, SHA2],
        "camera_sha256": [SHA, SHA2],
    },
    "inspection.result_published": {
        "inspection_id": "i1",
        "where": "https://example.invalid/1",
    },
    "evidence.preserved": {
        "evidence_id": "e1",
        "inspection_id": "i1",
        "items": ["台账", "监控录像"],
    },
    "evidence.decided": {
        "evidence_id": "e1",
        "decision": "退还",
    },
    "violation.corrected_on_spot": {
        "violation_id": "v1",
        "harm": "none",
    },
    "violation.correction_extended": {
        "order_id": "o1",
        "due_on": "2024-07-31",
        "reason": "材料审批中",
    },
    "review.filed": {
        "against": "虚构罚〔2024〕1号",
        "path": "review",
        "review_id": "r1",
        "body": "虚构区人民政府",
        "procedure": "summary",
    },
    "review.accepted": {
        "review_id": "r1",
        "accepted": True,
    },
    "review.extended": {
        "review_id": "r1",
        "due_on": "2024-07-31",
    },
    "review.stayed": {
        "against": "虚构罚〔2024〕1号",
        "until": "2026-12-31",
    },
}
