"""What can be recorded. Each event is said in the past tense; who, where, when: the envelope.

Stored names are ours (`facility.filed/1`) and outlive any class. An optional field that is absent
means "unknown", never "no".
"""

from compliance.domain.events.catalogue import CATALOGUE, Kind, kind_of, latest
from compliance.domain.events.conduct import (
    AbuseEstablished,
    AccusedPerson,
    CorrectionOrdered,
    CorrectionRefused,
    CorrectionVerified,
    InspectionCarriedOut,
    PenaltyDecided,
    PersonBanLifted,
    PersonBanned,
    ViolationFound,
)
from compliance.domain.events.facility import (
    ChildrenPlaced,
    ClassClosed,
    ClassCounted,
    ClassOpened,
    FacilityCapacityDeclared,
    FacilityClosed,
    FacilityDeregistered,
    FacilityFiled,
    FacilityOpened,
    FacilityRegistered,
    FacilityResumed,
    FacilitySuspended,
    FilingCancelled,
    FilingSubmitted,
    NonconformityNotified,
    PremisesFound,
)
from compliance.domain.events.region import IndicatorObserved, TargetSet
from compliance.domain.events.ruling import (
    CreditTierAdjusted,
    RecordCorrected,
    RecordRetracted,
    ReviewDecided,
    RulesAdopted,
)
from compliance.domain.events.staff import (
    StaffBackgroundChecked,
    StaffCertificateVoided,
    StaffCertified,
    StaffJoined,
    StaffLeft,
    StaffTrained,
)

__all__ = [
    "CATALOGUE",
    "AbuseEstablished",
    "AccusedPerson",
    "ChildrenPlaced",
    "ClassClosed",
    "ClassCounted",
    "ClassOpened",
    "CorrectionOrdered",
    "CorrectionRefused",
    "CorrectionVerified",
    "CreditTierAdjusted",
    "FacilityCapacityDeclared",
    "FacilityClosed",
    "FacilityDeregistered",
    "FacilityFiled",
    "FacilityOpened",
    "FacilityRegistered",
    "FacilityResumed",
    "FacilitySuspended",
    "FilingCancelled",
    "FilingSubmitted",
    "IndicatorObserved",
    "InspectionCarriedOut",
    "Kind",
    "NonconformityNotified",
    "PenaltyDecided",
    "PersonBanLifted",
    "PersonBanned",
    "PremisesFound",
    "RecordCorrected",
    "RecordRetracted",
    "ReviewDecided",
    "RulesAdopted",
    "StaffBackgroundChecked",
    "StaffCertificateVoided",
    "StaffCertified",
    "StaffJoined",
    "StaffLeft",
    "StaffTrained",
    "TargetSet",
    "ViolationFound",
    "kind_of",
    "latest",
]
