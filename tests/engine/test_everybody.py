"""Everybody's rows read from tables are those of the histories, as known now and as known then."""

from datetime import datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.errors import Refused
from compliance.domain.relations import RELATIONS
from compliance.domain.time import AsOf
from compliance.engine.everybody import folded, heard_by, rows, state_of
from tests.projections.histories import DAYS, invented, seeds
from tests.projections.told_desk import desk_of
from tests.saying import F, said


@settings(max_examples=30)
@given(st.sampled_from(sorted(RELATIONS)), seeds, st.integers(1, 30))
def test_rows_of_tables_are_those_of_the_histories(name: str, seed: int, length: int) -> None:
    """All rows of a relation, on a day, knowing all there is or what was known then."""
    rng = Random(seed)  # noqa: S311
    log = invented(seed, length, about=name, also=("staff.joined", "person.linked"))
    desk = desk_of(log)
    instants: list[datetime | None] = [None, rng.choice(log).recorded_at]
    for known in instants:
        as_of = AsOf(rng.choice(DAYS), known)

        assert list(rows(desk, name, as_of)) == list(folded(desk.log, name, as_of))


@given(seeds, st.integers(1, 30))
def test_what_was_heard_by_an_instant_is_a_beginning_of_the_log(seed: int, length: int) -> None:
    log = invented(seed, length)
    desk = desk_of(log)
    for event in log:
        expected = sum(each.recorded_at <= event.recorded_at for each in log)

        assert heard_by(desk.log, event.recorded_at) == expected


def test_tables_that_do_not_tell_all_answer_nobody() -> None:
    """Half an answer for everybody would be taken for a whole one."""
    desk = desk_of([])
    with desk.log.session() as tx:
        tx.execute("INSERT INTO setting (name, value) VALUES ('facts', '0 other')")
    desk.log.append([said("facility.opened", on="2024-03-01", facility=F)])
    with pytest.raises(Refused) as refused:
        list(rows(desk, "operation", AsOf(DAYS[0])))

    assert (refused.value.code, refused.value.given) == (
        "E-FACTS-BEHIND", {"position": 0, "size": 1},
    )  # fmt: skip


def test_tables_that_lack_a_little_are_told_it_when_somebody_asks() -> None:
    """A small log of an earlier version answers at once."""
    desk = desk_of(invented(1, 20, about="posts"))
    expected = list(rows(desk, "posts", AsOf(DAYS[-1])))
    with desk.log.session() as tx:
        for name in state_of(desk.log).tables:
            tx.execute(f'DROP TABLE "{name}"')
        tx.execute("DELETE FROM setting WHERE name LIKE 'facts%'")

    assert expected
    assert list(rows(desk, "posts", AsOf(DAYS[-1]))) == expected
