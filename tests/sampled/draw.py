"""Samples of events of spot checks by lot, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import SHA, SHA2

_PLAN = {"region": "500111", "plan_id": "d1"}
_DRAW = {"region": "500111", "draw_id": "d1"}
DRAW: Mapping[str, Mapping[str, Any]] = {
    "library.imported": {"region": "500111", "library": "objects", "rows": 81, "sha256": SHA},
    "plan.drafted": {**_PLAN, "year": 2024, "plan_sha256": SHA},
    "plan.approved": {
        **_PLAN,
        "plan_sha256": SHA,
        "approved_by": "虚构区卫生健康委",
        "document_no": "虚构文〔2024〕1号",
    },
    "plan.published": {
        **_PLAN,
        "sha256": SHA,
        "where": "虚构区政府网站",
        "reported_to": "虚构市卫生健康委",
    },
    "plan.abandoned": {**_PLAN, "reason": "事项清单调整"},
    "draw.planned": {
        **_DRAW,
        "plan_sha256": SHA,
        "frame_sha256": SHA,
        "roster_sha256": SHA,
        "exclusions_sha256": SHA,
        "nonces_sha256": [SHA, SHA2],
        "beacon": "虚构彩票第2024060期",
        "document_no": "虚构文〔2024〕1号",
        "plan_id": "d1",
        "method": "dr/v1",
        "nonces": [
            {"bearer": "监督人", "sha256": SHA},
            {"bearer": "虚构区卫生健康委", "sha256": SHA2},
        ],
        "beacon_at": "2024-03-10T13:15:00.000000Z",
        "as_of": "2024-03-01",
        "known_at": "2024-03-01T15:59:59.999999Z",
        "position": 120,
        "ruleset_sha256": SHA,
    },
    "draw.performed": {
        **_DRAW,
        "seed_sha256": SHA,
        "drawn_sha256": SHA,
        "drawn_count": 12,
        "beacon_value": "03 08 17 21 28 31 09",
        "deferred_count": 1,
        "teams_sha256": SHA2,
    },
    "draw.revealed": {**_DRAW, "bundle_sha256": SHA},
    "draw.published": {
        **_DRAW,
        "stage": "bundle",
        "sha256": SHA,
        "where": "虚构区政府网站",
    },
    "team.changed": {
        **_DRAW,
        "tasks": ["0003", "0007"],
        "teams_sha256": SHA,
        "reason": "recused",
    },
    "target.replaced": {
        **_DRAW,
        "drawn": "local:sample-b",
        "by": "local:sample-c",
        "reason": "visit_cap",
        "note": "已迁出",
        "task_id": "0003",
        "by_task_id": "0013",
        "paper_sha256": SHA,
    },
    "task.assigned": {**_DRAW, "task_id": "0003"},
    "task.returned": {**_DRAW, "task_id": "0003", "reason": "not_found", "note": "门锁闭"},
    "task.completed": {
        **_DRAW,
        "task_id": "0003",
        "inspection_id": "d1.0003",
        "result_code": "nothing_found",
    },
}
