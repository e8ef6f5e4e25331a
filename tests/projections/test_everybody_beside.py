"""Several relations in one statement, as known then: what they share, the statement names once."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.dialects import postgresql

from compliance.domain.envelope import Event
from compliance.domain.relations import RELATIONS
from compliance.engine.desk import Desk
from compliance.engine.everybody import heard_by, state_of
from compliance.projections.sources import FactsThen
from tests.projections.declaring import POSTED, RECOUNTED, declared
from tests.projections.histories import invented, seeds
from tests.projections.told_desk import desk_of

DIALECT: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
PERSONS = sorted(name for name, each in RELATIONS.items() if each.about == "person")
CHANGING = sorted(name for name, each in RELATIONS.items() if each.changes)


def linked(seed: int, about: str) -> list[Event]:
    """Return a history in which persons turn out to be others."""
    also = ("staff.joined", "person.linked", "person.linked", "person.banned")
    return invented(seed, 40, about=about, also=also)


def then(desk: Desk, known: datetime) -> FactsThen:
    return FactsThen(state_of(desk.log).tables, heard_by(desk.log, known))


def sizes(found: FactsThen, names: Sequence[str]) -> Any:
    """Ask at once how many rows each relation has, and whose."""
    parts = []
    for name in names:
        spans = found.spans(name)
        counted = select(
            literal(name), spans.c.row_facility, func.count(), func.sum(spans.c.row_on)
        )
        parts.append(counted.group_by(spans.c.row_facility))
    return union_all(*parts)


def each_alone(desk: Desk, known: datetime, names: Sequence[str]) -> list[tuple[Any, ...]]:
    """Ask the same, relation by relation, nothing shared."""
    return sorted(
        tuple(row) for name in names for row in desk.ask(sizes(then(desk, known), [name]))
    )


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_relations_asked_together_say_what_each_says_alone(seed: int) -> None:
    """Persons are one person in all of them, changes are walked through in each."""
    rng = Random(seed)  # noqa: S311 - to be drawn again
    names = sorted({*rng.sample(PERSONS, 3), *rng.sample(sorted(RELATIONS), 4), *CHANGING})
    log = linked(seed, rng.choice(names))
    desk, known = desk_of(log), rng.choice(log).recorded_at
    together = desk.ask(sizes(then(desk, known), names))

    assert each_alone(desk, known, names) == sorted(tuple(row) for row in together)


def test_persons_are_joined_in_what_is_asked() -> None:
    """Not an empty agreement: there are links, and rows that bear them."""
    log = linked(3, "posts")
    desk, known = desk_of(log), log[-1].recorded_at
    spans = then(desk, known).spans("posts")
    links = {each.position for each in log if each.stem == "person.linked"}
    behind = desk.ask(select(spans.c.row_events))

    assert any(links & {int(each) for each in told.split(",")} for (told,) in behind)
    assert len(each_alone(desk, known, PERSONS)) > 1


@pytest.mark.parametrize("beside", [POSTED, RECOUNTED], ids=lambda each: each.name)
def test_two_relations_of_changes_stand_beside_each_other(beside: Any) -> None:
    desk = desk_of(linked(1, CHANGING[0]))
    with declared(beside):
        found = then(desk, desk.log.now())
        both = desk.ask(sizes(found, [CHANGING[0], beside.name]))
        alone = each_alone(desk, desk.log.now(), [CHANGING[0], beside.name])

    assert alone == sorted(tuple(row) for row in both)


def test_postgresql_reads_the_same_text() -> None:
    """Each shared table is written once, whoever asks of it."""
    desk = desk_of(linked(1, "posts"))
    asked: Select[Any] = sizes(then(desk, desk.log.now()), PERSONS)
    text = str(asked.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True}))

    assert text.count("one_ref AS") == 1
    assert all(f"then_{name} AS MATERIALIZED" in text for name in PERSONS)
