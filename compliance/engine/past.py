"""What is known of a facility or a region: its events, its people's, rulings on documents."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from compliance.domain.envelope import Event
from compliance.domain.errors import NotFound
from compliance.domain.tags import persons_of
from compliance.log.codec import event_of
from compliance.log.entry import Entry, Item, Query, tagged
from compliance.log.eventlog import EventLog
from compliance.projections.history import History

Borne = Callable[[Sequence[str]], Iterable[Entry]]
"""Returns the entries that bear any of some tags."""


def past(log: EventLog, facility: str, known: datetime | None = None) -> History:
    """Return a facility's history as known at an instant (None = everything)."""
    return History(facility, events_about(log, facility), known)


def known_past(log: EventLog, facility: str, known: datetime | None = None) -> History:
    """Return the history of a facility that something is known of.

    Raises NotFound (E-FACILITY-UNKNOWN).
    """
    history = past(log, facility, known)
    if not _knows_of(history):
        raise NotFound("E-FACILITY-UNKNOWN", text=facility)
    return history


def region_past(log: EventLog, region: str, known: datetime | None = None) -> History:
    """Return a region's own history as known at an instant: facts of relations about regions."""
    found = {entry.position: entry for entry in log.entries(tagged(f"region:{region}"))}
    _add_originals(found, log)
    _add_rulings(found, _of(log))
    events = (event_of(found[position]) for position in sorted(found))
    return History("", events, known, region=region)


def events_about(
    log: EventLog, facility: str, newcomers: frozenset[str] = frozenset()
) -> tuple[Event, ...]:
    """Return every event that can bear on a facility, in order of position.

    `newcomers` are persons whom it has not told of yet, but is about to.
    """
    return _about(_of(log), facility, newcomers)


def known_pasts(log: EventLog, known: datetime | None = None) -> Iterator[History]:
    """Yield the history of every facility that something is known of; the log is read once."""
    by_tag: dict[str, list[Entry]] = defaultdict(list)
    for entry in log.entries():
        for tag in entry.tags:
            by_tag[tag].append(entry)

    def borne(tags: Sequence[str]) -> Sequence[Entry]:
        return [entry for tag in tags for entry in by_tag.get(tag, ())]

    for tag in sorted(tag for tag in by_tag if tag.startswith("facility:")):
        facility = tag.partition(":")[2]
        history = History(facility, _about(borne, facility, frozenset()), known)
        if _knows_of(history):
            yield history


def told_regions(log: EventLog) -> tuple[str, ...]:
    """Return every region that something is told of as its own."""
    tags = {tag for entry in log.entries() for tag in entry.tags if tag.startswith("region:")}
    return tuple(sorted(tag.partition(":")[2] for tag in tags))


def facilities_of(log: EventLog, persons: Iterable[str]) -> tuple[str, ...]:
    """Return every facility with an event about one of the persons."""
    tags = [f"person:{person}" for person in sorted(persons)]
    if not tags:
        return ()
    entries = log.entries(tagged(*tags))
    borne = {tag for entry in entries for tag in entry.tags if tag.startswith("facility:")}
    return tuple(sorted(tag.partition(":")[2] for tag in borne))


def _about(borne: Borne, facility: str, newcomers: frozenset[str]) -> tuple[Event, ...]:
    """Gather a facility's events, its people's, and the rulings on their documents."""
    found = {entry.position: entry for entry in borne([f"facility:{facility}"])}
    told = persons_of(tag for entry in found.values() for tag in entry.tags)
    _add(found, borne, [f"person:{person}" for person in sorted(told | newcomers)])
    _add_rulings(found, borne)
    return tuple(event_of(found[position]) for position in sorted(found))


def _of(log: EventLog) -> Borne:
    return lambda tags: log.entries(tagged(*tags))


def _add_originals(found: dict[int, Entry], log: EventLog) -> None:
    """Add what was first told of another region and then corrected to be of this one."""
    tags = sorted({tag for entry in found.values() for tag in entry.tags if _names_event(tag)})
    _add(found, _of(log), tags)
    ids = tuple(Item(id=tag.partition(":")[2]) for tag in tags)
    if ids:
        found.update({entry.position: entry for entry in log.entries(Query(ids))})


def _add_rulings(found: dict[int, Entry], borne: Borne) -> None:
    documents = {tag for entry in found.values() for tag in entry.tags if _names_document(tag)}
    _add(found, borne, [f"annuls:{tag.partition(':')[2]}" for tag in sorted(documents)])


def _add(found: dict[int, Entry], borne: Borne, tags: Sequence[str]) -> None:
    if tags:
        found.update({entry.position: entry for entry in borne(tags)})


def _knows_of(history: History) -> bool:
    return any(each.said.facility == history.facility for each in history.events)


def _names_event(tag: str) -> bool:
    return tag.startswith("event:")


def _names_document(tag: str) -> bool:
    return tag.startswith(("document:", "annuls:"))
