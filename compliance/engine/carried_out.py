"""Visits that were carried out, each with what a platform may want to know of it.

Those of a draw whose lists are not public yet are told of apart: whoever asks decides, and needs
the authority's key to have them.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.errors import Refused
from compliance.domain.events import stored_names
from compliance.domain.facts import Row
from compliance.domain.results import RESULTS
from compliance.domain.time import AsOf, day_of
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.due import in_region
from compliance.engine.libraries.keep import kept
from compliance.engine.past import known_pasts, told_regions
from compliance.engine.stood import identity_on
from compliance.intake.visit_map import VisitColumn
from compliance.log.entry import Item, Query
from compliance.projections.history import History

_USCC = "统一社会信用代码"
_COUNTY = 6
Facts = dict[str, Any]
"""What is known of a visit, by the names that a map's columns take."""


class Period(NamedTuple):
    """From a day to a day, both in it."""

    first: date
    last: date


class _Drawn(NamedTuple):
    """Of which task of which draw a visit is."""

    region: str
    draw: str
    task: str


class Whose(NamedTuple):
    """Visits of which region, and whether what is sealed comes with them."""

    region: str | None = None
    sealed: bool = False
    """Visits of draws that are not revealed too."""
    named: bool = False
    """The names of officers, of the libraries that were read in."""


def carried_out(desk: Desk, period: Period, as_of: AsOf, whose: Whose) -> Iterator[Facts]:
    """Yield the visits of a period, by facility and day.

    Raises Refused (E-VISITS-SEALED) for visits of a draw that is not revealed, unless `sealed`;
    then, and if `named`, NotFound (E-PERSON-KEY-MISSING) without the key. BadInput and NotFound of
    a region.
    """
    region, sealed = whose.region, whose.sealed
    if sealed or whose.named:
        desk.papers()
    drawn, revealed = _drawn(desk), _revealed(desk)
    histories = list(known_pasts(desk.log, as_of.known))
    if region is not None:
        histories = in_region(rulebook(desk, as_of.known), histories, as_of.on, region)
    found = [
        (history, row)
        for history in sorted(histories, key=lambda each: each.facility)
        for row in history.at(as_of.on).of("inspections")
        if period.first <= row.on <= period.last
    ]
    if not sealed:
        _refuse_sealed(found, drawn, revealed)
    names = _names(desk) if whose.named else {}
    for history, row in found:
        officers = tuple(names.get(each, each) for each in row.values["officers"])
        of = drawn.get(_id(row)), as_of.on
        yield _facts(history, row, of) | {"officer_names": officers if whose.named else None}


def _names(desk: Desk) -> Mapping[str, str]:
    """Return the names of officers by certificate, the latest that was read in."""
    found: dict[str, str] = {}
    for region in told_regions(desk.log):
        for library in kept(desk, region, "inspectors"):
            named = {row["certificate_no"]: row["name"] for row in library if row.get("name")}
            found = named | found
    return found


def cells_of(facts: Facts, columns: tuple[VisitColumn, ...]) -> dict[str, str]:
    """Return what stands in each column of a platform, by its header; unknown is empty."""
    return {each.header: _cell(facts, each) for each in columns}


def _cell(facts: Facts, column: VisitColumn) -> str:
    if column.source is None:
        return column.value or ""
    told = facts.get(column.source)
    listed = told if isinstance(told, tuple) else () if told is None else (told,)
    return "、".join(column.values.get(str(each), str(each)) for each in listed)


def _id(row: Row) -> str | None:
    """Return the number of a drawn visit; others are of no draw, whatever they are called."""
    known: str = row.values["inspection_id"]
    return known if row.values["kind"] == "double_random" else None


def _drawn(desk: Desk) -> dict[str | None, _Drawn]:
    told = desk.log.read(_events("task.completed"))
    return {e.data.inspection_id: _Drawn(e.data.region, e.data.draw_id, e.data.task_id)
            for e in told}  # fmt: skip


def _revealed(desk: Desk) -> set[tuple[str, str]]:
    return {(e.data.region, e.data.draw_id) for e in desk.log.read(_events("draw.revealed"))}


def _events(stem: str) -> Query:
    return Query((Item(types=stored_names(stem)),))


def _refuse_sealed(
    found: list[tuple[History, Row]],
    drawn: Mapping[str | None, _Drawn],
    revealed: set[tuple[str, str]],
) -> None:
    of = (drawn.get(_id(row)) for _, row in found)
    closed = {each.draw for each in of if each and (each.region, each.draw) not in revealed}
    if closed:
        raise Refused("E-VISITS-SEALED", where="--period", draws="、".join(sorted(closed)))


def _facts(history: History, row: Row, of: tuple[_Drawn | None, date]) -> Facts:
    drawn, on = of
    who, visit = identity_on(history, on), row.values
    told = next(each for each in history.events if each.event.position == row.opener)
    return {
        **{name: visit[name] for name in _OF_VISIT},
        **_of_facility(history.facility, who),
        "title": _title(who.get("name"), visit["items"]),
        "result_number": _number(visit["result_code"]),
        "visited_on": row.on.isoformat(),
        "published_on": _published(history, visit["inspection_id"], on),
        "reported_on": day_of(told.event.recorded_at).isoformat(),
        "recorded_by": told.said.actor.id,
        "position": row.opener,
        "draw": None if drawn is None else drawn.draw,
        "task": None if drawn is None else drawn.task,
    }


def _of_facility(facility: str, who: Mapping[str, Any]) -> Facts:
    uscc = who.get("uscc") or (None if ":" in facility else facility)
    region = who.get("region")
    return {
        "facility": facility,
        "name": who.get("name"),
        "nature_of_facility": who.get("nature"),
        "uscc": uscc,
        "uscc_kind": None if uscc is None else _USCC,
        "address": who.get("address"),
        "region": region,
        "county": None if region is None else region[:_COUNTY],
    }


_OF_VISIT = (
    "inspection_id", "orgs", "kind", "nature", "items", "domains", "result", "result_code",
    "officers", "scanned_code",
)  # fmt: skip


def _title(name: str | None, items: tuple[str, ...]) -> str | None:
    return None if name is None else f"对{name}{'、'.join(items)}的检查"


def _number(code: str | None) -> int | None:
    return next((each.number for each in RESULTS if each.code == code), None)


def _published(history: History, inspection_id: str, on: date) -> str | None:
    rows = history.at(on).of("results_published")
    return next(
        (e.on.isoformat() for e in rows if e.values["inspection_id"] == inspection_id), None
    )
