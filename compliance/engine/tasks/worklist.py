"""The visits of a draw as they are to be made: where to, for what, by whom, how far they are."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.results import Result, result_of
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.draws.visits import Stage, Visit
from compliance.engine.past import some_pasts
from compliance.engine.stood import identity_on
from compliance.engine.tasks.boundary import standing_of
from compliance.engine.tasks.standing import Standing
from compliance.projections.history import History


class Asked(NamedTuple):
    """Which visits are listed; None = whichever."""

    stages: Collection[Stage] | None = None
    officer: str | None = None
    tasks: Collection[str] | None = None


class VisitRow(NamedTuple):
    """A visit of a draw; without a number it was passed over when the lot was drawn."""

    task: str | None
    stage: Stage
    facility: str
    items: tuple[str, ...]
    departments: tuple[str, ...]
    officers: tuple[str, ...] = ()
    on: date | None = None
    """The day of what was told of it last."""
    reason: str | None = None
    by_task: str | None = None
    result: Result | None = None
    inspection_id: str | None = None
    name: str | None = None
    address: str | None = None
    published_on: date | None = None


def worklist(desk: Desk, draw: Draw, as_of: AsOf, asked: Asked) -> Iterator[VisitRow]:
    """Yield the visits of a draw that are asked for, by number; those passed over come last.

    Raises NotFound (E-DRAW-NOT-DRAWN, E-PERSON-KEY-MISSING, E-PAPER-MISSING), Tampered.
    """
    standing = standing_of(desk, draw, as_of)
    found = [each for each in _all(standing) if _meant(each, asked)]
    places = {each.facility for each in found}
    pasts = {each.facility: each for each in some_pasts(desk.log, places, as_of.known)}
    for each in found:
        history = pasts.get(each.facility)
        yield each if history is None else _placed(each, history, as_of.on)


def _all(standing: Standing) -> Iterator[VisitRow]:
    for visit in standing.visits.values():
        yield _row(standing, visit)
    by = {e.instead_of: e.task for e in standing.visits.values() if e.instead_of is not None}
    for each in standing.papers.lot.drawn:
        if each.passed is not None:
            yield VisitRow(
                task=None,
                stage="replaced" if each.facility in by else "put_off",
                facility=each.facility,
                items=standing.titles(each.items),
                departments=standing.departments(each.items),
                reason=each.passed,
                by_task=by.get(each.facility),
            )


def _meant(row: VisitRow, asked: Asked) -> bool:
    return (
        (asked.stages is None or row.stage in asked.stages)
        and (asked.officer is None or asked.officer in row.officers)
        and (asked.tasks is None or row.task in asked.tasks)
    )


def _row(standing: Standing, visit: Visit) -> VisitRow:
    done, back = visit.completed, visit.returned if visit.stage == "returned" else None
    last = done or back or visit.assigned
    return VisitRow(
        task=visit.task,
        stage=visit.stage,
        facility=visit.facility,
        items=standing.titles(visit.items),
        departments=standing.departments(visit.items),
        officers=visit.officers,
        on=None if last is None else last.on,
        reason=visit.reason if back is None else back.said.data.reason,
        by_task=visit.by_task,
        result=None if done is None else result_of(done.said.data.result_code),
        inspection_id=None if done is None else done.said.data.inspection_id,
    )


def _placed(row: VisitRow, history: History, on: date) -> VisitRow:
    """Say where a visit is made, and since when its result is public."""
    who = identity_on(history, on)
    public = (
        each.on
        for each in history.at(on).of("results_published")
        if each.values["inspection_id"] == row.inspection_id
    )
    name, address = who.get("name"), who.get("address")
    return row._replace(name=name, address=address, published_on=next(public, None))
