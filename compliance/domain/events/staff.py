"""People on posts: joining, leaving, certificates, training, background checks (从业人员)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, Person
from compliance.domain.told import Told


@happened("staff.joined/1", zh="入职")
class StaffJoined(Told):
    """A person took a post; `certificate` is what the facility stated about it then."""

    person: Person
    role: Literal["head", "carer", "health", "guard", "cook", "other"]
    certificate: Literal["held", "none"] | None = None


@happened("staff.role_changed/1", zh="调岗")
class StaffRoleChanged(Told):
    """A person went from one post of the facility to another."""

    person: Person
    from_role: Literal["head", "carer", "health", "guard", "cook", "other"]
    role: Literal["head", "carer", "health", "guard", "cook", "other"]


@happened("staff.assigned/1", zh="兼任")
class StaffAssigned(Told):
    """A person, of the staff or sent from outside, took on a duty beside (兼任)."""

    person: Person
    duty: Literal["health_manager", "fire_promoter", "fire_manager", "safety_officer"]
    sent_by: str | None = None
    until: date | None = None


@happened("staff.left/1", zh="离职")
class StaffLeft(Told):
    """A person left every post at the facility."""

    person: Person
    reason: str | None = None


@happened("staff.certified/1", zh="取得证书", about="person")
class StaffCertified(Told):
    """A certificate was issued to a person; `until` is its last day."""

    person: Person
    kind: str
    level: str | None = None
    number: str | None = None
    until: date | None = None


@happened("staff.certificate_voided/2", zh="证书作废", about="person", upcasts=(grew,))
class StaffCertificateVoided(Told):
    """A person's certificate of a kind was voided; `from_start`: it never counted."""

    person: Person
    kind: str
    reason: str
    from_start: bool | None = None
    document_no: DocumentNo | None = None


@happened("staff.trained/2", zh="培训", about="person", upcasts=(grew,))
class StaffTrained(Told):
    """A person completed hours of training, on the last day of it."""

    person: Person
    hours: int
    topic: str | None = None
    subjects: (
        tuple[
            Literal["ethics", "care_skills", "safety", "emergency_response", "head", "other"], ...
        ]
        | None
    ) = None
    provider: str | None = None


@happened("staff.health_checked/1", zh="健康检查")
class StaffHealthChecked(Told):
    """A person's health was checked for the post; `until` is the certificate's last day."""

    person: Person
    result: Literal["fit", "unfit"]
    until: date | None = None


@happened("staff.background_checked/1", zh="背景查询")
class StaffBackgroundChecked(Told):
    """The facility queried a person's record; what the record was goes to the vault."""

    person: Person
    result: Literal["clear", "hit"]
    relevant_to: tuple[Literal["minors_62", "preschool_44"], ...] | None = None
    proof_no: str | None = None
