"""Whatever is done with tasks, none is lost, no team is short, and each day answers as it did."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.errors import Answer
from compliance.domain.time import AsOf
from compliance.engine.tasks.worklist import Asked, VisitRow, worklist
from tests.tasks.district import DRAW, District, district
from tests.tasks.doing import AFTER, assigned, found, recused, replaced, returned

TASKS = st.integers(1, 6).map(lambda n: f"{n:04}")
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("assign"), TASKS),
        st.just(("assign", None)),
        st.tuples(st.just("find"), TASKS, st.sampled_from(["1", "6"])),
        st.tuples(st.just("replace"), TASKS, st.sampled_from(["closed", "not_found"])),
        st.tuples(st.just("recuse"), TASKS, st.integers(1, 6).map(lambda n: f"Z{n:03}")),
        st.tuples(st.just("return"), TASKS, st.sampled_from(["unavailable", "closed"])),
    ),
    min_size=4,
    max_size=9,
)
OPEN = {"drawn", "assigned", "returned"}


def do(d: District, deed: tuple[Any, ...], key: str) -> bool:
    """Do something; say whether it was done, and not refused."""
    match deed:
        case ("assign", task):
            assigned(d, *([task] if task else []), key=key)
        case ("find", task, result):
            found(d, task, result, key=key)
        case ("replace", task, reason):
            replaced(d, task, reason, key=key)
        case ("recuse", task, officer):
            recused(d, task, officer, key=key)
        case ("return", task, reason):
            returned(d, task, reason, key=key)
    return True


def done(d: District, deed: tuple[Any, ...], key: str) -> bool:
    try:
        return do(d, deed, key)
    except Answer:
        return False


def rows(d: District, known: datetime | None = None) -> list[VisitRow]:
    return list(worklist(d.desk, DRAW, AsOf(AFTER, known), Asked()))


def chain_of(by: dict[str, VisitRow], task: str) -> VisitRow:
    """Return what came of a task in the end: of itself, or of whatever stands in."""
    row = by[task]
    return row if row.by_task is None else chain_of(by, row.by_task)


@settings(max_examples=30, deadline=None)
@given(deeds=DEEDS)
def test_no_visit_is_ever_lost(deeds: list[tuple[Any, ...]]) -> None:
    """Each that was drawn is open, made, or put off: itself, or by whoever stands in for it."""
    d = district(facilities=8)
    for n, deed in enumerate(deeds):
        done(d, deed, f"deed {n}")
    by = {str(row.task): row for row in rows(d)}
    ends = {task: chain_of(by, task).stage for task in by}

    assert set(by) >= {f"{n:04}" for n in range(1, 5)}
    assert set(ends.values()) <= {*OPEN, "completed", "put_off"}
    assert all((row.stage == "replaced") == (row.by_task is not None) for row in by.values())
    assert len({row.facility for row in by.values()}) == len(by)


@settings(max_examples=30, deadline=None)
@given(deeds=DEEDS)
def test_every_open_visit_has_a_whole_team(deeds: list[tuple[Any, ...]]) -> None:
    """Two officers each; nobody goes where they stood down; who was told and can go, goes."""
    d = district(facilities=8)
    for n, deed in enumerate(deeds):
        before = {row.task: row for row in rows(d)}
        if done(d, deed, f"deed {n}") and deed[0] == "replace":
            after = {row.task: row for row in rows(d)}
            told = [t for t, row in before.items() if row.stage == "assigned" and t != deed[1]]

            assert all(after[t].officers == before[t].officers for t in told)
    stood_down = {
        (each.said.facility, each.data.certificate_no)
        for each in d.desk.log.read()
        if each.stem == "inspector.recused"
    }
    for row in rows(d):
        if row.stage in OPEN:
            assert len(set(row.officers)) == 2
            assert not {(row.facility, officer) for officer in row.officers} & stood_down


@settings(max_examples=15, deadline=None)
@given(deeds=DEEDS)
def test_what_was_known_stays_known(deeds: list[tuple[Any, ...]]) -> None:
    """As known at each instant, the list is what it was then, papers and all."""
    d = district(facilities=8)
    seen = []
    for n, deed in enumerate(deeds):
        d.clock.at += timedelta(minutes=1)
        done(d, deed, f"deed {n}")
        seen.append((d.clock.at, rows(d)))

    assert [rows(d, at) for at, _ in seen] == [listed for _, listed in seen]


@settings(max_examples=10, deadline=None)
@given(deeds=DEEDS)
def test_every_call_can_be_repeated(deeds: list[tuple[Any, ...]]) -> None:
    """Under its key each call is the first one again, whatever was done since."""
    d = district(facilities=8)
    keys = [f"deed {n}" for n, deed in enumerate(deeds) if done(d, deed, f"deed {n}")]
    size = d.desk.log.head().size
    repeated = [done(d, deed, f"deed {n}") for n, deed in enumerate(deeds) if f"deed {n}" in keys]

    assert all(repeated)
    assert d.desk.log.head().size == size
