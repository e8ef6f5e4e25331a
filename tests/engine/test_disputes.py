"""What is told of a dispute, or of another facility, is seen from where it matters."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Event, Proposal
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import end_of_day
from compliance.engine.past import events_of_person, known_pasts, past
from compliance.log.entry import tagged
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.log.verify import verify
from tests.log.telling import LOG_ID, Clock, Ids
from tests.saying import (
    ANOTHER,
    DECISION,
    P1,
    F,
    G,
    corrected,
    instant,
    just,
    retracted,
    said,
)

ON = date(2026, 6, 30)
FILED = said("review.filed", on="2024-03-10", facility=None, against=DECISION, path="review",
             review_id="r1")  # fmt: skip
ACCEPTED = said("review.accepted", on="2024-03-12", facility=None, review_id="r1", accepted=True)
EXTENDED = said("review.extended", on="2024-05-01", facility=None, review_id="r1",
                due_on="2024-06-30")  # fmt: skip
STAYED = said("review.stayed", on="2024-03-15", facility=None, against=DECISION)
DISPUTE = (FILED, ACCEPTED, EXTENDED, STAYED)
RELATIONS = ("review_filings", "review_acceptances", "review_extensions", "stays")


class Log:
    """A log that is told things on days, and asked what a facility's facts hold."""

    def __init__(self, *proposals: Proposal, at: str = "2024-07-01") -> None:
        self.clock = Clock(instant(at))
        self.log = EventLog(MemoryRecorder(LOG_ID), self.clock, Ids())
        self.events = self.tell(*proposals, at=at)

    def tell(self, *proposals: Proposal, at: str) -> list[Event]:
        self.clock.at = instant(at)
        return [self.log.append([each]).events[0] for each in proposals]

    def told(self, facility: FacilityId = F, *, known: str | None = None) -> set[str]:
        """Return the relations of a dispute that a facility has rows of."""
        until = None if known is None else end_of_day(date.fromisoformat(known))
        facts = past(self.log, facility, until).at(ON)
        return {name for name in RELATIONS if facts.of(name)}


def penalty(decision_no: str = DECISION, facility: FacilityId = F) -> Proposal:
    """Say that a warning was decided in March."""
    return said("penalty.decided", on="2024-03-01", facility=facility, decision_no=decision_no,
                kinds=["warning"], decided_by="某县卫健局", articles=["pfpl#41"])  # fmt: skip


@pytest.mark.parametrize(
    "order",
    [(penalty(), *DISPUTE), (*DISPUTE, penalty()), (ACCEPTED, EXTENDED, STAYED, FILED, penalty())],
)
def test_a_review_is_seen_from_the_facility_whose_decision_it_is_about(
    order: tuple[Proposal, ...],
) -> None:
    """Recorded without a facility, before its decision or after it."""
    log = Log(*order)

    assert set(RELATIONS) == log.told()
    assert verify(log.log).ok


def test_and_from_no_other() -> None:
    """Another penalty is another matter."""
    log = Log(penalty(), penalty(ANOTHER, G), *DISPUTE)

    assert set() == log.told(G)


def test_a_review_is_seen_from_the_person_whom_the_decision_is_about() -> None:
    """Their file holds the dispute about their ban."""
    ban = said("person.banned", on="2024-03-01", facility=None, person=P1, basis="court",
               scope="托育", document_no=DECISION)  # fmt: skip
    log = Log(ban, *DISPUTE)
    stems = [event.stem for event in events_of_person(log.log, P1)]

    assert [each.stem for each in (ban, *DISPUTE)] == stems


def test_a_dispute_is_known_since_it_was_told() -> None:
    """Who asks knowing June knows of the filing alone."""
    log = Log(penalty(), FILED, at="2024-06-01")
    log.tell(ACCEPTED, EXTENDED, STAYED, at="2024-07-01")

    assert {"review_filings"} == log.told(known="2024-06-30")
    assert set(RELATIONS) == log.told(known="2024-07-01")


def test_a_review_retracted_or_corrected_away_is_seen_no_more() -> None:
    """For who knows of it; corrected to another decision, it is seen from there."""
    log = Log(penalty(), penalty(ANOTHER, G), FILED, at="2024-06-01")
    log.tell(corrected(log.events[2], {"against": ANOTHER}), at="2024-07-01")
    before = [past(log.log, each, instant("2024-06-02")) for each in (F, G)]
    after = [past(log.log, each) for each in (F, G)]

    assert just([DECISION], []) == [against(each) for each in before]
    assert just(ANOTHER) == against(after[1])
    assert DECISION not in against(after[0])

    log.tell(retracted(log.events[2]), at="2024-07-02")

    assert [set(), set()] == [log.told(F), log.told(G)]


def against(history: Any) -> list[str]:
    return [row.values["against"] for row in history.at(ON).of("review_filings")]


def test_a_ruling_corrected_to_another_decision_is_met_there() -> None:
    """The correction bears the tags of both: it leads to the ruling that it mends."""
    ruling = said("review.decided", on="2024-06-01", facility=None, decision_no=DECISION,
                  outcome="revoked", effect_mode="ex_tunc")  # fmt: skip
    log = Log(penalty(), penalty(ANOTHER, G), ruling)
    log.tell(corrected(log.events[2], {"decision_no": ANOTHER}), at="2024-07-02")
    standing = [past(log.log, each).at(ON).of("penalties") for each in (F, G)]

    assert just(1, 0) == [len(rows) for rows in standing]


BECOMING = [
    said("facility.merged", on="2024-03-01", facility=G, into=F),
    said("premises.identified_as", on="2024-03-01", facility=G, identified=F),
]


@pytest.mark.parametrize("became", BECOMING, ids=lambda said: str(said.stem))
def test_what_a_facility_became_is_seen_from_there(became: Proposal) -> None:
    """Among the events of both; it is a fact about the former alone."""
    log = Log(became)
    facts = past(log.log, F).at(ON)

    assert just(1) == [entry.position for entry in log.log.entries(tagged(f"facility:{F}"))]
    assert not any(facts.rows.values())


def test_everybody_is_told_of_disputes_and_of_whoever_a_link_joins() -> None:
    """The log read once for all, or once for each: the same events count."""
    log = Log(penalty(), penalty(ANOTHER, G), *DISPUTE, *BECOMING)
    everybody = {each.facility: each.events for each in known_pasts(log.log)}

    assert {F: past(log.log, F).events, G: past(log.log, G).events} == everybody
