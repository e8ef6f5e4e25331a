"""A facility's life: registration, filing, operation, change, closure (机构)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import CreditCode, DocumentNo, FacilityId, Person, Region
from compliance.domain.told import Told


@happened("facility.registered/2", zh="登记", upcasts=(grew,))
class FacilityRegistered(Told):
    """A registrar entered the facility (登记). A code may stand behind several sites."""

    name: str
    kind: Literal["facility", "family_point", "kindergarten_class"]
    region: Region
    uscc: CreditCode | None = None
    nature: Literal["public_institution", "social_service", "for_profit"] | None = None
    registrar: (
        Literal["staffing_office", "civil_affairs", "market_regulation", "education", "other"]
        | None
    ) = None
    address: str | None = None
    legal_representative: Person | None = None
    street: Region | None = None
    sponsor: Literal["public", "employer", "community", "private"] | None = None
    operating_mode: (
        Literal["public_built_private_run", "private_run_publicly_aided", "government_purchase"]
        | None
    ) = None
    operator_uscc: CreditCode | None = None
    parent_uscc: CreditCode | None = None
    brand: str | None = None
    open_to_public: bool | None = None
    comprehensive: bool | None = None
    scope_names_childcare: bool | None = None


@happened("facility.registration_changed/1", zh="变更登记")
class RegistrationChanged(Told):
    """What the register says of the facility was changed; what is absent stays as it was."""

    name: str | None = None
    uscc: CreditCode | None = None
    nature: Literal["public_institution", "social_service", "for_profit"] | None = None
    address: str | None = None
    legal_representative: Person | None = None
    operator_uscc: CreditCode | None = None


@happened("registration.pushed/1", zh="推送登记信息")
class RegistrationPushed(Told):
    """The registrar handed the registration on to the health authority (推送)."""

    registered_on: date
    to_authority: str | None = None


@happened("facility.filing_submitted/1", zh="提交备案")
class FilingSubmitted(Told):
    """The facility handed in its filing papers."""


@happened("facility.filed/1", zh="备案")
class FacilityFiled(Told):
    """The authority gave a receipt for the filing (备案回执)."""

    filing_no: str


@happened("facility.nonconformity_notified/1", zh="告知不符合备案要求")
class NonconformityNotified(Told):
    """The authority told the facility why its papers do not conform; it does not refuse."""

    reasons: tuple[str, ...]


@happened("facility.filing_changed/1", zh="变更备案")
class FilingChanged(Told):
    """What was filed changed and was filed again."""

    changes: tuple[str, ...]


@happened("facility.filing_cancelled/2", zh="取消备案", upcasts=(grew,))
class FilingCancelled(Told):
    """The filing was cancelled; with a number where a decision did it."""

    reason: str | None = None
    document_no: DocumentNo | None = None


@happened("facility.permitted/1", zh="许可")
class FacilityPermitted(Told):
    """A permit was granted; no law in force asks for one yet (托育服务法 is a bill)."""

    permit_no: str
    document_no: DocumentNo | None = None
    until: date | None = None


@happened("facility.permit_revoked/1", zh="吊销许可")
class PermitRevoked(Told):
    """A permit was revoked."""

    permit_no: str
    document_no: DocumentNo


@happened("facility.opened/1", zh="开始收托")
class FacilityOpened(Told):
    """The facility began to care for children."""


@happened("facility.relocated/1", zh="迁址")
class FacilityRelocated(Told):
    """The facility moved; from this day the rules of the new region hold."""

    region: Region
    from_region: Region | None = None
    street: Region | None = None
    address: str | None = None


@happened("facility.merged/1", zh="合并")
class FacilityMerged(Told):
    """The facility was merged into another; its own record stays."""

    into: FacilityId


@happened("facility.suspended/2", zh="停业", upcasts=(grew,))
class FacilitySuspended(Told):
    """Care was suspended; `until` is the last day in force."""

    ordered_by: str
    until: date | None = None
    document_no: DocumentNo | None = None


@happened("facility.resumed/1", zh="恢复收托")
class FacilityResumed(Told):
    """Care went on after a suspension."""


@happened("facility.exit_planned/1", zh="制定退出方案")
class ExitPlanned(Told):
    """A plan for ending care was made: who goes where, by when."""

    last_day: date | None = None
    children: int | None = None
    staff: int | None = None


@happened("facility.closed/2", zh="终止收托", upcasts=(grew,))
class FacilityClosed(Told):
    """Care ended."""

    kind: Literal["voluntary", "ordered", "emergency"]
    children_left: int | None = None
    document_no: DocumentNo | None = None


@happened("facility.children_placed/2", zh="安置婴幼儿", upcasts=(grew,))
class ChildrenPlaced(Told):
    """Children of a closing facility found care elsewhere."""

    count: int
    to_facility: FacilityId | None = None
    fees_refunded: bool | None = None


@happened("facility.staff_settled/1", zh="安置工作人员")
class StaffSettled(Told):
    """Staff of a closing facility were provided for."""

    count: int


@happened("facility.deregistered/1", zh="注销登记")
class FacilityDeregistered(Told):
    """The registrar struck the facility off."""

    reason: str | None = None
