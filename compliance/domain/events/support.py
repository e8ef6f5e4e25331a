"""Quality, recognition and public money: assessment, demonstration, inclusive care, subsidies."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo
from compliance.domain.told import Told


@happened("facility.quality_assessed/1", zh="质量评估")
class QualityAssessed(Told):
    """Quality was assessed: a scale of its own, never a duty and never a credit tier."""

    standard: str
    grade: str | None = None
    score: int | None = None
    vetoed_items: tuple[str, ...] | None = None
    assessor: str | None = None
    published_on: date | None = None


@happened("facility.guidance_planned/1", zh="一园一策")
class GuidancePlanned(Told):
    """A plan was made with an unfiled facility: obstacles, steps, by when (一园一策)."""

    obstacles: tuple[str, ...]
    steps: tuple[str, ...]
    due_on: date | None = None


@happened("facility.guidance_step_done/1", zh="完成一园一策步骤")
class GuidanceStepDone(Told):
    """A step of the plan was done."""

    step: str


@happened("facility.recognised_by_town/1", zh="镇街认定机构")
class RecognisedByTown(Told):
    """A street or town confirmed what the facility is (机构认定)."""

    town: str
    document_no: DocumentNo | None = None


@happened("facility.inclusive_recognised/1", zh="认定普惠")
class InclusiveRecognised(Told):
    """The facility was recognised as inclusive (普惠)."""

    document_no: DocumentNo
    until: date | None = None


@happened("facility.inclusive_withdrawn/1", zh="取消普惠")
class InclusiveWithdrawn(Told):
    """The recognition as inclusive was withdrawn."""

    document_no: DocumentNo | None = None
    reason: str | None = None


@happened("facility.demo_awarded/1", zh="评为示范")
class DemoAwarded(Told):
    """The facility became a demonstration unit (示范)."""

    level: Literal["national", "provincial", "city", "district"]
    document_no: DocumentNo | None = None
    until: date | None = None


@happened("facility.demo_reevaluated/1", zh="示范复评")
class DemoReevaluated(Told):
    """A demonstration unit was evaluated again (复评)."""

    level: Literal["national", "provincial", "city", "district"]
    passed: bool
    document_no: DocumentNo | None = None


@happened("facility.demo_withdrawn/1", zh="取消示范")
class DemoWithdrawn(Told):
    """The title of a demonstration unit was withdrawn."""

    level: Literal["national", "provincial", "city", "district"]
    reason: str | None = None


@happened("facility.subsidy_granted/1", zh="发放补贴")
class SubsidyGranted(Told):
    """A subsidy was granted; money in fen."""

    subsidy_id: str
    kind: Literal["operation", "construction", "other"]
    amount_fen: int
    years: int | None = None
    per_place_fen: int | None = None
    conditions: tuple[str, ...] | None = None
    document_no: DocumentNo | None = None


@happened("facility.subsidy_stopped/1", zh="停发补贴")
class SubsidyStopped(Told):
    """A subsidy was stopped."""

    subsidy_id: str
    reason: str | None = None


@happened("facility.subsidy_recovered/1", zh="追回补贴")
class SubsidyRecovered(Told):
    """A subsidy, or part of it, was paid back; money in fen."""

    subsidy_id: str
    amount_fen: int
