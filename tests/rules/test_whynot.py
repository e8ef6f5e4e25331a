"""Why not: the fewest conditions that keep a rule from answering otherwise."""

from datetime import date
from typing import Any

from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import FacilityId
from compliance.engine.adopt import book_of
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.installed import installed_texts
from compliance.rules.seen import Scope
from compliance.rules.whynot import lacking
from tests.saying import said, told

F = FacilityId("local:why-1")
BOOK = book_of(tuple(installed_texts(None).values()))
REGISTERED = said(
    "facility.registered", on="2024-01-05", facility=F, name="甲", kind="facility", region="500111"
)
OPENED = said("facility.opened", on="2024-02-01", facility=F)


def lacks(rule: str, target: str, *events: Proposal, on: str = "2024-06-30") -> Any:
    """Return what is lacking, in English and as it is now."""
    scope = _scope(on, *events)
    found = lacking(next(each for each in BOOK.rules if each.id == rule), scope, target)
    return None if found is None else [(each.says.en, each.value) for each in found]


def _scope(on: str, *events: Proposal) -> Scope:
    return Assessor(BOOK, History(F, told(REGISTERED, *events))).scope(date.fromisoformat(on))


def test_a_registered_facility_lacks_only_its_filing() -> None:
    """The rung names itself where all of it is lacking."""
    assert lacks("facility.status", "filed") == [("filed", "false")]


def test_what_answers_so_already_lacks_nothing() -> None:
    assert lacks("facility.status", "registered") == []


def test_a_rung_that_comes_first_is_in_the_way() -> None:
    """A closed facility would have to be open again, whatever else it has."""
    filed = said("facility.filed", on="2024-02-01", facility=F, filing_no="1")
    closed = said("facility.closed", on="2024-05-01", facility=F, kind="voluntary")
    expected = [("care has ended", "true")]

    assert expected == lacks("facility.status", "filed", filed, OPENED, closed)


def test_an_answer_that_no_rung_gives_is_none() -> None:
    assert lacks("facility.status", "excellent") is None


def test_a_requirement_lacks_its_comparison() -> None:
    opened = said("class.opened", on="2024-02-01", facility=F, class_id="c", kind="infant")
    counted = said(
        "class.counted", on="2024-03-01", facility=F, class_id="c", children=11, carers=4
    )
    rule = next(each for each in BOOK.rules if each.id == "class.size")
    scope = _scope("2024-06-30", OPENED, opened, counted)
    (row,) = scope.facts.of("classes")
    found = lacking(rule, scope.bound(c=row), "compliant")

    assert found is not None
    assert [(each.value, each.events) for each in found] == [("false", found[0].events)]
    assert {4} <= set(found[0].events)


def test_the_nearest_of_several_ways_is_named() -> None:
    """Being filed would do, and so would papers handed in: one of them is named, not both."""
    late = lacks("filing.required", "compliant", OPENED, on="2024-12-31")

    assert late is not None
    assert len(late) == 1


def test_of_many_rows_the_nearest_counts() -> None:
    """Two suspensions have ended; one of them would have to go on."""
    events = [
        event
        for on, until in (("2024-03-01", "2024-03-20"), ("2024-05-01", "2024-05-20"))
        for event in (
            said("facility.suspended", on=on, facility=F, ordered_by="局"),
            said("facility.resumed", on=until, facility=F),
        )
    ]
    found = lacks("facility.status", "suspended", OPENED, *events)

    assert found is not None
    assert len(found) == 1
