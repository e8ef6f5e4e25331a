"""Spot checks drawn by lot, as digests: plan, draw, reveal, replacement (双随机)."""

from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo, FacilityId, Region, Sha256
from compliance.domain.told import Told


@happened("draw.planned/1", zh="计划抽查", about="region")
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


@happened("draw.performed/1", zh="实施抽查", about="region")
class DrawPerformed(Told):
    """A draw took place: its seed, and the digest of what was drawn."""

    region: Region
    draw_id: str
    seed_sha256: Sha256
    drawn_sha256: Sha256
    drawn_count: int


@happened("draw.revealed/1", zh="公开抽查", about="region")
class DrawRevealed(Told):
    """The contents behind the digests of a draw were made public."""

    region: Region
    draw_id: str
    bundle_sha256: Sha256


@happened("target.replaced/1", zh="更换抽查对象", about="region")
class TargetReplaced(Told):
    """A facility drawn was replaced or put off, with the reason; never dropped."""

    region: Region
    draw_id: str
    drawn: FacilityId
    by: FacilityId | None = None
    reason: Literal[
        "visit_cap", "closed", "suspended", "not_found", "recusal", "duplicate", "other"
    ]
    note: str | None = None
