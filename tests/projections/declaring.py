"""Relations declared for a test, folded with the others."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from compliance.domain.relation import Relation, columns
from compliance.domain.relations import RELATIONS
from compliance.projections import fold

STAYS = Relation(
    name="attendances",
    form="interval",
    about="facility",
    key=("facility", "class_id"),
    while_open="stack",
    opens=("class.opened",),
    closes=("class.closed",),
    columns=columns(class_id="text!", kind="text!", capacity="int?"),
)
POSTED = Relation(
    name="posted",
    form="interval",
    about="person",
    key=("person", "role"),
    while_open="stack",
    opens=("staff.joined",),
    closes=("staff.left",),
    columns=columns(person="text!", role="text!"),
    closing=columns(reason="text?"),
)
FAULTED = Relation(
    name="faulted",
    form="interval",
    about="person",
    key=("person",),
    while_open="keep",
    opens=("staff.certificate_voided",),
    closes=("staff.left",),
    columns=columns(person="text!", kind="text!"),
    closing=columns(reason="text?"),
)
"""Its opener, too, has a field that bears the name of a closing column."""
REMADE = Relation(
    name="remade",
    form="interval",
    about="person",
    key=("person", "role"),
    while_open="stack",
    opens=("staff.joined",),
    changes=("staff.role_changed",),
    formerly={"role": "from_role"},
    closes=("staff.left",),
    columns=columns(person="text!", role="text!", certificate="text?"),
)
KEPT = REMADE._replace(name="kept", while_open="keep")
"""A change into a role that runs: one row more, or none."""
RECOUNTED = Relation(
    name="recounted",
    form="interval",
    about="person",
    key=("person", "kind"),
    while_open="stack",
    opens=("staff.certified",),
    closes=("staff.certificate_voided",),
    columns=columns(person="text!", kind="text!", until="date~"),
    closing=columns(from_start="bool~"),
    undone_by="from_start",
)
NUMBERED = Relation(
    name="numbered",
    form="occurrence",
    about="person",
    key=("person", "number"),
    opens=("staff.certified",),
    columns=columns(person="text!", number="text?"),
)
RENEWED = STAYS._replace(
    name="renewed", while_open="keep", closes=("class.opened", "class.closed")
)
"""Its opener closes first what runs: within one event, closers act before openers."""
UNHEARD = (STAYS, POSTED, FAULTED, REMADE, KEPT, RECOUNTED, NUMBERED)
"""What the house does not declare today and the fold can do: stacks, keys that may be unknown."""


@contextmanager
def declared(*relations: Relation) -> Iterator[None]:
    """Declare more relations for a while."""
    with pytest.MonkeyPatch.context() as patch:
        for relation in relations:
            patch.setitem(RELATIONS, relation.name, relation)
        patch.setattr(fold, "_TOLD_BY", fold._told_by())
        yield
