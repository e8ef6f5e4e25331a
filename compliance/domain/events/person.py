"""Persons: abuse established, bans, accountability, linked identities, erasure (人员)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo, Person
from compliance.domain.told import Told


@happened("abuse.alleged/1", zh="举报虐待")
class AbuseAlleged(Told):
    """Abuse was alleged; an allegation bans nobody."""

    persons: tuple[Person, ...] | None = None
    channel: str | None = None
    reported_to: str | None = None


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


@happened("person.sanctioned/1", zh="追究人员责任", about="person")
class PersonSanctioned(Told):
    """A person was held to account after an accident or a breach (追责)."""

    person: Person
    kind: Literal["criticism", "disciplinary", "fine", "dismissal", "transferred", "other"]
    decided_by: str
    incident_id: str | None = None
    document_no: DocumentNo | None = None


@happened("person.linked/1", zh="关联身份", about="person")
class PersonLinked(Told):
    """Two refs are one person: a renumbered card, a second document."""

    person: Person
    same_as: Person
    reason: str
    document_no: DocumentNo | None = None


@happened("person.erased/1", zh="删除个人信息", about="person")
class PersonErased(Told):
    """A person's key in the vault was destroyed; the log keeps the ref.

    Recorded by the erasing itself, never by hand: it must not be said and not done.
    """

    person: Person
    reason: str | None = None
