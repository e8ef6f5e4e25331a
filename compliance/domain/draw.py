"""A spot check by lot (双随机): the plan, the frame, what was drawn; who goes stands in `team`.

Values only. Who reads a plan from outside is `intake`; who draws and who assigns is
`outcomes.draw`. A share is an exact fraction, a day a date, an instant UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal, NamedTuple

from compliance.domain.events.draw import PassedFor

METHOD = "dr/v1"
"""The name of the method, the first word of all that is hashed."""
UNRATED = "unrated"
"""The tier of a facility that the rules give none: a stratum of its own."""
JOINED = "*"
"""The district of a stratum that was joined of strata too small to stand alone."""

ItemKind = Literal["general", "key"]
"""一般事项, whose share is capped; 重点事项, which may be checked in full."""
DistrictLevel = Literal["county", "town", "none"]
Rounding = Literal["up", "lot"]
"""A share of a stratum that is no whole number: the next one, or the lot decides."""
WhenCapped = Literal["replace", "defer"]
IncludedFor = Literal["deferred", "complaints", "incident", "superior_order", "other"]
ExcludedFor = Literal[
    "status", "region", "no_item", "cool_down", "court", "superior_order", "duplicate", "other"
]
Question = Literal[
    "abandoned",
    "committed_again",
    "drawn_again",
    "amended",
    "unanswered",
    "unapproved",
    "handed_in",
    "committed_late",
    "never_drawn",
    "drawn_early",
    "drawn_late",
    "never_revealed",
    "replaced",
    "put_off",
    "reteamed",
    "unvisited",
]
"""What an auditor asks of a draw (`draw audit`)."""


class Draw(NamedTuple):
    """A draw, by its region and its name."""

    region: str
    name: str

    @property
    def tags(self) -> tuple[str, str]:
        """What everything bears that is told of it or of its plan."""
        return f"draw:{self.region}/{self.name}", f"plan:{self.region}/{self.name}"

    def inspection_id(self, task: str) -> str:
        """Return the number that the visit of a task bears at its facility.

        It names the region: a city's draw and a county's may bear one name, and fall on one
        facility.
        """
        return f"{self.region}-{self.name}-{task}"

    def task_of(self, inspection_id: str) -> str:
        """Return the task whose visit bears such a number."""
        return inspection_id.removeprefix(self.inspection_id(""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How much of a stratum an item's department visits: `min(N, max(least, share·N), most)`."""

    tier: str | None
    """None = every tier that no other rate names."""
    district: str | None
    share: Fraction
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A matter of inspection (抽查事项), its department, what it rests on, and its rates."""

    item: str
    field: str
    """抽查领域"""
    title: str
    object: str
    """检查对象"""
    kind: ItemKind
    basis: str
    department: str
    """发起部门, or one of the 配合部门 of the plan."""
    level: str
    """抽查层级"""
    qualifications: tuple[str, ...]
    """Domains in which one officer each must be certified."""
    rates: tuple[Rate, ...]
    where: str | None = None
    """Which facilities it concerns, in the rule language; None = all of the frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """A public value that nobody knows when the draw is committed to, and all can look up."""

    source: str
    at: datetime
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCap:
    """How often a facility may be visited in a year, and by which paper."""

    visits: int
    per: Literal["facility", "item"]
    basis: str
    exempt: tuple[str, ...]
    """Kinds of visit that do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRules:
    """Who may go where: officers for each department, visits for each officer, rotation."""

    size: int
    """Officers of each department at a visit; two at least (处罚法 42)."""
    load_max: int
    """Visits of one officer in this draw."""
    rotation: int
    """An officer does not go where they took part in one of the last so many visits."""
    own_district: bool
    """Whether an officer who has districts goes nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A facility that the plan itself puts in or leaves out, with the reason."""

    facility: str
    reason: str
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan of spot checks (抽查计划) as it was approved."""

    plan: str
    title: str
    region: str
    year: int
    authority: str
    departments: tuple[str, ...]
    as_of: date
    """The day of the tiers and statuses."""
    known_at: datetime | None
    district: DistrictLevel
    statuses: tuple[str, ...]
    where: str | None
    items: tuple[Item, ...]
    general_share_max: Fraction | None
    join_below: int
    """Strata of fewer facilities are joined with those of the same tier; 0 = never."""
    rounding: Rounding
    cool_down_days: int
    included: tuple[Named, ...]
    excluded: tuple[Named, ...]
    visit_cap: VisitCap | None
    when_capped: WhenCapped
    team: TeamRules
    nonces: tuple[str, ...]
    """Who each hands in a number of their own: every department, and a supervisor."""
    beacon: Beacon
    publish_lists: Literal["after_visits", "after_draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A facility of the frame: what the lot may fall on."""

    facility: str
    tier: str
    district: str
    items: tuple[str, ...]
    """Items that concern it, in the order of the plan."""
    capped: bool = False
    """Whether another visit would break the yearly cap."""
    must: str | None = None
    """Why it is visited whatever the lot says; None = the lot decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nonce:
    """A number that somebody made and kept to themselves until the draw: 64 hex digits."""

    by: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A facility that the lot fell on, or that the plan names, and the items it is visited for."""

    facility: str
    stratum: str
    rank: int
    """Place in the order of tickets within the stratum, from 0; -1 = named by the plan."""
    ticket: str
    items: tuple[str, ...]
    must: str | None = None
    passed: PassedFor | None = None
    """Why it is not visited; None = it is."""
    instead_of: str | None = None
    """The facility that it is drawn in the place of."""
