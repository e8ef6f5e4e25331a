"""Which plans came, or may come, instead of one that was given up: the way to draw until liked."""

from collections.abc import Iterable

from compliance.domain.errors import Answer
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import plan_in
from compliance.engine.draws.state import DrawState


def followed(
    desk: Desk, state: DrawState, others: Iterable[DrawState], position: int
) -> tuple[str, ...]:
    """Return the plans of the same year and of some same item whose draw could come instead.

    `position`: where the plan was given up. One drafted beside it before is as good as one drafted
    after; one that was drawn before is not.
    """
    own, items = state.first("plan.drafted"), _items(desk, state)
    return tuple(
        each.draw_id
        for each in others
        for drafted in each.of("plan.drafted")[:1]
        if own is not None
        and each.draw_id != state.draw_id
        and drafted.said.data.year == own.said.data.year
        and not any(drawn.event.position < position for drawn in each.of("draw.performed"))
        and _share(items, _items(desk, each))
    )


def _items(desk: Desk, state: DrawState) -> frozenset[str] | None:
    """Return the items of a plan; None where its paper cannot be opened here."""
    drafted = state.first("plan.drafted")
    try:
        plan = None if drafted is None else plan_in(desk, drafted.said.data.plan_sha256)
    except Answer:
        return None
    return None if plan is None else frozenset(each.item for each in plan.items)


def _share(some: frozenset[str] | None, others: frozenset[str] | None) -> bool:
    """Say whether two plans have an item in common, or may have."""
    return some is None or others is None or bool(some & others)
