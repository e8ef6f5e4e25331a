"""How a plan file is written: its keys and their shapes, by pydantic, made a `Plan`.

`rates` and `basis` of the plan itself stand in for those that an item does not state: an item list
of an office has neither column.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from compliance.domain.draw import (
    Beacon,
    DistrictLevel,
    ExcludedFor,
    IncludedFor,
    Item,
    ItemKind,
    Named,
    Plan,
    Rate,
    Rounding,
    TeamRules,
    VisitCap,
    WhenCapped,
)
from compliance.domain.events.conduct import VisitKind
from compliance.intake.plan.values import (
    Count,
    Day,
    Facility,
    Id,
    Instant,
    Name,
    RegionCode,
    Share,
    Text,
)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class RateIn(_Model):
    """A share of a stratum."""

    tier: Text | None = None
    district: RegionCode | None = None
    share: Share
    least: Count = 0
    most: Count | None = None

    def read(self) -> Rate:
        """Return the rate."""
        return Rate(
            tier=self.tier, district=self.district, share=self.share, least=self.least,
            most=self.most,
        )  # fmt: skip


class ItemIn(_Model):
    """A matter of inspection."""

    item: Id
    field: Text
    title: Text
    object: Text
    kind: ItemKind
    basis: Text
    department: Name
    level: Text
    qualifications: list[Text] = []
    rates: Annotated[list[RateIn], Field(min_length=1)]
    where: Text | None = None

    def read(self) -> Item:
        """Return the item."""
        return Item(
            item=self.item, field=self.field, title=self.title, object=self.object,
            kind=self.kind, basis=self.basis, department=self.department, level=self.level,
            qualifications=tuple(self.qualifications),
            rates=tuple(each.read() for each in self.rates), where=self.where,
        )  # fmt: skip


class _NamedIn(_Model):
    facility: Facility
    note: Text | None = None


class IncludedIn(_NamedIn):
    """A facility that is visited whatever the lot says."""

    reason: IncludedFor


class ExcludedIn(_NamedIn):
    """A facility that is left out."""

    reason: ExcludedFor


class VisitCapIn(_Model):
    """The plan's own cap on visits in a year."""

    visits: Count
    per: Literal["facility", "item"]
    basis: Text
    exempt: list[VisitKind] = []


class TeamIn(_Model):
    """Who may go where."""

    size: Count
    load_max: Count
    rotation: Count = 0
    own_district: bool = False


class BeaconIn(_Model):
    """A public value of a future moment."""

    source: Name
    at: Instant
    how: Text


class PlanIn(_Model):
    """A plan file."""

    plan: Id
    title: Text
    region: RegionCode
    year: Annotated[Count, Field(ge=2000, le=2099)]
    authority: Name
    departments: Annotated[list[Name], Field(min_length=1)]
    as_of: Day
    known_at: Instant | None = None
    district: DistrictLevel
    statuses: Annotated[list[Text], Field(min_length=1)]
    where: Text | None = None
    items: Annotated[list[ItemIn], Field(min_length=1)]
    general_share_max: Share | None = None
    join_below: Count = 0
    rounding: Rounding = "up"
    cool_down_days: Count = 0
    included: list[IncludedIn] = []
    excluded: list[ExcludedIn] = []
    visit_cap: VisitCapIn | None = None
    when_capped: WhenCapped = "replace"
    team: TeamIn
    nonces: Annotated[list[Name], Field(min_length=1)]
    beacon: BeaconIn
    publish_lists: Literal["after_visits", "after_draw"] = "after_visits"

    def read(self) -> Plan:
        """Return the plan."""
        same = ("plan", "title", "region", "year", "authority", "as_of", "known_at", "district",
                "where", "general_share_max", "join_below", "rounding", "cool_down_days",
                "when_capped", "publish_lists")  # fmt: skip
        return Plan(
            **{name: getattr(self, name) for name in same},
            departments=tuple(self.departments),
            statuses=tuple(self.statuses),
            items=tuple(each.read() for each in self.items),
            included=tuple(map(_named, self.included)),
            excluded=tuple(map(_named, self.excluded)),
            visit_cap=None if self.visit_cap is None else _cap(self.visit_cap),
            team=TeamRules(**self.team.model_dump()),
            nonces=tuple(self.nonces),
            beacon=Beacon(**self.beacon.model_dump()),
        )


def _named(told: IncludedIn | ExcludedIn) -> Named:
    return Named(facility=told.facility, reason=told.reason, note=told.note)


def _cap(told: VisitCapIn) -> VisitCap:
    return VisitCap(visits=told.visits, per=told.per, basis=told.basis, exempt=tuple(told.exempt))
