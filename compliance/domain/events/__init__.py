"""What can be recorded. Each event is said in the past tense; who, where, when: the envelope.

Stored names are ours (`facility.filed/1`) and outlive any class. An optional field that is absent
means "unknown", never "no". Each module enters its events into the catalogue.
"""

from compliance.domain.events import (  # noqa: F401 - they enter their events
    books,
    care,
    case,
    conduct,
    credit,
    draw,
    facility,
    office,
    person,
    plan,
    premises,
    public,
    region,
    ruling,
    staff,
    support,
    task,
)
from compliance.domain.events.books import RulesAdopted
from compliance.domain.events.care import ClassOpened
from compliance.domain.events.catalogue import (
    CATALOGUE,
    Kind,
    former_names,
    kind_of,
    latest,
    lifted,
    stored_names,
)
from compliance.domain.events.conduct import ViolationFound
from compliance.domain.events.person import AbuseEstablished, PersonErased
from compliance.domain.events.ruling import RecordCorrected, RecordRetracted
from compliance.domain.events.staff import StaffBackgroundChecked

__all__ = [
    "CATALOGUE",
    "AbuseEstablished",
    "ClassOpened",
    "Kind",
    "PersonErased",
    "RecordCorrected",
    "RecordRetracted",
    "RulesAdopted",
    "StaffBackgroundChecked",
    "ViolationFound",
    "former_names",
    "kind_of",
    "latest",
    "lifted",
    "stored_names",
]
