"""What tests of tasks do and ask, in a few words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from compliance.domain.time import AsOf
from compliance.engine.record import Recorded
from compliance.engine.tasks.assign import Assigning, assign
from compliance.engine.tasks.complete import complete
from compliance.engine.tasks.hand_back import Returned, hand_back
from compliance.engine.tasks.publish import Publishing, publish
from compliance.engine.tasks.recuse import Recused, recuse
from compliance.engine.tasks.replace import GivenUp, replace_visit
from compliance.engine.tasks.worklist import Asked, VisitRow, worklist
from compliance.intake.visits import visit_told
from compliance.log.eventlog import Appended
from tests.tasks.district import DRAW, District

AFTER = date(2026, 12, 31)


def assigned(d: District, *tasks: str, key: str = "assign", on: str = "2026-03-12") -> Appended:
    """Tell the teams of tasks (none = all) of their visits."""
    return assign(d.desk, DRAW, Assigning(tasks or None), d.call(key, on))


def found(
    d: District, task: str, result: str = "1", *, key: str | None = None, **told: Any
) -> Recorded:
    """Record what the visit of a task found."""
    plain = {"task": task, "result": result, "occurred_on": "2026-03-15", **told}
    visit = visit_told(plain, DRAW, d.desk.door())
    return complete(d.desk, DRAW, [visit], d.call(key or f"found {task}"))


def replaced(d: District, task: str, reason: Any = "closed", **how: Any) -> Appended:
    """Give a visit up."""
    given_up = GivenUp(task, reason, how.pop("note", None))
    return replace_visit(d.desk, DRAW, given_up, d.call(how.pop("key", f"replace {task}"), **how))


def recused(d: District, task: str, officer: str, key: str | None = None) -> Appended:
    """Have an officer stand down."""
    said = Recused(task, officer, "近亲属")
    return recuse(d.desk, DRAW, said, d.call(key or f"recuse {task} {officer}"))


def returned(d: District, task: str, reason: Any, key: str | None = None) -> Appended:
    """Have a team give its visit back."""
    return hand_back(d.desk, DRAW, Returned(task, reason), d.call(key or f"return {task}"))


def published(d: District, *tasks: str, on: str = "2026-03-18", key: str = "publish") -> Appended:
    """Publish results."""
    return publish(d.desk, DRAW, Publishing(tasks or None, "区政府网站"), d.call(key, on))


def listed(
    d: District, *, on: date = AFTER, known: datetime | None = None
) -> Mapping[str, VisitRow]:
    """Return the visits that have a number, by it."""
    rows = worklist(d.desk, DRAW, AsOf(on, known), Asked())
    return {row.task: row for row in rows if row.task is not None}


def stages(d: District, **when: Any) -> dict[str, str]:
    """Return how far each visit is."""
    return {task: row.stage for task, row in listed(d, **when).items()}


def teams(d: District) -> dict[str, tuple[str, ...]]:
    """Return who goes where."""
    return {task: row.officers for task, row in listed(d).items()}


def told(d: District, stem: str) -> list[Any]:
    """Return the data of the events of a kind, in order."""
    return [event.data for event in d.desk.log.read() if event.stem == stem]
