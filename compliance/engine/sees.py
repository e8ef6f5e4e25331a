"""Since when a facility's history holds an event: what it follows, it follows from then on.

A facility follows its own tag, its people, whoever links say they are, what answers the documents
that it meets, and the originals of corrections that bear such a tag: `past` gathers by the same
tags whatever is known at an instant. Nothing that is followed is ever let go.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from compliance.domain.tags import persons_of
from compliance.engine.past import leads
from compliance.log.entry import Entry
from compliance.projections.identity import LINK


def seen_since(facility: str, entries: Sequence[Entry]) -> Mapping[int, int]:
    """Return the position from which on a history holds each of the entries gathered for it."""
    following = _Following(facility)
    for entry in entries:
        following.arrive(entry)
    return following.since


class _Following:
    """A facility's history as it grows: tags that it follows, entries that it holds."""

    def __init__(self, facility: str) -> None:
        self.since: dict[int, int] = {}
        self._own = f"facility:{facility}"
        self._followed: set[str] = {self._own}
        self._by_tag: dict[str, list[Entry]] = defaultdict(list)
        self._by_id: dict[str, Entry] = {}
        self._now = 0

    def arrive(self, entry: Entry) -> None:
        """Take in the next entry, and whatever it makes the history hold besides."""
        self._now = entry.position
        self._by_id[entry.id] = entry
        for tag in entry.tags:
            self._by_tag[tag].append(entry)
        for tag in entry.tags:
            if tag in self._followed:
                self._hold(entry, tag)

    def _hold(self, entry: Entry, by: str) -> None:
        """Hold an entry met by a tag, and follow what it leads to."""
        if entry.position not in self.since:
            self.since[entry.position] = self._now
            self._follow(each for tag in entry.tags for each in leads(tag))
        if by == self._own or (by.startswith("person:") and self._links(entry)):
            self._follow(f"person:{each}" for each in persons_of(entry.tags))
        if entry.target is not None and by.startswith(("person:", "facility:")):
            self._follow([f"event:{entry.target}"])
            original = self._by_id.get(entry.target)
            if original is not None:
                self._hold(original, "")

    def _follow(self, tags: Iterable[str]) -> None:
        for tag in sorted(set(tags) - self._followed):
            self._followed.add(tag)
            for entry in tuple(self._by_tag[tag]):
                self._hold(entry, tag)

    def _links(self, entry: Entry) -> bool:
        """Say whether an entry joins two persons: a link, or an amendment of one."""
        meant = self._by_id.get(entry.target) if entry.target else entry
        return meant is not None and meant.type.startswith(f"{LINK}/")
