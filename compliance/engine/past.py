"""What is known of a facility: its events, its people's, and the rulings on their documents."""

from collections.abc import Iterable
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
    if not any(each.said.facility == facility for each in history.events):
        raise NotFound("E-FACILITY-UNKNOWN", text=facility)
    return history


def events_about(
    log: EventLog, facility: str, newcomers: frozenset[str] = frozenset()
) -> tuple[Event, ...]:
    """Return every event that can bear on a facility, in order of position.

    `newcomers` are persons whom it has not told of yet, but is about to.
    """
    found = {entry.position: entry for entry in log.entries(tagged(f"facility:{facility}"))}
    told = persons_of(tag for entry in found.values() for tag in entry.tags)
    persons = sorted(told | newcomers)
    _add(found, log, [f"person:{person}" for person in persons])
    documents = {tag for entry in found.values() for tag in entry.tags if _names_document(tag)}
    _add(found, log, [f"annuls:{tag.partition(':')[2]}" for tag in sorted(documents)])
    return tuple(event_of(found[position]) for position in sorted(found))


def facilities_of(log: EventLog, persons: Iterable[str]) -> tuple[str, ...]:
    """Return every facility with an event about one of the persons."""
    tags = [f"person:{person}" for person in sorted(persons)]
    if not tags:
        return ()
    entries = log.entries(tagged(*tags))
    borne = {tag for entry in entries for tag in entry.tags if tag.startswith("facility:")}
    return tuple(sorted(tag.partition(":")[2] for tag in borne))


def _add(found: dict[int, Entry], log: EventLog, tags: list[str]) -> None:
    if tags:
        found.update({entry.position: entry for entry in log.entries(tagged(*tags))})


def _names_document(tag: str) -> bool:
    return tag.startswith(("document:", "annuls:"))
