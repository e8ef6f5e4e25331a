"""The log of events: append, read, head, over any recorder. It knows tags and keys, not law.

`append` answers a repeated call with the positions of the first one, and refuses the same key with
other content. An amendment or a ruling takes the tags of what it points at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple

from compliance.domain.canonical import canonical
from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import Conflict
from compliance.domain.identifiers import EventId
from compliance.domain.tags import ruled_number
from compliance.domain.time import instant_from, instant_text
from compliance.log.codec import draft_of, event_of, plain_of
from compliance.log.entry import (
    EVERYTHING,
    Draft,
    Entry,
    Head,
    Query,
    Recorder,
    Transaction,
    Unless,
    Within,
    tagged,
)
from compliance.log.pointers import Pointers, known_as
from compliance.log.tree import NodeSource

Clock = Callable[[], datetime]
NewId = Callable[[datetime], str]
Upkeep = Callable[["EventLog", Transaction, Sequence[Entry]], None]
"""Keeps what lies beside the log in step with it, within every append."""
_TRIES = 20


class Appended(NamedTuple):
    """What an append answered: the events, and whether they stood there already."""

    events: tuple[Event, ...]
    duplicate: bool


class EventLog:
    """Typed events over a recorder, a clock and a source of ids; what lies beside is kept up."""

    def __init__(
        self, recorder: Recorder, clock: Clock, new_id: NewId, *, upkeep: Upkeep | None = None
    ) -> None:
        self._recorder = recorder
        self._upkeep = upkeep
        self._clock = clock
        self._new_id = new_id

    def append(
        self,
        proposals: Sequence[Proposal],
        *,
        unless: Unless | None = None,
        within: Within | None = None,
        ids: Sequence[str] | None = None,
    ) -> Appended:
        """Record all proposals of one call, or none. Raises Conflict and StorageFailed.

        `ids`: of `fresh_id`, where one proposal names another of the call as its cause.
        """
        if not proposals:
            return Appended((), duplicate=False)
        for _ in range(_TRIES):
            before = self.already(proposals)
            if before is not None:
                return Appended(before, duplicate=True)
            guards = (*self._guards(proposals), *((unless,) if unless else ()))
            drafts = self._drafts(proposals, ids)
            try:
                entries = self._recorder.append(
                    drafts, self._stamp, unless=guards, within=self._within(within)
                )
            except Conflict:
                if unless and self._changed(unless) and self.already(proposals) is None:
                    raise
                continue
            return Appended(tuple(map(_event, entries, proposals)), duplicate=False)
        raise Conflict("E-BOUNDARY", after=self.head().size)

    def fresh_id(self) -> EventId:
        """Return an id that no event bears."""
        return EventId(self._new_id(self._clock()))

    def already(self, proposals: Sequence[Proposal]) -> tuple[Event, ...] | None:
        """Return the events recorded under the proposals' keys, or None if there are none.

        Raises Conflict (E-KEY-CONTENT) if what stands there is not the same.
        """
        found = self._recorder.read(_keys(proposals))
        if not found:
            return None
        events = tuple(event_of(entry) for entry in found)
        if [_same(event.said) for event in events] != [_same(said) for said in proposals]:
            raise Conflict("E-KEY-CONTENT", key=proposals[0].key, position=found[0].position)
        return events

    def restore(
        self, lines: Sequence[tuple[str, str, Proposal]], within: Within | None = None
    ) -> None:
        """Store (id, instant, proposal) as they were first recorded, into an empty log."""
        drafts = self._drafts([said for _, _, said in lines], [id_ for id_, _, _ in lines])
        instants = [instant for _, instant, _ in lines]
        told = list(zip(instants, drafts, strict=True))
        self._recorder.restore(told, within=self._within(within))

    def read(
        self, query: Query = EVERYTHING, *, after: int = 0, until: int | None = None
    ) -> Iterator[Event]:
        """Yield the events that match, in order of position."""
        return (event_of(entry) for entry in self.entries(query, after=after, until=until))

    def entries(
        self,
        query: Query = EVERYTHING,
        *,
        after: int = 0,
        until: int | None = None,
        limit: int | None = None,
    ) -> Sequence[Entry]:
        """Return the stored entries that match, with their hashes."""
        return self._recorder.read(query, after=after, until=until, limit=limit)

    def find(self, id_: str) -> Event | None:
        """Return the event of an id."""
        return next(self.read(known_as(id_)), None)

    def head(self) -> Head:
        """Return the end of the log."""
        return self._recorder.head()

    def tags(self, said: Proposal) -> tuple[str, ...]:
        """Return the tags that a proposal would bear, those of what it points at included."""
        return Pointers(self._recorder.read).all_tags(said)

    @property
    def sees_all(self) -> bool:
        """Whether every entry is shown here, or those of some regions alone."""
        return self._recorder.sees_all

    def hits(self, persons: Iterable[str]) -> frozenset[str]:
        """Return of whom something that bars them is recorded where nothing is shown of it."""
        wanted = sorted(persons)
        return self._recorder.hits(wanted) if wanted else frozenset()

    def flaw(self) -> str | None:
        """Name what is wrong with the store itself, which no entry shows."""
        return self._recorder.flaw()

    def select(self, sql: str, parameters: Sequence[object] = ()) -> Sequence[Any]:
        """Return the rows of a question to the tables beside the log."""
        return self._recorder.select(sql, parameters)

    def nodes(self) -> NodeSource:
        """Return the hashes that proofs are made of."""
        return self._recorder.nodes()

    def close(self) -> None:
        """Let go of the store; SQLite's connections would else live until they are collected."""
        self._recorder.close()

    def session(self) -> AbstractContextManager[Transaction]:
        """Open a transaction for the tables beside the log."""
        return self._recorder.session()

    def now(self) -> datetime:
        """Return the instant that an event recorded now would bear at the earliest."""
        return self._clock()

    def _within(self, first: Within | None) -> Within | None:
        """Return what runs in the transaction of an append: the caller's own, then the upkeep."""
        upkeep = self._upkeep
        if upkeep is None:
            return first

        def within(tx: Transaction, entries: Sequence[Entry]) -> None:
            if first is not None:
                first(tx, entries)
            if entries:
                upkeep(self, tx, entries)

        return within

    def _stamp(self, last: str | None) -> str:
        now = self._clock()
        return instant_text(now if last is None else max(now, instant_from(last)))

    def _changed(self, unless: Unless) -> bool:
        return bool(self._recorder.read(unless.query, after=unless.after, limit=1))

    def _guards(self, proposals: Sequence[Proposal]) -> Iterator[Unless]:
        """Refuse if a key, or a document that a ruling points at, turns up meanwhile.

        A key stands once in the whole log: where the log ended when it was looked up is no matter.
        """
        yield Unless(_keys(proposals))
        ruled = [f"document:{each}" for each in map(ruled_number, proposals) if each]
        if ruled:
            yield Unless(tagged(*ruled), self._recorder.head().size)

    def _drafts(
        self, proposals: Sequence[Proposal], ids: Sequence[str] | None = None
    ) -> list[Draft]:
        pointers = Pointers(self._recorder.read)
        now = self._clock()
        drafts = []
        for place, said in enumerate(proposals):
            id_ = self._new_id(now) if ids is None else ids[place]
            draft = draft_of(said, id_, pointers.all_tags(said))
            pointers.note(draft, said)
            drafts.append(draft)
        return drafts


def _same(said: Proposal) -> tuple[str, str]:
    """Return what a repeated call must say again, in whichever shape it was stored."""
    return said.type.partition("/")[0], canonical(plain_of(said))


def _event(entry: Entry, said: Proposal) -> Event:
    recorded_at = instant_from(entry.recorded_at)
    return Event(position=entry.position, id=EventId(entry.id), recorded_at=recorded_at, said=said)


def _keys(proposals: Sequence[Proposal]) -> Query:
    return tagged(*dict.fromkeys(f"key:{said.key}" for said in proposals))
