"""Spot checks drawn by lot, as digests: commitment, draw, reveal, publication (双随机)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, FacilityId, Region, Sha256
from compliance.domain.told import Told

PassedFor = Literal[
    "visit_cap", "closed", "suspended", "not_found", "recusal", "duplicate", "no_team", "other"
]
"""Why a facility that was drawn is not visited: another is, or the visit is put off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NonceDigest:
    """Who made a number for the draw, and its digest: the number itself is told at the draw."""

    bearer: str
    sha256: Sha256


@happened("draw.planned/2", zh="计划抽查", about="region", upcasts=(grew,))
class DrawPlanned(Told):
    """A draw was committed to: digests of plan, frame, roster, exclusions and nonces, a beacon."""

    region: Region
    draw_id: str
    plan_sha256: Sha256
    frame_sha256: Sha256
    roster_sha256: Sha256
    exclusions_sha256: Sha256 | None = None
    nonces_sha256: tuple[Sha256, ...] | None = None
    beacon: str | None = None
    document_no: DocumentNo | None = None
    plan_id: str | None = None
    method: str | None = None
    nonces: tuple[NonceDigest, ...] | None = None
    beacon_at: str | None = None
    as_of: date | None = None
    known_at: str | None = None
    position: int | None = None
    ruleset_sha256: Sha256 | None = None


@happened("draw.performed/2", zh="实施抽查", about="region", upcasts=(grew,))
class DrawPerformed(Told):
    """A draw took place: the digest of its seed, of what was drawn, and of who goes."""

    region: Region
    draw_id: str
    seed_sha256: Sha256
    drawn_sha256: Sha256
    drawn_count: int
    beacon_value: str | None = None
    deferred_count: int | None = None
    teams_sha256: Sha256 | None = None


@happened("draw.revealed/1", zh="公开抽查", about="region")
class DrawRevealed(Told):
    """The contents behind the digests of a draw were made public."""

    region: Region
    draw_id: str
    bundle_sha256: Sha256


@happened("draw.published/1", zh="公布抽查", about="region")
class DrawPublished(Told):
    """The commitment, the bundle or the results of a draw were published."""

    region: Region
    draw_id: str
    stage: Literal["commitment", "bundle", "results"]
    sha256: Sha256
    where: str | None = None


@happened("team.changed/1", zh="调整检查组", about="region")
class TeamChanged(Told):
    """Teams were put together anew for some tasks; those already notified stayed as they were."""

    region: Region
    draw_id: str
    tasks: tuple[str, ...]
    teams_sha256: Sha256
    reason: Literal["recused", "replaced", "returned", "unavailable"]


@happened("target.replaced/2", zh="更换抽查对象", about="region", upcasts=(grew,))
class TargetReplaced(Told):
    """A facility drawn was replaced or put off, with the reason; never dropped.

    Which facility stands in the paper of this digest until the draw is revealed.
    """

    region: Region
    draw_id: str
    drawn: FacilityId | None = None
    by: FacilityId | None = None
    reason: PassedFor
    note: str | None = None
    task_id: str | None = None
    by_task_id: str | None = None
    paper_sha256: Sha256 | None = None
