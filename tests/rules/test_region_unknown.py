"""A facility whose region nobody has told is under the national rules all the same."""

from datetime import date

import pytest

from compliance.domain.identifiers import FacilityId
from compliance.engine.adopt import book_of
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.installed import installed_texts
from tests.saying import P1, said, told

F = FacilityId("local:somewhere")
ON = date(2024, 3, 1)


@pytest.mark.parametrize("placed", [False, True])
def test_a_banned_carer_is_found_wherever_the_facility_is(*, placed: bool) -> None:
    """Nothing was recorded but that she works there, and that she is barred for life."""
    events = [
        said("staff.joined", on="2024-01-05", facility=F, person=P1, role="carer"),
        said("person.banned", on="2024-02-01", facility=None, person=P1, basis="pfpl_41",
             scope="婴幼儿照护服务", document_no="某〔2024〕1号"),
    ]  # fmt: skip
    if placed:
        found = said(
            "premises.found", on="2024-01-01", facility=F, address="某街", region="500111"
        )
        events.insert(0, found)
    assessed = Assessor(
        book_of(tuple(installed_texts(None).values())), History(F, told(*events))
    ).on(ON)

    assert assessed.flags == ("banned_person_on_staff",)
