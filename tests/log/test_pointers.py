"""An amendment or a ruling bears the tags of what it points at, over every recorder."""

from compliance.log.entry import Recorder, tagged
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.log.verify import verify
from tests.log.telling import (
    DECISION,
    LOG_ID,
    P1,
    P2,
    Clock,
    F,
    G,
    Ids,
    corrected,
    joined,
    log_over,
    penalty,
    positions,
    ruled,
    said,
    tags_at,
)


class TestPointers:
    def test_an_amendment_takes_the_tags_of_its_target(self, log: EventLog) -> None:
        (target,) = log.append([joined(key="k")]).events
        log.append([said("record.retracted", facility=None, event=target.id, reason="误录")])

        assert {f"event:{target.id}", *tags_at(log, 1)} == tags_at(log, 2)
        assert {f"facility:{F}", f"person:{P1}"} == tags_at(log, 1)

    def test_and_those_of_the_values_that_it_sets(self, log: EventLog) -> None:
        """Who looks for the person it was really about must find the correction."""
        (target,) = log.append([joined(P1)]).events
        log.append([corrected(target, person=P2, occurred_on="2024-04-01")])

        assert {f"person:{P1}", f"person:{P2}"} <= tags_at(log, 2)

    def test_of_an_event_of_the_same_call_too(self, recorder: Recorder) -> None:
        ids = Ids()
        (target,) = log_over(MemoryRecorder(LOG_ID)).append([penalty()]).events
        log = EventLog(recorder, Clock(), ids)
        log.append([penalty(), corrected(target, articles=["80"]), ruled()])

        assert {f"document:{DECISION}", f"event:{target.id}"} <= tags_at(log, 2)
        assert {f"annuls:{DECISION}", f"facility:{F}"} <= tags_at(log, 3)
        assert verify(log).ok

    def test_one_without_a_target_has_its_own(self, log: EventLog) -> None:
        """Whether that may be recorded is not for the log to say."""
        log.append([said("record.retracted", facility=G, event="gone", reason="误录")])

        assert {"event:gone", f"facility:{G}"} == tags_at(log, 1)
        assert verify(log).ok

    def test_an_amendment_of_an_amendment_is_stored_and_ignored(self, log: EventLog) -> None:
        """An imported log may hold one; its values are of another event's fields."""
        (target,) = log.append([joined()]).events
        (first,) = log.append([corrected(target, role="head")]).events
        log.append([corrected(first, person=P2)])

        assert {f"event:{first.id}", *tags_at(log, 2)} == tags_at(log, 3)
        assert verify(log).ok

    def test_a_ruling_takes_the_tags_of_the_documents_it_names(self, log: EventLog) -> None:
        """And the tag by which a boundary finds it: `annuls:`, not one of many `document:`."""
        log.append([penalty(), penalty(facility=G), joined(P2)])
        log.append([ruled()])

        assert {f"annuls:{DECISION}", f"facility:{F}", f"facility:{G}"} <= tags_at(log, 4)
        assert f"person:{P2}" not in tags_at(log, 4)
        assert positions(log.entries(tagged(f"annuls:{DECISION}"))) == [4]

    def test_a_withdrawal_rules_on_its_penalty(self, log: EventLog) -> None:
        """处罚法 75: it takes the tags of what it takes back, wherever that was told."""
        log.append([penalty(facility=G)])
        log.append([said("penalty.withdrawn", penalty_no=DECISION, reason="证据不足")])

        assert {f"annuls:{DECISION}", f"facility:{F}", f"facility:{G}"} <= tags_at(log, 2)
        assert f"document:{DECISION}" in tags_at(log, 2)
        assert positions(log.entries(tagged(f"annuls:{DECISION}"))) == [2]

    def test_what_is_told_of_a_review_takes_the_tags_of_what_it_is_about(
        self, log: EventLog
    ) -> None:
        """Named by a decision or by the review: whoever the decision is about is touched."""
        log.append([penalty()])
        log.append([
            said("review.filed", facility=None, against=DECISION, path="review", review_id="r"),
            said("review.accepted", facility=None, review_id="r", accepted=True),
        ])  # fmt: skip

        assert {f"facility:{F}", f"contests:{DECISION}", "review:r"} <= tags_at(log, 2)
        assert tags_at(log, 2) == tags_at(log, 3)
        assert verify(log).ok
