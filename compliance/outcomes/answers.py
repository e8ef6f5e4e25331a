"""The shapes of answers that are lists, by pydantic: what a program may rely on, row by row."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from compliance.domain.findings import Bearer, Binding
from compliance.domain.terms import DayType, State


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Says(_Shape):
    zh: str
    en: str


class _Subject(_Shape):
    kind: str
    id: str


class _Cite(_Shape):
    source: str
    article: str


class _Missing(_Shape):
    event: str
    position: int | None
    field: str


class _Grounded(_Shape):
    rule: str
    title: _Says
    subject: _Subject | None
    cite: list[_Cite]
    binding: Binding
    evidence: list[int]
    missing: list[_Missing]


class DueRow(_Grounded):
    """A row of `tuoyu due`."""

    facility: str | None
    region: str | None
    bearer: Bearer
    authority: str | None
    due: date | None
    overdue: bool | None
    left: int | None
    day_type: DayType
    provisional: bool
    after: date | None


class PublicityRow(_Grounded):
    """A row of `tuoyu disclose status`."""

    facility: str
    state: State
    since: date | None
    until: date | None
    says: _Says
