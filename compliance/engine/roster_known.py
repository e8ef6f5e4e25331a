"""What the log knows of a roster: its snapshots, and what each row said from which day on.

The log is read once, in portions, for the whole roster; what was mended by hand counts as mended.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

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
        body = _counting(entry, amended)
        if body is None or body["data"]["roster"] != roster:
            continue
        if entry.type.startswith("roster.imported"):
            taken = body["data"]
            snapshots.append(Snapshot(date.fromisoformat(taken["snapshot"]), taken["sha256"],
                                      entry.id))  # fmt: skip
        else:
            key = FacilityId(str(entry.facility)), body["data"]["row"]
            rows[key].append(_statement(entry, body, by_hand=entry.id in amended))
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


def _counting(entry: Entry, amended: Amended) -> dict[str, Any] | None:
    """Return an entry's body as it counts; None if it was withdrawn."""
    body: dict[str, Any] = json.loads(entry.body)
    if entry.id not in amended:
        return body
    mended: Iterable[Any] = effective([event_of(entry), event_of(amended[entry.id])])
    for each in mended:
        data = vars(each.said.data) | ({"snapshot": each.said.data.snapshot.isoformat()}
                                       if hasattr(each.said.data, "snapshot") else {})  # fmt: skip
        return {**body, "occurred_on": each.on.isoformat(), "data": data}
    return None


def _statement(entry: Entry, body: Mapping[str, Any], *, by_hand: bool) -> Statement:
    fields = body["data"].get("fields")
    return Statement(
        on=date.fromisoformat(body["occurred_on"]),
        position=entry.position,
        id=entry.id,
        text=None if fields is None else written(fields),
        fixed=by_hand or "cause" not in body,
    )
