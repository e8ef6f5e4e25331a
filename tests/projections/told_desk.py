"""A desk whose log was told a history, its typed columns and live tables kept on the way."""

from collections.abc import Sequence

from compliance.domain.envelope import Event, Proposal
from compliance.domain.time import instant_text
from compliance.engine.desk import Desk
from compliance.wiring import memory_desk
from tests.log.telling import Clock


def desk_of(log: Sequence[Event]) -> Desk:
    """Return a desk over a log in memory that was told all of these events at once."""
    desk = memory_desk(at=Clock())
    desk.log.restore([line(each) for each in log])
    return desk


def desk_told(log: Sequence[Event]) -> Desk:
    """Return a desk over a log in memory that was told these events one by one."""
    clock = Clock()
    desk = memory_desk(at=clock)
    for event in log:
        clock.at = event.recorded_at
        desk.log.append([line(event)[2]])
    return desk


def line(event: Event) -> tuple[str, str, Proposal]:
    """Return an event as a log restores it, under a key of its own."""
    return event.id, instant_text(event.recorded_at), event.said._replace(key=str(event.position))
