"""`kill -9` amid appends and rebuildings: log and tables agree, and nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from compliance.engine.projection import rebuild, status
from compliance.engine.recheck import flaw
from compliance.wiring import desk, new_desk
from tests.log.telling import ROOT

KILLS = 5
_WORKER = """
import sys
from itertools import count
from compliance.engine.projection import rebuild
from compliance.wiring import desk
from tests.saying import F, G, P1, P2, said
log = desk(sys.argv[1]).log
for number in count():
    for person, place in ((P1, F), (P2, G), (P1, G)):
        joined = said("staff.joined", on="2024-03-01", facility=place, person=person,
                      role="carer", key=f"{sys.argv[2]}{number}{person}{place}")
        print(log.append([joined]).events[0].position, flush=True)
    if number % 3 == 2:
        rebuild(log, lambda _: None)
        print("rebuilt", flush=True)
"""


def test_whoever_is_killed_leaves_log_and_tables_in_step(tmp_path: Path) -> None:
    """Whatever was acknowledged stands, and is told by tables that the log agrees with."""
    chance = Random(4)  # noqa: S311
    url = f"sqlite:///{tmp_path / 'log.db'}"
    new_desk(url).log.close()
    for turn in range(KILLS):
        told = killed(url, f"w{turn}-", after=chance.randrange(1, 40), folder=tmp_path)
        log = desk(url).log
        acknowledged = [int(line) for line in told if line.isdigit()]

        assert log.head().size >= max(acknowledged, default=0)
        assert status(log).current
        assert flaw(log) is None

        log.close()
    log = desk(url).log
    rebuild(log, lambda _: None)
    left = log.select("SELECT name FROM sqlite_master WHERE name LIKE 'next!_%' ESCAPE '!'")

    assert (flaw(log), left) == (None, [])

    log.close()


def killed(url: str, who: str, *, after: int, folder: Path) -> list[str]:
    """Let a worker write until it has told so many lines, kill it, and return what it told."""
    worker = subprocess.Popen(
        [sys.executable, "-c", _WORKER, url, who],
        env=os.environ | {"PYTHONPATH": str(ROOT), "TUOYU_CACHE": str(folder / "cache")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    told = [worker.stdout.readline().strip() for _ in range(after)]
    worker.kill()
    told += worker.stdout.read().split()
    worker.stdout.close()
    worker.wait()
    return told
