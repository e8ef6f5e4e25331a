"""Samples of events of staff and persons, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import OTHER, P

PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "abuse.alleged": {
        "persons": [P],
        "channel": "12345热线",
        "reported_to": "虚构区公安分局",
    },
    "person.sanctioned": {
        "person": P,
        "kind": "criticism",
        "decided_by": "虚构区卫生健康委",
        "incident_id": "s1",
        "document_no": "虚构文〔2024〕1号",
    },
    "person.linked": {
        "person": P,
        "same_as": OTHER,
        "reason": "身份证号码变更",
        "document_no": "虚构文〔2024〕1号",
    },
    "person.erased": {
        "person": P,
        "reason": "超过保存期限",
    },
    "staff.role_changed": {
        "person": P,
        "from_role": "carer",
        "role": "head",
    },
    "staff.assigned": {
        "person": P,
        "duty": "health_manager",
        "sent_by": "虚构社区卫生服务中心",
        "until": "2026-12-31",
    },
    "staff.health_checked": {
        "person": P,
        "result": "fit",
        "until": "2026-12-31",
    },
}
