"""Who may sit where: seats of a visit, officers, and the limits between them. Plain values.

Everything that chooses, refuses or checks teams asks here whether an officer fits a seat. The
check by another library shares these words with the solver, and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from compliance.domain.draw import TeamRules
from compliance.domain.team import Inspector, Seat, Task, Team

Kept = Mapping[str, tuple[str, ...]]
"""Officers by visit who were told of it, and stay."""


class Pool(NamedTuple):
    """Visits to be made, officers to make them, and the plan's rules of teams."""

    tasks: tuple[Task, ...]
    inspectors: tuple[Inspector, ...]
    rules: TeamRules

    def in_order(self) -> "Pool":
        """Return the same pool by visit: the order in which it was told decides nothing."""
        return self._replace(tasks=tuple(sorted(self.tasks, key=lambda each: each.task)))


def load_of(inspector: Inspector, rules: TeamRules) -> int:
    """Return how many visits an officer can make: their own limit, else the plan's."""
    return rules.load_max if inspector.load_max is None else inspector.load_max


def covers(inspector: Inspector, district: str, rules: TeamRules) -> bool:
    """Say whether an officer goes to a district: one of theirs, or a part of it by its code."""
    bound = rules.own_district and inspector.districts
    return not bound or any(district.startswith(each) for each in inspector.districts)


def fits(inspector: Inspector, seat: Seat) -> bool:
    """Say whether an officer is of a seat's department, and certified as it asks."""
    certified = seat.domain is None or seat.domain in inspector.domains
    return inspector.department == seat.department and certified


def may_go(inspector: Inspector, task: Task, rules: TeamRules) -> bool:
    """Say whether an officer may take any seat of a visit."""
    return (
        task.facility not in inspector.barred
        and covers(inspector, task.district, rules)
        and any(fits(inspector, seat) for seat in task.seats)
    )


def places(seats: Iterable[Seat]) -> int:
    """Return how many officers sit on these seats."""
    return sum(seat.count for seat in seats)


def seated(officers: Iterable[Inspector], seats: Sequence[Seat]) -> dict[str, int]:
    """Return the officers who find a place at once, each with the place in `seats` of theirs.

    Those named first before those named later: who sits moves to another seat for the next, and
    is never sent away.
    """
    chairs = [place for place, seat in enumerate(seats) for _ in range(seat.count)]
    asked = [seats[place] for place in chairs]
    taken: dict[int, Inspector] = {}
    for each in officers:
        _sits(each, asked, taken, set())
    return {each.certificate_no: chairs[chair] for chair, each in taken.items()}


def visits_of(teams: Iterable[Team] | Kept) -> Counter[str]:
    """Return how many visits each officer makes."""
    told = teams.values() if isinstance(teams, Mapping) else (each.officers for each in teams)
    return Counter(officer for officers in told for officer in officers)


def _sits(
    officer: Inspector, chairs: Sequence[Seat], taken: dict[int, Inspector], asked: set[int]
) -> bool:
    for chair, seat in enumerate(chairs):
        if chair in asked or not fits(officer, seat):
            continue
        asked.add(chair)
        if chair not in taken or _sits(taken[chair], chairs, taken, asked):
            taken[chair] = officer
            return True
    return False
