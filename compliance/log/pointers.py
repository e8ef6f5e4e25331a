"""Pointers: the tags that an amendment, a ruling or a review takes from what it points at."""

from collections.abc import Callable, Iterable, Sequence

from compliance.domain.envelope import Proposal, amended
from compliance.domain.plain import changes_from_plain
from compliance.domain.tags import answered_tag, tags_of
from compliance.log.codec import event_of
from compliance.log.entry import Draft, Entry, Item, Query, tagged


class Pointers:
    """Finds the tags of what an event points at, in the log or just before it."""

    def __init__(self, read: Callable[[Query], Sequence[Entry]]) -> None:
        self._read = read
        self._recent: dict[str, tuple[tuple[str, ...], Proposal]] = {}
        self._by_answered: dict[str, set[str]] = {}

    def note(self, draft: Draft, said: Proposal) -> None:
        """Remember a draft of the same call, which the log does not hold yet."""
        self._recent[draft.id] = (draft.tags, said)
        for tag in draft.tags:
            if tag.startswith(("document:", "review:")):
                self._by_answered.setdefault(tag, set()).update(_borne(draft.tags))

    def all_tags(self, said: Proposal) -> tuple[str, ...]:
        """Return every tag of an event, sorted: its own, its key's, and those it points at."""
        return tuple(
            sorted((*tags_of(said, pointed_at=self._pointed_at(said)), f"key:{said.key}"))
        )

    def _pointed_at(self, said: Proposal) -> Iterable[str]:
        if said.type.startswith("record."):
            return self._of_amendment(said)
        answered = answered_tag(said)
        return () if answered is None else self._of_answered(answered)

    def _of_amendment(self, said: Proposal) -> Iterable[str]:
        target = said.data.event
        if target in self._recent:
            tags, original = self._recent[target]
        else:
            found = self._read(known_as(target))
            if not found:
                return ()
            tags, original = found[0].tags, event_of(found[0]).said
        changes = getattr(said.data, "set", None)
        if not changes or original.type.startswith("record."):  # an amendment of one is ignored
            return _borne(tags)
        mended = amended(original, changes_from_plain(type(original.data), changes))
        return {*_borne(tags), *tags_of(mended)}

    def _of_answered(self, answered: str) -> Iterable[str]:
        stored = (tag for entry in self._read(tagged(answered)) for tag in entry.tags)
        return {*_borne(stored), *self._by_answered.get(answered, ())}


def known_as(id_: str) -> Query:
    """Return the query for the entry of an id."""
    return Query((Item(id=id_),))


def _borne(tags: Iterable[str]) -> set[str]:
    """Keep the tags that a pointer takes over: not the call's own key."""
    return {tag for tag in tags if not tag.startswith("key:")}
