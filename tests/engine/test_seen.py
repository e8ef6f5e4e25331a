"""Whom a facility sees: its people, under whatever name the record told of them at first."""

from datetime import date

from compliance.domain.envelope import Event, Proposal
from compliance.domain.time import AsOf
from compliance.engine.everybody import rows
from compliance.engine.past import known_pasts, past
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from tests.engine.telling import Told
from tests.log.telling import LOG_ID, log_over
from tests.saying import P1, P2, P3, F, G, corrected, said

ON = date(2024, 6, 30)
JOINED = said("staff.joined", on="2024-01-01", person=P1, role="carer")
BANNED = said(
    "person.banned", on="2024-02-01", facility=None, person=P2, basis="court", scope="childcare",
    document_no="禁〔2024〕1号",
)  # fmt: skip
BOTH = said(
    "abuse.established", on="2024-02-01", facility=None, document_no="刑〔2024〕1号",
    document_kind="judgment", decided_by="虚构法院",
    persons=[{"person": P1, "capacity": "other_directly_responsible"},
             {"person": P3, "capacity": "other_directly_responsible"}],
)  # fmt: skip


def log_of(*proposals: Proposal) -> tuple[EventLog, list[Event]]:
    log = log_over(MemoryRecorder(LOG_ID))
    return log, [log.append([each]).events[0] for each in proposals]


def persons(log: EventLog, relation: str) -> list[str]:
    """Return the persons of a relation's rows at F, read for it alone and with everybody."""
    alone = past(log, F).at(ON).of(relation)
    (among,) = (each for each in known_pasts(log) if each.facility == F)

    assert among.at(ON).of(relation) == alone

    return [row.values["person"] for row in alone]


def test_a_ban_corrected_to_name_another_is_met_where_the_other_works() -> None:
    """The record of the ban bears the wrong person's tags; its correction bears both."""
    log, (_, ban) = log_of(JOINED, BANNED)

    assert persons(log, "bans") == []

    log.append([corrected(ban, {"person": P1})])

    assert persons(log, "bans") == [P1]

    log.append([corrected(ban, {"person": P2}, on="2024-06-01")])

    assert persons(log, "bans") == [P2]


def test_whoever_is_named_beside_goes_by_the_one_ref_of_their_links() -> None:
    """A judgment names two; of the one who never worked here a link tells who they are."""
    linked = said(
        "person.linked", on="2024-03-01", facility=None, person=P3, same_as=P2, reason="同一人"
    )
    log, _ = log_of(JOINED, BOTH, linked)

    assert persons(log, "abuse") == [P1, P2]


def test_rows_of_everybody_stand_in_order_of_facility() -> None:
    """A person's rows stand at every facility that sees them."""
    told = Told()
    told.tell(JOINED._replace(facility=G, key="g"), JOINED, BOTH)
    found = list(rows(told.desk(), "abuse", AsOf(ON)))

    assert [where for where, _ in found] == [F, F, G, G]
    assert [row.values["person"] for _, row in found] == [P1, P3] * 2
