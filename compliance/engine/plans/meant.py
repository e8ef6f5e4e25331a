"""Whom an expression of a plan means on its day: by the tables where they tell, else by histories.

What cannot be told of a facility counts as meant: nobody leaves the lot because something was not
reported. Status and tier are those that were found for the frame; flags alone ask every rule.
"""

from collections.abc import Iterator, Mapping

from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.columns import SUBJECTS, Site
from compliance.engine.desk import Desk
from compliance.engine.listing import Asked, listed
from compliance.engine.meant import meant_by_tables
from compliance.engine.past import known_pasts
from compliance.engine.sought import Sought
from compliance.engine.stood import Stood
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook
from compliance.rules.where import Where
from compliance.rules.whether import whether

_FLAGS = "flags"


def meant(
    desk: Desk, text: str, as_of: AsOf, *, region: str, stood: Mapping[str, Stood]
) -> frozenset[str]:
    """Return who of those that stand in a region is meant, or may be."""
    book = rulebook(desk, as_of.known)
    where = Where(book, SUBJECTS["facilities"], text)
    whole = desk.log.sees_all
    found = meant_by_tables(desk, book, where, as_of, Sought(region)) if whole else None
    if found is not None:
        return frozenset(found)
    if _FLAGS in where.names:
        every = listed(desk, "facilities", as_of, Asked(region, text))
        return frozenset(each.columns["facility"] for each in every)
    return frozenset(_by_histories(desk, book, where, as_of, stood))


def _by_histories(
    desk: Desk, book: Rulebook, where: Where, as_of: AsOf, stood: Mapping[str, Stood]
) -> Iterator[str]:
    for history in known_pasts(desk.log, as_of.known):
        told = stood.get(history.facility)
        if told is not None:
            site = Site(history.facility, history.at(as_of.on), told, {})
            scope = Assessor(book, history).scope(as_of.on)
            if whether(where, scope, None, site.concluded(None)) is not False:
                yield history.facility
