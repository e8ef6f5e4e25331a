"""Supervision: inspections, violations, corrections, penalties, abuse, bans (监督执法)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo, Person
from compliance.domain.told import Told


@happened("inspection.carried_out/1", zh="检查")
class InspectionCarriedOut(Told):
    """A visit took place; `officers` are certificate numbers (执法证号)."""

    inspection_id: str
    nature: Literal["enforcement", "patrol", "guidance"]
    officers: tuple[str, ...]
    items: tuple[str, ...]
    result: str


@happened("violation.found/1", zh="发现违法行为")
class ViolationFound(Told):
    """A breach was found; `act_from`/`act_until` bound the act itself."""

    violation_id: str
    clause: str
    severity: Literal[0, 1, 2, 3, 4] | None = None
    inspection_id: str | None = None
    act_from: date | None = None
    act_until: date | None = None


@happened("violation.correction_ordered/1", zh="责令改正")
class CorrectionOrdered(Told):
    """A correction was ordered, due on a day or within working days (one of the two)."""

    violation_id: str
    order_id: str
    due_on: date | None = None
    workdays: int | None = None


@happened("violation.correction_verified/1", zh="复查")
class CorrectionVerified(Told):
    """A recheck showed whether the breach was mended."""

    order_id: str
    fixed: bool


@happened("violation.correction_refused/1", zh="拒不改正")
class CorrectionRefused(Told):
    """The authority found that the correction was refused (拒不改正); lateness alone is not."""

    order_id: str


@happened("penalty.decided/1", zh="行政处罚决定")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AccusedPerson:
    """A person whom an effective document names, and in which capacity."""

    person: Person
    capacity: Literal["supervisor_directly_responsible", "other_directly_responsible"]


@happened("abuse.established/1", zh="认定虐待")
class AbuseEstablished(Told):
    """An effective document established abuse; it occurred on the day the document took effect."""

    persons: tuple[AccusedPerson, ...]
    document_no: DocumentNo
    document_kind: Literal["judgment", "administrative_finding"]
    decided_by: str
    act_from: date | None = None
    act_until: date | None = None
    victims_under_3: bool | None = None


@happened("person.banned/1", zh="从业禁止", about="person")
class PersonBanned(Told):
    """A decision bars a person from work; `until` is the last day, absent = not stated."""

    person: Person
    basis: Literal["pfpl_41", "preschool_80", "court"]
    scope: str
    document_no: DocumentNo
    act_from: date | None = None
    act_until: date | None = None
    until: date | None = None


@happened("person.ban_lifted/1", zh="解除从业禁止", about="person")
class PersonBanLifted(Told):
    """A ban was lifted; `document_no` is the number of the decision that had imposed it."""

    person: Person
    document_no: DocumentNo
