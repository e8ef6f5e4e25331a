"""`tuoyu record`, a whole process, against a bare process that imports click and sqlite3.

The rival inserts one row as durably. CPU seconds of the children, alternating, medians. Both run
from bytecode, as what is installed does: compiling the source is no part of a recording.
"""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

GOAL = 3.0
ROUNDS = 15
_BARE = """
import click, sqlite3
db = sqlite3.connect("bare.db", isolation_level=None)
db.execute("PRAGMA synchronous = EXTRA")
db.execute("PRAGMA journal_mode = WAL")
db.execute("CREATE TABLE IF NOT EXISTS event (body TEXT)")
db.execute("INSERT INTO event VALUES ('{}')")
"""
_HISTORY = (
    "init",
    "record registered local:a --occurred 2024-01-01 --name 甲 --kind facility --region 500111",
    "record facility.opened local:a --occurred 2024-01-02",
    "record class.opened local:a --occurred 2024-01-03 --class-id c1 --kind toddler",
    "record violation.found local:a --occurred 2024-03-01 --violation-id v1 --clause setting#20",
    (
        "record violation.correction_ordered local:a --occurred 2024-03-01 --violation-id v1"
        " --order-id o1 --workdays 15"
    ),
    (
        "record penalty.decided local:a --occurred 2024-03-01 --decision-no 某〔2024〕1号"
        " --kinds warning --decided-by 某 --articles pfpl#41.1 --violation-id v1"
    ),
)
_RECORD = (
    "record class.counted local:a --occurred 2024-02-01 --class-id c1 --children 9 --carers 2"
)


def test_recording_costs_little_more_than_a_bare_process(tmp_path: Path) -> None:
    """DESIGN §14: at most three times the CPU of importing click and inserting one row."""
    for line in _HISTORY:
        _tuoyu(tmp_path, line)
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(ROUNDS):
        bare.append(_cpu(lambda: _run(tmp_path, [sys.executable, "-c", _BARE])))
        ours.append(_cpu(lambda: _tuoyu(tmp_path, _RECORD)))
    ratio = statistics.median(ours) / statistics.median(bare)
    print(
        f"\nrecord {statistics.median(ours) * 1000:.0f} ms CPU, bare"
        f" {statistics.median(bare) * 1000:.0f} ms: {ratio:.2f}× (goal ≤ {GOAL})"
    )

    assert ratio <= GOAL


def _tuoyu(folder: Path, line: str) -> None:
    _run(folder, [str(Path(sys.executable).with_name("tuoyu")), *line.split()])


def _run(folder: Path, argv: list[str]) -> None:
    environ = {**os.environ, "TUOYU_DB": "sqlite:///log.db", "TUOYU_CACHE": str(folder / "cache")}
    environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(argv, check=True, cwd=folder, env=environ, stdout=subprocess.DEVNULL)


def _cpu(act: Callable[[], None]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
