"""Tables kept by every append, by one restoration, and built anew, are the same tables.

And they are what the log tells: `flaw` tells and folds all of it once more.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.envelope import Event
from compliance.domain.errors import Conflict
from compliance.domain.relations import RELATIONS
from compliance.engine.everybody import state_of
from compliance.engine.projection import rebuild, status
from compliance.engine.recheck import flaw
from compliance.log.entry import Transaction
from compliance.log.eventlog import EventLog
from compliance.projections.writing import Building, note_building
from tests.projections.histories import invented, seeds
from tests.projections.told_desk import desk_of, line, log_told
from tests.saying import P1, F, G, said, told

JOINED = said("staff.joined", on="2024-03-01", person=P1, role="carer")
ELSEWHERE = said("staff.joined", on="2024-03-02", facility=G, person=P1, role="cook")
CERTIFIED = said("staff.certified", on="2024-03-03", facility=None, person=P1, kind="保育师")
Held = Mapping[str, list[tuple[Any, ...]]]


def held(log: EventLog) -> Held:
    """Return everything that the tables hold."""
    asked = {name: log.select(f'SELECT * FROM "{name}"') for name in state_of(log).tables}  # noqa: S608
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in asked.items() if rows}


def some_history(seed: int, length: int) -> list[Event]:
    """Return a history of whatever comes to mind, or about a relation and those who are linked."""
    rng = Random(seed)  # noqa: S311
    about = rng.choice([None, *sorted(RELATIONS)])
    return invented(seed, length, about=about, also=("person.linked", "staff.joined")[: seed % 3])


@settings(max_examples=60)
@given(seeds, st.integers(1, 40))
def test_tables_kept_on_the_way_are_those_built_anew(seed: int, length: int) -> None:
    """One append at a time, all in one restoration, or from the log as it stands."""
    events = some_history(seed, length)
    live, at_once = log_told(events), desk_of(events).log
    kept = held(live)

    assert flaw(live) is None
    assert held(at_once) == kept

    rebuild(live, lambda _: None)

    assert held(live) == kept


@settings(max_examples=25)
@given(seeds, st.integers(2, 40))
def test_tables_catch_up_with_what_was_appended_meanwhile(seed: int, length: int) -> None:
    """What comes while they are built is told to them before they take their place."""
    events = some_history(seed, length)
    half = length // 2
    log = log_told(events[:half])
    rest = [line(each)[2] for each in events[half:]]

    def meanwhile(_: int) -> None:
        while rest:
            log.append([rest.pop(0)])

    rebuild(log, meanwhile)

    assert status(log).current
    assert flaw(log) is None


def test_a_row_that_somebody_touched_is_found() -> None:
    log = log_told(told(JOINED))
    with log.session() as tx:
        tx.execute("UPDATE fact_posts SET role = 'cook'")
    found = flaw(log)

    assert found is not None
    assert (found.table, found.first) == ("fact_posts", F)


@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM fact_certificates",
        "DELETE FROM fact_known",
        "DELETE FROM fact_sees",
        "UPDATE told_staff_joined SET told_gone = 1",
        "INSERT INTO fact_known VALUES ('local:x')",
        "UPDATE fact_sees SET told_since = told_since + 1",
    ],
)
def test_whatever_was_touched_is_found(act: str) -> None:
    """A row taken away, added, or said to be otherwise, in facts and in what they are made of."""
    log = log_told(told(JOINED, ELSEWHERE, CERTIFIED))

    assert flaw(log) is None

    with log.session() as tx:
        tx.execute(act)

    assert flaw(log) is not None


def test_a_log_without_tables_catches_up_with_its_next_event() -> None:
    """A log of an earlier version, if it is small; a large one says that it must be rebuilt."""
    log = log_told(told(JOINED, ELSEWHERE))
    forget(log)

    assert not status(log).current

    log.append([CERTIFIED])

    assert status(log).current
    assert flaw(log) is None


def test_tables_of_another_version_are_left_as_they_are() -> None:
    """An append never writes to tables that it does not know; building them anew mends it."""
    log = log_told(told(JOINED))
    with log.session() as tx:
        tx.execute("UPDATE setting SET value = '1 other' WHERE name = 'facts'")
    log.append([ELSEWHERE])

    assert (status(log).position, status(log).ours) == (1, False)

    rebuild(log, lambda _: None)

    assert status(log).current
    assert flaw(log) is None


def test_of_two_that_build_at_once_the_later_goes_on() -> None:
    """The earlier one stops; whoever reads sees whole tables all the while."""
    log = log_told(told(JOINED))
    before = held(log)

    def another(_: int) -> None:
        with log.session() as tx:
            note_building(tx, Building(99))

    with pytest.raises(Conflict) as refused:
        rebuild(log, another)

    assert refused.value.code == "E-FACTS-OVERTAKEN"
    assert held(log) == before


def test_an_append_that_fails_leaves_the_tables_as_they_were() -> None:
    log = log_told(told(JOINED))
    before = held(log)

    def refuse(_tx: Transaction, _entries: Sequence[object]) -> None:
        raise Conflict("E-BOUNDARY", after=1)

    with pytest.raises(Conflict):
        log.append([ELSEWHERE], within=refuse)

    assert held(log) == before
    assert status(log).current


def forget(log: EventLog) -> None:
    """Leave a log as a version without tables of facts left it."""
    with log.session() as tx:
        for name in state_of(log).tables:
            tx.execute(f'DROP TABLE "{name}"')
        tx.execute("DELETE FROM setting WHERE name LIKE 'facts%'")
