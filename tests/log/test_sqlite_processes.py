"""Several processes on one file: nothing is lost, doubled or refused, whoever is killed."""

import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from compliance.log.sqlite import SQLiteRecorder
from compliance.log.verify import Anchor, root_at, verify
from tests.log.telling import LOG_ID, ROOT, log_over, positions

PIPE = subprocess.PIPE
KILLS = 15

Worker = subprocess.Popen[str]


def started(act: str, path: Path, who: object, *rest: object) -> Worker:
    command = [sys.executable, "-m", "tests.log.worker", act, path, who, *rest]
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
    ended = [worker.communicate(timeout=30) for worker in workers]

    assert [""] * len(workers) == [talk for _, talk in ended]
    return [line for said, _ in ended for line in said.splitlines()]


def test_eight_processes_append_at_once(path: Path) -> None:
    """Dense, no loss, no double, no error reaches a caller."""
    with closing(SQLiteRecorder(path, create_as=LOG_ID)) as recorder:
        said = answers([started("append", path, f"w{name}-", 25) for name in range(8)])
        stored = [f"{entry.position} {entry.id}" for entry in recorder.read()]

        assert positions(recorder.read()) == list(range(1, 201))
        assert sorted(said) == sorted(stored)
        assert verify(log_over(recorder)).ok


def test_six_processes_create_one_file_at_once(path: Path) -> None:
    said = answers([started("create", path, f"log-{name}") for name in range(6)])

    assert len(said) == 6
    assert len(set(said)) == 1


def test_six_processes_record_the_same_at_once(path: Path) -> None:
    """Exactly one event: one process records it, five are told where it stands."""
    said = answers([started("same", path, f"w{name}-") for name in range(6)])
    told = [line.rpartition(" ") for line in said]

    assert len({where for where, _, _ in told}) == 1
    assert sorted(duplicate for _, _, duplicate in told) == ["False", *["True"] * 5]
    with closing(SQLiteRecorder(path)) as recorder:
        assert recorder.head().size == 1


def test_no_acknowledged_event_is_lost_when_the_process_is_killed(path: Path) -> None:
    """`kill -9` at any moment; every position that was printed stands, and the log is whole."""
    chance = random.Random(20240701)  # noqa: S311 - moments, no secrets
    SQLiteRecorder(path, create_as=LOG_ID).close()
    acknowledged: list[str] = []
    anchor: Anchor | None = None
    for attempt in range(KILLS):
        acknowledged += killed(path, f"w{attempt}-", after=chance.randrange(1, 60))
        with closing(SQLiteRecorder(path)) as recorder:
            log = log_over(recorder)
            stored = {f"{entry.position} {entry.id}" for entry in recorder.read()}

            assert set(acknowledged) <= stored
            assert verify(log, anchor).ok
            anchor = root_at(log)


def killed(path: Path, who: str, *, after: int) -> list[str]:
    """Kill an appending process after some lines; return all that it printed until then."""
    worker = started("append", path, who, 1_000_000)
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
