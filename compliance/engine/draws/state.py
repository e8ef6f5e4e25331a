"""How a draw stands by the log alone: what was planned, committed, drawn, told, by whichever step.

Corrections count as everywhere. It reads no paper and needs no key: what the digests stand for is
read by `papers`, and who goes where by `visits`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from compliance.domain.envelope import Event
from compliance.domain.errors import NotFound, Refused
from compliance.domain.events import stored_names
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.past import region_past
from compliance.log.entry import Item, Query, Unless, tagged
from compliance.log.eventlog import EventLog
from compliance.projections.effective import Effective

STEMS = (
    "plan.drafted",
    "plan.approved",
    "plan.published",
    "plan.abandoned",
    "draw.planned",
    "draw.performed",
    "draw.revealed",
    "draw.published",
    "target.replaced",
    "team.changed",
    "task.assigned",
    "task.returned",
    "task.completed",
)
"""Events of a plan and of its draw, which bears the plan's id."""
TOLD = Query((Item(types=stored_names("plan.drafted", "draw.planned")),))
"""What begins a plan, or a draw of an earlier release."""


class DrawState(NamedTuple):
    """A draw as the log tells of it: the events of each kind that count, as they were recorded."""

    region: str
    draw_id: str
    told: Mapping[str, tuple[Effective, ...]]
    known: datetime | None = None
    """Up to when news counts; None = everything."""

    def of(self, stem: str) -> tuple[Effective, ...]:
        """Return the events of a kind, in the order in which the log learned of them."""
        return self.told.get(stem, ())

    def first(self, stem: str) -> Effective | None:
        """Return the first event of a kind: of a commitment and a draw none other counts."""
        return next(iter(self.of(stem)), None)

    def last(self, stem: str) -> Effective | None:
        """Return the last event of a kind."""
        return next(reversed(self.of(stem)), None)

    def by_task(self, stem: str) -> dict[str, Effective]:
        """Return the last event of a kind about each task."""
        return {each.said.data.task_id: each for each in self.of(stem)}

    @property
    def tags(self) -> tuple[str, str]:
        """The tags of whatever is told of the draw or of its plan."""
        return f"draw:{self.region}/{self.draw_id}", f"plan:{self.region}/{self.draw_id}"


def state_of(desk: Desk, region: str, draw_id: str, known: datetime | None = None) -> DrawState:
    """Return how a draw stands, as known at an instant. Raises NotFound (E-DRAW-UNKNOWN)."""
    state = states_in(desk, region, known).get(draw_id)
    if state is None:
        raise NotFound("E-DRAW-UNKNOWN", draw=draw_id, region=region)
    return state


def states_in(desk: Desk, region: str, known: datetime | None = None) -> dict[str, DrawState]:
    """Return every plan and draw of a region by its id, in the order in which they were told."""
    told: dict[str, dict[str, list[Effective]]] = {}
    events = region_past(desk.log, region, known).events
    for each in sorted(events, key=lambda found: found.event.position):
        if each.said.stem in STEMS:
            kinds = told.setdefault(id_of(each.said.data), {})
            kinds.setdefault(each.said.stem, []).append(each)
    return {
        draw_id: DrawState(region, draw_id, _kept(kinds), known) for draw_id, kinds in told.items()
    }


def _kept(kinds: Mapping[str, Sequence[Effective]]) -> dict[str, tuple[Effective, ...]]:
    return {stem: tuple(kind) for stem, kind in kinds.items()}


def states_told(desk: Desk, region: str | None = None) -> Iterator[DrawState]:
    """Yield every plan and draw that counts, of a region or of all."""
    told = {event.data.region for event in desk.log.read(TOLD)}
    for each in sorted(told if region is None else told & {region}):
        yield from states_in(desk, each).values()


def region_of(log: EventLog, draw_id: str) -> str:
    """Return the one region that has a plan or a draw of this id.

    Raises NotFound (E-DRAW-UNKNOWN, E-DRAW-AMBIGUOUS).
    """
    regions = {each.data.region for each in log.read(TOLD) if id_of(each.data) == draw_id}
    match sorted(regions):
        case [region]:
            return str(region)
        case []:
            raise NotFound("E-DRAW-UNKNOWN", draw=draw_id, region="–")
        case several:
            raise NotFound("E-DRAW-AMBIGUOUS", draw=draw_id, regions="、".join(several))


def recorded(log: EventLog, state: DrawState, stem: str) -> Sequence[Event]:
    """Return all events of a kind that were ever recorded of a draw, retracted ones included."""
    return [each for each in log.read(tagged(*state.tags)) if each.stem == stem]


def unless_more(state: DrawState, size: int) -> Unless:
    """Return the condition that nothing is told of a draw or its plan after a size of the log."""
    return Unless(tagged(*state.tags), size)


def the_only(log: EventLog, state: DrawState, stem: str) -> Effective | None:
    """Return the one commitment, or the one draw, as it was first recorded; None = none yet.

    Raises Refused (E-DRAW-AMENDED) where it was corrected or retracted: nothing can build on it.
    """
    heard = AsOf(date.max, state.known).knows
    ever = [each for each in recorded(log, state, stem) if heard(each.recorded_at)]
    counts = state.first(stem)
    if not ever:
        return None
    if counts is None or counts.event.id != ever[0].id or counts.amended_by is not None:
        raise Refused("E-DRAW-AMENDED", draw=state.draw_id, position=ever[0].position)
    return counts


def id_of(told: Any) -> str:
    """Return the id of the plan or draw that an event's data names."""
    named: str | None = getattr(told, "draw_id", None)
    return told.plan_id if named is None else named
