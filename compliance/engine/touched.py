"""Whose facts news can change: facilities and regions that it is told of, and those who see it.

What is told of a person touches everybody who sees the person; a correction, everybody who saw the
event under any of its corrections; a ruling, everybody who meets the document, told before or
after; a link, everybody who sees an event that names who is linked.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from compliance.domain.tags import persons_of
from compliance.engine.past import Borne, links, named_by_people
from compliance.log.entry import Entry


class Touched(NamedTuple):
    """Facilities and regions, each in order."""

    facilities: tuple[str, ...]
    regions: tuple[str, ...]


def touched_by(news: Sequence[Entry], borne: Borne) -> Touched:
    """Return whose facts may be others for what is new."""
    amended = sorted({f"event:{entry.target}" for entry in news if entry.target})
    told = _answered([*news, *(borne(amended) if amended else ())], borne)
    seen = named_by_people(borne, _persons(told))
    if any(links(entry, borne) for entry in news):
        seen = named_by_people(borne, _persons(seen))
    return Touched(_named("facility:", (*told, *seen)), _named("region:", told))


def meant(entry: Entry, by_id: Mapping[str, Entry]) -> str:
    """Return the name of the event that an entry tells of: an amendment's is its original's."""
    told = by_id.get(entry.target, entry) if entry.target else entry
    return told.type.partition("/")[0]


def _answered(news: Sequence[Entry], borne: Borne) -> Sequence[Entry]:
    """Return news, and what it answers: by these documents and reviews histories meet it."""
    found, asked = {entry.position: entry for entry in news}, set[str]()
    while (
        tags := {each for e in found.values() for tag in e.tags for each in _met_by(tag)} - asked
    ):
        asked |= tags
        found.update({entry.position: entry for entry in borne(sorted(tags))})
    return tuple(found.values())


def _met_by(tag: str) -> tuple[str, ...]:
    """Return the tags of what leads a history to this tag: the inverse of `leads`."""
    kind, _, number = tag.partition(":")
    if kind in {"annuls", "contests"}:
        return f"document:{number}", f"annuls:{number}", f"contests:{number}"
    return (tag,) if kind == "review" else ()


def _persons(entries: Iterable[Entry]) -> frozenset[str]:
    return persons_of(tag for entry in entries for tag in entry.tags)


def _named(kind: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    tags = {tag for entry in entries for tag in entry.tags if tag.startswith(kind)}
    return tuple(sorted(tag.removeprefix(kind) for tag in tags))
