"""Rosters and hands: what inspectors mended, withdrew or recorded themselves is left as it is."""

from typing import Any

import pytest

from compliance.domain.envelope import Event, Source
from compliance.domain.errors import BadInput, Conflict
from compliance.domain.identifiers import FacilityId
from compliance.engine.past import past
from compliance.engine.roster import planned
from compliance.engine.roster_told import Said
from compliance.intake.map_door import map_from
from compliance.intake.roster import read_roster
from compliance.intake.sheets import Sheet, TableFile
from tests.engine.rostering import HEADER, MAP, PLAIN, Ledger, Row, month
from tests.saying import OFFICER, corrected, retracted, said

A = FacilityId("local:a")


def row(children: int | None = 7, places: int | None = 8, rating: str | None = "1-STAR") -> Row:
    return ("a", 1, rating, children, places)


def told(ledger: Ledger, stem: str) -> list[Event]:
    return [event for event in ledger.log.read() if event.stem == stem]


def counted(ledger: Ledger, number: int) -> Any:
    (found,) = past(ledger.log, A).at(month(number)).of("attendance")
    return found.values["children"]


def test_a_fact_mended_by_hand_outlives_a_late_roster() -> None:
    """February would say the same as March's roster; what was mended about March stays."""
    ledger = Ledger()
    ledger.take([row(5)], month(1))
    ledger.take([row(7)], month(3))
    fact = next(e for e in told(ledger, "facility.attendance_counted") if e.data.children == 7)
    ledger.log.append([corrected(fact, {"children": 6})])
    ledger.take([row(7)], month(2))

    assert [counted(ledger, number) for number in (1, 2, 3)] == [5, 7, 6]


def test_a_row_mended_by_hand_is_what_the_roster_says() -> None:
    """And the next roster is compared with that."""
    ledger = Ledger()
    ledger.take([row(5)], month(1))
    (stated,) = told(ledger, "roster.row_stated")
    fields = {**stated.data.fields, "children": 6}
    ledger.log.append([corrected(stated, {"fields": fields})])

    assert {row(6)} == ledger.at(month(1))
    assert ledger.take([row(6)], month(2)).stated == 0
    assert ledger.take([row(5)], month(3)).stated == 1


def test_a_row_withdrawn_by_hand_is_stated_again_by_the_next_roster() -> None:
    ledger = Ledger()
    ledger.take([row(5)], month(1))
    ledger.log.append([retracted(told(ledger, "roster.row_stated")[0])])

    assert set() == ledger.at(month(1))
    assert ledger.take([row(5)], month(2)).stated == 1


def test_a_row_stated_by_hand_is_never_taken_back() -> None:
    """Two statements of one day: the later one counts, and the one by hand stays in the log."""
    ledger = Ledger()
    ledger.take([row(5)], month(1))
    by_hand = {"id": "a", "shift": 1, "rating": None, "children": 9, "places": 9}
    ledger.log.append(
        [said("roster.row_stated", on="2025-02-01", facility=A, roster=MAP.roster, row="1",
              fields=by_hand)]
    )  # fmt: skip
    ledger.take([row(7)], month(3))
    ledger.take([row(5)], month(2))

    assert [{row(n)} for n in (5, 5, 7)] == [ledger.at(month(number)) for number in (1, 2, 3)]
    targets = {event.data.event for event in told(ledger, "record.retracted")}
    (kept,) = (e for e in told(ledger, "roster.row_stated") if e.said.cause is None)

    assert kept.id not in targets


def test_every_fact_bears_its_statement_and_every_statement_its_snapshot() -> None:
    ledger = Ledger()
    ledger.take([row(5)], month(1))
    events = {event.id: event for event in ledger.log.read()}
    causes = {
        (event.stem.partition(".")[0], events[event.said.cause].stem)
        for event in events.values()
        if event.said.cause is not None
    }

    assert causes == {("roster", "roster.imported"), ("facility", "roster.row_stated")}


def test_a_facility_that_vanishes_and_returns_is_one() -> None:
    """It was registered once, and a row that was gone is no closure."""
    ledger = Ledger()
    ledger.take([row(5), ("b", 1, None, 1, 1)], month(1))
    ledger.take([("b", 1, None, 1, 1)], month(2))
    ledger.take([row(5), ("b", 1, None, 1, 1)], month(3))
    facts = past(ledger.log, A).at(month(2))

    assert len(told(ledger, "facility.registered")) == 2
    assert [each.closed is None for each in facts.of("registration")] == [True]
    assert facts.of("closure") == ()
    assert {"b"} == {each[0] for each in ledger.at(month(2)) or ()}
    assert {"a", "b"} == {each[0] for each in ledger.at(month(3)) or ()}


def test_another_roster_is_another_matter() -> None:
    """Two bodies, the same map: neither ends the other's rows."""
    ledger = Ledger()
    ledger.take([row(5)], month(1))
    ledger.map = MAP._replace(roster="test.other")
    taken = ledger.take([("b", 1, None, 1, 1)], month(2))

    assert (taken.stated, taken.ended) == (1, 0)
    ledger.map = MAP
    assert {row(5)} == ledger.at(month(2))


def test_a_day_before_any_snapshot_has_no_roster() -> None:
    ledger = Ledger()
    ledger.take([row(5)], month(3))

    assert ledger.at(month(2)) is None
    assert ledger.at(month(3), ledger.clock.at.replace(year=2024)) is None


def test_a_map_that_knows_fewer_words_takes_nothing_back() -> None:
    """What it cannot say now, it did not say then."""
    ledger = Ledger()
    ledger.take([row(rating="odd")], month(1))
    facts = [*PLAIN["facts"]]
    facts[1] = {
        **facts[1],
        "fields": {"standard": {"value": "S"},
                   "grade": {"column": "rating", "values": {"1-STAR": "one"}}},
    }  # fmt: skip
    ledger.map = map_from({**PLAIN, "facts": facts}, {(): "m:1"})
    taken = ledger.take([row()], month(2))
    refused = ledger.take([row(rating="odd")], month(3))

    assert (taken.stated, taken.withdrawn, taken.rejects) == (1, 0, ())
    assert [each.why.code for each in refused.rejects] == ["E-ROSTER-VALUE"]
    assert refused.recorded == 0


def test_a_snapshot_or_a_fact_of_a_day_to_come_is_refused() -> None:
    ledger = Ledger()
    dated = [{"event": "facility.opened", "on": "opened"}]
    columns = {**PLAIN["columns"], "opened": {"header": "opened", "type": "date"}}
    ledger.map = map_from({**PLAIN, "columns": columns, "facts": dated}, {(): "m:1"})
    rows = [(*HEADER, "opened"), (*row(), "2026-01-01")]
    taken = ledger.take_table(rows, month(1))

    assert [each.why.code for each in taken.rejects] == ["E-DATE-FUTURE"]
    with pytest.raises(BadInput):
        ledger.take([row()], month(1).replace(year=2027))


def test_two_imports_at_once_do_not_pass_each_other() -> None:
    """What was planned against a log that has moved on is not written."""
    ledger = Ledger()
    table = Sheet("", list(enumerate([HEADER, row(5)], 1)))
    roster = read_roster(TableFile("t", "0" * 64, (table,)), MAP, month(1), None)
    plan = planned(ledger.desk, MAP, roster, Said(month(1), OFFICER, Source(), "late"))
    ledger.take([row(6)], month(1))
    with pytest.raises(Conflict) as answer:
        ledger.log.append([event for _, event in plan.events], unless=plan.unless)

    assert answer.value.code == "E-BOUNDARY"
