"""How a facility cares: site, places, classes, prices, safety, health, what it makes public."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, Region, Sha256
from compliance.domain.told import Told


@happened("facility.site_recorded/1", zh="登记场地")
class SiteRecorded(Told):
    """What the site is: areas in square decimetres, position in microdegrees, lease."""

    street: Region | None = None
    area_dm2: int | None = None
    outdoor_dm2: int | None = None
    floor_highest: int | None = None
    floor_lowest: int | None = None
    independent: bool | None = None
    owned: bool | None = None
    lease_from: date | None = None
    lease_until: date | None = None
    longitude_microdegrees: int | None = None
    latitude_microdegrees: int | None = None
    datum: Literal["cgcs2000", "wgs84", "gcj02"] | None = None


@happened("site.accepted/1", zh="场地改造验收")
class SiteAccepted(Told):
    """A site rebuilt to a standard was accepted (验收)."""

    standard: str
    accepted_by: str
    document_no: DocumentNo | None = None


@happened("facility.capacity_declared/1", zh="申报托位")
class FacilityCapacityDeclared(Told):
    """Places and modes of care were declared (托位、服务形式)."""

    places: int
    modes: tuple[Literal["full_day", "half_day", "hourly", "temporary"], ...]
    inclusive: bool | None = None


@happened("facility.price_set/1", zh="定价")
class PriceSet(Told):
    """A price was set, in fen per unit; who may set it hangs on the regime."""

    regime: Literal["government_guided", "inclusive_agreed", "market"]
    price_fen: int
    per: Literal["month", "day", "half_day", "hour"]
    item: str | None = None
    document_no: DocumentNo | None = None


@happened("class.opened/2", zh="开班", upcasts=(grew,))
class ClassOpened(Told):
    """A class was opened; `class_id` is unique within the facility."""

    class_id: str
    kind: Literal["infant", "toddler", "older", "mixed", "family_point"]
    capacity: int | None = None
    age_from_months: int | None = None
    age_until_months: int | None = None


@happened("class.changed/1", zh="变更班级")
class ClassChanged(Told):
    """A class was changed; what is absent stays as it was."""

    class_id: str
    kind: Literal["infant", "toddler", "older", "mixed", "family_point"] | None = None
    capacity: int | None = None
    age_from_months: int | None = None
    age_until_months: int | None = None


@happened("class.counted/2", zh="清点班级", upcasts=(grew,))
class ClassCounted(Told):
    """Children and carers present in a class were counted; ages in whole months."""

    class_id: str
    children: int
    carers: int
    enrolled: int | None = None
    youngest_months: int | None = None
    oldest_months: int | None = None


@happened("class.closed/1", zh="撤班")
class ClassClosed(Told):
    """A class was closed."""

    class_id: str


@happened("facility.attendance_counted/1", zh="清点在托人数")
class AttendanceCounted(Told):
    """Children in care were counted, of the whole facility in a shift; `places` it has for it."""

    shift: str
    children: int
    places: int | None = None


@happened("facility.document_recorded/1", zh="登记证照文件")
class DocumentRecorded(Told):
    """A permit, check or paper of the facility was recorded, with its result and last day."""

    kind: Literal[
        "fire_check",
        "health_evaluation",
        "food_licence",
        "premises_proof",
        "staff_papers",
        "filing_form",
        "filing_commitment",
        "emergency_plan",
        "safety_system",
        "fire_manager",
        "equipment_check",
        "land_use_proof",
        "other",
    ]
    number: str | None = None
    passed: bool | None = None
    issued_by: str | None = None
    until: date | None = None


@happened("facility.insured/1", zh="投保")
class FacilityInsured(Told):
    """Insurance was bought."""

    kind: Literal["liability", "accident", "fire", "other"]
    policy_no: str
    until: date | None = None


@happened("facility.cctv_attested/1", zh="查验视频监控")
class CctvAttested(Told):
    """Video surveillance was checked; recordings kept, in days."""

    days_kept: int | None = None
    all_day: bool | None = None
    full_coverage: bool | None = None


@happened("facility.contract_attested/1", zh="查验服务合同")
class ContractAttested(Told):
    """The service contract was checked: which items its text has, how many signed."""

    items: tuple[Literal["service_terms", "fees", "dispute_resolution", "other"], ...]
    template_sha256: Sha256 | None = None
    signed: int | None = None
    enrolled: int | None = None


@happened("facility.drill_held/1", zh="演练")
class DrillHeld(Told):
    """A drill was held."""

    kind: Literal["fire", "earthquake", "violence", "first_aid", "other"]
    attended: int | None = None


@happened("facility.disclosed/1", zh="机构公开信息")
class FacilityDisclosed(Told):
    """The facility made information public."""

    items: tuple[
        Literal[
            "basic_information",
            "house_rules",
            "services",
            "fees",
            "meals",
            "health_care",
            "security",
            "complaint_line",
            "filing",
            "staff_information",
        ],
        ...,
    ]
    until: date | None = None


@happened("facility.annual_report_filed/1", zh="年度报告")
class AnnualReportFiled(Told):
    """The facility reported on a year, to the health authority or to its registrar."""

    year: int
    to_authority: Literal["health_authority", "registrar"] | None = None


@happened("health.service_provided/1", zh="提供健康服务")
class HealthServiceProvided(Told):
    """A primary care unit served children in care: the six kinds of Dazu's task 6, and others."""

    kinds: tuple[
        Literal[
            "growth_monitoring",
            "nutrition",
            "development_assessment",
            "eye_care",
            "oral_care",
            "disability_screening",
            "newborn_visit",
            "vaccination",
            "disease_prevention",
            "other",
        ],
        ...,
    ]
    children: int | None = None
    provider: str | None = None


@happened("health.files_counted/1", zh="清点健康档案")
class HealthFilesCounted(Told):
    """Children enrolled, and those with an electronic health file, were counted."""

    with_file: int
    enrolled: int


@happened("health.contract_signed/1", zh="家庭医生签约")
class HealthContractSigned(Told):
    """A family doctor's team was contracted for the facility."""

    provider: str
    until: date | None = None


@happened("appointment.counted/1", zh="清点预约")
class AppointmentsCounted(Told):
    """Online requests for a place were counted, and how many were answered."""

    requested: int
    answered: int
