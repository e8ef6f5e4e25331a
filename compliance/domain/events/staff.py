"""People on posts: joining, leaving, certificates, training, background checks (从业人员)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import Person
from compliance.domain.told import Told


@happened("staff.joined/1", zh="入职")
class StaffJoined(Told):
    """A person took a post; `certificate` is what the facility stated about it then."""

    person: Person
    role: Literal["head", "carer", "health", "guard", "cook", "other"]
    certificate: Literal["held", "none"] | None = None


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


@happened("staff.certificate_voided/1", zh="证书作废", about="person")
class StaffCertificateVoided(Told):
    """A person's certificate of a kind was voided."""

    person: Person
    kind: str
    reason: str


@happened("staff.trained/1", zh="培训", about="person")
class StaffTrained(Told):
    """A person completed hours of training."""

    person: Person
    hours: int
    topic: str | None = None


@happened("staff.background_checked/1", zh="背景查询")
class StaffBackgroundChecked(Told):
    """The facility queried a person's record; what the record was goes to the vault."""

    person: Person
    result: Literal["clear", "hit"]
    relevant_to: tuple[Literal["minors_62", "preschool_44"], ...] | None = None
    proof_no: str | None = None
