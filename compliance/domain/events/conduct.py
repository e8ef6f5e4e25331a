"""Supervision on the spot: inspections, violations, corrections (监督检查)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, Sha256
from compliance.domain.told import Told

VisitKind = Literal[
    "double_random",
    "routine",
    "special",
    "individual_case",
    "joint",
    "unannounced",
    "recheck",
    "complaint",
    "referral",
    "on_request",
    "media",
]
"""Why a visit takes place: drawn, routine or unannounced, or on a cause outside a yearly cap."""
ResultCode = Literal[
    "nothing_found",
    "not_disclosed",
    "disclosed_falsely",
    "not_reachable",
    "ordered_to_correct",
    "to_be_handled",
    "uncooperative",
    "no_activity",
]
"""The eight results of a drawn visit, in the order in which lists print them (双随机检查结果)."""


@happened("inspection.approved/1", zh="批准检查")
class InspectionApproved(Told):
    """A visit was approved in advance (检查审批)."""

    inspection_id: str
    approved_by: str
    kind: VisitKind | None = None
    items: tuple[str, ...] | None = None
    document_no: DocumentNo | None = None


@happened("inspection.notified/1", zh="通知检查")
class InspectionNotified(Told):
    """The facility was told of a visit (检查通知), which an unannounced one is not."""

    inspection_id: str
    document_no: DocumentNo | None = None


@happened("inspection.carried_out/3", zh="检查", upcasts=(grew, grew))
class InspectionCarriedOut(Told):
    """A visit took place; `officers` are certificate numbers (执法证号)."""

    inspection_id: str
    nature: Literal["enforcement", "patrol", "guidance"]
    officers: tuple[str, ...]
    items: tuple[str, ...]
    result: str
    kind: VisitKind | None = None
    orgs: tuple[str, ...] | None = None
    domains: (
        tuple[
            Literal[
                "building",
                "fire",
                "food",
                "health_care",
                "public_security",
                "care",
                "registration",
                "fees",
                "drugs",
                "other",
            ],
            ...,
        ]
        | None
    ) = None
    scanned_code: bool | None = None
    result_code: ResultCode | None = None


@happened("inspection.recorded/1", zh="现场笔录")
class InspectionRecorded(Told):
    """The site record of a visit (现场笔录): certificates shown, signed, refused, or absent."""

    inspection_id: str
    record_no: str
    certificates_shown: bool
    signature: Literal["signed", "refused", "absent"]
    witness: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    photos_sha256: tuple[Sha256, ...] | None = None
    camera_sha256: tuple[Sha256, ...] | None = None


@happened("inspection.result_published/1", zh="公示检查结果")
class InspectionResultPublished(Told):
    """The result of a visit was made public."""

    inspection_id: str
    where: str | None = None


@happened("evidence.preserved/1", zh="先行登记保存证据")
class EvidencePreserved(Told):
    """Evidence was registered and kept in advance (处罚法 56)."""

    evidence_id: str
    inspection_id: str | None = None
    items: tuple[str, ...]


@happened("evidence.decided/1", zh="处理保存证据")
class EvidenceDecided(Told):
    """What becomes of evidence kept in advance was decided."""

    evidence_id: str
    decision: str


@happened("violation.found/2", zh="发现违法行为", upcasts=(grew,))
class ViolationFound(Told):
    """A breach was found; `act_from`/`act_until` bound the act itself."""

    violation_id: str
    clause: str
    severity: Literal[0, 1, 2, 3, 4] | None = None
    inspection_id: str | None = None
    act_from: date | None = None
    act_until: date | None = None
    harm: Literal["none", "minor", "life_health"] | None = None
    first_time: bool | None = None


@happened("violation.corrected_on_spot/1", zh="当场改正")
class CorrectedOnSpot(Told):
    """A breach was mended on the spot; whether it did harm stands beside (处罚法 33)."""

    violation_id: str
    harm: Literal["none", "minor", "life_health"] | None = None


@happened("violation.correction_ordered/1", zh="责令改正")
class CorrectionOrdered(Told):
    """A correction was ordered, due on a day or within working days (one of the two)."""

    violation_id: str
    order_id: str
    due_on: date | None = None
    workdays: int | None = None


@happened("violation.correction_extended/1", zh="延长改正期限")
class CorrectionExtended(Told):
    """The term of an order was extended to a day."""

    order_id: str
    due_on: date
    reason: str | None = None


@happened("violation.correction_verified/1", zh="复查")
class CorrectionVerified(Told):
    """A recheck showed whether the breach was mended."""

    order_id: str
    fixed: bool


@happened("violation.correction_refused/1", zh="拒不改正")
class CorrectionRefused(Told):
    """The authority found that the correction was refused (拒不改正); lateness alone is not."""

    order_id: str
