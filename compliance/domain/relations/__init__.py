"""Everything that can be known: the declared relations.

`!` required, `?` absent = unknown, `~` absent = did not happen. Every row also has `on` (the day
it opened or happened); an interval's row has `closed` (`~`).
"""

from compliance.domain.relation import Relation
from compliance.domain.relations.care import CARE
from compliance.domain.relations.case import CASE
from compliance.domain.relations.conduct import CONDUCT
from compliance.domain.relations.credit import CREDIT
from compliance.domain.relations.draw import DRAW
from compliance.domain.relations.facility import FACILITY
from compliance.domain.relations.office import OFFICE
from compliance.domain.relations.region import REGION
from compliance.domain.relations.staff import STAFF
from compliance.domain.relations.support import SUPPORT

RELATIONS: dict[str, Relation] = {
    relation.name: relation
    for relation in (
        *FACILITY,
        *CARE,
        *STAFF,
        *CONDUCT,
        *CASE,
        *CREDIT,
        *SUPPORT,
        *REGION,
        *OFFICE,
        *DRAW,
    )
}
