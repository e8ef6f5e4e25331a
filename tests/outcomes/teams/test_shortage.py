"""A pool that cannot be staffed is told before any cost: where, how many, and what would help."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.errors import text
from cli.say import LANGUAGES, Words
from compliance.domain.errors import Answers, Refused
from compliance.domain.team import Seat, Task
from compliance.outcomes.draw.teams import Pool, Relief, Shortage, assign, shortages
from tests.outcomes.teams.pools import (
    HEALTH,
    MARKET,
    SEED,
    TOWNS,
    TWO,
    by_chance,
    luck,
    officer,
    pool,
    seats,
    visit,
)
from tests.outcomes.teams.rivals import by_simplex, left_empty, limit

THREE = seats("托育", None, None)


def helps(these: Pool, **kept: tuple[str, ...]) -> list[Relief]:
    """Return what would help alone in the one place where officers are missing."""
    (found,) = shortages(these, kept=kept)
    return list(found.reliefs)


def test_a_shortage_names_visits_officers_and_places() -> None:
    """Three visits, two officers of two visits each: two of six places stay empty."""
    these = pool([visit("1"), visit("2"), visit("3")], [officer("A"), officer("B")], load=2)
    expected = Shortage(
        department=HEALTH,
        domains=("托育", None),
        districts=(TOWNS[0],),
        tasks=("1", "2", "3"),
        places=6,
        missing=2,
        officers=("A", "B"),
        visits=4,
        reliefs=(Relief("load", 1),),
    )

    assert (expected,) == shortages(these)


def test_more_visits_for_each_are_counted() -> None:
    """How many more it takes, and not one more than that."""
    these = pool([visit(f"{n}") for n in range(7)], [officer("A"), officer("B")], load=2)

    assert [Relief("load", 5)] == helps(these)


def test_who_is_barred_is_what_binds() -> None:
    """The only one who is certified was there last time."""
    these = pool([visit("1")], [officer("A", barred=["1"]), officer("B", knows=())])

    assert [Relief("barred")] == helps(these)


def test_the_certificate_is_what_binds() -> None:
    """Officers enough, and none of them certified."""
    these = pool([visit("1")], [officer("A", knows=()), officer("B", knows=())])
    (found,) = shortages(these)

    assert found.domains == ("托育",)
    assert (Relief("qualifications"),) == found.reliefs


def test_the_size_of_a_team_is_what_binds() -> None:
    """Three are asked for, and two there are; fewer than two never go."""
    two, one = [officer("A"), officer("B")], [officer("A")]
    tasks = [visit("1", needs=THREE)]

    assert [Relief("size", 2)] == helps(pool(tasks, two, size=3))
    assert helps(pool(tasks, one, size=3)) == []


def test_the_district_is_what_binds() -> None:
    """The next town has officers with visits to spare, and only those lend them."""
    roster = [officer("A", at=TOWNS[:1]), officer("B", at=TOWNS[1:2]), officer("C", at=TOWNS[1:2])]
    alone, busy = [visit("1")], [visit("1"), *(visit(f"{n}", at=TOWNS[1]) for n in (2, 3))]

    assert [Relief("districts")] == helps(pool(alone, roster, load=2, own=1))
    assert helps(pool(busy, roster, load=2, own=1)) == []


def test_who_was_notified_is_what_binds() -> None:
    """The only one who is certified was told of the other visit."""
    roster = [officer("A"), officer("B"), officer("C", knows=()), officer("D", barred="2")]
    these = pool([visit("1"), visit("2")], roster, load=1)

    assert shortages(these) == ()
    assert Relief("kept") in helps(these, **{"1": ("A", "B")})


def test_departments_and_towns_are_told_apart() -> None:
    """Each supervisor reads of their own; visits alike that nobody can make are told at once."""
    joint = TWO + seats(None, None, of=MARKET)
    tasks = [visit("1", needs=joint), visit("2", needs=joint), visit("3", at=TOWNS[1])]
    found = shortages(pool(tasks, [], own=1))

    assert [(each.department, each.tasks, each.missing) for each in found] == [
        (HEALTH, ("1", "2"), 4),
        (MARKET, ("1", "2"), 4),
        (HEALTH, ("3",), 2),
    ]


def _eased(these: Pool, relief: Relief) -> Pool:
    match relief.limit:
        case "load":
            return these._replace(
                inspectors=tuple(
                    replace(each, load_max=limit(each, these) + (relief.needed or 0))
                    for each in these.inspectors
                )
            )
        case "barred":
            return these._replace(
                inspectors=tuple(replace(each, barred=()) for each in these.inspectors)
            )
        case "districts":
            return these._replace(rules=replace(these.rules, own_district=False))
        case _:
            return these._replace(tasks=tuple(map(_open, these.tasks)))


def _open(task: Task) -> Task:
    heads: Counter[str] = Counter()
    for seat in task.seats:
        heads[seat.department] += seat.count
    open_ = (Seat(department=each, domain=None, count=n) for each, n in heads.items())
    return replace(task, seats=tuple(open_))


@settings(max_examples=150)
@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(3, 12))
def test_a_shortage_is_a_fact_and_a_relief_a_promise(seed: int, tasks: int, officers: int) -> None:
    """Another solver finds no teams just where there is a shortage, and some with a relief.

    Where one place alone is short the whole pool is staffed by it; nothing else does it.
    """
    these = by_chance(luck(seed), tasks=tasks, officers=officers, load=2)
    found = shortages(these)

    assert (by_simplex(these, SEED) is None) == bool(found)
    if len(found) == 1:
        named = {each.limit: each for each in found[0].reliefs}
        least = named.get("load", Relief("load", tasks))
        for limit_ in ("barred", "districts", "qualifications"):
            eased = by_simplex(_eased(these, Relief(limit_)), SEED)
            assert (eased is not None) == (limit_ in named)
        assert (by_simplex(_eased(these, least), SEED) is not None) == ("load" in named)
        less = least._replace(needed=(least.needed or 0) - 1)
        assert by_simplex(_eased(these, less), SEED) is None


@settings(max_examples=100)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(2, 9))
def test_its_visits_alone_leave_as_many_places_empty(seed: int, tasks: int, officers: int) -> None:
    """Hall's condition: those visits want more than all who may go there, others or not."""
    these = by_chance(luck(seed), tasks=tasks, officers=officers, load=2)
    found = shortages(these)

    assert left_empty(these) == sum(each.missing for each in found)
    for each in found:
        alone = (_of(task, each.department) for task in these.tasks if task.task in each.tasks)
        assert each.missing == left_empty(these._replace(tasks=tuple(alone)))
        assert each.places - each.missing <= each.visits


def _of(task: Task, department: str) -> Task:
    return replace(task, seats=tuple(s for s in task.seats if s.department == department))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_supervisor_reads_what_to_do(lang: str) -> None:
    """Where, how many, of what, and each limit that would do alone, in words."""
    tasks = [visit("0001", needs=THREE), visit("0002")]
    these = pool(tasks, [officer("A"), officer("B"), officer("C", barred=["0001"])], size=3)
    with pytest.raises(Answers) as refused:
        assign(these, SEED)
    said = [text(each, Words(lang)) for each in refused.value.answers]

    assert [each.code for each in refused.value.answers] == [
        "E-DRAW-NO-TEAM",
        "E-DRAW-RELIEF-SIZE",
        "E-DRAW-RELIEF-BARRED",
    ]
    assert refused.value.exit_code == 3
    assert all("0001" in each for each in said)
    assert all(word in said[0] for word in (HEALTH, TOWNS[0], "托育, –"))
    assert not any("{" in each for each in said)


def test_more_than_memory_holds_is_refused_by_name() -> None:
    """Before anything is built: how many pairs, how many at most, and what makes them fewer."""
    these = pool(
        (visit(f"{n:04}") for n in range(5000)), (officer(f"A{n:04}") for n in range(4001)), load=9
    )
    with pytest.raises(Refused) as refused:
        assign(these, SEED)

    assert refused.value.code == "E-DRAW-PAIRS"
    assert (refused.value.given["pairs"], refused.value.given["most"]) == (20_005_000, 20_000_000)
