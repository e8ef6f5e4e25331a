"""Sixteen processes on one log, in a file and on a server: nothing lost, doubled or refused."""

import random
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from compliance.log.sqlite import SQLiteRecorder
from compliance.log.verify import Anchor, root_at, verify
from tests.log.processes import answers, killed, started
from tests.log.telling import LOG_ID, log_over, positions
from tests.log.worker import opened
from tests.servers import Server

WRITERS, EACH, KILLS = 16, 8, 8


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, path: Path) -> str:
    """Make an empty log, and return where other processes find it."""
    if request.param == "sqlite":
        SQLiteRecorder(path, create_as=LOG_ID).close()
        return str(path)
    server: Server = request.getfixturevalue("server")
    return server.url(server.fresh())


def test_sixteen_processes_record_at_once(where: str) -> None:
    """Dense, no loss, no double, one event for each key that all record, no error to a caller."""
    said = answers([started("crowd", where, f"w{name}-", EACH) for name in range(WRITERS)])
    told = [line.split() for line in said]
    with closing(opened(where)) as recorder:
        stored = {str(entry.position): entry.id for entry in recorder.read()}

        assert positions(recorder.read()) == list(range(1, (WRITERS + 1) * EACH + 1))
        assert stored == {place: "".join(id_) for place, *id_, _ in told}
        assert verify(log_over(recorder)).ok
    shared = Counter(place for place, *_ in told)

    assert Counter(shared.values()) == {1: WRITERS * EACH, WRITERS: EACH}
    assert sum(line[-1] == "False" for line in told) == len(stored)


def test_no_acknowledged_event_is_lost_when_the_process_is_killed(where: str) -> None:
    """`kill -9` at any moment; every position that was printed stands, and the log is whole."""
    chance = random.Random(20240701)  # noqa: S311 - moments, no secrets
    acknowledged: list[str] = []
    anchor: Anchor | None = None
    for attempt in range(KILLS):
        acknowledged += killed(where, f"w{attempt}-", after=chance.randrange(1, 60))
        with closing(opened(where)) as recorder:
            log = log_over(recorder)
            stored = {f"{entry.position} {entry.id}" for entry in recorder.read()}

            assert set(acknowledged) <= stored
            assert verify(log, anchor).ok
            anchor = root_at(log)
