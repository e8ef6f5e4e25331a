"""What offices do beside single facilities: conferences, evaluations, lists, inspectors (机关)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, Region, Sha256
from compliance.domain.told import Told


@happened("conference.held/1", zh="联席会议", about="region")
class ConferenceHeld(Told):
    """The joint conference met (联席会议)."""

    region: Region
    level: Literal["plenary", "topical", "liaison"]
    minutes_no: DocumentNo | None = None
    members: int | None = None


@happened("evaluation.done/1", zh="规划评估", about="region")
class EvaluationDone(Told):
    """A plan was evaluated."""

    region: Region
    plan: str
    kind: Literal["annual", "mid_term", "final", "periodic"]
    year: int | None = None
    result: str | None = None
    document_no: DocumentNo | None = None


@happened("disclosure.issued/1", zh="发布信息", about="region")
class DisclosureIssued(Told):
    """An authority published a list for a period; the file's digest stands for it."""

    region: Region
    list_name: Literal[
        "filed_facilities",
        "facilities_without_findings",
        "inspection_results",
        "penalties",
        "quality_grades",
        "map",
        "credit",
        "major_events",
    ]
    period: str
    sha256: Sha256 | None = None
    where: str | None = None


@happened("ledger.updated/1", zh="更新信息共享台账", about="region")
class LedgerUpdated(Told):
    """The ledger that departments share was brought up to date (信息共享台账)."""

    region: Region
    departments: tuple[str, ...]
    sha256: Sha256 | None = None


@happened("standard.issued/1", zh="制定标准规范", about="region")
class StandardIssued(Told):
    """A region's standard, catalogue or measure was issued."""

    region: Region
    name: str
    document_no: DocumentNo | None = None


@happened("supervision.reported/1", zh="督导报告", about="region")
class SupervisionReported(Told):
    """A report on supervision went to the government above."""

    region: Region
    period: str
    to_authority: str
    document_no: DocumentNo | None = None


@happened("centre.opened/1", zh="设立指导中心", about="region")
class CentreOpened(Told):
    """A guidance centre was set up (指导中心)."""

    region: Region
    centre_id: str
    level: Literal["provincial", "city", "district", "town"]
    name: str | None = None


@happened("centre.closed/1", zh="撤销指导中心", about="region")
class CentreClosed(Told):
    """A guidance centre was closed."""

    region: Region
    centre_id: str


@happened("trainer.recognised/1", zh="认定培训机构", about="region")
class TrainerRecognised(Told):
    """A body, or an expert, was recognised to train carers."""

    region: Region
    trainer: str
    kind: Literal["institution", "expert"]
    document_no: DocumentNo | None = None


@happened("trainer.withdrawn/1", zh="取消培训机构认定", about="region")
class TrainerWithdrawn(Told):
    """The recognition of a trainer was withdrawn."""

    region: Region
    trainer: str
    reason: str | None = None


@happened("trainer.spot_checked/1", zh="抽查培训质量", about="region")
class TrainerSpotChecked(Told):
    """The quality of training was spot-checked."""

    region: Region
    trainer: str
    passed: bool


@happened("issuer.sanctioned/1", zh="查处发证机构", about="region")
class IssuerSanctioned(Told):
    """A body that issues certificates was sanctioned; which it voids, is recorded one by one."""

    region: Region
    issuer: str
    kinds: tuple[str, ...]
    document_no: DocumentNo


@happened("inspector.certified/2", zh="取得执法资格", about="region", upcasts=(grew,))
class InspectorCertified(Told):
    """An officer was certified to enforce (执法资格), under the number of the certificate."""

    region: Region
    certificate_no: str
    org: str
    until: date | None = None
    domains: tuple[str, ...] | None = None
    districts: tuple[Region, ...] | None = None


@happened("inspector.trained/1", zh="执法培训", about="region")
class InspectorTrained(Told):
    """An officer was trained; hours."""

    region: Region
    certificate_no: str
    hours: int
    topic: str | None = None


@happened("inspector.certificate_ended/1", zh="执法资格终止", about="region")
class InspectorCertificateEnded(Told):
    """An officer's certificate ended."""

    region: Region
    certificate_no: str
    reason: str | None = None


@happened("inspector.recused/1", zh="回避")
class InspectorRecused(Told):
    """An officer stood down from a facility's matters (回避)."""

    certificate_no: str
    inspection_id: str | None = None
    reason: str | None = None
