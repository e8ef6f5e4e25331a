"""The log of events over every recorder: keys, pointers, roots."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from compliance.domain.envelope import Source
from compliance.domain.errors import Conflict
from compliance.domain.identifiers import EventId, Sha256
from compliance.domain.time import instant_text
from compliance.log.entry import Recorder, Unless, tagged
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.log.tree import root_of, verify_inclusion
from compliance.log.verify import Anchor, inclusion, root_at, verify
from tests.log.telling import (
    DECISION,
    LOG_ID,
    NOON,
    P1,
    P2,
    Clock,
    F,
    Ids,
    corrected,
    joined,
    log_over,
    penalty,
    ruled,
    tags_at,
)


def overtaken(recorder: Recorder, act: Callable[[], object], times: int = 1) -> EventLog:
    """Return a log that somebody else overtakes while it prepares an append."""
    left, ids = iter(range(times)), Ids()

    def new_id(now: datetime) -> str:
        if next(left, None) is not None:
            act()
        return f"overtaken {ids(now)}"

    return EventLog(recorder, Clock(), new_id)


class TestKeys:
    def test_the_same_again_answers_the_first_positions(self, log: EventLog) -> None:
        first = log.append([joined(key="k"), joined(P2, key="k")])
        again = log.append([joined(key="k"), joined(P2, key="k")])

        assert (first.duplicate, again.duplicate) == (False, True)
        assert first.events == again.events
        assert log.head().size == 2

    def test_other_content_is_a_conflict(self, log: EventLog) -> None:
        log.append([joined(key="k")])

        with pytest.raises(Conflict, match="E-KEY-CONTENT") as refused:
            log.append([joined(P2, key="k")])
        assert refused.value.given == {"key": "k", "position": 1}
        assert log.head().size == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_call_is_the_same_as_a_whole(self, log: EventLog, count: int) -> None:
        """A call of several events has one key: fewer or more of them is other content."""
        call = [joined(key="k"), joined(P2, key="k"), joined(P2, on="2024-04-01", key="k")]
        log.append(call[:2])

        with pytest.raises(Conflict, match="E-KEY-CONTENT"):
            log.append(call[:count])

    def test_lines_of_an_import_have_a_key_each(self, log: EventLog) -> None:
        lines = [joined(key=f"sha:{number}") for number in range(600)]

        assert [log.append(lines).duplicate for _ in range(2)] == [False, True]
        assert log.head().size == 600

    def test_nothing_proposed_records_nothing(self, log: EventLog) -> None:
        log.append([joined()])

        assert log.append([]).events == ()

    def test_a_repeated_call_is_answered_though_its_boundary_changed(self, log: EventLog) -> None:
        """The change is its own first call."""
        boundary = Unless(tagged(f"facility:{F}"))
        log.append([joined(key="k")], unless=boundary)

        assert log.append([joined(key="k")], unless=boundary).duplicate

    def test_a_changed_boundary_is_a_conflict(self, log: EventLog) -> None:
        log.append([joined()])

        with pytest.raises(Conflict, match="E-BOUNDARY"):
            log.append([joined(P2)], unless=Unless(tagged(f"facility:{F}")))
        assert log.head().size == 1

    def test_the_same_key_recorded_meanwhile_is_found(self, recorder: Recorder) -> None:
        """Another process may record it between the look-up and the append."""
        other = log_over(recorder)
        log = overtaken(recorder, lambda: other.append([joined(key="k")]))

        assert log.append([joined(key="k")]).duplicate
        assert recorder.head().size == 1

    def test_even_if_that_changed_the_callers_boundary(self, recorder: Recorder) -> None:
        other = log_over(recorder)
        log = overtaken(recorder, lambda: other.append([joined(key="k")]))

        assert log.append([joined(key="k")], unless=Unless(tagged(f"facility:{F}"))).duplicate

    def test_a_document_recorded_meanwhile_lends_its_tags(self, recorder: Recorder) -> None:
        """A ruling must carry the facility of every decision it names."""
        other = log_over(recorder)
        log = overtaken(recorder, lambda: other.append([penalty()]))
        log.append([joined(), ruled()])

        assert f"facility:{F}" in tags_at(log, 3)

    def test_a_boundary_that_never_rests_is_a_conflict(self, recorder: Recorder) -> None:
        """Better an answer than a wait without end."""
        other = log_over(recorder)
        days = iter(range(100))
        log = overtaken(recorder, lambda: other.append([penalty(key=str(next(days)))]), times=100)

        with pytest.raises(Conflict, match="E-BOUNDARY"):
            log.append([ruled()])


class TestEvents:
    def test_an_event_reads_back_as_it_was_answered(self, log: EventLog) -> None:
        answered = log.append([joined(), penalty(), ruled()]).events

        assert answered == tuple(log.read())
        assert answered[1] == log.find(answered[1].id)
        assert log.find("none") is None

    def test_with_its_source_and_cause(self, log: EventLog) -> None:
        source = Source(
            channel="import",
            document_no=DECISION,
            received_on=date(2024, 3, 2),
            attachments=(Sha256("0" * 64),),
        )
        full = joined()._replace(source=source, cause=EventId("cause"), facility=None)
        bare = joined(P2)._replace(source=Source())
        log.append([full, bare])

        assert [event.said for event in log.read()] == [full, bare]
        assert tags_at(log, 1) == {f"document:{DECISION}", f"person:{P1}"}

    def test_what_lies_beside_the_log_is_in_its_store(self, log: EventLog) -> None:
        with log.session() as tx:
            tx.execute("INSERT INTO kept_text VALUES ('digest', 'text')")
        with log.session() as tx:
            assert tx.execute("SELECT text FROM kept_text").fetchone() == ("text",)

    def test_recorded_at_never_falls(self, recorder: Recorder) -> None:
        clock = Clock()
        log = log_over(recorder, clock)
        log.append([joined()])
        clock.at -= timedelta(days=1)
        log.append([joined(P2)])

        assert [event.recorded_at for event in log.read()] == [NOON, NOON]
        assert clock.at == log.now()

    def test_a_restored_log_has_the_same_root(self, log: EventLog) -> None:
        clock = Clock()
        original = log_over(MemoryRecorder(LOG_ID), clock)
        events = list(original.append([joined(), penalty(), ruled()]).events)
        clock.at += timedelta(days=1)
        events += original.append([corrected(events[0], person=P2)]).events
        log.restore([(each.id, instant_text(each.recorded_at), each.said) for each in events])

        assert events == list(log.read())
        assert original.head() == log.head()
        assert verify(log).ok


class TestRoots:
    @pytest.fixture(autouse=True)
    def _events(self, log: EventLog) -> None:
        log.append([joined(), penalty(), ruled()])

    def test_a_sound_log_verifies(self, log: EventLog) -> None:
        verdict = verify(log)

        assert (
            verdict.ok,
            verdict.size,
            verdict.first_bad,
            verdict.reason,
        ) == (True, 3, None, None)
        assert log.head().root.hex() == verdict.root

    def test_an_anchor_is_the_root_at_a_size(self, log: EventLog) -> None:
        hashes = [entry.hash for entry in log.entries()]

        assert Anchor(log_id=LOG_ID, size=2, root=root_of(hashes[:2]).hex()) == root_at(log, 2)
        assert log.head().root.hex() == root_at(log).root

    def test_a_log_that_grew_extends_its_anchors(self, log: EventLog) -> None:
        anchors = [root_at(log, size) for size in range(4)]
        log.append([joined(P2)])

        assert [verify(log, anchor).ok for anchor in anchors] == [True] * 4


class TestProofs:
    def test_an_event_can_be_proved_to_stand_in_the_log(self, log: EventLog) -> None:
        """A stranger needs the leaf, the path and the root; every position has its own."""
        log.append([joined()])
        for number in range(300):
            log.append([joined()._replace(key=f"more {number}")])
        root = log.head().root

        for position in (1, 2, 256, 257, 301):
            found = inclusion(log, position)
            path = [bytes.fromhex(each) for each in found.path]
            leaf = bytes.fromhex(found.leaf)

            assert found.root == root.hex()
            assert verify_inclusion(leaf, position - 1, size=301, proof=path, root=root)
            assert not verify_inclusion(leaf, position % 300, size=301, proof=path, root=root)
