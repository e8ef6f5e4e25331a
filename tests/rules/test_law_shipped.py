"""Art. 41 as shipped, were it amended: the law of the act's day, unless the later is lighter."""

import json
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.findings import Finding
from compliance.engine.cases import assessed_case
from compliance.rules.book import Rulebook
from compliance.rules.door import canonical_pack
from compliance.rules.reading import read_pack

PACKS = Path(__file__).parents[2] / "compliance/rules/packs"
AMENDED = "2025-01-01"
LIGHTER, HEAVIER = [100_000, 3_000_000], [1_000_000, 8_000_000]
THEN = [500_000, 5_000_000]
ORDERED = [
    {"event": "violation.found", "on": "2025-02-01", "violation_id": "v1", "clause": "setting#20",
     "act_until": "2024-12-31"},
    {"event": "violation.correction_ordered", "on": "2025-02-01", "violation_id": "v1",
     "order_id": "o1", "due_on": "2025-03-01"},
    {"event": "violation.correction_refused", "on": "2025-03-02", "order_id": "o1"},
]  # fmt: skip


def amended(band: list[int]) -> Rulebook:
    """Return the shipped packs, with another band of art. 41 from a day on."""
    texts = [canonical_pack(path)[0] for path in sorted(PACKS.rglob("pack.yaml"))]
    plains = [json.loads(text) for text in texts]
    (fine,) = (each["params"]["fine_41"] for each in plains if each["pack"] == "cn.pfpl")
    first = fine["values"][0]
    fine["values"] = [first | {"to": AMENDED}, first | {"from": AMENDED, "value": band}]
    return Rulebook([read_pack(json.dumps(plain, ensure_ascii=False)) for plain in plains])


def finding(rule: str, band: list[int], given: list[dict[str, Any]], on: str) -> Finding:
    told = assessed_case(amended(band), {"given": given, "on": on}).findings
    return next(each for each in told if each.rule == rule)


@pytest.mark.parametrize(("band", "applies"), [(LIGHTER, LIGHTER), (HEAVIER, THEN)])
def test_the_ladder_proposes_the_band_of_the_act_or_the_lighter_one(
    band: list[int], applies: list[int]
) -> None:
    told = finding("rectification.overdue", band, ORDERED, "2025-03-02")

    assert told.consequence is not None
    assert tuple(applies) == told.consequence.fine_fen


@pytest.mark.parametrize(
    ("band", "fen", "act", "verdict"),
    [
        (LIGHTER, 100_000, "2024-12-31", "compliant"),
        (LIGHTER, 4_000_000, "2024-12-31", "violation"),
        (HEAVIER, 500_000, "2024-12-31", "compliant"),
        (HEAVIER, 5_000_001, "2024-12-31", "violation"),
        (HEAVIER, 500_000, AMENDED, "violation"),
    ],
)
def test_a_fine_lies_in_the_band_of_the_act_or_the_lighter_one(
    band: list[int], fen: int, act: str, verdict: str
) -> None:
    """Decided under the amended article, for an act that ended before it or on its first day."""
    decided = {"event": "penalty.decided", "on": "2025-03-02", "decision_no": "某〔2025〕1号",
               "kinds": ["fine"], "decided_by": "某", "articles": ["pfpl#41.1"], "fine_fen": fen,
               "serious": False, "act_until": act}  # fmt: skip

    assert verdict == finding("penalty.band", band, [decided], "2025-03-02").verdict


def test_art_41_reaches_no_act_that_ended_before_it() -> None:
    """No band, no step of the ladder; that it was applied all the same is the bureau's breach."""
    given = [
        {"event": "violation.found", "on": "2021-09-01", "violation_id": "v1",
         "clause": "setting#20", "act_until": "2021-06-30"},
        {"event": "penalty.decided", "on": "2021-09-20", "decision_no": "某〔2021〕1号",
         "kinds": ["fine"], "decided_by": "某", "articles": ["pfpl#41.1"], "fine_fen": 500_000,
         "serious": False, "violation_id": "v1"},
    ]  # fmt: skip
    told = assessed_case(amended(LIGHTER), {"given": given, "on": "2021-09-20"}).findings
    found = {each.rule: (each.verdict, each.bearer) for each in told}

    assert not {"penalty.band", "rectification.overdue"} & set(found)
    assert found["penalty.law_of_the_act"] == ("violation", "authority")
