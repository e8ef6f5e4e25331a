"""Words about other words: reviews, rulings, corrections, retractions."""

from datetime import date
from typing import Any, Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, EventId
from compliance.domain.told import Told


@happened("review.decided/2", zh="复议诉讼结果", about="person", upcasts=(grew,))
class ReviewDecided(Told):
    """A review body or court ruled on a decision (复议、诉讼)."""

    decision_no: DocumentNo
    outcome: Literal["maintained", "changed", "revoked", "void", "confirmed_illegal"]
    effect_mode: Literal["ex_tunc", "flag_only", "replace"]
    body: str | None = None
    effective_on: date | None = None
    replaced_by: DocumentNo | None = None
    review_id: str | None = None
    stage: Literal["review", "first_instance", "second_instance", "retrial"] | None = None
    served_on: date | None = None
    partial: bool | None = None
    redo_by: date | None = None


@happened("review.filed/1", zh="申请复议或起诉", about="person")
class ReviewFiled(Told):
    """A review or a lawsuit against a decision was filed; that alone stays nothing."""

    against: DocumentNo
    path: Literal["review", "lawsuit", "appeal"]
    review_id: str
    body: str | None = None
    procedure: Literal["summary", "ordinary"] | None = None


@happened("review.accepted/1", zh="受理复议", about="person")
class ReviewAccepted(Told):
    """Whether a review is taken up was decided."""

    review_id: str
    accepted: bool


@happened("review.extended/1", zh="延长复议期限", about="person")
class ReviewExtended(Told):
    """The term to decide a review was extended to a day."""

    review_id: str
    due_on: date


@happened("review.stayed/1", zh="停止执行", about="person")
class ReviewStayed(Told):
    """A decision is not to be carried out meanwhile (停止执行)."""

    against: DocumentNo
    until: date | None = None


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
