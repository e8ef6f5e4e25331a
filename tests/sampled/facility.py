"""Samples of events of facilities and premises, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import P

FACILITY: Mapping[str, Mapping[str, Any]] = {
    "facility.registration_changed": {
        "name": "虚构名称",
        "uscc": "91110000600037341L",
        "nature": "public_institution",
        "address": "虚构路3号",
        "legal_representative": P,
        "operator_uscc": "91110000600037341L",
    },
    "registration.pushed": {
        "registered_on": "2024-01-02",
        "to_authority": "虚构区卫生健康委",
    },
    "facility.filing_changed": {
        "changes": ["负责人", "地址"],
    },
    "facility.permitted": {
        "permit_no": "虚构许1号",
        "document_no": "虚构文〔2024〕1号",
        "until": "2026-12-31",
    },
    "facility.permit_revoked": {
        "permit_no": "虚构许1号",
        "document_no": "虚构文〔2024〕1号",
    },
    "facility.relocated": {
        "region": "500113",
        "from_region": "500112",
        "street": "500111001",
        "address": "虚构路3号",
    },
    "facility.merged": {
        "into": "local:sample-b",
    },
    "facility.exit_planned": {
        "last_day": "2024-08-31",
        "children": 30,
        "staff": 9,
    },
    "facility.staff_settled": {
        "count": 9,
    },
    "premises.identified_as": {
        "identified": "local:sample-b",
    },
    "premises.closed": {
        "closed_by": "虚构镇人民政府",
        "children_left": 0,
        "document_no": "虚构文〔2024〕1号",
    },
}
