"""The shapes of what `tuoyu draw` answers, by pydantic: what a program may rely on, key by key."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from compliance.domain.draw import Question
from compliance.domain.events.conduct import ResultCode
from compliance.domain.events.draw import PassedFor
from compliance.outcomes.answers import Shape

Hex = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Reason = Annotated[str, StringConstraints(min_length=1)]


class _Step(Shape):
    region: str | None
    """Null with `position` and `recorded_at`: it was only tried."""
    draw: str
    position: int | None
    recorded_at: datetime | None


class SealedNonceShape(Shape):
    """Who bears a number, and its digest."""

    bearer: str
    sha256: Hex


class DrawCommitted(_Step):
    """The answer of `tuoyu draw commit`."""

    facilities: int
    excluded: int
    officers: int
    nonces: list[SealedNonceShape]
    nonce_files: list[str]
    beacon: str | None
    beacon_at: datetime | None


class DrawMade(_Step):
    """The answer of `tuoyu draw run`."""

    drawn: int
    put_off: int
    teams: bool
    seed_sha256: Hex
    drawn_sha256: Hex
    teams_sha256: Hex | None


class DrawRevealedShape(_Step):
    """The answer of `tuoyu draw reveal`."""

    bundle_sha256: Hex


class DrawPublishedShape(_Step):
    """The answer of `tuoyu draw publish`."""

    stage: Literal["commitment", "bundle", "results"]
    sha256: Hex
    files: list[str]
    folder: str
    where: str | None


class DigestShape(Shape):
    """A digest that a step told, and what of."""

    of: Literal[
        "plan", "frame", "roster", "exclusions", "ruleset", "seed", "drawn", "teams", "bundle"
    ]
    sha256: Hex


class StepShape(Shape):
    """A step that was taken."""

    step: str
    on: date
    recorded_at: datetime
    position: int
    actor: str


class DrawShown(Shape):
    """The answer of `tuoyu draw show DRAW`, and a row of `tuoyu draw show`."""

    region: str
    draw: str
    progress: str
    method: str | None
    beacon: str | None
    beacon_at: datetime | None
    beacon_value: str | None
    as_of: date | None
    known_at: datetime | None
    position: int | None
    revealed: bool
    drawn: int | None
    put_off: int | None
    assigned: int
    completed: int
    replaced: int
    bearers: list[str]
    digests: list[DigestShape]
    steps: list[StepShape]


class StratumRow(Shape):
    """A row of `tuoyu draw show DRAW --strata`: an item in a stratum."""

    stratum: str
    item: str
    concerned: int
    share: str | None
    least: int
    most: int | None
    drawn: int
    passed_over: int
    stand_in: int


class VisitRow(Shape):
    """A row of `tuoyu draw show DRAW --visits`; officers only with `--sealed`."""

    task: str
    facility: str
    stratum: str
    items: list[str]
    stage: Literal["drawn", "assigned", "returned", "completed", "replaced", "put_off"]
    officers: list[str] | None
    instead_of: str | None
    reason: PassedFor | None
    by_task: str | None
    result_code: ResultCode | None


class DeferredRow(Shape):
    """A row of `tuoyu draw show DRAW --deferred`."""

    facility: str
    stratum: str
    items: list[str]
    reason: PassedFor


class CheckShape(Shape):
    """One thing that was looked at."""

    check: str
    result: Literal["holds", "fails", "not_yet"]
    found: list[str]


class DrawVerified(Shape):
    """The answer of `tuoyu draw verify`."""

    ok: bool
    of: Literal["draw", "folder"]
    checks: list[CheckShape]


class DrawAskedRow(Shape):
    """A row of `tuoyu draw audit`."""

    question: Question
    region: str
    draw: str
    on: date
    days: int | None
    times: int | None
    reason: Reason | None
    actor: str | None
    bearers: list[str]
    followed_by: list[str]
    evidence: list[int]


DRAW_ANSWERS: dict[str, type[BaseModel]] = {
    "commit": DrawCommitted,
    "run": DrawMade,
    "reveal": DrawRevealedShape,
    "publish": DrawPublishedShape,
    "show": DrawShown,
    "strata": StratumRow,
    "visits": VisitRow,
    "deferred": DeferredRow,
    "verify": DrawVerified,
    "audit": DrawAskedRow,
}
