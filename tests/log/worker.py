"""A process of its own that records: told what on the command line, when by a line on stdin."""
# ruff: noqa: T201 - its parent reads what it prints

import sys
from pathlib import Path

from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import LOG_ID, joined, log_over


def append(path: Path, name: str, count: int) -> None:
    """Record events one by one; print the position of each when it has been acknowledged."""
    log = log_over(SQLiteRecorder(path), prefix=name)
    ready()
    for number in range(count):
        (event,) = log.append([joined(key=f"{name} {number}")]).events
        print(event.position, event.id, flush=True)


def create(path: Path, name: str) -> None:
    """Create the file; print the id of the log that stands there."""
    ready()
    print(SQLiteRecorder(path, create_as=name).head().log_id)


def same(path: Path, name: str) -> None:
    """Record what others record under the same key; print what was answered."""
    log = log_over(SQLiteRecorder(path, create_as=LOG_ID), prefix=name)
    ready()
    answer = log.append([joined(key="k")])
    print(answer.events[0].position, answer.events[0].id, answer.duplicate)


def ready() -> None:
    """Say so, and wait for the word."""
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    _, act, where, who, *rest = sys.argv
    if act == "append":
        append(Path(where), who, int(rest[0]))
    elif act == "create":
        create(Path(where), who)
    else:
        same(Path(where), who)
