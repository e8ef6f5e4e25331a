"""Our recorders pass as the library's: its own test case, and what it leaves out."""

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Thread, Timer

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem
from eventsourcing.dcb.tests import DCBRecorderTestCase
from eventsourcing.persistence import IntegrityError, ProgrammingError

from compliance.log.library import LibraryRecorder
from compliance.log.memory import MemoryRecorder
from compliance.log.sqlite import SQLiteRecorder
from tests.log.telling import LOG_ID, stamp

Opened = Callable[[], LibraryRecorder]


@pytest.fixture(params=["memory", "sqlite"])
def opened(request: pytest.FixtureRequest, path: Path) -> Opened:
    """Return what presents one and the same log, each time anew."""
    memory, ids = MemoryRecorder(LOG_ID), count()

    def new_id() -> str:
        return str(next(ids))

    def of_thread() -> MemoryRecorder | SQLiteRecorder:
        return memory if request.param == "memory" else SQLiteRecorder(path, create_as=LOG_ID)

    return lambda: LibraryRecorder(of_thread, stamp, new_id)


@pytest.fixture
def ours(opened: Opened) -> LibraryRecorder:
    return opened()


class LibrarysOwn(DCBRecorderTestCase):
    """The library's test case, which runs no test by itself."""

    def runTest(self) -> None:  # noqa: N802 - unittest's name
        """Run nothing."""


def test_append_and_read_are_the_librarys(ours: LibraryRecorder) -> None:
    LibrarysOwn()._test_append_read(ours)


def test_subscriptions_are_the_librarys(ours: LibraryRecorder) -> None:
    LibrarysOwn()._test_append_subscribe(ours)


@pytest.mark.parametrize("start", [1, 3])
def test_an_earlier_event_is_no_hindrance(ours: LibraryRecorder, start: int) -> None:
    for number in range(start):
        ours.append([event(str(number))])
    LibrarysOwn()._test_append_read(ours, initial_position=start)


def event(said: str, *tags: str) -> DCBEvent:
    return DCBEvent(type="note", data=said.encode(), tags=list(tags))


def test_data_is_the_body_in_utf8(ours: LibraryRecorder) -> None:
    ours.append([event("备案", "x", "x", "a")])
    (found,) = ours.read()

    assert ("备案".encode(), ["a", "x"]) == (found.event.data, found.event.tags)


def test_nothing_to_append_is_a_mistake(ours: LibraryRecorder) -> None:
    with pytest.raises(ProgrammingError):
        ours.append([])


def test_a_conflict_stores_nothing(ours: LibraryRecorder) -> None:
    ours.append([event("a", "x")])
    condition = DCBAppendCondition(DCBQuery([DCBQueryItem(tags=["x"])]))

    with pytest.raises(IntegrityError):
        ours.append([event("b"), event("c")], condition)
    assert len(list(ours.read())) == 1


def test_appends_of_others_are_noticed(opened: Opened) -> None:
    """Another process cannot call this one: the subscription looks by itself."""
    ours, other = opened(), opened()
    with ours.subscribe() as following:
        thread = Timer(0.1, lambda: other.append([event("a")]))
        thread.start()

        assert next(following).position == 1
        thread.join()


def test_only_what_matches_is_followed(ours: LibraryRecorder) -> None:
    query = DCBQuery([DCBQueryItem(tags=["x"])])
    ours.append([event("a", "x"), event("b"), *[event("c", "x")] * 600])
    with ours.subscribe(query, after=1) as following:
        assert [next(following).position for _ in range(3)] == [3, 4, 5]
        assert [next(following).position for _ in range(597)][-1] == 602


def test_stopping_ends_the_wait(ours: LibraryRecorder) -> None:
    following = ours.subscribe()
    waiting = Thread(target=lambda: list(following))
    waiting.start()
    time.sleep(0.05)
    following.stop()
    waiting.join(timeout=2)

    assert not waiting.is_alive()
    assert list(following) == []
