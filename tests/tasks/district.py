"""A district whose draw has taken place, in memory or in a file: facilities, officers, papers.

The events and papers are put down as a commitment and a draw leave them; nothing is asked of the
walks that make them. What is told afterwards goes through the walks of tasks.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from compliance.domain.canonical import digest
from compliance.domain.draw import Beacon, Draw, Entry, Item, Plan, Rate, TeamRules
from compliance.domain.envelope import Actor, Proposal
from compliance.domain.events import latest
from compliance.domain.identifiers import FacilityId
from compliance.domain.plain import from_plain
from compliance.domain.team import Inspector
from compliance.engine.desk import Desk
from compliance.engine.draws.teams import teams_for
from compliance.engine.sealing import sealing
from compliance.engine.tasks.boundary import Call
from compliance.outcomes.draw import (
    FrameHead,
    Lot,
    drawn,
    drawn_paper,
    exclusions_paper,
    frame_paper,
    plan_paper,
    roster_paper,
)
from compliance.people.key import PersonKey
from compliance.wiring import memory_desk
from tests.log.telling import Clock

REGION, DRAW = "500111", Draw("500111", "2026-1")
HEALTH, MARKET = "大足区卫生健康委员会", "大足区市场监督管理局"
SUPERVISOR = Actor(id="50011100001", org=HEALTH)
SALT, SEED = "5a" * 32, "c0ffee" + "0" * 58
DRAWN_ON = date(2026, 3, 10)
KEY = PersonKey.create(bytes(32))


class District(NamedTuple):
    """A desk with a draw in it, and the clock that it goes by."""

    desk: Desk
    clock: Clock
    lot: Lot

    def call(self, key: str, on: str = "2026-03-12", **more: Any) -> Call:
        """Return a call of the supervisor."""
        return Call(date.fromisoformat(on), SUPERVISOR, key, **more)


def item(name: str, department: str = HEALTH, *, share: str = "1/2") -> Item:
    """Return an item of a department that concerns everybody."""
    return Item(
        item=name, field="托育服务", title=f"{name}事项", object="托育机构", kind="key",
        basis="-", department=department, level="区级", qualifications=("care",),
        rates=(Rate(tier=None, district=None, share=Fraction(share)),),
    )  # fmt: skip


def plan(items: Sequence[Item], *, load_max: int = 6) -> Plan:
    """Return the plan of a batch."""
    departments = tuple(dict.fromkeys(each.department for each in items))
    return Plan(
        plan=DRAW.name, title="2026年第一批双随机抽查计划", region=REGION, year=2026,
        authority=HEALTH, departments=departments, as_of=date(2026, 3, 1), known_at=None,
        district="none", statuses=("filed",), where=None, items=tuple(items),
        general_share_max=None, join_below=0, rounding="up", cool_down_days=0, included=(),
        excluded=(), visit_cap=None, when_capped="replace",
        team=TeamRules(size=2, load_max=load_max, rotation=0, own_district=False),
        nonces=("监督人",),
        beacon=Beacon(source="-", at=datetime(2026, 3, 10, 13, tzinfo=UTC), how="-"),
        publish_lists="after_visits",
    )  # fmt: skip


def officers(count: int, department: str = HEALTH, first: int = 1) -> tuple[Inspector, ...]:
    """Return so many officers of a department."""
    return tuple(
        Inspector(
            certificate_no=f"Z{n:03}", department=department, domains=("care",), districts=()
        )
        for n in range(first, first + count)
    )


def frame(count: int, *, capped: Sequence[int] = ()) -> tuple[Entry, ...]:
    """Return a frame of so many facilities in two tiers."""
    return tuple(
        Entry(
            facility=f"local:{n:03}", tier="AB"[n % 2], district="none", items=("care", "food"),
            capped=n in capped,
        )
        for n in range(count)
    )  # fmt: skip


def district(
    *,
    facilities: int = 12,
    items: Sequence[Item] | None = None,
    roster: Sequence[Inspector] | None = None,
    capped: Sequence[int] = (),
    desk: Callable[[Clock], Desk] | None = None,
) -> District:
    """Return a district after its draw: every facility registered, papers kept, digests told."""
    clock = Clock(datetime(2026, 3, 20, 4, tzinfo=UTC))
    opened = memory_desk(at=clock, key=KEY) if desk is None else desk(clock)
    entries = frame(facilities, capped=capped)
    whole = plan(items or (item("care"),))
    lot = Lot(whole, entries, SEED, drawn(whole, entries, SEED))
    opened.log.append([_registered(each.facility) for each in entries])
    _draw(opened, lot, tuple(roster or officers(6)))
    return District(opened, clock, lot)


def told(stem: str, on: date, key: str, facility: str | None = None, **data: Any) -> Proposal:
    """Propose an event."""
    kind = latest(stem)
    where = None if facility is None else FacilityId(facility)
    return Proposal(kind.name, where, on, from_plain(kind.data, data), SUPERVISOR, key)


def _registered(facility: str) -> Proposal:
    return told(
        "facility.registered", date(2025, 1, 6), "registered", facility,
        name=f"机构{facility[-3:]}", kind="facility", region=REGION, address=f"路{facility[-1]}号",
    )  # fmt: skip


def _draw(desk: Desk, lot: Lot, roster: Sequence[Inspector]) -> None:
    head = FrameHead(
        plan=DRAW.name, as_of=lot.plan.as_of, known_at=None, position=1, ruleset="0" * 64
    )
    committed = {
        "plan": plan_paper(lot.plan, SALT),
        "frame": frame_paper(head, lot.frame, SALT),
        "roster": roster_paper(DRAW.name, roster, SALT),
        "exclusions": exclusions_paper(DRAW.name, (), SALT),
    }
    going = teams_for(lot, tuple(roster), lambda _done, _total: None, short=True)
    assert going is not None
    drew = drawn_paper(DRAW.name, SEED, lot.drawn)
    ids = {"region": REGION, "draw_id": DRAW.name}
    planned = {f"{name}_sha256": digest(paper) for name, paper in committed.items()}
    approved = {"region": REGION, "plan_id": DRAW.name, "approved_by": "主任"}
    _keep(
        desk,
        [
            told("plan.approved", date(2026, 3, 2), "p", plan_sha256="0" * 64, **approved),
            told("draw.planned", date(2026, 3, 3), "p", **ids, **planned),
            told(
                "draw.performed", DRAWN_ON, "p", **ids, seed_sha256=digest(SEED.encode()),
                drawn_sha256=digest(drew), drawn_count=len(lot.drawn), teams_sha256=digest(going),
            ),
        ],
        [*committed.values(), drew, going],
    )  # fmt: skip


def _keep(desk: Desk, proposals: Sequence[Proposal], contents: Sequence[bytes]) -> None:
    desk.log.append(proposals, within=sealing(desk, REGION, *contents))
