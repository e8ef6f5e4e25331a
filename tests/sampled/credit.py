"""Samples of events of credit and what the public tells, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import P

CREDIT: Mapping[str, Mapping[str, Any]] = {
    "credit.committed": {
        "penalty_no": "虚构罚〔2024〕1号",
        "text": "依法诚信托育",
    },
    "credit.item_classed": {
        "penalty_no": "虚构罚〔2024〕1号",
        "item_class": "minor_dishonesty",
    },
    "credit.published": {
        "penalty_no": "虚构罚〔2024〕1号",
        "where": "https://example.invalid/1",
    },
    "credit.publication_ended": {
        "penalty_no": "虚构罚〔2024〕1号",
        "reason": "term",
    },
    "credit.repair_requested": {
        "penalty_no": "虚构罚〔2024〕1号",
    },
    "credit.repair_decided": {
        "penalty_no": "虚构罚〔2024〕1号",
        "decision": "granted",
        "reason": "已履行义务",
    },
    "credit.tier_objected": {
        "objection_id": "y1",
        "reason": "处罚已撤销",
    },
    "credit.objection_decided": {
        "objection_id": "y1",
        "upheld": False,
    },
    "credit.reported": {
        "system": "信用中国（虚构）",
        "batch": "2024-06",
        "receipt": "虚构回执1号",
        "person": P,
    },
    "credit.rewarded": {
        "measure": "减少检查频次",
        "document_no": "虚构文〔2024〕1号",
    },
    "list.entered": {
        "list_name": "abnormal_operation",
        "legal_basis": "虚构条例第一条",
        "document_no": "虚构文〔2024〕1号",
        "person": P,
        "until": "2026-12-31",
    },
    "list.removed": {
        "list_name": "abnormal_operation",
        "person": P,
        "reason": "整改完成",
    },
    "complaint.received": {
        "complaint_id": "t1",
        "kind": "complaint",
        "channel": "12345热线",
        "about": "虚构投诉：拒绝家长参观",
    },
    "complaint.accepted": {
        "complaint_id": "t1",
        "accepted": True,
    },
    "complaint.answered": {
        "complaint_id": "t1",
        "substantiated": True,
    },
    "complaint.closed": {
        "complaint_id": "t1",
        "outcome": "已回复",
    },
    "parent.rated": {
        "period": "2024-Q2",
        "ratings": 86,
        "mean_hundredths": 465,
        "scale_max": 5,
    },
    "incident.reported": {
        "incident_id": "s1",
        "kind": "injury",
        "children_injured": 1,
        "children_dead": 0,
        "staff_injured": 0,
        "staff_dead": 0,
        "reported_to": ["虚构区卫生健康委", "虚构区公安分局"],
        "learned_on": "2024-03-01",
    },
    "incident.investigated": {
        "incident_id": "s1",
        "facility_responsible": True,
        "persons": [P],
        "report_no": "虚构报〔2024〕1号",
    },
}
