"""How a region stands towards a target: the figure, what is required, the verdict, the trend."""

from datetime import date
from typing import Literal, NamedTuple

from compliance.domain.figures import Measure
from compliance.domain.findings import Cite, Says

By = Literal["log", "observed"]
TargetVerdict = Literal["compliant", "below_target", "unknown"]


class Figured(NamedTuple):
    """A figure of a region and a year: who gave it (computed from the log, or observed)."""

    measure: Measure
    by: By | None
    """None = nobody."""
    other: Measure | None = None
    """What the other says, where both do."""
    other_by: By | None = None


class Past(NamedTuple):
    """An earlier year's figure, or the baseline that a plan states."""

    year: int
    measure: Measure
    by: Literal["log", "observed", "baseline"]


class Aim(NamedTuple):
    """One row of a plan, or of a decision, with its words."""

    region: str
    name: str
    id: str
    """The clause, or the number of the document that set the target."""
    indicator: str
    title: Says
    unit: str
    definition: Says | None
    year: int
    nature: str
    op: str
    of_another: tuple[str, str] | None
    """The region and the indicator whose figure is required."""
    cite: tuple[Cite, ...]
    parent: str | None
    note: str | None


class Progress(NamedTuple):
    """A region's standing towards one target; it is no facility's finding."""

    target: Aim
    as_of: date
    """The day that the figure is of."""
    required: Measure | None
    """None = the plan states none."""
    derived: Measure | None
    """What the plan's own arithmetic gives, beside what it states."""
    figured: Figured
    verdict: TargetVerdict | None
    """None = nothing to judge: a baseline, a derived row, a draft."""
    lacking: int | None
    trend: tuple[Past, ...]
    labels: tuple[str, ...]
    events: tuple[int, ...]
