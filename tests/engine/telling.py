"""A log in memory that is told things on days, and asked how regions stand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import FacilityId
from compliance.domain.progress import Progress
from compliance.domain.time import AsOf, end_of_day
from compliance.engine.desk import Desk, WhatIf
from compliance.engine.target import track
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.rules.installed import installed_texts
from tests.log.telling import LOG_ID, Clock, Ids
from tests.saying import instant, said

TEXTS = installed_texts(None)
DAZU, CITY = "500111", "500000"


class Told:
    """A log that is told things on days, and asked."""

    def __init__(self, texts: Mapping[str, str] = TEXTS) -> None:
        self.texts = texts
        self.clock = Clock(instant("2025-12-31"))
        self.log = EventLog(MemoryRecorder(LOG_ID), self.clock, Ids())

    def tell(self, *proposals: Proposal, at: str = "2025-12-31") -> list[Any]:
        self.clock.at = instant(at)
        return [self.log.append([each]).events[0] for each in proposals]

    def desk(self, *, what_if: bool = False) -> Desk:
        supposed = WhatIf({}, alone=False) if what_if else None
        return Desk(
            self.log, lambda: self.texts, lambda: None, None, vault=_none, what_if=supposed
        )

    def track(self, region: str, year: int | None = None, **how: Any) -> list[Progress]:
        known = how.pop("known", None)
        until: datetime | None = None if known is None else end_of_day(date.fromisoformat(known))
        as_of = AsOf(date.fromisoformat(how.pop("on", "2026-06-30")), until)
        desk = self.desk(what_if=how.pop("what_if", False))
        return list(track(desk, as_of, region, year, **how))

    def one(self, region: str, clause: str, year: int, **how: Any) -> Progress:
        (found,) = (p for p in self.track(region, year, **how) if p.target.id == clause)
        return found


def _none() -> Any:
    raise AssertionError


def facility(
    name: str, region: str = DAZU, *, places: int | None = None, **more: Any
) -> list[Proposal]:
    """Say that a facility was registered and opened, and how many places it declared."""
    where = FacilityId(f"local:{name}")
    events = [
        said("facility.registered", on="2023-01-02", facility=where, name=name,
             kind=more.pop("kind", "facility"), region=region, **more),
        said("facility.opened", on="2023-02-01", facility=where),
    ]  # fmt: skip
    if places is not None:
        events.append(said("facility.capacity_declared", on="2023-02-01", facility=where,
                           places=places, modes=["full_day"]))  # fmt: skip
    return events


def staff(name: str, *certificates: str, role: str = "carer") -> list[Proposal]:
    """Say who joined a facility, and what it stated of their certificates."""
    return [
        said("staff.joined", on="2023-02-01", facility=FacilityId(f"local:{name}"),
             person=f"p_0a1b2c3d_{hash_of(name, role, n)}", role=role, certificate=certificate)
        for n, certificate in enumerate(certificates)
    ]  # fmt: skip


def hash_of(*parts: object) -> str:
    return "".join(f"{ord(char):x}" for char in "".join(map(str, parts))).rjust(32, "0")[-32:]


def observed(region: str, indicator: str, value: str, year: int = 2025, **more: Any) -> Proposal:
    more = {"on": f"{year}-12-31"} | more
    return said(
        "indicator.observed", facility=None, region=region, indicator=indicator, year=year,
        value=value, **more,
    )  # fmt: skip
