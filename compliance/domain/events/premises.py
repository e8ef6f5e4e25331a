"""Places where children are cared for without a registration (无证照场所)."""

from compliance.domain.events.catalogue import grew, happened
from compliance.domain.identifiers import DocumentNo, FacilityId, Person, Region
from compliance.domain.told import Told


@happened("premises.found/2", zh="发现场所", upcasts=(grew,))
class PremisesFound(Told):
    """Premises were found where children are cared for, whether or not anyone registered them."""

    name: str | None = None
    address: str
    region: Region
    children: int | None = None
    street: Region | None = None
    operator: Person | None = None


@happened("premises.identified_as/1", zh="场所确认为机构")
class PremisesIdentified(Told):
    """The premises turned out to be a facility that bears another id."""

    identified: FacilityId


@happened("premises.closed/1", zh="关停场所")
class PremisesClosed(Told):
    """Premises were closed down (关停)."""

    closed_by: str
    children_left: int | None = None
    document_no: DocumentNo | None = None
