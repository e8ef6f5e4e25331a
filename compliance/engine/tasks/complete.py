"""What was found at drawn visits: the inspection, what follows from it, and the task done.

All of one call is recorded, or nothing is. A result that says an order was made has to bring the
order; one that found nothing brings nothing. Anything else that a result calls for (a case, a
transfer, a list) may take its own days: it is reminded of, and the result is taken.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from compliance.domain.draw import Draw
from compliance.domain.envelope import Proposal
from compliance.domain.errors import Answer, Answers, Refused
from compliance.domain.events.conduct import InspectionCarriedOut
from compliance.domain.events.task import TaskCompleted
from compliance.domain.identifiers import Region
from compliance.domain.results import FollowUp
from compliance.domain.shape import shape
from compliance.engine.desk import Desk
from compliance.engine.draws.visits import Visit
from compliance.engine.record import Recorded, rehearse, stated
from compliance.engine.tasks.boundary import Call, Decided, decided
from compliance.engine.tasks.certified import Going, uncertified
from compliance.engine.tasks.standing import Standing, too_early
from compliance.engine.warn import Warned
from compliance.intake.visits import VisitTold
from compliance.log.entry import Unless

_ANSWERED_BY: dict[str, FollowUp] = {
    "violation.correction_ordered": "order",
    "case.opened": "case",
    "case.transferred": "transfer",
    "list.entered": "list",
}


def complete(desk: Desk, draw: Draw, visits: Sequence[VisitTold], call: Call) -> Recorded:
    """Record what visits found, and their tasks as done; the day of each visit is its own.

    Raises NotFound (E-TASK-UNKNOWN), Refused (E-TASK-GONE, E-TASK-DONE, E-TASK-UNASSIGNED,
    E-TASK-TWICE, E-RESULT-ORDER, E-RESULT-NOTHING), BadInput (E-TASK-BEFORE), Answers with what
    is wrong with each of several, Conflict, StorageFailed.
    """

    def decide(standing: Standing) -> Decided:
        counts = Counter(each.task for each in visits)
        told: list[Proposal] = []
        wrong: list[Answer] = []
        for each in visits:
            try:
                _refuse(each, counts[each.task], standing)
                told += _told(standing, each, call)
            except Answer as answer:
                wrong.append(answer if each.place is None else answer.at(each.place))
        if wrong:
            raise wrong[0] if len(wrong) == 1 else Answers(wrong)
        return Decided(told)

    def append(decision: Decided, unless: Unless) -> Recorded:
        if call.dry_run:
            return rehearse(desk, decision.proposals)
        return stated(desk, decision.proposals, unless)

    recorded = decided(desk, draw, call.key, decide, append)
    reminders = (*_reminders(visits), *uncertified(desk, _made(draw, recorded)))
    return recorded._replace(warnings=(*recorded.warnings, *reminders))


def _made(draw: Draw, recorded: Recorded) -> Iterator[Going]:
    for event in recorded.events:
        if event.stem == "inspection.carried_out":
            told = event.data
            yield Going(draw.task_of(told.inspection_id), told.officers, event.said.occurred_on)


def _refuse(told: VisitTold, count: int, standing: Standing) -> None:
    """Refuse what cannot be taken."""
    if count > 1:
        raise Refused("E-TASK-TWICE", where=told.task, task=told.task)
    _refuse_before(told, standing.assigned_visit(told.task))
    _refuse_unfit(told)


def _refuse_before(told: VisitTold, visit: Visit) -> None:
    assert visit.assigned is not None  # noqa: S101 - it is an assigned visit
    first = visit.assigned.on
    if told.occurred_on < first:
        raise too_early("occurred_on", told.occurred_on, told.task, first)


def _refuse_unfit(visit: VisitTold) -> None:
    """Refuse a result that what is told with it contradicts."""
    answered = _answered(visit)
    if visit.result.code == "ordered_to_correct" and "order" not in answered:
        raise Refused("E-RESULT-ORDER", where="orders", task=visit.task)
    if visit.result.code == "nothing_found" and visit.follow_ups:
        raise Refused("E-RESULT-NOTHING", where="result", task=visit.task)


def _answered(visit: VisitTold) -> set[str]:
    return {_ANSWERED_BY[e.stem] for e in visit.follow_ups if e.stem in _ANSWERED_BY}


def _reminders(visits: Sequence[VisitTold]) -> Iterator[Warned]:
    """Yield what results call for and nothing told of yet answers."""
    for visit in visits:
        calls_for = visit.result.calls_for
        if calls_for and not _answered(visit).intersection(calls_for):
            yield Warned("W-RESULT-FOLLOW-UP", visit.task, ", ".join(calls_for))


def _told(standing: Standing, told: VisitTold, call: Call) -> Iterator[Proposal]:
    """Yield what is recorded of one visit."""
    visit, dated = standing.visit(told.task), call._replace(on=told.occurred_on)
    yield dated.says("inspection.carried_out", _inspection(standing, told, visit), visit.facility)
    for each in told.follow_ups:
        yield dated.says(each.stem, each.data, visit.facility)
    done = TaskCompleted(
        region=Region(standing.region),
        draw_id=standing.draw,
        task_id=told.task,
        inspection_id=standing.inspection_id(told.task),
        result_code=told.result.code,
    )
    yield dated.says("task.completed", done)


def _inspection(standing: Standing, told: VisitTold, visit: Visit) -> InspectionCarriedOut:
    return InspectionCarriedOut(
        inspection_id=standing.inspection_id(told.task),
        nature=told.nature,
        officers=visit.officers,
        items=standing.titles(visit.items),
        result=told.result.zh,
        kind="double_random",
        orgs=standing.departments(visit.items),
        domains=told.domains or _domains(standing, visit.items),
        scanned_code=told.scanned_code,
        result_code=told.result.code,
    )


def _domains(standing: Standing, items: Sequence[str]) -> tuple[Any, ...] | None:
    """Return the fields that the items' officers must be certified in, as far as they are ours."""
    known = next(e.choices for e in shape(InspectionCarriedOut) if e.name == "domains")
    asked = [d for each in standing.plan.items if each.item in items for d in each.qualifications]
    return tuple(dict.fromkeys(each for each in asked if each in known)) or None
