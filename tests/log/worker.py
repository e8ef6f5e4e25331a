"""A process of its own that records: told what on the command line, when by a line on stdin."""
# ruff: noqa: T201 - its parent reads what it prints

import sys
from pathlib import Path

from compliance.log.entry import Recorder
from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import LOG_ID, joined, log_over


def opened(where: str) -> Recorder:
    """Open a log, in a file or on a server."""
    if where.startswith("postgresql:"):
        from compliance.log.postgresql.recorder import PostgreSQLRecorder

        return PostgreSQLRecorder(where)
    return SQLiteRecorder(Path(where))


def append(where: str, name: str, count: int) -> None:
    """Record events one by one; print the position of each when it has been acknowledged."""
    log = log_over(opened(where), prefix=name)
    ready()
    for number in range(count):
        (event,) = log.append([joined(key=f"{name} {number}")]).events
        print(event.position, event.id, flush=True)


def crowd(where: str, name: str, count: int) -> None:
    """Record events of one's own, and between them what all the others record under one key."""
    log = log_over(opened(where), prefix=name)
    ready()
    for number in range(count):
        for key in (f"{name} {number}", f"all {number}"):
            answer = log.append([joined(key=key)])
            print(answer.events[0].position, answer.events[0].id, answer.duplicate)


def create(where: str, name: str) -> None:
    """Create the file; print the id of the log that stands there."""
    ready()
    print(SQLiteRecorder(Path(where), create_as=name).head().log_id)


def same(where: str, name: str) -> None:
    """Record what others record under the same key; print what was answered."""
    log = log_over(SQLiteRecorder(Path(where), create_as=LOG_ID), prefix=name)
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
        append(where, who, int(rest[0]))
    elif act == "crowd":
        crowd(where, who, int(rest[0]))
    elif act == "create":
        create(where, who)
    else:
        same(where, who)
