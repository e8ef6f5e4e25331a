"""Cases and penalties: from opening a case to paying a fine and going to court (行政处罚)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, Person
from compliance.domain.told import Told


@happened("case.opened/1", zh="立案")
class CaseOpened(Told):
    """A case was opened (立案); `case_id` is unique within the facility."""

    case_id: str
    violation_id: str | None = None
    opened_by: str | None = None


@happened("case.extended/1", zh="延长办案期限")
class CaseExtended(Told):
    """The term to decide a case was extended to a day, by law or rule."""

    case_id: str
    due_on: date
    basis: str


@happened("case.prior_notice/1", zh="处罚告知")
class PriorNotice(Told):
    """The party was told of the penalty intended, and of its rights (处罚法 44)."""

    case_id: str
    kinds_intended: tuple[str, ...] | None = None
    hearing_right_told: bool | None = None


@happened("case.hearing_requested/1", zh="申请听证")
class HearingRequested(Told):
    """The party asked for a hearing (处罚法 64)."""

    case_id: str


@happened("case.hearing_held/1", zh="听证")
class HearingHeld(Told):
    """A hearing was held."""

    case_id: str
    notified_on: date | None = None


@happened("case.legally_reviewed/1", zh="法制审核")
class CaseLegallyReviewed(Told):
    """The decision was reviewed for legality before it was made (处罚法 58)."""

    case_id: str
    passed: bool


@happened("case.discussed/1", zh="集体讨论")
class CaseDiscussed(Told):
    """The heads of the authority discussed the case together (处罚法 57)."""

    case_id: str


@happened("case.transferred/1", zh="移送案件")
class CaseTransferred(Told):
    """A case, or a clue, was handed to another authority."""

    to_authority: str
    case_id: str | None = None
    violation_id: str | None = None
    reason: str | None = None
    document_no: DocumentNo | None = None


@happened("case.transfer_answered/1", zh="答复移送")
class TransferAnswered(Told):
    """The other authority answered a transfer."""

    case_id: str
    taken: bool


@happened("case.closed/1", zh="结案")
class CaseClosed(Told):
    """A case was closed, and how."""

    case_id: str
    outcome: Literal["penalised", "no_penalty_33", "not_established", "transferred", "limitation"]


@happened("penalty.decided/2", zh="行政处罚决定", upcasts=(grew,))
class PenaltyDecided(Told):
    """A penalty was decided; money in fen."""

    decision_no: DocumentNo
    kinds: tuple[
        Literal[
            "warning",
            "criticism",
            "fine",
            "confiscation",
            "stop_service",
            "closure",
            "revocation",
            "practice_restriction",
        ],
        ...,
    ]
    decided_by: str
    articles: tuple[str, ...]
    violation_id: str | None = None
    fine_fen: int | None = None
    serious: bool | None = None
    procedure: Literal["summary", "ordinary", "hearing"] | None = None
    authority_kind: (
        Literal["health_authority", "market_regulation", "education", "other"] | None
    ) = None
    act_from: date | None = None
    act_until: date | None = None
    persons: tuple[Person, ...] | None = None
    confiscated_fen: int | None = None
    restricted_until: date | None = None
    social_impact: bool | None = None


@happened("penalty.served/1", zh="送达处罚决定")
class PenaltyServed(Told):
    """A decision reached the party, and how."""

    penalty_no: DocumentNo
    manner: Literal["direct", "left", "mail", "electronic", "announcement", "entrusted"]


@happened("penalty.paid/1", zh="缴纳罚款")
class PenaltyPaid(Told):
    """A fine, or part of it, was paid; money in fen."""

    penalty_no: DocumentNo
    amount_fen: int
    surcharge_fen: int | None = None


@happened("penalty.withdrawn/1", zh="自行纠正处罚")
class PenaltyWithdrawn(Told):
    """The authority took its own decision back (处罚法 75); the decision never was."""

    penalty_no: DocumentNo
    reason: str


@happened("enforcement.urged/1", zh="催告")
class EnforcementUrged(Told):
    """The party was urged to carry out a decision."""

    penalty_no: DocumentNo


@happened("enforcement.applied_to_court/1", zh="申请法院强制执行")
class EnforcementApplied(Told):
    """The court was asked to enforce a decision."""

    penalty_no: DocumentNo
    court: str


@happened("enforcement.ended/1", zh="执行终结")
class EnforcementEnded(Told):
    """Enforcement ended."""

    penalty_no: DocumentNo
    outcome: Literal["carried_out", "ended_without", "withdrawn"]
