"""Every facility's history, read from the log once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from compliance.domain.tags import persons_of
from compliance.log.codec import event_of
from compliance.log.entry import EVERYTHING, Entry
from compliance.log.eventlog import EventLog
from compliance.projections.history import History


def histories(log: EventLog, known: datetime | None = None) -> Mapping[str, History]:
    """Return the history of every facility that something is known of, by its id."""
    entries = {entry.position: entry for entry in log.entries(EVERYTHING)}
    events = {position: event_of(entry) for position, entry in entries.items()}
    tagged = _by_tag(entries.values())
    facilities = sorted(tag for tag in tagged if tag.startswith("facility:"))
    found = {}
    for tag in facilities:
        facility = tag.partition(":")[2]
        told = (events[position] for position in sorted(_about(tag, tagged, entries)))
        history = History(facility, told, known)
        if any(each.said.facility == facility for each in history.events):
            found[facility] = history
    return found


def _by_tag(entries: Iterable[Entry]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for tag in entry.tags:
            found[tag].add(entry.position)
    return dict(found)


def _about(tag: str, tagged: Mapping[str, set[int]], entries: Mapping[int, Entry]) -> set[int]:
    """Return the positions of what bears on a facility: its people's events, and rulings."""
    own = tagged[tag]
    people = {f"person:{each}" for at in own for each in persons_of(entries[at].tags)}
    found = own.union(*(tagged[each] for each in people))
    documents = {
        each.partition(":")[2]
        for at in found
        for each in entries[at].tags
        if each.startswith(("document:", "annuls:"))
    }
    return found.union(*(tagged.get(f"annuls:{each}", set()) for each in documents))
