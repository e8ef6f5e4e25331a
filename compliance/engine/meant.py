"""Whom a question means, asked of the tables of facts for everybody at once.

It answers where the tables can: they tell all that the log does, as known now or then, and what is
concluded of the facilities is kept for today. Elsewhere each history is read, which is the law;
and what is shown of whoever is meant comes from their history in any case.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from compliance.domain.time import AsOf
from compliance.engine.concluded import tables
from compliance.engine.desk import Desk
from compliance.engine.kept import refreshed
from compliance.engine.sought import Sought, refuse_empty_region
from compliance.rules.book import Rulebook
from compliance.rules.where import Where

Meant = Mapping[str, Mapping[int | None, bool]]
"""By facility: the openers of the rows that are meant, or may be (None = the facility itself),
and whether that is sure."""


def meant_by_tables(
    desk: Desk, book: Rulebook, where: Where, as_of: AsOf, sought: Sought
) -> Meant | None:
    """Return whom an expression means in the region sought; None where tables cannot tell.

    Raises NotFound (E-REGION-UNKNOWN).
    """
    sources = tables(desk, as_of)
    if sources is None or not _concluded(desk, book, where, as_of):
        return None
    from compliance.rules.compile.cells import NotCompiledError  # noqa: PLC0415 - heavy

    found: dict[str, dict[int | None, bool]] = defaultdict(dict)
    try:
        for facility, opener, sure in _rows(desk, book, where, (sources, as_of, sought)):
            found[facility][opener] = sure is not None
    except NotCompiledError:
        return None
    return found


def _concluded(desk: Desk, book: Rulebook, where: Where, as_of: AsOf) -> bool:
    """Say whether what an expression asks of conclusions stands in a table, up to date."""
    named = not where.names.isdisjoint(("status", "tier", "flags"))
    return not named or refreshed(desk, book, as_of)


def _rows(
    desk: Desk, book: Rulebook, where: Where, asked_of: tuple[Any, AsOf, Sought]
) -> Iterator[Any]:
    from compliance.projections.standing_table import KINDS, concluded  # noqa: PLC0415
    from compliance.rules.compile import where as compiled  # noqa: PLC0415
    from compliance.rules.compile.program import Question  # noqa: PLC0415

    (sources, (on, _), sought) = asked_of
    regions = [each for (each,) in desk.ask(compiled.regions_on(sources, on))]
    inside = [each for each in regions if sought.within(book, each, on)]
    if not inside:
        refuse_empty_region(sought, book, on)
    for chain, alike in compiled.areas(where, book, inside, on):
        area = None if alike == regions else compiled.within(sources, on, alike)
        question = Question(sources=sources, chain=chain, on=on, area=area)
        told = compiled.Told(concluded(), KINDS)
        yield from desk.ask(compiled.asked(where, book, question, told))
