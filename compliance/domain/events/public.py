"""What the public tells: complaints, ratings, incidents, opinion (投诉、评价、事故)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import Person
from compliance.domain.told import Told


@happened("complaint.received/1", zh="收到投诉举报")
class ComplaintReceived(Told):
    """A complaint or a report came in; who sent it stays outside the log."""

    complaint_id: str
    kind: Literal["complaint", "report", "named_report", "opinion"]
    channel: str | None = None
    about: str | None = None


@happened("complaint.accepted/1", zh="受理投诉举报")
class ComplaintAccepted(Told):
    """Whether a complaint is taken up was decided."""

    complaint_id: str
    accepted: bool


@happened("complaint.answered/1", zh="答复投诉举报")
class ComplaintAnswered(Told):
    """A complaint was answered."""

    complaint_id: str
    substantiated: bool | None = None


@happened("complaint.closed/1", zh="办结投诉举报")
class ComplaintClosed(Told):
    """A complaint was closed."""

    complaint_id: str
    outcome: str | None = None


@happened("parent.rated/1", zh="家长评价")
class ParentRated(Told):
    """Parents rated the facility; a count and the mean in hundredths of the scale's unit."""

    period: str
    ratings: int
    mean_hundredths: int
    scale_max: int


@happened("incident.reported/1", zh="报告事故")
class IncidentReported(Told):
    """An accident or a harm was reported; persons as counts."""

    incident_id: str
    kind: Literal["injury", "illness", "fire", "food", "violence", "missing", "other"]
    children_injured: int | None = None
    children_dead: int | None = None
    staff_injured: int | None = None
    staff_dead: int | None = None
    reported_to: tuple[str, ...] | None = None
    learned_on: date | None = None


@happened("incident.investigated/1", zh="调查事故")
class IncidentInvestigated(Told):
    """An incident was investigated: who answers for it is named, by an effective finding."""

    incident_id: str
    facility_responsible: bool | None = None
    persons: tuple[Person, ...] | None = None
    report_no: str | None = None
