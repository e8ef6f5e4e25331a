"""A district with facilities and officers, and plans of spot checks for it, in a few words.

The log is in memory, with an authority's key: papers are sealed as everywhere. Nothing is asked of
a generator or a clock.
"""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from compliance.domain.canonical import digest
from compliance.domain.draw import Drawn, Plan
from compliance.domain.envelope import Actor, Proposal, Source
from compliance.domain.identifiers import FacilityId
from compliance.engine.desk import Desk
from compliance.engine.plans.create import create
from compliance.engine.plans.known import PlanKnown, plan_known
from compliance.engine.plans.steps import Step
from compliance.engine.sealing import sealing
from compliance.engine.spoken import Spoken
from compliance.intake.plan.door import plan_from_plain
from compliance.outcomes.draw import drawn_paper
from compliance.people.key import PersonKey
from compliance.wiring import memory_desk
from tests.log.telling import Clock
from tests.saying import instant, said

HEALTH, MARKET = "大足区卫生健康委员会", "大足区市场监督管理局"
DAZU = "500111"
SALT = "5a" * 32
ROOT = Path(__file__).parents[2]
CARE: dict[str, Any] = {
    "item": "care", "field": "托育服务", "title": "照护服务规范", "object": "托育机构",
    "kind": "key",
    "basis": "托育机构管理规范（试行）", "department": HEALTH, "level": "区级",
    "qualifications": ["托育"], "rates": [{"share": "1/2"}],
}  # fmt: skip
FOOD: dict[str, Any] = CARE | {
    "item": "food", "title": "食品安全", "kind": "general", "department": MARKET,
    "qualifications": [], "rates": [{"share": "20%", "least": 1}],
}  # fmt: skip
PLAIN: dict[str, Any] = {
    "plan": "2026-1", "title": "第一批抽查计划", "region": DAZU, "year": 2026,
    "authority": HEALTH, "departments": [HEALTH, MARKET], "as_of": "2026-03-01",
    "district": "town", "statuses": ["registered", "filed"], "items": [CARE, FOOD],
    "general_share_max": "1/2", "team": {"size": 2, "load_max": 12},
    "nonces": [HEALTH, MARKET, "监督人"],
    "beacon": {"source": "双色球2026030期", "at": "2026-03-10T21:15:00+08:00", "how": "公布"},
}  # fmt: skip


def plain(**changes: Any) -> dict[str, Any]:
    """Return a plan file's values, some of them otherwise."""
    return deepcopy(PLAIN) | changes


def plan(**changes: Any) -> Plan:
    """Return a plan, some of it otherwise."""
    return plan_from_plain(plain(**changes), {})


def spoken(key: str = "k") -> Spoken:
    """Return who speaks, under a key."""
    return Spoken(Actor("1"), Source(), key)


class District:
    """A log in memory that is told of a district."""

    def __init__(self) -> None:
        self.clock = Clock(instant("2026-03-02"))
        self.desk: Desk = memory_desk(at=self.clock, key=PersonKey.create(bytes(range(32))))

    def tell(self, *proposals: Proposal) -> list[int]:
        """Record what happened; return the positions."""
        return [self.desk.log.append([each]).events[0].position for each in proposals]

    def site(self, name: str, **more: Any) -> FacilityId:
        """Register a facility; return its id."""
        where = FacilityId(f"local:{name}")
        told = {"kind": "facility", "region": DAZU, "name": f"虚构{name}园"} | more
        self.tell(said("facility.registered", on="2023-01-02", facility=where, **told))
        return where

    def visit(self, where: FacilityId, on: str, **more: Any) -> int:
        """Record a visit; return its position."""
        told = {"inspection_id": f"i-{on}-{more.get('kind')}", "nature": "enforcement",
                "officers": ["1", "2"], "items": ["care"], "result": "合格", **more}  # fmt: skip
        return self.tell(said("inspection.carried_out", on=on, facility=where, **told))[0]

    def officer(self, number: str, **more: Any) -> None:
        """Certify an officer of the health authority, unless of another."""
        told = {"region": DAZU, "certificate_no": number, "org": HEALTH} | more
        self.tell(said("inspector.certified", on="2024-01-08", **told))

    def draft(self, drafted: Plan, key: str | None = None) -> Step:
        """Draft a plan."""
        return create(self.desk, drafted, SALT, spoken(key or f"draft {drafted.plan}"))

    def known(self, plan_id: str = "2026-1") -> PlanKnown:
        """Return what the log knows of a plan."""
        return plan_known(self.desk, plan_id)

    def drew(self, drawn: Plan, *fell_on: Drawn, on: str) -> None:
        """Record that a draw took place that fell on these, its paper sealed."""
        content = drawn_paper(drawn.plan, "0" * 64, fell_on)
        performed = said("draw.performed", on=on, region=drawn.region, draw_id=drawn.plan,
                         seed_sha256="0" * 64, drawn_sha256=digest(content),
                         drawn_count=len(fell_on))  # fmt: skip
        self.desk.log.append([performed], within=sealing(self.desk, drawn.region, content))


def fell_on(facility: str, **more: Any) -> Drawn:
    """Say that the lot fell on a facility."""
    told: dict[str, Any] = {"stratum": "A/500111", "rank": 0, "ticket": "0" * 64} | more
    return Drawn(facility=facility, items=("care",), **told)


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)
