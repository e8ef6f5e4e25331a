"""Facts of everybody: the rows of one relation on a day, facility by facility, region by region.

A row about a person stands once for every facility that sees the person, as its history has it.
"""

from collections.abc import Iterator

from compliance.domain.facts import Row
from compliance.domain.relations import RELATIONS
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.past import known_pasts, region_past, told_regions


def rows(desk: Desk, relation: str, as_of: AsOf) -> Iterator[tuple[str, Row]]:
    """Yield a relation's rows, each after the facility or region whose it is, in order."""
    if RELATIONS[relation].about == "region":
        named = ((code, region_past(desk.log, code, as_of.known)) for code in _regions(desk))
    else:
        named = ((each.facility, each) for each in known_pasts(desk.log, as_of.known))
    for name, history in named:
        yield from ((name, row) for row in history.at(as_of.on).of(relation))


def _regions(desk: Desk) -> tuple[str, ...]:
    return told_regions(desk.log)
