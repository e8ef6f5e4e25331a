"""Everything that can be known: the declared relations.

`!` required, `?` absent = unknown, `~` absent = did not happen. Every row also has `on` (the day
it opened or happened); an interval's row has `closed` (`~`).
"""

from compliance.domain.relation import Relation
from compliance.domain.relations.conduct import CONDUCT
from compliance.domain.relations.facility import FACILITY
from compliance.domain.relations.region import REGION
from compliance.domain.relations.staff import STAFF

RELATIONS: dict[str, Relation] = {
    relation.name: relation for relation in (*FACILITY, *STAFF, *CONDUCT, *REGION)
}
