"""A library that was read in: its rows sealed as a paper, its digest in the log, once.

The same rows again are no news. Names stand in the sealed paper alone, never in the log.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from compliance.domain.canonical import digest, paper, paper_lines
from compliance.domain.envelope import Proposal
from compliance.domain.errors import NotFound
from compliance.domain.identifiers import EventId, Region, Sha256
from compliance.engine.desk import Desk
from compliance.engine.past import region_past
from compliance.engine.sealing import sealing
from compliance.engine.spoken import Spoken, said
from compliance.intake.cells import Value
from compliance.intake.library import LibraryName, LibraryRow
from compliance.log.entry import Unless, tagged

Kept = Mapping[str, Any]
"""A row as the paper has it: what it says, by column."""


class Handed(NamedTuple):
    """A library as it was handed in: of which region, its rows, a salt for its paper."""

    region: str
    library: LibraryName
    rows: Sequence[LibraryRow]
    salt: str


class Taken(NamedTuple):
    """What became of a library: how many records, and whether it was all known before."""

    recorded: int
    duplicate: bool


def kept(desk: Desk, region: str, library: LibraryName) -> Iterator[Sequence[Kept]]:
    """Yield the rows of each library of a region that was read in, the latest first.

    What does not open (without the key, or with a log alone) is left out.
    """
    facts = region_past(desk.log, region).at(desk.today)
    for row in reversed(facts.of("libraries")):
        if row.values["library"] == library:
            with suppress(NotFound):
                _head, *rows = paper_lines(desk.papers().read(row.values["sha256"]))
                yield rows


def take(desk: Desk, handed: Handed, news: Sequence[Proposal], size: int, spoken: Spoken) -> Taken:
    """Record a library with the news that it tells, as the log stood at a size; or find none.

    Raises Conflict (E-BOUNDARY) if something is told of the region meanwhile, and NotFound
    (E-PERSON-KEY-MISSING) without the authority's key.
    """
    rows = [_plain(row.fields) for row in handed.rows]
    earlier = kept(desk, handed.region, handed.library)
    if not news and next(earlier, None) == rows:
        return Taken(0, duplicate=True)
    head = {"paper": "library", "library": handed.library, "region": handed.region,
            "salt": handed.salt, "count": len(rows)}  # fmt: skip
    content = paper(head, rows)
    sealed = sealing(desk, handed.region, content)
    imported = said(
        desk, "library.imported", spoken, region=Region(handed.region), library=handed.library,
        rows=len(rows), sha256=Sha256(digest(content)),
    )  # fmt: skip
    if spoken.dry_run:
        return Taken(1 + len(news), duplicate=False)
    ids = [desk.log.fresh_id() for _ in range(1 + len(news))]
    caused = [each._replace(cause=EventId(ids[0])) for each in news]
    unless = Unless(tagged(f"region:{handed.region}"), size)
    told = desk.log.append([imported, *caused], unless=unless, within=sealed, ids=ids)
    return Taken(len(told.events), told.duplicate)


def _plain(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in sorted(fields.items()) if value is not None}
