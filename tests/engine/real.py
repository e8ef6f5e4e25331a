"""Sixty real monthly rosters (see ../shared/data/README.md): read as they are, taken in, asked.

What is expected is read from the file by pyarrow alone; nothing of ours has a part in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from compliance.domain.envelope import Actor, Source
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.maps import read_map
from compliance.engine.roster import Taken, import_roster
from compliance.engine.roster_at import roster_at
from compliance.engine.roster_known import known_roster
from compliance.engine.roster_told import Said
from compliance.intake.roster import read_roster
from compliance.intake.sheets import read_table
from compliance.log.eventlog import EventLog
from compliance.log.sqlite import SQLiteRecorder
from compliance.projections.effective import effective
from compliance.projections.roster import text_at
from tests.log.telling import LOG_ID, Clock, Ids
from tests.saying import instant

FILE = Path(__file__).parents[3] / "shared/data/nc-rosters-2006-2010.parquet"
MAP = read_map("us-nc")
COUNTIES = ("HYDE", "TYRRELL")
ENDING = "447"
"""A thousandth of all facilities; one of them has no maximum for two months."""
ODD = ("04000093", "0455023", "13000258", "3452208")
"""They change their kind; are `PROBLIC`, `PROB ` (with its blank), `PGS110`."""
Rows = dict[tuple[str, str], dict[str, Any]]

needs_file = pytest.mark.skipif(
    not FILE.exists(), reason="the rosters are not beside the repository"
)


class Office:
    """A log that takes rosters in from a file, a minute after each other."""

    def __init__(self, folder: Path, file: Path) -> None:
        self.file = file
        self.clock = Clock(instant("2026-01-01"))
        recorder = SQLiteRecorder(folder / "log.db", create_as=LOG_ID)
        self.log = EventLog(recorder, self.clock, Ids())
        self.desk = Desk(self.log, dict, lambda: None, None, vault=_none)
        self.heard: dict[date, datetime] = {}

    def take(self, day: date) -> Taken:
        """Take in a month."""
        self.clock.at += timedelta(minutes=1)
        roster = read_roster(read_table(self.file, where={"snapshot": day}), MAP, day, None)
        said = Said(day, Actor("bench"), Source(channel="test"), f"{day} {self.clock.at}")
        taken = import_roster(self.desk, MAP, roster, said)
        self.heard.setdefault(day, self.clock.at)
        return taken

    def at(self, on: date, known: datetime | None = None) -> Rows:
        """Return the roster as of a day, every column of every row."""
        rows = roster_at(self.desk, MAP, AsOf(on, known))
        return {(row.facility, row.row): dict(row.fields) for row in rows}

    def replayed(self, days: Iterable[date]) -> Mapping[date, dict[tuple[str, str], str]]:
        """Return the rosters of many days, reading the log once: each row's text."""
        known = known_roster(self.log, MAP.roster).rows
        return {
            day: {key: text for key, told in known.items() if (text := text_at(told, day))}
            for day in days
        }


def days_of(file: Path) -> list[date]:
    """Return the months of a file, in order."""
    found = pc.unique(pq.read_table(file, columns=["snapshot"])["snapshot"]).to_pylist()
    return sorted(found)


def published(file: Path, day: date) -> Rows:
    """Return a month's roster as it stands in the file."""
    table = pq.read_table(file, filters=[("snapshot", "=", day)])
    rows: Sequence[dict[str, Any]] = table.to_pylist()
    return {
        (f"us-nc:{row['id']}", str(row["shift"])): {**row, "snapshot": day.isoformat()}
        for row in rows
    }


def some(folder: Path) -> Path:
    """Write the rosters of some counties and of some other facilities to a file."""
    table = pq.read_table(FILE)
    local = pc.is_in(table["county"], value_set=pa.array(COUNTIES))
    odd = pc.is_in(table["id"], value_set=pa.array(ODD))
    chosen = pc.or_(pc.or_(local, odd), pc.ends_with(table["id"], pattern=ENDING))
    path = folder / "some.parquet"
    pq.write_table(table.filter(chosen), path)
    return path


def counting(log: EventLog) -> list[str]:
    """Return what counts in the end, in no order."""
    told = (
        f"{each.event.stem} {each.said.facility} {each.on} {each.said.data}"
        for each in effective(log.read())
        if each.said.facility is not None
    )
    return sorted(told)


def _none() -> Any:
    raise AssertionError
