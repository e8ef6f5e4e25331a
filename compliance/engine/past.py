"""What is known of a facility or a region: its events, its people's, rulings on documents."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime

from compliance.domain.envelope import Event
from compliance.domain.errors import NotFound
from compliance.domain.tags import persons_of
from compliance.domain.time import instant_text
from compliance.log.codec import event_of
from compliance.log.entry import Entry, Item, Query
from compliance.log.eventlog import EventLog
from compliance.projections.history import History
from compliance.projections.identity import LINK

_LINK = f"{LINK}/"
_ENTRIES_EACH = 100
"""A history read by itself costs about as much as so many entries read with all others."""
_ID = "id:"
"""Stands before an id where tags are asked for: the entry itself is meant."""
_DOCUMENTS = frozenset({"document", "annuls", "contests"})
Borne = Callable[[Sequence[str]], Iterable[Entry]]
"""Returns the entries that bear any of some tags, or the entry of an id (`id:`)."""


def past(log: EventLog, facility: str, known: datetime | None = None) -> History:
    """Return a facility's history as known at an instant (None = everything)."""
    return History(facility, _about(borne_in(log, known), facility, frozenset()), known)


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
    events = map(event_of, gathered_of_region(borne_in(log), region))
    return History("", events, known, region=region)


def events_about(
    log: EventLog, facility: str, newcomers: frozenset[str] = frozenset()
) -> tuple[Event, ...]:
    """Return every event that can bear on a facility, in order of position.

    `newcomers` are persons whom it has not told of yet, but is about to.
    """
    return _about(borne_in(log), facility, newcomers)


def known_pasts(log: EventLog, known: datetime | None = None) -> Iterator[History]:
    """Yield the history of every facility that something is known of; the log is read once."""
    facilities, borne = indexed(_heard(log.entries(), known))
    for facility in facilities:
        history = History(facility, _about(borne, facility, frozenset()), known)
        if _knows_of(history):
            yield history


def some_pasts(
    log: EventLog, facilities: Collection[str], known: datetime | None = None
) -> Iterator[History]:
    """Yield the histories of some facilities, in order; where they are many the log is read once.

    Of a facility that nothing is known of there may be an empty one, or none.
    """
    if len(facilities) * _ENTRIES_EACH <= log.head().size:
        yield from (past(log, each, known) for each in sorted(facilities))
    else:
        yield from (each for each in known_pasts(log, known) if each.facility in facilities)


def borne_for(log: EventLog, facilities: Collection[str]) -> Borne:
    """Return what finds entries by tag; for many facilities the log is read once."""
    few = len(facilities) * _ENTRIES_EACH <= log.head().size
    return borne_in(log) if few else indexed(log.entries())[1]


def indexed(entries: Iterable[Entry]) -> tuple[list[str], Borne]:
    """Return every facility that entries bear the tag of, in order, and what finds them by tag."""
    by_tag: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for tag in (*entry.tags, f"{_ID}{entry.id}"):
            by_tag[tag].append(entry)

    def borne(tags: Sequence[str]) -> Sequence[Entry]:
        return [entry for tag in tags for entry in by_tag.get(tag, ())]

    found = sorted(tag for tag in by_tag if tag.startswith("facility:"))
    return [tag.partition(":")[2] for tag in found], borne


def told_regions(log: EventLog) -> tuple[str, ...]:
    """Return every region that something is told of as its own."""
    tags = {tag for entry in log.entries() for tag in entry.tags if tag.startswith("region:")}
    return tuple(sorted(tag.partition(":")[2] for tag in tags))


def facilities_of(log: EventLog, persons: Iterable[str]) -> tuple[str, ...]:
    """Return every facility with an event about one of the persons, or about who they also are."""
    found = named_by_people(borne_in(log), frozenset(persons))
    borne = {tag for entry in found for tag in entry.tags if tag.startswith("facility:")}
    return tuple(sorted(tag.partition(":")[2] for tag in borne))


def events_of_person(log: EventLog, person: str) -> tuple[Event, ...]:
    """Return every event about a person under any ref they ever went by, and rulings on them."""
    found: dict[int, Entry] = {}
    _add_people(found, borne_in(log), frozenset({person}))
    _add_rulings(found, borne_in(log))
    return tuple(event_of(found[position]) for position in sorted(found))


def _about(borne: Borne, facility: str, newcomers: frozenset[str]) -> tuple[Event, ...]:
    found = gathered(borne, facility, newcomers)
    return tuple(event_of(entry) for entry in found)


def gathered(
    borne: Borne, facility: str, newcomers: frozenset[str] = frozenset()
) -> tuple[Entry, ...]:
    """Gather a facility's entries, its people's, and the rulings on their documents."""
    found = {entry.position: entry for entry in borne([f"facility:{facility}"])}
    told = persons_of(tag for entry in found.values() for tag in entry.tags)
    people = _add_people(found, borne, told | newcomers)
    _add_originals(found, borne)
    _add_rulings(found, borne)
    if _add_links(found, borne, people):
        _add_rulings(found, borne)
    return tuple(found[position] for position in sorted(found))


def gathered_of_region(borne: Borne, region: str) -> tuple[Entry, ...]:
    """Gather a region's own entries, what was moved there, and the rulings on their documents."""
    found = {entry.position: entry for entry in borne([f"region:{region}"])}
    _add_originals(found, borne)
    _add_rulings(found, borne)
    return tuple(found[position] for position in sorted(found))


def named_by_people(borne: Borne, persons: frozenset[str]) -> tuple[Entry, ...]:
    """Return every entry about one of the persons, or about who they also are."""
    found: dict[int, Entry] = {}
    _add_people(found, borne, persons)
    return tuple(found.values())


def _add_people(found: dict[int, Entry], borne: Borne, persons: frozenset[str]) -> frozenset[str]:
    """Add what is told of persons, and of whoever a link says they are; return them all."""
    seen: frozenset[str] = frozenset()
    while persons:
        told = {e.position: e for e in borne([f"person:{person}" for person in sorted(persons)])}
        found.update(told)
        seen |= persons
        joining = (entry for entry in told.values() if links(entry, borne))
        persons = persons_of(tag for entry in joining for tag in entry.tags) - seen
    return seen


def links(entry: Entry, borne: Borne) -> bool:
    """Say whether an entry joins two persons: a link, or a correction that made it another."""
    if entry.type.startswith(_LINK):
        return True
    if entry.target is None or len(persons_of(entry.tags)) <= 1:
        return False
    named = borne([tag for tag in entry.tags if tag.startswith("person:")])
    return any(each.id == entry.target and each.type.startswith(_LINK) for each in named)


def borne_in(log: EventLog, known: datetime | None = None) -> Borne:
    """Return what finds the entries of a log by tag, as known at an instant."""
    return lambda tags: _heard(log.entries(Query(tuple(map(_item, tags)))), known)


def _item(tag: str) -> Item:
    return Item(id=tag.removeprefix(_ID)) if tag.startswith(_ID) else Item(tags=(tag,))


def _heard(entries: Iterable[Entry], known: datetime | None) -> Iterable[Entry]:
    """Keep what had been recorded by an instant: what came later leads nowhere yet."""
    if known is None:
        return entries
    until = instant_text(known)
    return [entry for entry in entries if entry.recorded_at <= until]


def _add_originals(found: dict[int, Entry], borne: Borne) -> None:
    """Add what was first told of another, and only then corrected to be of this one."""
    missing = {e.target for e in found.values() if e.target} - {e.id for e in found.values()}
    _add(found, borne, [f"{kind}{id_}" for id_ in sorted(missing) for kind in (_ID, "event:")])


def _add_links(found: dict[int, Entry], borne: Borne, people: frozenset[str]) -> bool:
    """Add the links of whoever else is named beside: who is one person is so wherever told."""
    named = persons_of(tag for entry in found.values() for tag in entry.tags)
    beside: dict[int, Entry] = {}
    _add_people(beside, borne, named - people)
    joining = {at: entry for at, entry in beside.items() if links(entry, borne)}
    new = bool(joining.keys() - found.keys())
    found.update(joining)
    return new


def _add_rulings(found: dict[int, Entry], borne: Borne) -> None:
    """Add rulings on documents and what is told of disputes about them, from one to the next.

    A correction may have made a ruling one on this document, and bears the tags of both.
    """
    seen: set[str] = set()
    while new := {each for e in found.values() for tag in e.tags for each in leads(tag)} - seen:
        seen |= new
        _add(found, borne, sorted(new))


def completed(found: Iterable[Entry], log: EventLog) -> tuple[Entry, ...]:
    """Return entries with the originals of those that amend, and what answers their documents."""
    whole, borne = {entry.position: entry for entry in found}, borne_in(log)
    _add_originals(whole, borne)
    _add_rulings(whole, borne)
    return tuple(whole[position] for position in sorted(whole))


def leads(tag: str) -> tuple[str, ...]:
    """Return the tags by which what answers a document or tells of a review is found."""
    kind, _, number = tag.partition(":")
    if kind in _DOCUMENTS:
        return f"annuls:{number}", f"contests:{number}"
    return (tag,) if kind == "review" else ()


def _add(found: dict[int, Entry], borne: Borne, tags: Sequence[str]) -> None:
    if tags:
        found.update({entry.position: entry for entry in borne(tags)})


def _knows_of(history: History) -> bool:
    return any(each.said.facility == history.facility for each in history.events)
