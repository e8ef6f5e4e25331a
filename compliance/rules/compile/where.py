"""An expression of `list`, asked of everybody at once: which rows are meant, or may be.

A statement answers one row each: `row_facility`, `row_opener` (of the row that it is asked of)
and `meant`: true, or NULL where that cannot be told. Who is not meant is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, FromClause, Select, cast, null, or_, select

from compliance.rules.book import Rulebook
from compliance.rules.compile.cells import NotCompiledError, cell
from compliance.rules.compile.expand import expanded, variable
from compliance.rules.compile.frame import FACILITY, OPENER, Frame, See, cut
from compliance.rules.compile.law import Law
from compliance.rules.compile.program import Question, work_of
from compliance.rules.compile.sources import Sources
from compliance.rules.compile.sql import FALSE
from compliance.rules.compile.texts import Encoded, Texts
from compliance.rules.compile.told import SUBJECT
from compliance.rules.tree import Column, Name, Node, walk
from compliance.rules.where import Where, rows_of

_IDENTITY = ("name", "region")
_FACILITY = "facility"
_Area = tuple[tuple[str, ...], list[str | None]]


class Told(NamedTuple):
    """What is concluded of facilities: a table of `row_facility` and a column each, and kinds."""

    table: FromClause
    kinds: Mapping[str, str]


def asked(where: Where, book: Rulebook, question: Question, told: Told | None) -> Select[Any]:
    """Return the statement that finds who is meant in one area. Raises NotCompiledError."""
    work = work_of(Law(book, question.chain, question.on), question)
    work = replace(work, see=_seeing(work.see, where, told), raw=_seeing(work.raw, where, told))
    relation = where.subject.relation
    frame = Frame(work, () if relation is None else (variable(relation, SUBJECT).text,))
    found = frame.see(_written_out(where, book))
    row = next(iter(frame.rows.values()), None)
    opener = cast(null(), BigInteger) if row is None else row.c[OPENER]
    columns = (frame.facility.label(FACILITY), opener.label(OPENER), found.low.label("meant"))
    gone = FALSE if found.absent is None else found.absent
    rows = frame.select([*columns, gone.label("gone")]).cte(work.name("where"))
    meant = or_(rows.c.meant, rows.c.meant.is_(None))
    return select(rows.c[FACILITY], rows.c[OPENER], rows.c.meant).where(meant, ~rows.c.gone)


def areas(
    where: Where, book: Rulebook, regions: Iterable[str | None], on: date
) -> tuple[_Area, ...]:
    """Return the regions in which an expression reads alike: a chain to read it in, and all.

    Only parameters differ from region to region: without any, one reading serves everybody.
    """
    named = {each.text for each in walk(_written_out(where, book)) if isinstance(each, Name)}
    used = sorted(named & book.params.keys())
    found: list[tuple[Any, _Area]] = []
    for region in regions:
        chain = book.chain(region, on)
        values = [book.param(name, chain, on) for name in used]
        alike = next((area for key, area in found if key == values), None)
        if alike is None:
            found.append((values, (chain, [region])))
        else:
            alike[1].append(region)
    return tuple(area for _, area in found)


def regions_on(sources: Sources, on: date) -> Select[Any]:
    """Return the statement that names every region in which a facility stands on a day."""
    return select(_standing(sources, on).c.region).distinct()


def within(sources: Sources, on: date, regions: Iterable[str | None]) -> Select[Any]:
    """Return the facilities that stand in some regions on a day; None = where nobody knows."""
    table, named = _standing(sources, on), list(regions)
    codes = [each for each in named if each is not None]
    test = table.c.region.in_(codes)
    return select(table.c[FACILITY]).where(
        or_(test, table.c.region.is_(None)) if None in named else test
    )


def _standing(sources: Sources, on: date) -> Any:
    """Return every facility with its region on a day, if any is known."""
    every, identity = sources.facilities().alias("every"), sources.spans("identity").alias("id")
    day = cut(identity, "identity", on.toordinal())
    same = identity.c[FACILITY] == every.c[FACILITY]
    joined = every.outerjoin(identity, same & day[0] & day[1])
    return select(every.c[FACILITY], identity.c.region).select_from(joined).subquery("standing_in")


def _written_out(where: Where, book: Rulebook) -> Node:
    """Return the expression with definitions and bare columns written out."""
    names: dict[str, Node] = {
        name: Column(f"identity.{name}", Name("identity"), name) for name in _IDENTITY
    }
    relation = where.subject.relation
    if relation is not None:
        names |= dict.fromkeys(rows_of(where.subject), variable(relation, SUBJECT))
    return expanded(where.node, names, book)


def _seeing(see: See, where: Where, told: Told | None) -> See:
    """Return an evaluator that knows what is concluded of facilities as well."""

    def found(node: Node, frame: Frame) -> Any:
        if not isinstance(node, Name) or node.text not in where.subject.concluded:
            return see(node, frame)
        if node.text == _FACILITY:
            return cell("text", frame.facility, sure=True)
        if told is None or node.text not in told.kinds:
            raise NotCompiledError(node.text)
        expr = frame.join(told.table).c[node.text]
        if told.kinds[node.text] == "texts":
            return Texts(((None, Encoded(expr, None, sure=False)),))
        return cell(told.kinds[node.text], expr)

    return found
