"""The tables of facts: how they stand, and how they are built anew.

They are built beside the live ones, a part in each transaction, and put in their place in the last
one: who reads meanwhile reads the old ones, and never a half. What was appended meanwhile is told
to the new ones as an append would have told it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from compliance.domain.errors import Conflict
from compliance.domain.relations import RELATIONS
from compliance.engine.everybody import state_of
from compliance.engine.past import (
    Borne,
    gathered,
    gathered_of_region,
    indexed,
    told_regions,
)
from compliance.engine.refold import is_known, sightings, spans_of
from compliance.engine.sees import seen_since
from compliance.engine.upkeep import tell, write_versions
from compliance.log.codec import event_of
from compliance.log.entry import Transaction
from compliance.log.eventlog import EventLog
from compliance.projections.columns import KNOWN, SEES, fact_table
from compliance.projections.effective import effective
from compliance.projections.writing import (
    BESIDE,
    Building,
    Tables,
    batches,
    building,
    clear,
    note_building,
    swap,
)

Tick = Callable[[int], None]
_EVENTS, _PLACES = 2_000, 200
"""How many events are told, and how many facilities folded, in one transaction."""


class Status(NamedTuple):
    """Up to which position the tables tell, of how many; whether this program laid them out."""

    position: int
    size: int
    ours: bool
    tables: int

    @property
    def current(self) -> bool:
        """Whether everybody can be asked for."""
        return self.ours and self.position == self.size


def status(log: EventLog) -> Status:
    """Return how the tables of facts stand."""
    state = state_of(log)
    return Status(state.position, log.head().size, state.ours, len(state.tables))


def rebuild(log: EventLog, tick: Tick) -> Status:
    """Build all tables anew. Raises Conflict (E-FACTS-OVERTAKEN) if another building begins."""
    with log.session() as tx:
        last = building(tx)
        clear(tx, last.tables, BESIDE)
        mine = Building(last.turn + 1)
        note_building(tx, mine)
    entries = log.entries()
    facilities, borne = indexed(entries)
    for some in batches(entries, _EVENTS):
        mine = _part(log, mine, partial(write_versions, news=some, borne=borne))
        tick(len(some))
    for some in batches(facilities, _PLACES):
        mine = _part(log, mine, partial(_facilities, facilities=some, borne=borne))
    regions = told_regions(log)
    mine = _part(log, mine, partial(_regions, regions=regions, borne=borne))
    _finish(log, mine, entries[-1].position if entries else 0)
    return status(log)


def _part(log: EventLog, mine: Building, build: Callable[[Tables], None]) -> Building:
    """Build a part in a transaction of its own."""
    with log.session() as tx:
        _still_mine(tx, mine)
        tables = Tables(tx, mine.tables, prefix=BESIDE)
        build(tables)
        mine = mine._replace(tables=tables.held)
        note_building(tx, mine)
    return mine


def _finish(log: EventLog, mine: Building, position: int) -> None:
    """Tell the new tables what was appended meanwhile, and let them take their place."""
    with log.session() as tx:
        _still_mine(tx, mine)
        tables = Tables(tx, mine.tables, prefix=BESIDE)
        news = log.entries(after=position)
        if news:
            tell(log, tables, news)
        swap(tx, state_of(log).tables, tables.held)
        note_building(tx, Building(mine.turn))
        end = news[-1].position if news else position
        Tables(tx, tables.held).note(end)


def _still_mine(tx: Transaction, mine: Building) -> None:
    if building(tx).turn != mine.turn:
        raise Conflict("E-FACTS-OVERTAKEN")


def _facilities(tables: Tables, facilities: Sequence[str], borne: Borne) -> None:
    for facility in facilities:
        entries = gathered(borne, facility)
        counting = effective(map(event_of, entries))
        tables.put(SEES, sightings(facility, entries, seen_since(facility, entries)))
        tables.put(KNOWN, [(facility,)] if is_known(facility, counting) else [])
        for name, rows in spans_of(counting, facility=facility).items():
            tables.put(fact_table(RELATIONS[name]), rows)


def _regions(tables: Tables, regions: Sequence[str], borne: Borne) -> None:
    for region in regions:
        counting = effective(map(event_of, gathered_of_region(borne, region)))
        for name, rows in spans_of(counting, region=region).items():
            tables.put(fact_table(RELATIONS[name]), rows)
