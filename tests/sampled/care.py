"""Samples of events of care, quality and support, every field filled in."""

from collections.abc import Mapping
from typing import Any

from tests.sampled.named import SHA

CARE: Mapping[str, Mapping[str, Any]] = {
    "facility.site_recorded": {
        "street": "500111001",
        "area_dm2": 36000,
        "outdoor_dm2": 12000,
        "floor_highest": 3,
        "floor_lowest": 1,
        "independent": True,
        "owned": False,
        "lease_from": "2023-01-01",
        "lease_until": "2027-12-31",
        "longitude_microdegrees": 105721000,
        "latitude_microdegrees": 29706000,
        "datum": "cgcs2000",
    },
    "site.accepted": {
        "standard": "虚构改造标准",
        "accepted_by": "虚构区住房城乡建设委",
        "document_no": "虚构文〔2024〕1号",
    },
    "facility.price_set": {
        "regime": "government_guided",
        "price_fen": 280000,
        "per": "month",
        "item": "保育费",
        "document_no": "虚构文〔2024〕1号",
    },
    "class.changed": {
        "class_id": "c1",
        "kind": "infant",
        "capacity": 20,
        "age_from_months": 12,
        "age_until_months": 24,
    },
    "facility.attendance_counted": {"shift": "全日", "children": 52, "places": 60},
    "facility.document_recorded": {
        "kind": "fire_check",
        "number": "虚构证1号",
        "passed": True,
        "issued_by": "虚构区消防救援大队",
        "until": "2026-12-31",
    },
    "facility.insured": {
        "kind": "liability",
        "policy_no": "虚构保单1号",
        "until": "2026-12-31",
    },
    "facility.cctv_attested": {
        "days_kept": 90,
        "all_day": True,
        "full_coverage": True,
    },
    "facility.contract_attested": {
        "items": ["service_terms", "other"],
        "template_sha256": SHA,
        "signed": 38,
        "enrolled": 40,
    },
    "facility.drill_held": {
        "kind": "fire",
        "attended": 40,
    },
    "facility.disclosed": {
        "items": ["basic_information", "staff_information"],
        "until": "2026-12-31",
    },
    "facility.annual_report_filed": {
        "year": 2024,
        "to_authority": "health_authority",
    },
    "health.service_provided": {
        "kinds": ["newborn_visit", "other"],
        "children": 20,
        "provider": "虚构妇幼保健院",
    },
    "health.files_counted": {
        "with_file": 36,
        "enrolled": 40,
    },
    "health.contract_signed": {
        "provider": "虚构妇幼保健院",
        "until": "2026-12-31",
    },
    "appointment.counted": {
        "requested": 45,
        "answered": 38,
    },
    "facility.quality_assessed": {
        "standard": "WS/T 821",
        "grade": "良好",
        "score": 88,
        "vetoed_items": ["无监控"],
        "assessor": "虚构评估中心",
        "published_on": "2024-06-30",
    },
    "facility.guidance_planned": {
        "obstacles": ["消防", "场地"],
        "steps": ["消防验收", "提交备案"],
        "due_on": "2024-07-31",
    },
    "facility.guidance_step_done": {
        "step": "消防验收",
    },
    "facility.recognised_by_town": {
        "town": "虚构镇",
        "document_no": "虚构文〔2024〕1号",
    },
    "facility.inclusive_recognised": {
        "document_no": "虚构文〔2024〕1号",
        "until": "2026-12-31",
    },
    "facility.inclusive_withdrawn": {
        "document_no": "虚构文〔2024〕1号",
        "reason": "擅自涨价",
    },
    "facility.demo_awarded": {
        "level": "national",
        "document_no": "虚构文〔2024〕1号",
        "until": "2026-12-31",
    },
    "facility.demo_reevaluated": {
        "level": "national",
        "passed": True,
        "document_no": "虚构文〔2024〕1号",
    },
    "facility.demo_withdrawn": {
        "level": "national",
        "reason": "复评不合格",
    },
    "facility.subsidy_granted": {
        "subsidy_id": "b1",
        "kind": "operation",
        "amount_fen": 500000,
        "years": 3,
        "per_place_fen": 100000,
        "conditions": ["普惠收费", "运营满三年"],
        "document_no": "虚构文〔2024〕1号",
    },
    "facility.subsidy_stopped": {
        "subsidy_id": "b1",
        "reason": "停止普惠收费",
    },
    "facility.subsidy_recovered": {
        "subsidy_id": "b1",
        "amount_fen": 500000,
    },
}
