"""Pools for the tests of teams: written by hand in a line, by chance, and by hypothesis."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from compliance.domain.draw import TeamRules
from compliance.domain.team import Inspector, Seat, Task
from compliance.outcomes.draw.teams import Pool

HEALTH, MARKET = "卫健", "市监"
SEED = "5e" * 32
TOWNS = ("500111101", "500111102", "500111103")
DOMAINS = ("托育", "卫生", "食品")


def luck(seed: int) -> Random:
    """Return chance that is the same in every run."""
    return Random(seed)  # noqa: S311


def seats(*domains: str | None, of: str = HEALTH) -> tuple[Seat, ...]:
    """Return a seat for each domain, those for anybody as one."""
    found = [Seat(department=of, domain=each, count=1) for each in domains if each]
    anybody = sum(each is None for each in domains)
    rest = [Seat(department=of, domain=None, count=anybody)] if anybody else []
    return (*found, *rest)


TWO = seats("托育", None)


def visit(task: str, *, needs: tuple[Seat, ...] = TWO, at: str = TOWNS[0]) -> Task:
    """Return a visit to the facility of the same number."""
    return Task(task=task, facility=f"local:{task}", district=at, seats=needs)


def officer(
    name: str,
    *,
    of: str = HEALTH,
    knows: tuple[str, ...] = ("托育",),
    at: tuple[str, ...] = (),
    barred: Iterable[str] = (),
) -> Inspector:
    """Return an officer of the health department who may look at childcare."""
    return Inspector(
        certificate_no=name,
        department=of,
        domains=knows,
        districts=at,
        barred=tuple(f"local:{each}" for each in barred),
    )


def rules(*, load: int = 3, size: int = 2, own: bool = False) -> TeamRules:
    """Return the rules of teams."""
    return TeamRules(size=size, load_max=load, rotation=1, own_district=own)


def pool(tasks: Iterable[Task], inspectors: Iterable[Inspector], **given: int) -> Pool:
    """Return a pool under rules given as for `rules`."""
    return Pool(
        tuple(tasks),
        tuple(inspectors),
        rules(load=given.get("load", 3), size=given.get("size", 2), own=bool(given.get("own", 0))),
    )


def by_chance(chance: Random, *, tasks: int, officers: int, load: int) -> Pool:
    """Return a pool of two departments in three towns, some barred, some with limits."""
    needs = [TWO, seats(None, None), seats("托育", "卫生"), TWO + seats(None, None, of=MARKET)]
    visits = [
        visit(f"{n:04}", needs=chance.choice(needs), at=chance.choice(TOWNS)) for n in range(tasks)
    ]
    return Pool(tuple(visits), tuple(_roster(chance, officers, tasks)), rules(load=load, own=True))


def _roster(chance: Random, officers: int, tasks: int) -> Iterable[Inspector]:
    for n in range(officers):
        yield Inspector(
            certificate_no=f"C{n:03}",
            department=MARKET if chance.random() < 1 / 3 else HEALTH,
            domains=tuple(each for each in DOMAINS if chance.random() < 2 / 3),
            districts=tuple(each for each in TOWNS if chance.random() < 1 / 4),
            load_max=chance.choice([None, None, None, 1, 2]),
            barred=tuple(f"local:{n:04}" for n in range(tasks) if chance.random() < 1 / 10),
        )


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Return any pool that can be staffed: two of each department may go everywhere."""
    tasks, load = draw(st.integers(1, 7)), draw(st.integers(1, 4))
    drawn = by_chance(
        luck(draw(st.integers(0, 2**32))),
        tasks=tasks,
        officers=draw(st.integers(0, 12)),
        load=load,
    )
    everywhere = tuple(
        replace(officer(f"E{n}", of=department, knows=DOMAINS), load_max=tasks)
        for n, department in enumerate((HEALTH, HEALTH, MARKET, MARKET))
    )
    return drawn._replace(inspectors=drawn.inspectors + everywhere)
