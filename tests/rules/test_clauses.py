"""The mission row by row: every clause of the five seed documents stands in its pack, once."""

import csv
import re
from collections import Counter
from pathlib import Path

from compliance.engine.adopt import book_of
from compliance.rules.book import Rulebook
from compliance.rules.clause import Clause
from compliance.rules.installed import installed_texts

FEATURES = Path(__file__).parents[1] / "fixtures" / "features.csv"
SEEDS = {
    "GZ": ("cn.guangzhou-plan", "440100"),
    "DZ": ("cn.dazu-plan", "500111"),
    "YC": ("cn.yuancheng-plan", "441602"),
    "YN": ("cn.yunnan-draft", "530000"),
    "TJ": ("cn.tianjin-plan", "120000"),
}
"""Prefix of a row → the document's pack, and where it holds."""
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def book() -> Rulebook:
    return book_of(tuple(installed_texts(None).values()))


def clauses() -> dict[str, Clause]:
    return {clause.id: clause for clause in book().clauses}


def features() -> list[dict[str, str]]:
    with FEATURES.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_row_stands_once() -> None:
    """Twice would count twice; missing would be forgotten."""
    often = Counter(clause.id for clause in book().clauses)

    assert len(features()) == 132
    assert {row["id"]: 1 for row in features()} == {
        id_: count for id_, count in often.items() if id_.partition("-")[0] in SEEDS
    }


def test_marks_and_kinds_are_those_of_the_table() -> None:
    """What a machine can do is not decided by what was easy to build."""
    expected = {
        row["id"]: (row["machine_checkable"], row["kinds"].split(",")) for row in features()
    }

    assert expected == {
        id_: (c.mark, list(c.kinds)) for id_, c in clauses().items() if id_ in expected
    }


def test_a_clause_stands_in_its_documents_pack() -> None:
    told = {(c.id.partition("-")[0], c.pack, c.region) for c in clauses().values()}

    assert {(seed, *where) for seed, where in SEEDS.items()} == told


def test_the_marks_add_up() -> None:
    """The issue's own sums: 101 marked Y."""
    assert dict(Counter(c.mark for c in clauses().values())) == {"Y": 101, "P": 21, "N": 10}


def test_only_the_draft_leans_on_drafts() -> None:
    """A plan in force cannot be done by what binds nobody."""
    assert {"cn.yunnan-draft"} == {c.pack for c in clauses().values() if c.draft}


def test_every_reason_is_said_in_both_languages() -> None:
    """English names a Chinese term between quotes only."""
    told = [
        says
        for clause in clauses().values()
        for says in (clause.says, clause.person, clause.left, clause.missing)
        if says is not None
    ]

    assert all(IDEOGRAPH.search(says.zh) for says in told)
    assert not [says for says in told if IDEOGRAPH.search(re.sub("“[^”]*”", "", says.en))]
