"""What happens to a region: targets set for it, figures observed of it (辖区)."""

from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo, Figure, Region
from compliance.domain.told import Told


@happened("target.set/1", zh="下达目标", about="region")
class TargetSet(Told):
    """A region was set a target for a year; `parent` is the region whose target it is part of."""

    region: Region
    indicator: str
    year: int
    op: Literal[">=", ">", "<=", "<", "="]
    value: Figure
    nature: Literal["binding", "anticipatory", "floor", "task", "draft"]
    unit: str | None = None
    parent: Region | None = None
    document_no: DocumentNo


@happened("indicator.observed/1", zh="观测指标", about="region")
class IndicatorObserved(Told):
    """A figure of a year was published or counted; `as_of` is the day that it is of."""

    region: Region
    indicator: str
    year: int
    value: Figure
    as_of: date | None = None
    numerator: int | None = None
    denominator: int | None = None
    origin: str | None = None
    document_no: DocumentNo | None = None
