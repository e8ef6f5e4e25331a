"""A district with a plan, its facilities and officers, and the steps of a draw in a few words.

It knows which lists are handed in and which clock stands where; what must come of a step stands
in the tests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from itertools import count
from typing import Any, NamedTuple

import pytest

from compliance.domain.canonical import digest
from compliance.domain.draw import Beacon, Item, Named, Nonce, Plan, Rate, TeamRules
from compliance.domain.draw import Entry as FrameEntry
from compliance.domain.envelope import Actor, Source
from compliance.domain.errors import Answer
from compliance.domain.events.draw import NonceDigest
from compliance.domain.identifiers import Region, Sha256
from compliance.domain.team import Inspector
from compliance.domain.time import instant_told
from compliance.engine.desk import Desk
from compliance.engine.draws.commit import Sworn, commit
from compliance.engine.draws.papers import Lists
from compliance.engine.draws.perform import Opening, Progress, perform
from compliance.engine.draws.state import DrawState, state_of
from compliance.engine.draws.steps import Done
from compliance.engine.draws.visits import Visit, visits_of
from compliance.engine.draws.visits import opened as papers_of
from compliance.engine.plans.approve import approve
from compliance.engine.plans.create import create
from compliance.engine.plans.known import PlanKnown, plan_known
from compliance.engine.sealing import sealing
from compliance.engine.spoken import Spoken, said
from compliance.outcomes.draw import FrameHead, Replaced, nonce_digest, replaced_paper
from compliance.people.key import PersonKey
from compliance.wiring import memory_desk
from tests.log.telling import Clock

HEALTH, MARKET, WATCHER = "卫生健康委", "市场监管局", "监督人"
BEARERS = (HEALTH, MARKET, WATCHER)
REGION, DRAW = "500111", "2026-1"
MOMENT = "2026-03-10T21:15:00+08:00"
BEFORE, AFTER = "2026-03-02T09:00:00+08:00", "2026-03-11T09:00:00+08:00"
VALUE = "01 02 03 04 05 06 07"
NONCES = {by: sha256(by.encode()).hexdigest() for by in BEARERS}
SALTS = ("aa" * 32, "bb" * 32, "cc" * 32)
KEY = PersonKey.create(bytes(range(32)))
FACILITIES = tuple(f"local:{n:02}" for n in range(20))
OFFICERS = tuple(f"ZF90{n:02}" for n in range(12))
_KEYS = count(1)


def plan(**changes: Any) -> Plan:
    """Return the plan of the district: two departments, two items, tiers A and C."""
    made = Plan(
        plan=DRAW, title="第一批", region=REGION, year=2026, authority=HEALTH,
        departments=(HEALTH, MARKET), as_of=date(2026, 3, 1), known_at=None, district="none",
        statuses=("filed",), where=None, general_share_max=None, join_below=3, rounding="up",
        items=(_item("care", HEALTH, Fraction(1, 4)), _item("food", MARKET, Fraction(1, 5))),
        cool_down_days=0, included=(Named(facility="local:07", reason="complaints"),),
        excluded=(), visit_cap=None, when_capped="replace",
        team=TeamRules(size=2, load_max=9, rotation=0, own_district=False), nonces=BEARERS,
        beacon=Beacon(source="双色球2026030期", at=instant_told(MOMENT), how="空格分隔"),
        publish_lists="after_visits",
    )  # fmt: skip
    return replace(made, **changes)


def _item(item: str, department: str, share: Fraction) -> Item:
    return Item(
        item=item, field="托育服务", title=item, object="托育机构", kind="key", basis="–",
        department=department, level="区级", qualifications=(),
        rates=(Rate(tier=None, district=None, share=share, least=1),),
    )  # fmt: skip


def frame(capped: Sequence[str] = ()) -> tuple[FrameEntry, ...]:
    """Return the facilities, every second of tier C; the lot does not fall on `local:07`."""
    return tuple(
        FrameEntry(
            facility=each,
            tier="AC"[n % 2],
            district=REGION,
            items=("care", "food"),
            capped=each in capped,
            must="complaints" if each == "local:07" else None,
        )
        for n, each in enumerate(FACILITIES)
    )


def lists(**changes: Any) -> Lists:
    """Return what the draw is committed to."""
    roster = tuple(
        Inspector(certificate_no=each, department=(HEALTH, MARKET)[n % 2], domains=(),
                  districts=(), barred=("local:03",) if n == 0 else ())
        for n, each in enumerate(OFFICERS)
    )  # fmt: skip
    head = FrameHead(plan=DRAW, as_of=date(2026, 3, 1), known_at=None, position=1, ruleset=None)
    made = Lists(head, frame(), (Named(facility="local:99", reason="status"),), roster)
    return made._replace(**changes)


class District(NamedTuple):
    """A desk, and the clock that it goes by."""

    desk: Desk
    clock: Clock

    def now(self, text: str) -> "District":
        """Put the clock."""
        self.clock.at = instant_told(text)
        return self

    def planned(self, **changes: Any) -> PlanKnown:
        """Draft and approve a plan; return what is known of it."""
        made = plan(**changes)
        create(self.desk, made, "dd" * 32, spoken())
        approve(self.desk, self.known(made.plan), "王某", spoken())
        return self.known(made.plan)

    def known(self, draw: str = DRAW) -> PlanKnown:
        """Return what is known of a plan now."""
        return plan_known(self.desk, draw, REGION)

    def committed(self, bound: Sworn | None = None, **changes: Any) -> Done:
        """Commit to the draw of a plan that is approved."""
        return commit(self.desk, self.known(), lists(**changes), bound or sworn(), spoken())

    def drawn(self, nonces: Mapping[str, str] | None = None, *, with_teams: bool = False) -> Done:
        """Draw, with the numbers that the draw is bound to unless told otherwise."""
        opening = Opening(opened(**(nonces or {})), VALUE, with_teams)
        return perform(self.desk, self.state(), opening, spoken(), told=SILENT)

    def state(self, draw: str = DRAW) -> DrawState:
        """Return how the draw stands."""
        return state_of(self.desk, REGION, draw)

    def append(self, stem: str, **fields: Any) -> None:
        """Record an event of the draw, as branches of the walk elsewhere do."""
        told = {"region": Region(REGION), "draw_id": DRAW, **fields}
        self.desk.log.append([said(self.desk, stem, spoken(), **told)])

    def drawn_on(self) -> "District":
        """Walk up to a draw that was made."""
        self.now(BEFORE).planned()
        self.committed()
        self.now(AFTER).drawn()
        return self

    def visits(self) -> tuple[Visit, ...]:
        """Return every visit as it stands."""
        state = self.state()
        return visits_of(state, papers_of(self.desk, state))

    def visited(self) -> "District":
        """Complete every visit that is open."""
        for each in self.visits():
            if each.open:
                self.append("task.completed", task_id=each.task, inspection_id=f"i{each.task}",
                            result_code="nothing_found")  # fmt: skip
        return self

    def replaced(self, rows: Sequence[Replaced]) -> None:
        """Give a visit up: the event names the paper of all that were given up so far."""
        last = rows[-1]
        seed = papers_of(self.desk, self.state()).lot.seed
        content = replaced_paper(DRAW, seed, rows)
        told = said(
            self.desk, "target.replaced", spoken(), region=Region(REGION), draw_id=DRAW,
            reason=last.reason, task_id=last.task, by_task_id=last.by_task,
            paper_sha256=Sha256(digest(content)),
        )  # fmt: skip
        self.desk.log.append([told], within=sealing(self.desk, REGION, content))

    def refused(self, code: str, act: Callable[[], object]) -> Answer:
        """Expect a refusal, and a log and papers that stay as they were."""
        papers = "SELECT count(*) FROM paper"
        before = self.desk.log.head(), self.desk.log.select(papers)
        with pytest.raises(Answer, match=f"'{code}'") as answer:
            act()

        assert before == (self.desk.log.head(), self.desk.log.select(papers))
        return answer.value


SILENT = Progress(lambda _done, _total: None, lambda _done, _total: None)


def district(key: PersonKey | None = KEY) -> District:
    """Return a district with an empty log in memory."""
    clock = Clock(instant_told(BEFORE))
    return District(memory_desk(at=clock, key=key), clock)


def spoken() -> Spoken:
    """Return who takes a step, under a key of its own."""
    return Spoken(Actor(id="50011100001", org=HEALTH), Source(channel="cli"), f"k{next(_KEYS)}")


def sworn(**changes: str) -> Sworn:
    """Return the digests of everybody's numbers, and the salts."""
    told = {**NONCES, **changes}
    return Sworn(
        tuple(NonceDigest(bearer=by, sha256=Sha256(nonce_digest(value)))
              for by, value in told.items()),
        SALTS,
    )  # fmt: skip


def opened(**changes: str) -> tuple[Nonce, ...]:
    """Return everybody's numbers; one that is empty is not handed in."""
    told = {**NONCES, **changes}
    return tuple(Nonce(by=by, value=value) for by, value in told.items() if value)
