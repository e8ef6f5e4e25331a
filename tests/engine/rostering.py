"""Small rosters in a few words: a map, tables made in memory, a log that takes them in."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from compliance.domain.envelope import Actor, Source
from compliance.domain.errors import NotFound
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.roster import Taken, import_roster
from compliance.engine.roster_at import roster_at
from compliance.engine.roster_told import Said
from compliance.intake.map_door import map_from
from compliance.intake.roster import read_roster
from compliance.intake.roster_map import RosterMap
from compliance.intake.sheets import Sheet, TableFile
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.projections.effective import effective
from tests.log.telling import LOG_ID, Clock, Ids
from tests.saying import instant

HEADER = ("id", "shift", "rating", "children", "places")
PLAIN: Mapping[str, Any] = {
    "roster": "test.ledger",
    "title": {"zh": "测试台账", "en": "test ledger"},
    "facility": [{"column": "id", "scheme": "local"}],
    "row": ["shift"],
    "columns": {
        "id": {"header": "id", "type": "code", "required": True},
        "shift": {"header": "shift", "type": "int", "required": True},
        "rating": {"header": "rating", "type": "verbatim"},
        "children": {"header": "children", "type": "int"},
        "places": {"header": "places", "type": "int"},
    },
    "facts": [
        {
            "event": "facility.registered",
            "say": "first",
            "where": {"shift": 1},
            "fields": {"name": "id", "kind": {"value": "facility"}, "region": {"value": "500111"}},
        },
        {
            "event": "facility.quality_assessed",
            "where": {"shift": 1},
            "fields": {"standard": {"value": "S"}, "grade": "rating"},
        },
        {
            "event": "facility.capacity_declared",
            "say": "later",
            "where": {"shift": 1},
            "fields": {"places": "places", "modes": {"value": ["full_day"]}},
        },
        {
            "event": "facility.attendance_counted",
            "fields": {"shift": "shift", "children": "children", "places": "places"},
        },
    ],
}
MAP: RosterMap = map_from(PLAIN, {(): "map.yaml:1"})
Row = tuple[str, int, str | None, int | None, int | None]
Month = Sequence[Row]
LAST_DAY = date(2025, 12, 31)


class Ledger:
    """A log in memory that takes rosters in, a minute after each other."""

    def __init__(self, map_: RosterMap = MAP) -> None:
        self.map = map_
        self.clock = Clock(instant("2025-12-31"))
        self.log = EventLog(MemoryRecorder(LOG_ID), self.clock, Ids())
        self.desk = Desk(self.log, dict, lambda: None, None, vault=_none)
        self._calls = 0

    def take(self, month: Month, day: date, **how: Any) -> Taken:
        """Take in a month's roster."""
        return self.take_table([HEADER, *month], day, **how)

    def take_table(self, rows: Sequence[Sequence[Any]], day: date, **how: Any) -> Taken:
        """Take in a table: its header, and rows as they stand in the file."""
        self._calls += 1
        self.clock.at += timedelta(minutes=1)
        file = TableFile("t.csv", f"{self._calls:064x}", (Sheet("", list(enumerate(rows, 1))),))
        roster = read_roster(file, self.map, day, None)
        said = Said(day, Actor("a"), Source(channel="test"), f"call {self._calls}")
        return import_roster(self.desk, self.map, roster, said, **how)

    def at(self, on: date, known: datetime | None = None) -> set[Row] | None:
        """Return the roster as of a day; None if none is known."""
        try:
            rows = list(roster_at(self.desk, self.map, AsOf(on, known)))
        except NotFound:
            return None
        return {tuple(row.fields[name] for name in HEADER) for row in rows}

    def counting(self) -> list[tuple[Any, ...]]:
        """Return what counts in the end: every event but those about the log, in no order."""
        return sorted(self._counting(), key=str)

    def _counting(self) -> Iterator[tuple[Any, ...]]:
        for each in effective(self.log.read()):
            if each.said.facility is not None:
                data = json.dumps(vars(each.said.data), sort_keys=True, default=str)
                yield each.event.stem, each.said.facility, each.on, data


def month(number: int) -> date:
    """Return a month's first day."""
    return date(2025, number, 1)


def _none() -> Any:
    raise AssertionError
