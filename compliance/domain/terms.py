"""What is due, by when, and borne by whom; what is public, since when and until when.

Like a finding both name their article and the events behind them; neither is a verdict.
"""

from datetime import date
from typing import Literal, NamedTuple

from compliance.domain.findings import Bearer, Binding, Cite, Missing, Says, Subject

DayType = Literal["workday", "calendar"]
State = Literal["public", "withheld", "ended", "withdrawn", "unknown"]


class Due(NamedTuple):
    """A deadline that runs: the last day on which the duty can still be done in time."""

    facility: str | None
    region: str | None
    """The region whose own deadline it is, if it is no facility's."""
    rule: str
    title: Says
    subject: Subject | None
    bearer: Bearer
    authority: str | None
    """Which authority bears it in the region, where the rules name one."""
    due: date | None
    """The last day, inclusive; None = not known, or in a year without a published calendar."""
    overdue: bool | None
    """Whether the last day has passed; None where it cannot be told."""
    left: int | None
    """Days (or working days) from the day asked about to the last day; negative = passed."""
    day_type: DayType
    provisional: bool
    """Whether the term runs into a year whose calendar is not published."""
    after: date | None
    """Of a provisional deadline: the last published day, after which it falls."""
    cite: tuple[Cite, ...]
    binding: Binding
    evidence: tuple[int, ...] = ()
    missing: tuple[Missing, ...] = ()


class Publicity(NamedTuple):
    """Whether something is public on a day, since when, until when, by which article."""

    facility: str
    rule: str
    title: Says
    subject: Subject | None
    state: State
    since: date | None
    """The first day of the state, where the law or a fact gives one."""
    until: date | None
    """The last day, inclusive; None = no end is known."""
    says: Says
    """The words of the rung that decided, or the rule's title."""
    cite: tuple[Cite, ...]
    binding: Binding
    evidence: tuple[int, ...] = ()
    missing: tuple[Missing, ...] = ()
