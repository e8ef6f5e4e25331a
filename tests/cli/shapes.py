"""The JSON shapes of DESIGN §11, word for word: a field more or less is a broken contract."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Position = Annotated[int, Field(ge=1)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Uuid7 = Annotated[
    str, StringConstraints(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-")
]
Instant = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
EventType = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]+/\d+$")]
EventStem = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z_]+$|^rule$")]
Verdict = Literal[
    "compliant", "violation", "unknown", "not_applicable", "below_target", "conflict"
]
Status = Literal[
    "deregistered", "closed", "suspended", "permitted", "filed", "registered", "unregistered"
]
Tier = Literal["A", "B", "C", "D", "unrated", "unknown"]
Share = Annotated[str, StringConstraints(pattern=r"^\d+(/\d+)?(\.\.\d+(/\d+)?)?$")]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=False)


class Cite(_Shape):
    source: str
    article: str


class Subject(_Shape):
    kind: str
    id: str


class Required(_Shape):
    op: str
    value: int | str
    unit: str


class Missing(_Shape):
    event: EventStem
    position: Position | None
    field: str


class Consequence(_Shape):
    """Beside the contract."""

    propose: list[str]
    fine_fen: tuple[int, int] | None


class Finding(_Shape):
    rule: str
    subject: Subject | None
    verdict: Verdict
    binding: Literal["duty", "target", "reading", "policy", "draft"]
    cite: Annotated[list[Cite], Field(min_length=1)]
    value: int | Share | None
    required: Required | None
    evidence: list[Position]
    missing: list[Missing]
    outcome: str | None
    consequence: Consequence | None
    bearer: Literal["authority"] = "authority"
    """Only there where the duty is an authority's."""


class Pack(_Shape):
    id: str
    version: str
    sha256: Sha256


class Ruleset(_Shape):
    sha256: Sha256
    packs: Annotated[list[Pack], Field(min_length=1)]


class Standing(_Shape):
    facility: str
    as_of: date
    known_at: Instant | None
    position: int
    status: Status
    tier: Tier
    flags: list[str]
    findings: list[Finding]
    holds_until: date | None
    ruleset: Ruleset


class RecordedEvent(_Shape):
    position: Position
    id: Uuid7
    type: EventType
    occurred_on: date
    duplicate: bool


class Change(_Shape):
    facility: str
    before: Standing | None
    after: Standing | None


class Warned(_Shape):
    code: Annotated[str, StringConstraints(pattern="^W-[A-Z-]+$")]
    where: str
    given: str


class Recorded(_Shape):
    recorded: list[RecordedEvent]
    before: Standing | None
    after: Standing | None
    others: list[Change]
    warnings: list[Warned]


class Says(_Shape):
    zh: str
    en: str


class Node(_Shape):
    says: Says
    value: str
    cite: list[Cite]
    events: list[Position]
    because: list["Node"]


class Conclusion(_Shape):
    kind: Literal["status", "tier"]
    value: str


class RuleConclusion(_Shape):
    kind: Literal["finding"]
    rule: str
    value: Verdict


class Explained(_Shape):
    conclusion: Conclusion | RuleConclusion
    proof: Node
    holds_until: date | None
    gap: Says | None
    missing: list[Missing]


class FromTo(_Shape):
    from_: Annotated[Any, Field(alias="from")]
    to: Any


class FindingFromTo(_Shape):
    """A change of a finding names the finding, too."""

    rule: str
    subject: Subject | None
    from_: Annotated[Verdict | None, Field(alias="from")]
    to: Verdict | None


class StatusChange(_Shape):
    status: FromTo


class TierChange(_Shape):
    tier: FromTo


class FlagsChange(_Shape):
    flags: FromTo


class FindingChange(_Shape):
    finding: FindingFromTo


class Turn(_Shape):
    on: date
    change: StatusChange | TierChange | FlagsChange | FindingChange
    because: list[Position]


class Verified(_Shape):
    ok: bool
    size: int
    root: Sha256
    first_bad: Position | None
    reason: str | None


class Actor(_Shape):
    id: str
    org: str | None


class Source(_Shape):
    channel: str | None = None
    document_no: str | None = None
    received_on: date | None = None
    attachments: list[Sha256] | None = None


class Line(_Shape):
    position: Position
    id: Uuid7
    type: EventType
    facility: str | None
    occurred_on: date
    recorded_at: Instant
    actor: Actor
    source: Source
    key: str
    cause: Uuid7 | None = None
    data: dict[str, Any]
    hash: Sha256


class Error(_Shape):
    code: Annotated[str, StringConstraints(pattern="^E-[A-Z0-9-]+$")]
    message: str
    where: str | None
    basis: str | None
    hint: str


class Root(_Shape):
    log_id: Uuid7
    size: int
    root: Sha256
