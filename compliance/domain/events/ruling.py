"""Words about other words: review decisions, tier decisions, corrections, adopted rules."""

from datetime import date
from typing import Any, Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo, EventId, Sha256
from compliance.domain.told import Told


@happened("review.decided/1", zh="复议诉讼结果", about="person")
class ReviewDecided(Told):
    """A review body or court ruled on a decision (复议、诉讼)."""

    decision_no: DocumentNo
    outcome: Literal["maintained", "changed", "revoked", "void", "confirmed_illegal"]
    effect_mode: Literal["ex_tunc", "flag_only", "replace"]
    body: str | None = None
    effective_on: date | None = None
    replaced_by: DocumentNo | None = None


@happened("credit.tier_adjusted/1", zh="调整信用等级")
class CreditTierAdjusted(Told):
    """An official set the credit tier by decision."""

    to: Literal["A", "B", "C", "D"]
    document_no: DocumentNo
    reason: str


@happened("record.corrected/1", zh="更正记录", about="person")
class RecordCorrected(Told):
    """A recorded event was corrected: `set` holds every difference from the original.

    `set` may name data fields and `occurred_on`; null takes a field away, lists change whole.
    """

    event: EventId
    set: dict[str, Any]
    reason: str


@happened("record.retracted/1", zh="撤回记录", about="person")
class RecordRetracted(Told):
    """A recorded event was withdrawn: it should not have been recorded."""

    event: EventId
    reason: str


@happened("rules.adopted/1", zh="采用规则包", about="log")
class RulesAdopted(Told):
    """A rule pack was adopted; its canonical text is kept under its digest."""

    pack: str
    version: str
    sha256: Sha256
