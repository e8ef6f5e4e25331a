"""The shapes of what `tuoyu task` answers, by pydantic: what a program may rely on, key by key."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel

from compliance.domain.events.conduct import ResultCode
from compliance.domain.results import FollowUp
from compliance.outcomes.answers import Shape


class ResultShape(Shape):
    """One of the eight results: its code, its number in lists, its words, what it calls for."""

    code: ResultCode
    number: int
    zh: str
    calls_for: list[FollowUp]


class TaskRow(Shape):
    """A row of `tuoyu task list`; without a number it was passed over when the lot was drawn."""

    task: str | None
    stage: Literal["drawn", "assigned", "returned", "completed", "replaced", "put_off"]
    facility: str
    items: list[str]
    departments: list[str]
    officers: list[str]
    on: date | None
    reason: str | None
    by_task: str | None
    result: ResultShape | None
    inspection_id: str | None
    name: str | None
    address: str | None
    published_on: date | None


class RecordedShape(Shape):
    """An event that a step recorded."""

    position: int
    id: str
    type: str
    facility: str | None
    occurred_on: date
    duplicate: bool


class TaskStep(Shape):
    """The answer of `task assign`, `return`, `recuse`, `replace` and `publish`."""

    draw: str
    region: str
    recorded: list[RecordedShape]
    """Nothing in a dry run."""
    tasks: list[TaskRow]
    """The visits that it touched, as they stand now."""


class TaskCompleted(Shape):
    """The answer of `task complete`: that of `record`, and the visits that it touched."""

    draw: str
    region: str
    recorded: list[dict[str, Any]]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    others: list[dict[str, Any]]
    warnings: list[dict[str, str]]
    tasks: list[TaskRow]


TASK_ANSWERS: dict[str, type[BaseModel]] = {
    "list": TaskRow,
    "step": TaskStep,
    "complete": TaskCompleted,
}
"""A row of the list, and the answers of the other commands."""
