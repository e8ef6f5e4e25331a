"""Visits that a draw made tasks: notified to a team, returned, completed (检查任务)."""

from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.events.conduct import ResultCode
from compliance.domain.identifiers import Region
from compliance.domain.told import Told


@happened("task.assigned/1", zh="派发检查任务", about="region")
class TaskAssigned(Told):
    """A team was notified of its visit: from then on it stays as it is."""

    region: Region
    draw_id: str
    task_id: str


@happened("task.returned/1", zh="退回检查任务", about="region")
class TaskReturned(Told):
    """A team gave its task back, with the reason."""

    region: Region
    draw_id: str
    task_id: str
    reason: Literal["recusal", "unavailable", "not_found", "closed", "suspended", "other"]
    note: str | None = None


@happened("task.completed/1", zh="完成检查任务", about="region")
class TaskCompleted(Told):
    """A drawn visit was made; what was found stands in the inspection of this id."""

    region: Region
    draw_id: str
    task_id: str
    inspection_id: str
    result_code: ResultCode
