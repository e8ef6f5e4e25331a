"""The audits of two thousand facilities, each list by itself.

Their rival is folding every history once, which is what a list would begin with that had no rows
of relations to join: it must take longer than any of them.
"""

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.commands.audits import AUDITS
from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import AsOf
from compliance.engine.audits.asked import Asked
from compliance.engine.desk import Desk
from compliance.engine.everybody import folded
from compliance.wiring import new_desk
from tests.saying import said

COUNT = 2000
AS_OF = AsOf(date(2025, 6, 30))
REGIONS = ("500111", "440305", "441602")


def day(n: int) -> str:
    return (date(2023, 1, 1) + timedelta(days=n)).isoformat()


def life(n: int) -> Iterator[Proposal]:
    """Yield some twenty events, of which each list finds what it looks for now and then."""
    told: list[tuple[str, int, dict[str, Any]]] = [
        ("facility.registered", 1, {"name": f"园{n}", "kind": "facility",
                                    "region": REGIONS[n % 3]}),
        ("facility.opened", 10, {}),
        ("class.opened", 10, {"class_id": "t1", "kind": "toddler"}),
        *(("staff.joined", 10, {"person": f"p_0a1b2c3d_{n * 5 + k:032x}", "role": "carer"})
          for k in range(5)),
        *(("class.counted", 100 * k, {"class_id": "t1", "children": 12, "carers": 3})
          for k in range(1, 6)),
        ("inspection.carried_out", 200, {
            "inspection_id": "i1", "nature": "enforcement", "items": ["班额"], "result": "有",
            "officers": [f"A{n % 20}", "A1"]}),
    ]  # fmt: skip
    if n % 2:
        told += [
            ("facility.filed", 60, {"filing_no": f"备{n}"}),
            ("violation.found", 200, {"violation_id": "v1", "clause": "setting#19",
                                      "inspection_id": "i1"}),
            ("violation.correction_ordered", 200, {"violation_id": "v1", "order_id": "o1",
                                                   "workdays": 10}),
        ]  # fmt: skip
    if n % 4 == 1:
        told += [
            ("case.opened", 205, {"case_id": "c1", "violation_id": "v1"}),
            ("penalty.decided", 250, {"decision_no": f"罚{n}", "kinds": ["fine"],
                                      "decided_by": "某", "articles": ["pfpl#41.1"],
                                      "fine_fen": 500_000 + 100 * n, "violation_id": "v1",
                                      "procedure": "ordinary"}),
            ("penalty.served", 252, {"penalty_no": f"罚{n}", "manner": "direct"}),
            ("case.transferred", 260, {"to_authority": "市监", "case_id": "c1"}),
            ("facility.subsidy_granted", 50, {"subsidy_id": "s1", "kind": "operation",
                                              "amount_fen": 100}),
        ]  # fmt: skip
    where = FacilityId(f"local:{n}")
    for place, (stem, on, fields) in enumerate(told):
        yield said(stem, on=day(on), facility=where, key=f"{n}/{place}", **fields)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    path: Path = tmp_path_factory.mktemp("audits") / "log.db"
    desk = new_desk(f"sqlite:///{path}")
    desk.log.append([each for n in range(COUNT) for each in life(n)])
    return desk


@pytest.fixture(scope="module")
def rival(crowd: Desk) -> float:
    """Fold every history once: the better of two tries."""
    return min(seconds(lambda: list(folded(crowd.log, "penalties", AS_OF))) for _ in range(2))


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@pytest.mark.parametrize("name", AUDITS)
def test_a_list_takes_less_than_folding_everybody_once(
    crowd: Desk, rival: float, name: str
) -> None:
    """The better of two tries; of what was recorded late, the search without a find."""
    walk = AUDITS[name].walk
    given: dict[str, Any] = {"days": 9999} if name == "backdated" else {}

    def ask() -> object:
        return list(walk(Asked(crowd, AS_OF), **given))

    ours = min(seconds(ask) for _ in range(2))
    print(f"\n{name}: {ours:.2f} s, folding everybody once {rival:.2f} s: {ours / rival:.2f}×")

    assert ours < rival
