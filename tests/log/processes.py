"""Other processes that record: started together, given the word together, killed."""

import subprocess
import sys
from pathlib import Path

from tests.log.telling import ROOT

PIPE = subprocess.PIPE
Worker = subprocess.Popen[str]


def started(act: str, where: Path | str, who: object, *rest: object) -> Worker:
    command = [sys.executable, "-m", "tests.log.worker", act, where, who, *rest]
    return subprocess.Popen(
        [str(word) for word in command], cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True
    )


def answers(workers: list[Worker]) -> list[str]:
    """Give the word to all at once when all are ready; return what they print."""
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    ended = [worker.communicate(timeout=120) for worker in workers]

    assert [""] * len(workers) == [talk for _, talk in ended]
    return [line for said, _ in ended for line in said.splitlines()]


def killed(where: Path | str, who: str, *, after: int) -> list[str]:
    """Kill an appending process after some lines; return all that it printed until then."""
    worker = started("append", where, who, 1_000_000)
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write("go\n")
    worker.stdin.flush()
    lines = [worker.stdout.readline() for _ in range(after + 1)]
    worker.kill()
    rest, _ = worker.communicate()
    whole = [line.removesuffix("\n") for line in (*lines, *rest.splitlines(keepends=True))
             if line.endswith("\n")]  # fmt: skip
    return whole[1:]
