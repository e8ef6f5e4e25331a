"""What the log knows of a roster: its snapshots, and what each row said from which day on.

The log is read once, in portions, for the whole roster; what was mended by hand counts as mended.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple

from compliance.domain.envelope import Proposal
from compliance.domain.events import stored_names
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import instant_text
from compliance.intake.roster import Key
from compliance.intake.roster_map import written
from compliance.log.codec import event_of
from compliance.log.entry import Entry, Item, Query
from compliance.log.eventlog import EventLog
from compliance.projections.effective import AMENDMENTS, effective
from compliance.projections.roster import Statement, Timeline, in_order

PORTION = 20_000
ROSTERS = Query((Item(types=stored_names("roster.imported", "roster.row_stated",
                                         "roster.row_ended")),))  # fmt: skip
_AMENDED = Query((Item(types=stored_names(*AMENDMENTS)),))
_STATEMENT = re.compile(r'"data":\{(?:"fields":(\{.*\}),)?"roster":"([^"]*)","row":"([^"]*)"\},')
"""A row's statement within a body: keys stand in order there, and a quote in a text is escaped."""
_CAUSE = '"cause":"'
Amended = Mapping[str, Entry]
"""The amendment that decides, by the id of the event that it is about."""


class Snapshot(NamedTuple):
    """A snapshot that was taken in: its day, the file's digest, the event's id."""

    day: date
    sha256: str
    id: str


class Known(NamedTuple):
    """What is known of a roster."""

    snapshots: tuple[Snapshot, ...]
    """In the order in which they were taken in."""
    rows: Mapping[Key, Timeline]
    amended: Amended
    size: int
    """Where the log ended when it was read."""

    def following(self, day: date) -> date | None:
        """Return the next snapshot's day."""
        return min((each.day for each in self.snapshots if each.day > day), default=None)

    def latest(self, day: date) -> date | None:
        """Return the day of the snapshot that stands on a day."""
        return max((each.day for each in self.snapshots if each.day <= day), default=None)


def known_roster(log: EventLog, roster: str, known: datetime | None = None) -> Known:
    """Read what the log knows of a roster, as known at an instant."""
    size = log.head().size
    until = None if known is None else instant_text(known)
    amended = {str(each.target): each for each in portions(log, _AMENDED, until)}
    snapshots: list[Snapshot] = []
    rows: dict[Key, list[Statement]] = defaultdict(list)
    for entry in portions(log, ROSTERS, until):
        by_hand = entry.id in amended
        told = _mended(entry, amended[entry.id]) if by_hand else _as_stored(entry)
        if told is None or told.roster != roster:
            continue
        if told.row is None:
            snapshots.append(Snapshot(told.on, told.text or "", entry.id))
        else:
            key = FacilityId(str(entry.facility)), told.row
            fixed = by_hand or not told.caused
            rows[key].append(Statement(told.on, entry.position, entry.id, told.text, fixed))
    timelines = {key: in_order(told) for key, told in rows.items()}
    return Known(tuple(snapshots), timelines, amended, size)


def portions(log: EventLog, query: Query, until: str | None = None) -> Iterator[Entry]:
    """Yield the entries that match, recorded by an instant, without holding all of them."""
    after = 0
    while found := log.entries(query, after=after, limit=PORTION):
        for entry in found:
            if until is None or entry.recorded_at <= until:
                yield entry
        after = found[-1].position


class _Told(NamedTuple):
    """What an entry says of a roster: of a row, or (without one) of a snapshot and its digest."""

    roster: str
    row: str | None
    on: date
    text: str | None
    caused: bool


def _as_stored(entry: Entry) -> _Told:
    """Read an entry; what a row says is taken as it stands, for a body is canonical."""
    found = _STATEMENT.search(entry.body)
    if found is None or "\\" in found[2] + found[3]:
        return _read(event_of(entry).said, caused=_CAUSE in entry.body)
    on = date.fromisoformat(str(entry.occurred_on))
    caused = entry.body.find(_CAUSE, 0, found.start()) >= 0
    return _Told(found[2], found[3], on, found[1], caused)


def _mended(entry: Entry, amendment: Entry) -> _Told | None:
    """Read an entry as an amendment left it; None if it was withdrawn."""
    for each in effective([event_of(entry), event_of(amendment)]):
        return _read(each.said, caused=True)
    return None


def _read(said: Proposal, *, caused: bool) -> _Told:
    data = said.data
    if said.stem == "roster.imported":
        return _Told(data.roster, None, data.snapshot, data.sha256, caused)
    text = written(data.fields) if said.stem == "roster.row_stated" else None
    return _Told(data.roster, data.row, said.occurred_on, text, caused)
