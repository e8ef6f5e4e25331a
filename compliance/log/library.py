"""A log as the `eventsourcing` library's `DCBRecorder`, for what follows it with that library.

It translates and stores nothing: an event's data is the body's text in UTF-8. Importing the
library patches `dataclasses` for the whole process, so nobody imports this module but who needs
the library; recording never does.
"""

from collections.abc import Callable, Iterator, Sequence
from threading import Event, local
from weakref import WeakSet

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
    DCBSubscription,
)
from eventsourcing.persistence import IntegrityError, ProgrammingError

from compliance.domain.errors import Conflict
from compliance.log.entry import EVERYTHING, Draft, Entry, Item, Query, Recorder, Stamp, Unless

_PAUSE_SECONDS = 0.01
_PAUSE_SECONDS_MAX = 0.5
_BATCH = 500


class LibraryRecorder(DCBRecorder):
    """Any recorder as the library's; `opened` opens one for each thread that asks.

    A recorder that threads may share is handed out again and again: `lambda: recorder`.
    """

    def __init__(
        self, opened: Callable[[], Recorder], stamp: Stamp, new_id: Callable[[], str]
    ) -> None:
        self._opened = opened
        self._stamp = stamp
        self._new_id = new_id
        self._of_thread = local()
        self._followers: WeakSet[Following] = WeakSet()

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> "Response":
        """Return what matches; the head is the last event's there is, or the last one's read."""
        recorder = self._recorder()
        end = recorder.head().size  # first: what comes later is neither read nor passed over
        found = recorder.read(_query(query), after=after or 0, until=end, limit=limit)
        if limit is not None:
            end = found[-1].position if found else 0
        return Response(map(_sequenced, found), end or None)

    def append(
        self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None
    ) -> int:
        """Store all events or none; return the last one's position. Raises IntegrityError."""
        if not events:
            raise ProgrammingError("an append needs an event")
        unless = () if condition is None else (_unless(condition),)
        drafts = [self._draft(event) for event in events]
        try:
            stored = self._recorder().append(drafts, self._stamp, unless=unless)
        except Conflict as conflict:
            raise IntegrityError(condition) from conflict
        for follower in list(self._followers):
            follower.notify()
        return stored[-1].position

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> "Following":
        """Return what matches, and wait for more."""
        following = Following(self, query, after)
        self._followers.add(following)
        return following

    def _recorder(self) -> Recorder:
        if not hasattr(self._of_thread, "recorder"):
            self._of_thread.recorder = self._opened()
        recorder: Recorder = self._of_thread.recorder
        return recorder

    def _draft(self, event: DCBEvent) -> Draft:
        tags = tuple(sorted(set(event.tags)))
        return Draft(id=self._new_id(), type=event.type, tags=tags, body=event.data.decode())


class Response(DCBReadResponse):
    """The events that a read found, and the position up to which it looked."""

    def __init__(self, events: Iterator[DCBSequencedEvent], head: int | None) -> None:
        self._events = events
        self._head = head

    @property
    def head(self) -> int | None:
        """The last position there was, or with a limit the last one returned."""
        return self._head

    def __next__(self) -> DCBSequencedEvent:
        return next(self._events)


class Following(DCBSubscription[LibraryRecorder]):
    """A subscription: told of appends through its own recorder, it looks for those of others.

    Without news it looks less and less often, twice a second at least.
    """

    def __init__(
        self, recorder: LibraryRecorder, query: DCBQuery | None, after: int | None
    ) -> None:
        super().__init__(recorder, query, after)
        self._news = Event()
        self._ready: Iterator[DCBSequencedEvent] = iter(())

    def notify(self) -> None:
        """Say that there may be something new."""
        self._news.set()

    def stop(self) -> None:
        """End the iteration, in whatever thread it waits."""
        super().stop()
        self.notify()

    def __next__(self) -> DCBSequencedEvent:
        pause = _PAUSE_SECONDS
        while not self._has_been_stopped:
            self._news.clear()  # before looking: what comes while looking is announced anew
            event = next(self._ready, None) or self._look()
            if event is not None:
                self._last_position = event.position
                return event
            pause = (
                _PAUSE_SECONDS if self._news.wait(pause) else min(2 * pause, _PAUSE_SECONDS_MAX)
            )
        raise StopIteration

    def _look(self) -> DCBSequencedEvent | None:
        self._ready = self._recorder.read(self._query, after=self._last_position, limit=_BATCH)
        return next(self._ready, None)


def _sequenced(entry: Entry) -> DCBSequencedEvent:
    event = DCBEvent(type=entry.type, data=entry.body.encode(), tags=list(entry.tags))
    return DCBSequencedEvent(event=event, position=entry.position)


def _unless(condition: DCBAppendCondition) -> Unless:
    return Unless(_query(condition.fail_if_events_match), condition.after or 0)


def _query(query: DCBQuery | None) -> Query:
    if query is None:
        return EVERYTHING
    return Query(
        tuple(Item(types=tuple(item.types), tags=tuple(item.tags)) for item in query.items)
    )
