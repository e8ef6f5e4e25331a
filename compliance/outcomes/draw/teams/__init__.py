"""Who goes: teams by min-cost flow, so that every exact solver names the same officers.

A pool is visits, officers and the plan's rules. Teams are for an authority alone, and never
public. The libraries of the extra `draw` are imported when teams are first asked for.
"""

from collections.abc import Callable, Sequence

from compliance.domain.errors import StorageFailed
from compliance.domain.team import Team
from compliance.outcomes.draw.teams.amending import Standing
from compliance.outcomes.draw.teams.pool import Kept, Pool
from compliance.outcomes.draw.teams.shortage import Fault, Relief, Shortage, Wrong

__all__ = [
    "Fault",
    "Kept",
    "Pool",
    "Relief",
    "Shortage",
    "Standing",
    "Told",
    "Wrong",
    "assign",
    "check",
    "need_extra",
    "resolve",
    "shortages",
]
Told = Callable[[int, int], None]
"""Hears how many of how many visits are done."""


def shortages(pool: Pool, *, kept: Kept | None = None) -> tuple[Shortage, ...]:
    """Return where a pool has too few officers, and what alone would help; none = nowhere.

    Raises Refused (E-DRAW-PAIRS), StorageFailed (E-DRAW-EXTRA).
    """
    need_extra()
    from compliance.outcomes.draw.teams.amending import staying
    from compliance.outcomes.draw.teams.lacking import shortages_of

    return shortages_of(pool.in_order(), staying(pool, kept or {}))


def assign(
    pool: Pool, seed: str, *, kept: Kept | None = None, told: Told | None = None
) -> tuple[Team, ...]:
    """Return the team of every visit of a pool, by visit, with those who are kept in theirs.

    Raises Answers (E-DRAW-NO-TEAM, and what would help), Refused (E-DRAW-PAIRS: too many at
    once), StorageFailed (E-DRAW-EXTRA).
    """
    need_extra()
    from compliance.outcomes.draw.teams.amending import staying
    from compliance.outcomes.draw.teams.assigning import assigned

    return assigned(pool.in_order(), seed, staying(pool, kept or {}), told or _nobody)


def check(
    pool: Pool,
    teams: Sequence[Team],
    seed: str,
    *,
    kept: Kept | None = None,
    told: Told | None = None,
) -> tuple[Wrong, ...]:
    """Return what is wrong with teams, limit by limit; and, where nothing is, what is dearer.

    By networkx, beside the solver. Raises StorageFailed (E-DRAW-EXTRA).
    """
    need_extra()
    from compliance.outcomes.draw.teams.checking import Looked, wrongs

    return wrongs(Looked(pool.in_order(), tuple(teams), seed, kept or {}), told or _nobody)


def resolve(
    pool: Pool, standing: Standing, seed: str, *, told: Told | None = None
) -> tuple[Team, ...]:
    """Return the teams after a change: notified officers stay, and what it does not touch.

    The pool is as it is now: an officer who can go nowhere any more is left out of it, so is a
    visit that was given up. Raises as `assign` does.
    """
    need_extra()
    from compliance.outcomes.draw.teams.amending import untouched
    from compliance.outcomes.draw.teams.assigning import assigned

    pool = pool.in_order()
    return assigned(pool, seed, untouched(pool, standing), told or _nobody)


def need_extra() -> None:
    """Raise StorageFailed (E-DRAW-EXTRA) where the libraries of the extra are not installed."""
    try:
        import networkx as nx  # noqa: F401
        import ortools  # noqa: F401
    except ImportError as fault:
        raise StorageFailed("E-DRAW-EXTRA", reason=str(fault)) from None


def _nobody(_done: int, _total: int) -> None:
    """Hear nothing."""
