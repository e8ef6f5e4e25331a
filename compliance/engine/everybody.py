"""Facts of everybody: the rows of one relation on a day, facility by facility, region by region.

A row about a person stands once for every facility that sees the person, as its history has it.
What is known now is read from the live tables, what was known then from the typed event columns;
`folded` gives the same rows, history by history.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from compliance.domain.errors import NotPermitted, Refused, StorageFailed
from compliance.domain.facts import Row
from compliance.domain.relations import RELATIONS
from compliance.domain.time import AsOf, instant_text
from compliance.engine.desk import Desk
from compliance.engine.past import known_pasts, region_past, told_regions
from compliance.engine.upkeep import CHEAP, catch_up
from compliance.log.eventlog import EventLog
from compliance.log.verify import whole
from compliance.projections.spans import cut, ordered
from compliance.projections.writing import NOTHING, READ_STATE, State, state_from

if TYPE_CHECKING:
    from compliance.projections.sources import FactsThen, LiveFacts


def rows(desk: Desk, relation: str, as_of: AsOf) -> Iterator[tuple[str, Row]]:
    """Yield a relation's rows, each after the facility or region whose it is, in order.

    Raises Refused (E-FACTS-BEHIND) if the tables of facts do not tell all that the log does.
    """
    if desk.engine is None or not desk.log.sees_all:
        yield from folded(desk.log, relation, as_of)
        return
    from sqlalchemy import select  # noqa: PLC0415 - who records has no use for it

    found, declared = facts(desk, as_of.known), RELATIONS[relation]
    spans, day = found.spans(relation), as_of.on.toordinal()
    replaced = spans.c.row_until <= day
    asked = select(spans).where(spans.c.row_on <= day, replaced.is_not(True))
    if declared.about == "person":
        asked = asked.where(spans.c.row_facility.in_(select(found.facilities().c.row_facility)))
    for span in sorted(desk.ask(asked), key=ordered):
        row = cut(declared, span, as_of.on)
        if row is not None:
            yield span[0], row


def folded(log: EventLog, relation: str, as_of: AsOf) -> Iterator[tuple[str, Row]]:
    """Yield the same rows, each history folded by itself."""
    if RELATIONS[relation].about == "region":
        named = ((code, region_past(log, code, as_of.known)) for code in told_regions(log))
    else:
        named = ((each.facility, each) for each in known_pasts(log, as_of.known))
    for name, history in named:
        yield from ((name, row) for row in history.at(as_of.on).of(relation))


def facts(desk: Desk, known: datetime | None = None) -> "LiveFacts | FactsThen":
    """Return where everybody's facts are asked for, as known at an instant (None = now).

    Tables that lack a little are told it first. Raises Refused (E-FACTS-BEHIND) and
    NotPermitted (E-DB-PARTIAL).
    """
    whole(desk.log)
    from compliance.projections.sources import FactsThen, LiveFacts  # noqa: PLC0415

    size, state = desk.log.head().size, state_of(desk.log)
    if state.ours and 0 < size - state.position <= CHEAP:
        with suppress(StorageFailed, NotPermitted):  # who may not write is told so below
            catch_up(desk.log)
        state = state_of(desk.log)
    if not state.ours or state.position < size:
        raise Refused("E-FACTS-BEHIND", position=state.position, size=size)
    if known is None:
        return LiveFacts(state.tables)
    return FactsThen(state.tables, heard_by(desk.log, known))


def state_of(log: EventLog) -> State:
    """Return up to which position the tables of facts tell, and in which shapes."""
    return state_from(log.select(READ_STATE)) or NOTHING


def heard_by(log: EventLog, known: datetime) -> int:
    """Return how many events had been recorded by an instant: instants never fall."""
    until, low, high = instant_text(known), 0, log.head().size
    while low < high:
        middle = (low + high) // 2
        (entry,) = log.entries(after=middle, limit=1)
        low, high = (middle + 1, high) if entry.recorded_at <= until else (low, middle)
    return low
