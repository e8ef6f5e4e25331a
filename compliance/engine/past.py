"""What is known of a facility: its events, its people's, and the rulings on their documents."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from compliance.domain.envelope import Event
from compliance.domain.errors import NotFound
from compliance.domain.tags import persons_of
from compliance.log.codec import event_of
from compliance.log.entry import Entry, tagged
from compliance.log.eventlog import EventLog
from compliance.projections.history import History


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


def events_about(
    log: EventLog, facility: str, newcomers: frozenset[str] = frozenset()
) -> tuple[Event, ...]:
    """Return every event that can bear on a facility, in order of position.

    `newcomers` are persons whom it has not told of yet, but is about to.
    """
    return _about(lambda tags: log.entries(tagged(*tags)), facility, newcomers)


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


def facilities_of(log: EventLog, persons: Iterable[str]) -> tuple[str, ...]:
    """Return every facility with an event about one of the persons."""
    tags = [f"person:{person}" for person in sorted(persons)]
    if not tags:
        return ()
    entries = log.entries(tagged(*tags))
    borne = {tag for entry in entries for tag in entry.tags if tag.startswith("facility:")}
    return tuple(sorted(tag.partition(":")[2] for tag in borne))


def _about(
    borne: Callable[[Sequence[str]], Iterable[Entry]], facility: str, newcomers: frozenset[str]
) -> tuple[Event, ...]:
    """Gather a facility's events, its people's, and the rulings on their documents."""
    found = {entry.position: entry for entry in borne([f"facility:{facility}"])}
    told = persons_of(tag for entry in found.values() for tag in entry.tags)
    persons = [f"person:{person}" for person in sorted(told | newcomers)]
    _add(found, borne(persons) if persons else ())
    documents = {tag for entry in found.values() for tag in entry.tags if _names_document(tag)}
    annulling = [f"annuls:{tag.partition(':')[2]}" for tag in sorted(documents)]
    _add(found, borne(annulling) if annulling else ())
    return tuple(event_of(found[position]) for position in sorted(found))


def _add(found: dict[int, Entry], entries: Iterable[Entry]) -> None:
    found.update({entry.position: entry for entry in entries})


def _knows_of(history: History) -> bool:
    return any(each.said.facility == history.facility for each in history.events)


def _names_document(tag: str) -> bool:
    return tag.startswith(("document:", "annuls:"))
