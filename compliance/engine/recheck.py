"""Whether the tables of facts hold what the log tells: all of it is told and folded once more.

`verify` says whether anyone touched the log; this, whether anyone touched what was made of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from compliance.domain.relations import RELATIONS
from compliance.engine.everybody import state_of
from compliance.engine.past import Borne, gathered, gathered_of_region, indexed, told_regions
from compliance.engine.refold import is_known, sightings, spans_of
from compliance.engine.sees import seen_since
from compliance.engine.upkeep import versions
from compliance.log.codec import event_of
from compliance.log.entry import Entry
from compliance.log.eventlog import EventLog
from compliance.projections.columns import KNOWN, SEES, Laid, fact_table
from compliance.projections.effective import effective
from compliance.projections.typed import rows_of

Row = tuple[Any, ...]


class Flaw(NamedTuple):
    """A table that holds something else than the log tells, and a row that tells it apart."""

    table: str
    first: str
    """What the row begins with: whose it is, or at which position it was told."""


def flaw(log: EventLog) -> Flaw | None:
    """Return the first table that is not as the log has it; None if all are."""
    entries = log.entries(until=state_of(log).position)
    facilities, borne = indexed(entries)
    expected: dict[str, Counter[Row]] = defaultdict(Counter)
    for laid, row in (*_told(entries, borne), *_facts(log, facilities, borne)):
        expected[laid.name][_alike(row)] += 1
    held = state_of(log).tables
    for name in sorted(held | expected.keys()):
        rows = expected[name]
        found = _stored(log, name) if name in held else Counter[Row]()
        strange = (found - rows) or (rows - found)
        if strange:
            return Flaw(name, str(min(strange, key=repr)[0]))
    return None


def _told(entries: Sequence[Entry], borne: Borne) -> Iterator[tuple[Laid, Row]]:
    """Yield every version of every event, each with what superseded it."""
    made = list(versions(entries, borne))
    last: dict[int, int] = {}
    superseded = {}
    for version in made:
        if version.position in last:
            superseded[version.position, last[version.position]] = version.heard
        last[version.position] = version.heard
    for version in made:
        (laid, own), *others = rows_of(version)
        yield laid, (*own[:2], superseded.get((version.position, version.heard)), *own[3:])
        yield from others


def _facts(log: EventLog, facilities: Iterable[str], borne: Borne) -> Iterator[tuple[Laid, Row]]:
    """Yield every fact of everybody."""
    for facility in facilities:
        entries = gathered(borne, facility)
        counting = effective(map(event_of, entries))
        seen = sightings(facility, entries, seen_since(facility, entries))
        yield from ((SEES, row) for row in seen)
        if is_known(facility, counting):
            yield KNOWN, (facility,)
        yield from _spans(spans_of(counting, facility=facility))
    for region in told_regions(log):
        counting = effective(map(event_of, gathered_of_region(borne, region)))
        yield from _spans(spans_of(counting, region=region))


def _spans(found: Any) -> Iterator[tuple[Laid, Row]]:
    for name, rows in found.items():
        laid = fact_table(RELATIONS[name])
        yield from ((laid, row) for row in rows)


def _stored(log: EventLog, name: str) -> Counter[Row]:
    """Return what a table holds: its columns stand in the order in which they are declared."""
    return Counter(_alike(row) for row in log.select(f'SELECT * FROM "{name}"'))  # noqa: S608


def _alike(row: Iterable[Any]) -> Row:
    """Return a row as every store gives it back: some have numbers for truths."""
    return tuple(int(each) if isinstance(each, bool) else each for each in row)
