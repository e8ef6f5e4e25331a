"""Whom an audit asks: everybody, or a region's facilities, on a day, as known at an instant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Literal

from compliance.domain.errors import BadInput, NotFound
from compliance.domain.events import stored_names
from compliance.domain.facts import Facts, Row
from compliance.domain.findings import Cite
from compliance.domain.identifiers import region_fits
from compliance.domain.relations import RELATIONS
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.everybody import rows
from compliance.log.entry import Item, Query
from compliance.projections.effective import AMENDMENTS, Effective, effective

Verdict = Literal["established", "unknown"]
"""Whether the log shows it, or something would have to be found out first."""


class Asked:
    """Rows of relations, of the facilities that are asked about; each relation is read once."""

    def __init__(self, desk: Desk, as_of: AsOf, region: str | None = None) -> None:
        """Ask about a region, or everybody. Raises BadInput (E-REGION), NotFound (…-UNKNOWN)."""
        if region is not None and not region_fits(region):
            raise BadInput("E-REGION", where="--region", text=region)
        self.desk = desk
        self.as_of = as_of
        self.region = region
        self.book = rulebook(desk, as_of.known)
        self._read: dict[str, Mapping[str, Sequence[Row]]] = {}
        self._chains: dict[str | None, tuple[str, ...]] = {}
        if region is not None and not self._knows(region):
            raise NotFound("E-REGION-UNKNOWN", where="--region", text=region)

    @cached_property
    def places(self) -> Mapping[str, str | None]:
        """The region of every facility that told of one, on the day."""
        found = rows(self.desk, "identity", self.as_of)
        return {facility: row.values["region"] for facility, row in found}

    def chain(self, facility: str) -> tuple[str, ...]:
        """Return a facility's region and those around it, innermost first."""
        region = self.places.get(facility)
        if region not in self._chains:
            self._chains[region] = self.book.chain(region, self.as_of.on)
        return self._chains[region]

    def asks(self, facility: str | None) -> bool:
        """Say whether a facility is asked about; what is told of none, only by who asks all."""
        if self.region is None:
            return True
        return facility is not None and self.region in self.chain(facility)

    def of(self, relation: str) -> Mapping[str, Sequence[Row]]:
        """Return the rows of a relation by facility, in order of opening.

        Those of a relation about regions come from everywhere: an officer may come from next door.
        """
        if relation not in self._read:
            everywhere = RELATIONS[relation].about == "region"
            found: dict[str, list[Row]] = defaultdict(list)
            for whose, row in rows(self.desk, relation, self.as_of):
                if everywhere or self.asks(whose):
                    found[whose].append(row)
            self._read[relation] = found
        return self._read[relation]

    def each(self, relation: str) -> Iterator[tuple[str, Row]]:
        """Yield a relation's rows with their facility, in order of facility and opening."""
        for facility, found in self.of(relation).items():
            yield from ((facility, row) for row in found)

    def facts(self, facility: str, relations: Iterable[str]) -> Facts:
        """Return a facility's facts of the day, of some relations alone."""
        told = {name: tuple(self.of(name).get(facility, ())) for name in relations}
        return Facts(self.as_of.on, told)

    def cite(self, source: str, article: str, on: date) -> tuple[Cite, ...]:
        """Return an article as the packs quote it; nothing where they do not, or not yet."""
        found = self.book.sources.get(source)
        if found is None or article not in found.texts or found.since > on:
            return ()
        return (Cite(source, article),)

    def told(self, *stems: str) -> tuple[Effective, ...]:
        """Return the events of some kinds as they count: with who recorded them, and when."""
        types = stored_names(*stems, *AMENDMENTS)
        return effective(self.desk.log.read(Query((Item(types=types),))), self.as_of.known)

    def _knows(self, region: str) -> bool:
        """Say whether packs or facilities know of a region."""
        told = (region in self.chain(each) for each in self.places)
        return self.book.knows_region(region, self.as_of.on) or any(told)
