"""Credit: commitments, classes of items, publication, repair, tiers, lists (信用)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, Person
from compliance.domain.told import Told


@happened("credit.committed/1", zh="信用承诺")
class CreditCommitted(Told):
    """A public credit commitment was made (信用承诺)."""

    penalty_no: DocumentNo | None = None
    text: str | None = None


@happened("credit.item_classed/1", zh="认定失信程度")
class CreditItemClassed(Told):
    """A decision was classed by how grave it is (轻微、一般、严重)."""

    penalty_no: DocumentNo
    item_class: Literal["minor_dishonesty", "general_dishonesty", "serious_dishonesty"]


@happened("credit.published/1", zh="公示处罚信息")
class CreditPublished(Told):
    """A decision was made public."""

    penalty_no: DocumentNo
    where: str | None = None


@happened("credit.publication_ended/1", zh="停止公示")
class CreditPublicationEnded(Told):
    """A decision ceased to be public."""

    penalty_no: DocumentNo
    reason: Literal["term", "repaired", "withdrawn", "other"]


@happened("credit.repair_requested/1", zh="申请信用修复")
class RepairRequested(Told):
    """The repair of credit was asked for (信用修复)."""

    penalty_no: DocumentNo


@happened("credit.repair_decided/1", zh="信用修复决定")
class RepairDecided(Told):
    """A request for repair was decided; `revoked`: a repair granted before was taken back."""

    penalty_no: DocumentNo
    decision: Literal["granted", "denied", "revoked"]
    reason: str | None = None


@happened("credit.tier_adjusted/2", zh="调整信用等级", upcasts=(grew,))
class CreditTierAdjusted(Told):
    """An official set the credit tier by decision; which tiers there are, the policy says."""

    to: str
    document_no: DocumentNo
    reason: str


@happened("credit.tier_objected/1", zh="信用等级异议")
class TierObjected(Told):
    """The facility objected to its tier (异议)."""

    objection_id: str
    reason: str | None = None


@happened("credit.objection_decided/1", zh="异议处理")
class ObjectionDecided(Told):
    """An objection was decided."""

    objection_id: str
    upheld: bool


@happened("credit.reported/1", zh="归集信用信息")
class CreditReported(Told):
    """Credit information was handed to a public credit system (归集)."""

    system: str
    batch: str
    receipt: str | None = None
    person: Person | None = None


@happened("credit.rewarded/1", zh="守信激励")
class CreditRewarded(Told):
    """Keeping faith was rewarded (守信激励)."""

    measure: str
    document_no: DocumentNo | None = None


@happened("list.entered/1", zh="列入名单", about="person")
class ListEntered(Told):
    """A facility or person was put on a list; a list of gravest dishonesty needs law for it."""

    list_name: Literal["abnormal_operation", "serious_dishonesty", "key_supervision"]
    legal_basis: str
    document_no: DocumentNo
    person: Person | None = None
    until: date | None = None


@happened("list.removed/1", zh="移出名单", about="person")
class ListRemoved(Told):
    """A facility or person was taken off a list."""

    list_name: Literal["abnormal_operation", "serious_dishonesty", "key_supervision"]
    person: Person | None = None
    reason: str | None = None
