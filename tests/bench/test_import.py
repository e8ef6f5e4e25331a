"""`import events`, door and all, against a raw insert of the same prepared rows.

The bulk append of test_append is what DESIGN §14 sets a goal for: rows that are ready. Here the
lines are read, checked, given tags and hashes as well, and every fact that follows from them is
folded and kept; the ratios say what that costs.
"""

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from compliance.domain.envelope import Actor
from compliance.engine.exchange import import_events
from compliance.intake.lines import read_lines
from compliance.wiring import new_desk
from tests.bench.test_append import raw_insert, timed
from tools.histories import Plan, told

COUNT, ROUNDS = 10_000, 5
LIVES, GOAL, REACHED = 200, 0.4, 0.02
"""What DESIGN §14 asks of rows that are ready, and what is reached with all their facts."""


def test_an_import_costs_a_few_raw_inserts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line is read and checked before the first is written."""
    monkeypatch.setenv("TUOYU_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "events.jsonl"
    path.write_text("".join(_line(number) for number in range(COUNT)), encoding="utf-8")
    ours, raw = [], []
    for turn in range(ROUNDS):
        desk = new_desk(f"sqlite:///{tmp_path}/log{turn}.db")
        file = read_lines(path)
        ours.append(timed(partial(import_events, desk, file, Actor(id="bench"), lambda _: None)))
        entries = desk.log.entries()
        raw.append(raw_insert(tmp_path / f"raw{turn}.db", entries))
        desk.log.close()
    ratio = median(raw) / median(ours)
    print(f"\nimport events: {ratio:.2f} of a raw insert, {COUNT / median(ours):,.0f} lines/s")

    assert len(entries) == COUNT


def test_whole_lives_are_restored_with_their_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In seconds of CPU: a restoration is one transaction, and waits for the disk but once."""
    monkeypatch.setenv("TUOYU_CACHE", str(tmp_path / "cache"))
    lives, ours, raw = told(Plan(facilities=LIVES)), [], []
    for turn in range(3):
        desk = new_desk(f"sqlite:///{tmp_path}/log{turn}.db")
        ours.append(_spent(partial(desk.log.restore, lives)))
        entries = desk.log.entries()
        raw.append(_spent(partial(raw_insert, tmp_path / f"raw{turn}.db", entries)))
        desk.log.close()
    ratio = median(raw) / median(ours)
    print(
        f"\nrestore with facts: {ratio:.3f} of a raw insert (goal {GOAL} without facts),"
        f" {len(lives) / median(ours):,.0f} events/s of CPU"
    )

    assert len(entries) == len(lives)
    assert ratio >= REACHED


def _spent(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _line(number: int) -> str:
    plain = {
        "type": "class.counted",
        "facility": f"local:f{number % 200}",
        "occurred_on": "2024-03-01",
        "data": {"class_id": f"c{number % 5}", "children": number % 20, "carers": 3},
    }
    return json.dumps(plain) + "\n"
