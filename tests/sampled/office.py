"""Samples of events of offices and books, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import SHA

OFFICE: Mapping[str, Mapping[str, Any]] = {
    "roster.imported": {
        "roster": "虚构台账",
        "snapshot": "2024-02-29",
        "sha256": SHA,
        "rows": 120,
    },
    "roster.row_stated": {
        "roster": "虚构台账",
        "row": "17",
        "fields": {"机构名称": "虚构托育园", "托位数": "60"},
    },
    "roster.row_ended": {
        "roster": "虚构台账",
        "row": "17",
    },
    "calendar.published": {
        "year": 2024,
        "issuer": "国务院办公厅",
        "sha256": SHA,
    },
    "codebook.published": {
        "codebook": "regions",
        "version": "1.0",
        "sha256": SHA,
    },
    "conference.held": {
        "region": "500111",
        "level": "plenary",
        "minutes_no": "虚构纪〔2024〕1号",
        "members": 18,
    },
    "evaluation.done": {
        "region": "500111",
        "plan": "虚构托育规划",
        "kind": "annual",
        "year": 2024,
        "result": "进展符合预期",
        "document_no": "虚构文〔2024〕1号",
    },
    "disclosure.issued": {
        "region": "500111",
        "list_name": "filed_facilities",
        "period": "2024-Q2",
        "sha256": SHA,
        "where": "https://example.invalid/1",
    },
    "ledger.updated": {
        "region": "500111",
        "departments": ["卫生健康", "教育", "市场监管"],
        "sha256": SHA,
    },
    "standard.issued": {
        "region": "500111",
        "name": "虚构区托育服务规范",
        "document_no": "虚构文〔2024〕1号",
    },
    "supervision.reported": {
        "region": "500111",
        "period": "2024-Q2",
        "to_authority": "虚构市人民政府",
        "document_no": "虚构文〔2024〕1号",
    },
    "centre.opened": {
        "region": "500111",
        "centre_id": "z1",
        "level": "provincial",
        "name": "虚构区托育综合服务中心",
    },
    "centre.closed": {
        "region": "500111",
        "centre_id": "z1",
    },
    "trainer.recognised": {
        "region": "500111",
        "trainer": "虚构培训学校",
        "kind": "institution",
        "document_no": "虚构文〔2024〕1号",
    },
    "trainer.withdrawn": {
        "region": "500111",
        "trainer": "虚构培训学校",
        "reason": "抽查不合格",
    },
    "trainer.spot_checked": {
        "region": "500111",
        "trainer": "虚构培训学校",
        "passed": True,
    },
    "issuer.sanctioned": {
        "region": "500111",
        "issuer": "虚构培训学校",
        "kinds": ["保育师", "育婴员"],
        "document_no": "虚构文〔2024〕1号",
    },
    "inspector.certified": {
        "region": "500111",
        "certificate_no": "A1",
        "org": "虚构区卫生健康委",
        "until": "2026-12-31",
        "domains": ["卫生监督", "托育"],
        "districts": ["500111001"],
    },
    "inspector.trained": {
        "region": "500111",
        "certificate_no": "A1",
        "hours": 16,
        "topic": "行政处罚法",
    },
    "inspector.certificate_ended": {
        "region": "500111",
        "certificate_no": "A1",
        "reason": "调离",
    },
    "inspector.recused": {
        "certificate_no": "A1",
        "inspection_id": "i1",
        "reason": "近亲属任职",
    },
}
