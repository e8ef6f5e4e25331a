"""A facility's life: registration, filing, operation, classes, closure (机构)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import CreditCode, Person, Region
from compliance.domain.told import Told


@happened("facility.registered/1", zh="登记")
class FacilityRegistered(Told):
    """A registrar entered the facility (登记)."""

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


@happened("premises.found/1", zh="发现场所")
class PremisesFound(Told):
    """Premises were found where children are cared for, whether or not anyone registered them."""

    name: str | None = None
    address: str
    region: Region
    children: int | None = None


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


@happened("facility.filing_cancelled/1", zh="取消备案")
class FilingCancelled(Told):
    """The filing was cancelled."""

    reason: str | None = None


@happened("facility.opened/1", zh="开始收托")
class FacilityOpened(Told):
    """The facility began to care for children."""


@happened("facility.suspended/1", zh="停业")
class FacilitySuspended(Told):
    """Care was suspended; `until` is the last day in force."""

    ordered_by: str
    until: date | None = None


@happened("facility.resumed/1", zh="恢复收托")
class FacilityResumed(Told):
    """Care went on after a suspension."""


@happened("facility.deregistered/1", zh="注销登记")
class FacilityDeregistered(Told):
    """The registrar struck the facility off."""

    reason: str | None = None


@happened("facility.capacity_declared/1", zh="申报托位")
class FacilityCapacityDeclared(Told):
    """Places and modes of care were declared (托位、服务形式)."""

    places: int
    modes: tuple[Literal["full_day", "half_day", "hourly", "temporary"], ...]
    inclusive: bool | None = None


@happened("facility.closed/1", zh="终止收托")
class FacilityClosed(Told):
    """Care ended."""

    kind: Literal["voluntary", "ordered", "emergency"]
    children_left: int | None = None


@happened("facility.children_placed/1", zh="安置婴幼儿")
class ChildrenPlaced(Told):
    """Children of a closing facility found care elsewhere."""

    count: int


@happened("class.opened/1", zh="开班")
class ClassOpened(Told):
    """A class was opened; `class_id` is unique within the facility."""

    class_id: str
    kind: Literal["infant", "toddler", "older", "mixed", "family_point"]
    capacity: int | None = None


@happened("class.counted/1", zh="清点班级")
class ClassCounted(Told):
    """Children and carers present in a class were counted."""

    class_id: str
    children: int
    carers: int


@happened("class.closed/1", zh="撤班")
class ClassClosed(Told):
    """A class was closed."""

    class_id: str
