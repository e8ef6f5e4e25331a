"""The fold of one facility, and one rule's proof on it, over five years of an ordinary life.

Their rival is reading the same events back from the log: what nobody can do without.
"""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import FacilityId
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import events_about
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.judge import judge
from compliance.wiring import new_desk
from tests.saying import said

F = FacilityId("local:bench-1")
ON = date(2025, 6, 30)
ROUNDS, GOAL_MS = 21, 1.0


def life() -> list[Proposal]:
    """Return some three hundred events: staff, checks, counts, inspections, orders, penalties."""
    told = [
        said("facility.registered", on="2020-01-06", facility=F, name="甲", kind="facility",
             region="500111"),
        said("facility.opened", on="2020-02-03", facility=F),
        said("facility.filed", on="2020-03-02", facility=F, filing_no="备1"),
        *(said("class.opened", on="2020-02-03", facility=F, class_id=f"c{n}", kind="toddler")
          for n in range(5)),
    ]  # fmt: skip
    for n in range(20):
        person = f"p_0a1b2c3d_{n:032x}"
        told.append(said("staff.joined", on="2020-02-03", facility=F, person=person, role="carer",
                         certificate="held"))  # fmt: skip
        told += [
            said("staff.background_checked", on=f"{year}-01-15", facility=F, person=person,
                 result="clear")
            for year in range(2020, 2026)
        ]  # fmt: skip
    for month in range(60):
        day = f"{2020 + month // 12}-{month % 12 + 1:02}-20"
        told.append(said("class.counted", on=day, facility=F, class_id=f"c{month % 5}",
                         children=12, carers=3))  # fmt: skip
    for n in range(10):
        told += _found(n)
    return told


def _found(n: int) -> list[Proposal]:
    year = 2021 + n % 4
    return [
        said("inspection.carried_out", on=f"{year}-09-01", facility=F, inspection_id=f"i{n}",
             nature="enforcement", officers=["a", "b"], items=["班级规模"], result="发现问题"),
        said("violation.found", on=f"{year}-09-01", facility=F, violation_id=f"v{n}",
             clause="setting#20"),
        said("violation.correction_ordered", on=f"{year}-09-01", facility=F,
             violation_id=f"v{n}", order_id=f"o{n}", due_on=f"{year}-09-30"),
        said("violation.correction_verified", on=f"{year}-09-28", facility=F, order_id=f"o{n}",
             fixed=True),
        said("penalty.decided", on=f"{year}-09-02", facility=F, decision_no=f"罚〔{year}〕{n}号",
             kinds=["warning"], decided_by="局", articles=["pfpl#41.1"], violation_id=f"v{n}"),
    ]  # fmt: skip


def test_a_proof_costs_less_than_reading_the_events(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DESIGN §14: one rule's proof for one facility in at most a millisecond (median)."""
    monkeypatch.setenv("TUOYU_CACHE", str(tmp_path / "cache"))
    desk = new_desk(f"sqlite:///{tmp_path}/bench.db")
    desk.log.append([each._replace(key=f"bench:{n}") for n, each in enumerate(life())])
    events = events_about(desk.log, F)
    book = rulebook(desk)
    read = timed(lambda: events_about(desk.log, F))
    fold = timed(lambda: History(F, events).at(ON))
    proofs = _proof_times(desk, History(F, events))
    whole = timed(lambda: Assessor(book, History(F, events)).holds_until(ON))
    worst = max(proofs, key=lambda each: proofs[each])
    typical = median(proofs.values())
    print(
        f"\n{len(events)} events: read {read:.2f} ms, fold {fold:.2f} ms ({fold / read:.2f}×),"
        f" proof of one rule {typical:.2f} ms ({typical / read:.3f}×; goal ≤ {GOAL_MS} ms),"
        f" worst {worst} {proofs[worst]:.2f} ms, everything with its horizon {whole:.1f} ms"
    )

    assert len(events) == len(life())
    assert typical <= GOAL_MS


def _proof_times(desk: Desk, history: History) -> dict[str, float]:
    """Return each rule's time on facts that are folded already, in ms."""
    book = rulebook(desk)
    history.at(ON)
    assessor = Assessor(book, history)
    scope = assessor.scope(ON)
    rules = [rule for rule in book.rules_for(scope.chain, ON) if rule.role is None and rule.judged]
    return {rule.id: timed(partial(judge, rule, scope)) for rule in rules}


def timed(act: Callable[[], object]) -> float:
    """Return the median time of an act in ms."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return median(times)
