"""Who goes: teams by min-cost flow, so that every exact solver names the same officers.

The libraries of the extra `draw` are imported when teams are first asked for.
"""

from collections.abc import Callable

from compliance.domain.draw import Team
from compliance.domain.errors import StorageFailed
from compliance.outcomes.draw.teams.pool import Kept, Pool

__all__ = ["Kept", "Pool", "assign"]


def assign(
    pool: Pool,
    seed: str,
    *,
    kept: Kept | None = None,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Team, ...]:
    """Return the team of every visit of a pool, by visit; those kept stay as they are.

    `told` hears how many of how many visits have their team.
    Raises Refused (E-DRAW-NO-TEAM), StorageFailed (E-DRAW-EXTRA).
    """
    _need_solver()
    from compliance.outcomes.draw.teams.assigning import assigned

    return assigned(pool.in_order(), seed, kept or {}, told)


def _need_solver() -> None:
    try:
        import ortools  # noqa: F401
    except ImportError as fault:
        raise StorageFailed("E-DRAW-EXTRA", reason=str(fault)) from None
