"""Every recorder there is: what the shared tests claim holds for each."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from compliance.log.entry import Recorder
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.log.postgresql.recorder import PostgreSQLRecorder
from compliance.log.sqlite import SQLiteRecorder
from tests.log.regions import Regions, log_of, two_regions
from tests.log.tampering import tell
from tests.log.telling import LOG_ID, log_over
from tests.servers import Server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tuoyu.db"


@pytest.fixture
def sqlite(path: Path) -> Iterator[SQLiteRecorder]:
    recorder = SQLiteRecorder(path, create_as=LOG_ID, wait_seconds=0.2)
    yield recorder
    recorder.close()


@pytest.fixture
def told(path: Path) -> Path:
    """Return a file of six events that nobody has open."""
    with closing(SQLiteRecorder(path, create_as=LOG_ID)) as recorder:
        tell(log_over(recorder))
    return path


@pytest.fixture
def postgresql(server: Server) -> Iterator[PostgreSQLRecorder]:
    recorder = PostgreSQLRecorder(server.url(server.emptied()), wait_seconds=0.2)
    yield recorder
    recorder.close()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def recorder(request: pytest.FixtureRequest) -> Recorder:
    if request.param == "memory":
        return MemoryRecorder(LOG_ID)
    found: Recorder = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def log(recorder: Recorder) -> EventLog:
    return log_over(recorder)


@pytest.fixture
def regions(server: Server) -> Regions:
    return two_regions(server)


@pytest.fixture
def amy(regions: Regions) -> Iterator[EventLog]:
    with log_of(regions.amy) as log:
        yield log


@pytest.fixture
def bob(regions: Regions) -> Iterator[EventLog]:
    with log_of(regions.bob) as log:
        yield log
