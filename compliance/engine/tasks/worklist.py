"""The visits of a draw as they are to be made: where to, for what, by whom, how far they are."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.results import result_of
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.past import some_pasts
from compliance.engine.stood import identity_on
from compliance.engine.tasks.boundary import Draw, standing_of
from compliance.engine.tasks.standing import Progress, Standing, Visit
from compliance.projections.history import History

TO_BE_MADE: frozenset[Progress] = frozenset({"open", "assigned", "returned"})


class Asked(NamedTuple):
    """Which visits are listed; None = whichever."""

    progress: Collection[Progress] | None = None
    officer: str | None = None
    tasks: Collection[str] | None = None


class VisitRow(NamedTuple):
    """A visit of a draw; without a number it was passed over when the lot was drawn."""

    task: str | None
    progress: Progress
    facility: str
    name: str | None
    address: str | None
    items: tuple[str, ...]
    departments: tuple[str, ...]
    officers: tuple[str, ...]
    on: date | None
    """The day of what was told of it last."""
    reason: str | None
    instead: str | None
    inspection_id: str | None
    result_code: str | None
    result_number: int | None
    published_on: date | None


def worklist(desk: Desk, draw: Draw, as_of: AsOf, asked: Asked) -> Iterator[VisitRow]:
    """Yield the visits of a draw that are asked for, by number; those passed over come last.

    Raises Refused (E-DRAW-UNDRAWN), NotFound (E-PERSON-KEY-MISSING, E-PAPER-MISSING).
    """
    standing = standing_of(desk, draw, as_of)
    found = [each for each in standing.all() if _meant(each, asked)]
    places = {each.target.facility for each in found}
    pasts = {each.facility: each for each in some_pasts(desk.log, places, as_of.known)}
    for each in found:
        yield _row(standing, each, pasts.get(each.target.facility), as_of.on)


def _meant(visit: Visit, asked: Asked) -> bool:
    return (
        (asked.progress is None or visit.progress in asked.progress)
        and (asked.officer is None or asked.officer in visit.officers)
        and (asked.tasks is None or visit.task in asked.tasks)
    )


def _row(standing: Standing, visit: Visit, history: History | None, on: date) -> VisitRow:
    who = {} if history is None else identity_on(history, on)
    done = visit.step.values if visit.progress == "completed" and visit.step else {}
    code = done.get("result_code")
    return VisitRow(
        task=visit.task,
        progress=visit.progress,
        facility=visit.target.facility,
        name=who.get("name"),
        address=who.get("address"),
        items=standing.titles(visit.target.items),
        departments=standing.departments(visit.target.items),
        officers=visit.officers,
        on=None if visit.step is None else visit.step.on,
        reason=_reason(visit),
        instead=visit.instead,
        inspection_id=done.get("inspection_id"),
        result_code=code,
        result_number=None if code is None else result_of(code).number,
        published_on=_published(history, done.get("inspection_id"), on),
    )


def _reason(visit: Visit) -> str | None:
    """Say why a visit is not made, or was given back."""
    if visit.progress == "returned" and visit.step is not None:
        found: str = visit.step.values["reason"]
        return found
    return visit.reason


def _published(history: History | None, inspection_id: str | None, on: date) -> date | None:
    if history is None or inspection_id is None:
        return None
    rows = history.at(on).of("results_published")
    return next((r.on for r in rows if r.values["inspection_id"] == inspection_id), None)
