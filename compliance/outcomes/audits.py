"""The shapes of the audits' rows, by pydantic: what a program may rely on, list by list."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel

from compliance.domain.findings import Binding
from compliance.outcomes.answers import CiteShape, MissingShape, Shape

Verdict = Literal["established", "unknown"]


class ActorShape(Shape):
    """Who recorded: a certificate number or an account, and the organisation."""

    id: str
    org: str | None


class NoticeShape(Shape):
    """The last that warned a facility before something was recorded."""

    on: date
    position: int
    event: str


class _Row(Shape):
    evidence: list[int]


class _Placed(_Row):
    facility: str
    region: str | None


class _Judged(_Placed):
    verdict: Verdict
    on: date
    missing: list[MissingShape]


class BackdatedRow(_Row):
    """A row of `tuoyu audit backdated`."""

    how: Literal["late", "corrected", "retracted"]
    facility: str | None
    region: str | None
    event: str
    on: date
    recorded_at: datetime
    days: int
    actor: ActorShape
    first_actor: ActorShape | None
    channel: str | None
    changes: dict[str, Any]
    reason: str | None
    notice: NoticeShape | None
    after_notice: bool


class UnrecheckedRow(_Judged):
    """A row of `tuoyu audit unrechecked`."""

    order_id: str
    violation_id: str
    due: date | None
    days: int | None
    visited: date | None
    cite: list[CiteShape]


class UnopenedRow(_Judged):
    """A row of `tuoyu audit unopened`."""

    violation_id: str
    clause: str
    severity: int | None
    days: int
    instead: list[Literal["ordered", "corrected_on_spot", "transferred", "penalised"]]
    cite: list[CiteShape]


class ApartShape(Shape):
    """A fine far from its group's median."""

    facility: str
    number: str
    on: date
    authority: str
    fine_fen: int
    severity: int | None
    harm: str | None
    first_time: bool | None
    evidence: list[int]


class UnequalRow(_Row):
    """A row of `tuoyu audit unequal`."""

    clause: str
    serious: bool | None
    region: str | None
    year: int | None
    fined: int
    unfined: int
    least_fen: int
    median_fen: str
    most_fen: int
    apart: list[ApartShape]


class OwedShape(Shape):
    """What is owed of a fine on a day, in fen."""

    fine_fen: int | None
    paid_fen: int
    outstanding_fen: int | None
    due: date | None
    days_overdue: int | None
    surcharge_fen: int
    surcharge_max_fen: int | None


class FineRow(_Placed):
    """A row of `tuoyu audit fines`."""

    progress: Literal[
        "paid", "ended", "in_court", "overdue", "running", "stayed", "unserved", "unknown", "void"
    ]
    number: str
    on: date | None
    authority: str | None
    served: date | None
    owed: OwedShape
    surcharge_verdict: Literal["violation", "unknown", "compliant"] | None
    urged: date | None
    court: date | None
    ended: date | None
    cite: list[CiteShape]
    missing: list[MissingShape]


class SubsidyRow(_Judged):
    """A row of `tuoyu audit subsidies`."""

    subsidy_id: str
    kind: str
    amount_fen: int
    recovered_fen: int
    why: Literal["unfiled", "suspended", "closed_by_order"]
    since: date | None
    stopped: date | None


class TierRow(_Placed):
    """A row of `tuoyu audit tiers`."""

    actor: ActorShape
    before: str | None
    to: str
    on: date
    recorded_at: datetime
    number: str
    reason: str | None


class OfficerRow(_Judged):
    """A row of `tuoyu audit officers`."""

    officer: str
    act: Literal["inspected", "decided", "recorded"]
    held: Literal["ended", "expired", "not_yet", "unlisted"]
    since: date | None
    subject: str
    penalties: list[str]
    cite: list[CiteShape]


class PenalisedRow(_Judged):
    """A row of `tuoyu audit unnoticed` and of `tuoyu audit unheard`."""

    number: str | None
    kinds: list[str]
    authority: str
    outcome: str | None
    rule: str | None
    binding: Binding | None
    cite: list[CiteShape]


class TransferRow(_Judged):
    """A row of `tuoyu audit transfers`."""

    to_authority: str
    case_id: str | None
    violation_id: str | None
    reason: str | None
    days: int


class ReadRow(_Row):
    """A row of `tuoyu audit reads`."""

    at: datetime
    actor: str
    person: str
    purpose: str
    facilities: list[str]


AUDIT_ROWS: dict[str, type[BaseModel]] = {
    "backdated": BackdatedRow,
    "unrechecked": UnrecheckedRow,
    "unopened": UnopenedRow,
    "unequal": UnequalRow,
    "fines": FineRow,
    "subsidies": SubsidyRow,
    "tiers": TierRow,
    "officers": OfficerRow,
    "unnoticed": PenalisedRow,
    "unheard": PenalisedRow,
    "transfers": TransferRow,
    "reads": ReadRow,
}
"""Every list and the shape of its rows."""
