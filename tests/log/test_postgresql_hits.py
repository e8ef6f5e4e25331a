"""Another region's ban is a hit, and nothing else: yes or no, by what stands there now."""

import pytest

from compliance.domain.envelope import Event, Proposal
from compliance.log.entry import tagged
from compliance.log.eventlog import EventLog
from tests.log.regions import THEIRS, Regions, banned, lifted, log_of
from tests.log.telling import DECISION, P1, P2, corrected, joined, said

PERSON = tagged(f"person:{P1}")


class TestHits:
    def test_a_ban_elsewhere_is_a_hit(self, amy: EventLog, bob: EventLog) -> None:
        bob.append([banned(P1)])

        assert amy.hits([P1, P2, "p_none"]) == {P1, P2}
        assert [e.stem for e in amy.read(PERSON)] == ["staff.joined"]

    def test_one_that_is_shown_is_none(self, amy: EventLog, regions: Regions) -> None:
        """It stands in the history, and rules judge it."""
        amy.append([banned(P1)])
        with log_of(regions.ruler) as all_:
            assert amy.hits([P1]) | all_.hits([P1, P2]) == set()

    def test_who_was_only_joined_is_none(self, amy: EventLog, bob: EventLog) -> None:
        bob.append([joined(P1, facility=THEIRS, on="2024-05-01")])

        assert amy.hits([P1]) == set()

    def test_abuse_that_was_established_is_one(self, amy: EventLog, bob: EventLog) -> None:
        accused = [{"person": P1, "capacity": "supervisor_directly_responsible"}]
        found = said(
            "abuse.established", facility=THEIRS, persons=accused, document_no=DECISION,
            document_kind="judgment", decided_by="法院",
        )  # fmt: skip
        bob.append([found])

        assert amy.hits([P1]) == {P1}

    @pytest.mark.parametrize("ends", ["lifted", "retracted"])
    def test_a_ban_that_ended_is_none(self, amy: EventLog, bob: EventLog, ends: str) -> None:
        (event,) = bob.append([banned(P1)]).events
        bob.append([lifted(P1) if ends == "lifted" else retracted(event)])

        assert amy.hits([P1]) == set()

    def test_another_ban_lifted_changes_nothing(self, amy: EventLog, bob: EventLog) -> None:
        bob.append([banned(P1), lifted(P1, "虚构〔2024〕8号")])

        assert amy.hits([P1]) == {P1}

    def test_a_retraction_taken_back_is_a_hit_again(self, amy: EventLog, bob: EventLog) -> None:
        """The last amendment decides alone."""
        (event,) = bob.append([banned(P1)]).events
        bob.append([retracted(event)])
        bob.append([corrected(event, scope="all")])

        assert amy.hits([P1]) == {P1}

    def test_who_they_also_are_counts(self, amy: EventLog, bob: EventLog) -> None:
        """A ban under one document holds under the other, by a link that is not shown."""
        (link,) = bob.append(
            [said("person.linked", facility=None, person=P1, same_as=P2, reason="x")]
        ).events

        assert amy.hits([P1]) == {P1}
        bob.append([retracted(link)])

        assert amy.hits([P1]) == set()

    def test_a_reader_is_told_too(self, regions: Regions) -> None:
        with log_of(regions.rea) as log:
            assert log.hits([P2]) == {P2}


def retracted(event: Event) -> Proposal:
    return said("record.retracted", facility=None, event=event.id, reason="误录")
