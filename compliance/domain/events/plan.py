"""Plans of spot checks, and the libraries they draw from, as digests (抽查计划、名录库)."""

from typing import Literal

from compliance.domain.events.catalogue import happened
from compliance.domain.identifiers import DocumentNo, Region, Sha256
from compliance.domain.told import Told


@happened("plan.drafted/1", zh="拟定抽查计划", about="region")
class PlanDrafted(Told):
    """A plan of spot checks was drawn up; the paper of this digest is the plan."""

    region: Region
    plan_id: str
    year: int
    plan_sha256: Sha256


@happened("plan.approved/1", zh="批准抽查计划", about="region")
class PlanApproved(Told):
    """A plan was approved as it stands in the paper of this digest."""

    region: Region
    plan_id: str
    plan_sha256: Sha256
    approved_by: str
    document_no: DocumentNo | None = None


@happened("plan.published/1", zh="公布抽查计划", about="region")
class PlanPublished(Told):
    """A plan was made public, or filed with the authority above."""

    region: Region
    plan_id: str
    sha256: Sha256
    where: str | None = None
    reported_to: str | None = None


@happened("plan.abandoned/1", zh="废止抽查计划", about="region")
class PlanAbandoned(Told):
    """A plan was given up, with the reason: no draw of it is ever made."""

    region: Region
    plan_id: str
    reason: str


@happened("library.imported/1", zh="更新名录库", about="region")
class LibraryImported(Told):
    """A library was read in: objects of inspection, inspectors, or items (名录库)."""

    region: Region
    library: Literal["objects", "inspectors", "items"]
    rows: int
    sha256: Sha256
