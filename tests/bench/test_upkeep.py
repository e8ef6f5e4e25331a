"""One event in a large log: append, facts kept up, the facility judged anew, against the append.

The news are the last events of made-up lives, told one by one to a log that holds all before;
the rival is a copy of the same file under the same locks and flushes, with nothing beside it.
`TUOYU_BENCH_EVENTS` says how large the log is.
"""

import os
import shutil
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import pytest

from compliance.engine.assess import standing, today
from compliance.log.eventlog import EventLog
from compliance.log.sqlite import SQLiteRecorder
from compliance.wiring import clock, desk, new_desk, new_id
from tests.bench.test_append import timed
from tools.histories import Plan, told

EVENTS = int(os.environ.get("TUOYU_BENCH_EVENTS", "100000"))
NEWS, WARM, EVENTS_EACH = 400, 20, 56
GOAL = 10.0


def test_an_event_costs_some_appends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DESIGN §14: at most ten times the append alone."""
    monkeypatch.setenv("TUOYU_CACHE", str(tmp_path / "cache"))
    lives = told(Plan(facilities=EVENTS // EVENTS_EACH))
    before, news = lives[:-NEWS], [said for _, _, said in lives[-NEWS:]]
    first = new_desk(f"sqlite:///{tmp_path}/log.db")
    first.log.restore(before)
    first.log.close()
    shutil.copy(tmp_path / "log.db", tmp_path / "bare.db")
    bare = EventLog(SQLiteRecorder(tmp_path / "bare.db"), clock(), new_id)
    ours, alone, kept, whole = desk(f"sqlite:///{tmp_path}/log.db"), [], [], []
    for said in news:
        alone.append(timed(partial(bare.append, [said])))
        kept.append(timed(partial(ours.log.append, [said])))
        whole.append(kept[-1] + timed(partial(standing, ours, str(said.facility), today(ours))))
    once, upkept, judged_too = (median(times[WARM:]) for times in (alone, kept, whole))
    worst = quantiles(whole[WARM:], n=100)[98]
    print(
        f"\n{len(before):,} events: append {once * 1e3:.2f} ms, with facts {upkept * 1e3:.2f} ms"
        f" ({upkept / once:.1f}×), judged too {judged_too * 1e3:.2f} ms"
        f" ({judged_too / once:.1f}×; goal ≤ {GOAL}), of a hundred the worst {worst * 1e3:.1f} ms"
    )

    assert judged_too / once <= GOAL
