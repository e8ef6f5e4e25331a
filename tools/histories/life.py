"""One facility's life while it is told: its dice, its days, and what was said of it so far."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from compliance.domain.envelope import Actor, Proposal, Source
from compliance.domain.events.catalogue import CATALOGUE
from compliance.domain.identifiers import EventId, FacilityId, Person
from tools.histories.plan import Plan, Told

_Value = TypeVar("_Value")
_KINDS = {kind.stem: kind for kind in CATALOGUE.values()}
_NEVER_AMENDED = frozenset({"review.decided", "penalty.withdrawn"})
_DESK = Source(channel="desk")
_KEY_ID = "0a1b2c3d"
_GOLDEN = 0x9E3779B97F4A7C15F39CC0605CEDC835
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_SECONDS = 86_400
_OFFICE_OPENS, _OFFICE_SECONDS = 3_600, 28_800
"""From nine in the morning (+08:00), for eight hours, in seconds of the UTC day."""
_TROUBLED, _UNTROUBLED = 0.30, 0.03
"""How often a thing is amiss."""


class Life:
    """Says what happened, and when it was recorded; everything follows from plan and number."""

    def __init__(self, plan: Plan, number: int) -> None:
        self.plan = plan
        self.number = number
        self.dice = Random(f"{plan.seed}/{number}")  # noqa: S311 - made-up lives, not secrets
        self.region = self.one_of(plan.regions)
        self.facility = FacilityId(f"local:{self.region}-{number}")
        self.depth = max(12, int(self.dice.lognormvariate(0, 0.45) * plan.depth))
        self.first = plan.until - timedelta(days=int(365.25 * plan.years))
        self.starts = self.after(self.first, 0, 365 * plan.years * 3 // 5)
        self.ends: date | None = None
        """The day care ended."""
        self.classes: list[str] = []
        self.told: list[Told] = []
        self._amiss = _TROUBLED if self.chance(plan.troubled) else _UNTROUBLED
        self._actor = Actor(id=f"{self.region}00{number % 97:03}", org=f"{self.region}卫生健康局")

    def chance(self, share: float) -> bool:
        """Say yes in a share of all cases."""
        return self.dice.random() < share

    def amiss(self) -> bool:
        """Say whether this goes wrong: often where much does."""
        return self.dice.random() < self._amiss

    def one_of(self, among: Sequence[_Value]) -> _Value:
        """Return any of some things; one that stands twice is twice as likely."""
        return among[int(self.dice.random() * len(among))]

    def count(self, least: int, most: int) -> int:
        """Return a number between two, both included."""
        return least + int(self.dice.random() * (most - least + 1))

    def after(self, day: date, least: int, most: int) -> date:
        """Return a day some days after another."""
        return day + timedelta(days=self.count(least, most))

    def maybe(self, value: _Value) -> _Value | None:
        """Return what might be said, or nothing where it was left open."""
        return None if self.dice.random() < self.plan.gaps else value

    def runs_on(self, day: date) -> bool:
        """Say whether the facility is still cared for, and looked at, on a day."""
        return day < self.plan.until and (self.ends is None or day < self.ends)

    def person(self, place: int) -> Person:
        """Return the ref of one of this facility's people, or of another's."""
        number = self.number
        if self.plan.facilities > 1 and self.chance(self.plan.shared):
            number, place = self.count(0, self.plan.facilities - 1), self.count(3, 5)
        digits = (number * 1_000 + place + 1) * _GOLDEN % (1 << 128)
        return Person(f"p_{_KEY_ID}_{digits:032x}")

    def decision(self, kind: str, on: date) -> str:
        """Return a document's number that no other has."""
        return f"{self.region}卫{kind}〔{on.year}〕{self.number}-{len(self.told)}号"

    def say(self, on: date, stem: str, **fields: Any) -> None:
        """Tell of an event, late or soon; what would be recorded after the end is not known."""
        lag = self.count(30, 330) if self.chance(self.plan.late) else self.count(0, 6)
        kind = _KINDS[stem]
        recorded = on + timedelta(days=lag)
        told = self._tell(recorded, on, kind.name, kind.declared(**fields))
        if told is not None and self.chance(self.plan.amended) and stem not in _NEVER_AMENDED:
            self._amend(told, recorded)

    def _tell(self, recorded: date, on: date, name: str, data: Any) -> Told | None:
        if recorded > self.plan.until:
            return None
        second = _OFFICE_OPENS + int(self.dice.random() * _OFFICE_SECONDS)
        id_ = self._id(recorded, second)
        said = Proposal(
            type=name,
            facility=self.facility,
            occurred_on=on,
            data=data,
            actor=self._actor,
            key=id_,
            source=_DESK,
        )
        told = (id_, f"{recorded.isoformat()}T{_clock(second)}.000000Z", said)
        self.told.append(told)
        return told

    def _amend(self, told: Told, recorded: date) -> None:
        """Retract, or say that it happened some days earlier."""
        day = self.after(recorded, 5, 200)
        id_, _, said = told
        if self.chance(0.1):
            retracted = _KINDS["record.retracted"]
            data = retracted.declared(event=EventId(id_), reason="重复录入")
            self._tell(day, day, retracted.name, data)
            return
        earlier = said.occurred_on - timedelta(days=self.count(1, 5))
        corrected = _KINDS["record.corrected"]
        change = {"occurred_on": earlier.isoformat()}
        data = corrected.declared(event=EventId(id_), set=change, reason="日期录错")
        self._tell(day, day, corrected.name, data)

    def _id(self, recorded: date, second: int) -> str:
        """Return a UUIDv7 of the instant, the facility and the place: the same in every run."""
        at = ((recorded.toordinal() - _EPOCH) * _DAY_SECONDS + second) * 1_000
        who, place = self.number, len(self.told)
        return (
            f"{at >> 16:08x}-{at & 0xFFFF:04x}-7{place >> 12 & 0xFFF:03x}"
            f"-8{who >> 12 & 0xFFF:03x}-{who & 0xFFF:03x}{place & 0xFFF:03x}{second:06x}"
        )


def _clock(second: int) -> str:
    minutes, seconds = divmod(second, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"
