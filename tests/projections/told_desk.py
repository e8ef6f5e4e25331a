"""Logs that were told a history, typed columns and live tables kept on the way."""

from collections.abc import Sequence
from itertools import chain, count

from compliance.domain.envelope import Event, Proposal
from compliance.domain.time import instant_text
from compliance.engine.desk import Desk
from compliance.engine.upkeep import keep_up
from compliance.log.eventlog import EventLog
from compliance.log.memory import MemoryRecorder
from compliance.wiring import memory_desk
from tests.log.telling import LOG_ID, Clock
from tests.saying import id_at


def desk_of(log: Sequence[Event]) -> Desk:
    """Return a desk over a log in memory that was told all of these events at once."""
    desk = memory_desk(at=Clock())
    desk.log.restore([line(each) for each in log])
    return desk


def log_told(events: Sequence[Event]) -> EventLog:
    """Return a log in memory that was told these events one by one, and goes on."""
    clock, ids = Clock(), chain((each.id for each in events), map(id_at, count(10_000)))
    log = EventLog(MemoryRecorder(LOG_ID), clock, lambda _: next(ids), upkeep=keep_up)
    for event in events:
        clock.at = event.recorded_at
        log.append([line(event)[2]])
    return log


def line(event: Event) -> tuple[str, str, Proposal]:
    """Return an event as a log restores it, under a key of its own."""
    return event.id, instant_text(event.recorded_at), event.said._replace(key=str(event.position))
