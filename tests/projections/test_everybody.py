"""The second executor agrees with the fold: every relation, any day, any knowledge, everybody."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.envelope import Event
from compliance.domain.relations import RELATIONS
from compliance.engine.desk import Desk
from compliance.engine.everybody import heard_by, state_of
from compliance.engine.past import past, region_past
from compliance.projections.history import History
from compliance.projections.sources import FactsThen
from compliance.projections.spans import cut, ordered
from tests.projections.declaring import (
    FAULTED,
    NUMBERED,
    POSTED,
    RECOUNTED,
    RENEWED,
    STAYS,
    declared,
)
from tests.projections.histories import DAYS, RULING, invented, seeds
from tests.projections.told_desk import desk_of
from tests.saying import F, G

EVERY_DAY = (DAYS[0] - timedelta(days=1), *DAYS)
REGIONS = ("500111", "500112")
BESIDE = (STAYS, POSTED, FAULTED, RECOUNTED, NUMBERED, RENEWED)
"""What the house does not declare today and both executors can do."""
NAMES = [*sorted(RELATIONS), *(each.name for each in BESIDE)]
ENOUGH = 12
"""So many rows of each relation are compared at the least."""
Knowledge = Sequence[datetime | None]


def whose(relation: str, desk: Desk, known: datetime | None) -> dict[str, History]:
    """Return the histories of everybody whose rows a relation may hold."""
    if RELATIONS[relation].about == "region":
        return {code: region_past(desk.log, code, known) for code in REGIONS}
    return {place: past(desk.log, place, known) for place in (F, G)}


def compared(log: Sequence[Event], relation: str, knowledge: Knowledge) -> int:
    """Compare a relation's rows with the fold's, day by day; return how many were compared."""
    desk, rows = desk_of(log), 0
    declared_so = RELATIONS[relation]
    for known in knowledge:
        until = None if known is None else heard_by(desk.log, known)
        asked = FactsThen(state_of(desk.log).tables, until).spans(relation).select()
        spans = sorted((tuple(each) for each in desk.ask(asked)), key=ordered)
        for place, history in whose(relation, desk, known).items():
            mine = [span for span in spans if span[0] == place]
            for day in EVERY_DAY:
                found = [row for span in mine if (row := cut(declared_so, span, day))]
                expected = list(history.at(day).of(relation))

                assert expected == found, (relation, place, day, until)

                rows += len(expected)
    return rows


def about(relation: str, seed: int, length: int) -> tuple[list[Event], Knowledge]:
    """Return a history that a relation is told in, with links or posts beside, and when to ask."""
    beside = ((), ("person.linked",), ("staff.joined", "person.linked"), (*RULING, *RULING))
    also = beside[seed % len(beside)]
    log = invented(seed, length, about=relation, also=also)
    rng = Random(seed)  # noqa: S311
    return log, [None, *(rng.choice(log).recorded_at for _ in range(2))]


@given(st.sampled_from(NAMES), seeds, st.integers(2, 40))
def test_rows_for_everybody_are_those_of_the_fold(name: str, seed: int, length: int) -> None:
    """Late news, corrections, rulings, links, one day's events, people in two facilities."""
    with declared(*BESIDE):
        log, knowledge = about(name, seed, length)
        compared(log, name, knowledge)


def test_every_relation_is_compared_by_rows_that_there_are(
    record_property: Callable[[str, object], None],
) -> None:
    """Properties of empty relations prove nothing: the rows are counted."""
    seen: Counter[str] = Counter()
    with declared(*BESIDE):
        for name in NAMES:
            seeds_left = iter(range(1, 30))
            while seen[name] < ENOUGH and (seed := next(seeds_left, None)):
                log, knowledge = about(name, seed, 14)
                seen[name] += compared(log, name, knowledge)
    record_property("rows compared", sum(seen.values()))

    assert [name for name in NAMES if seen[name] < ENOUGH] == []
