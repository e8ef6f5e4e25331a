"""Teams obey every limit, load equals equally, and do not know the order of a list."""

import builtins
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.errors import StorageFailed
from compliance.domain.team import Team
from compliance.outcomes.draw.teams import Pool, assign
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
    pools,
    seats,
    visit,
)
from tests.outcomes.teams.rivals import limit, may


@settings(max_examples=150)
@given(pools())
def test_teams_obey_every_limit(these: Pool) -> None:
    """Departments, certificates, districts, who is barred, loads; and nobody sits twice."""
    officers = {each.certificate_no: each for each in these.inspectors}
    tasks = {each.task: each for each in these.tasks}
    teams = assign(these, SEED)
    loads = Counter(each for team in teams for each in team.officers)

    assert sorted(tasks) == [each.task for each in teams]
    assert all(loads[name] <= limit(each, these) for name, each in officers.items())
    for team in teams:
        task, going = tasks[team.task], [officers[each] for each in team.officers]
        assert team.officers == tuple(sorted(set(team.officers)))
        assert all(may(each, task, these) for each in going)
        assert Counter(each.department for each in going) == _heads(these, team.task)
        for seat in task.seats:
            assert seat.domain is None or any(
                each.department == seat.department and seat.domain in each.domains
                for each in going
            )


def _heads(these: Pool, task: str) -> Mapping[str, int]:
    heads: Counter[str] = Counter()
    for seat in next(each for each in these.tasks if each.task == task).seats:
        heads[seat.department] += seat.count
    return heads


@settings(max_examples=60)
@given(st.integers(1, 9), st.integers(0, 5), st.integers(0, 5), st.text("0123456789abcdef"))
def test_equals_are_equally_loaded(tasks: int, able: int, others: int, seed: str) -> None:
    """Officers with the same limits differ by one visit at most, whatever the seed."""
    visits = [visit(f"{n:02}", at=TOWNS[n % 2]) for n in range(tasks)]
    roster = [
        *(officer(f"A{n}") for n in range(able + 2)),
        *(officer(f"B{n}", knows=()) for n in range(others)),
        *(officer(f"C{n}", at=TOWNS[:1]) for n in range(others)),
    ]
    teams = assign(pool(visits, roster, load=9, own=1), seed)
    loads = Counter(each for team in teams for each in team.officers)
    alike = defaultdict(list)
    for each in roster:
        alike[each.certificate_no[0]].append(loads[each.certificate_no])

    assert all(max(each) - min(each) <= 1 for each in alike.values())


@settings(max_examples=60)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_decides_nothing(these: Pool, chance: Random) -> None:
    """Who sorts the roster chooses nobody."""
    mixed = these._replace(
        tasks=tuple(chance.sample(these.tasks, len(these.tasks))),
        inspectors=tuple(chance.sample(these.inspectors, len(these.inspectors))),
    )

    assert assign(these, SEED) == assign(mixed, SEED)


def test_another_seed_sends_others() -> None:
    """The lot decides among equals, and nobody else does."""
    these = pool([visit("01")], [officer(f"A{n}") for n in range(20)])
    sent = {assign(these, f"{n:064x}")[0].officers for n in range(20)}

    assert len(sent) > 10


def test_a_pair_costs_what_sha256sum_prints() -> None:
    """One visit of one: the officer whose line has the smallest digest goes."""
    names = [f"A{n}" for n in range(9)]
    told = (f"dr/v1|{SEED}|team|{each}|local:01" for each in names)
    digests = [hashlib.sha256(each.encode()).hexdigest() for each in told]
    first = min(zip(digests, names, strict=True))[1]
    these = pool([visit("01", needs=seats("托育"))], map(officer, names))

    assert [Team(task="01", officers=(first,))] == [*assign(these, SEED)]


def test_a_certified_officer_is_not_spent_on_anybody_s_seat() -> None:
    """Each visit needs one who is certified: the one who is goes to both, whatever it costs."""
    roster = [officer("A"), officer("B", knows=()), officer("C", knows=())]
    teams = assign(pool([visit("01"), visit("02")], roster, load=2), SEED)

    assert all("A" in each.officers for each in teams)
    assert Counter({"A": 2, "B": 1, "C": 1}) == Counter(n for each in teams for n in each.officers)


def test_two_qualifications_in_one_head_fill_one_seat() -> None:
    """An officer who is certified in both sits once; the other seat is another's."""
    needs = seats("托育", "卫生")
    roster = [officer("A", knows=("托育", "卫生")), officer("B", knows=("卫生",))]

    assert assign(pool([visit("01", needs=needs)], roster), SEED)[0].officers == ("A", "B")


def test_departments_send_each_their_own() -> None:
    """A joint visit has a team of each department: two of each are four."""
    roster = [officer(f"H{n}") for n in range(3)] + [officer(f"M{n}", of=MARKET) for n in range(3)]
    needs = TWO + seats(None, None, of=MARKET)
    (team,) = assign(pool([visit("01", needs=needs)], roster), SEED)

    assert Counter({"H": 2, "M": 2}) == Counter(each[0] for each in team.officers)
    assert {HEALTH, MARKET} == {each.department for each in roster}


def test_a_town_lies_in_its_county() -> None:
    """An officer of the county goes to its towns, one of a town to no other."""
    roster = [
        officer("A", at=("500111",)),
        officer("B", at=(TOWNS[1],)),
        officer("C", at=TOWNS[:1]),
    ]

    assert assign(pool([visit("01")], roster, own=1), SEED)[0].officers == ("A", "C")
    assert assign(pool([visit("01", at="5001119")], [*roster, officer("D")], own=1), SEED) == (
        Team(task="01", officers=("A", "D")),
    )


def test_progress_is_told_up_to_the_last_visit() -> None:
    """Whoever waits sees how many visits of how many are done."""
    heard: list[tuple[int, int]] = []
    these = by_chance(luck(5), tasks=6, officers=40, load=3)
    assign(these, SEED, told=lambda done, total: heard.append((done, total)))

    assert heard == sorted(heard)
    assert heard[-1][0] == heard[-1][1] >= 6


def test_a_pool_without_visits_has_no_teams() -> None:
    """An empty draw is no fault."""
    assert assign(pool([], [officer("A")]), SEED) == ()


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who installed the product bare is told what to install, and gets no traceback."""
    bring = builtins.__import__

    def missing(name: str, *given: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "ortools":
            raise ImportError("No module named 'ortools'")
        return bring(name, *given, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(StorageFailed) as told:
        assign(pool([], []), SEED)

    assert (
        told.value.code,
        told.value.given["reason"],
    ) == ("E-DRAW-EXTRA", "No module named 'ortools'")
