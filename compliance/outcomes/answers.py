"""The shapes of answers that are lists, by pydantic: what a program may rely on, row by row."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from compliance.domain.findings import Bearer, Binding
from compliance.domain.terms import DayType, State


class Shape(BaseModel):
    """What has these keys and no others."""

    model_config = ConfigDict(extra="forbid")


class _Says(Shape):
    zh: str
    en: str


class _Subject(Shape):
    kind: str
    id: str


class CiteShape(Shape):
    """A source of a pack and the article in it."""

    source: str
    article: str


class MissingShape(Shape):
    """A fact that would have to be asked: event, position, field."""

    event: str
    position: int | None
    field: str


class _Grounded(Shape):
    rule: str
    title: _Says
    subject: _Subject | None
    cite: list[CiteShape]
    binding: Binding
    evidence: list[int]
    missing: list[MissingShape]


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
