"""What drawn visits found: the inspection, what follows, the task done, the result published."""

from datetime import date
from typing import Any

import pytest

from compliance.domain.envelope import Event
from compliance.domain.errors import Answers, BadInput, Refused
from compliance.domain.results import RESULTS
from compliance.domain.time import AsOf
from compliance.engine.draws.audit import audited
from compliance.engine.due import due_of
from compliance.engine.plans.visits import visits_of
from compliance.engine.tasks.complete import complete
from compliance.intake.visits import visit_told
from tests.saying import retracted, said
from tests.tasks.district import DRAW, HEALTH, MARKET, REGION, District, district, item, officers
from tests.tasks.doing import assigned, found, listed, published, stages, teams, told

BREACH = {"clause": "pfpl#28.3", "severity": 1}


@pytest.fixture
def at_work(drawn_district: District) -> District:
    """Return a district whose teams were told of their visits on the twelfth."""
    assigned(drawn_district)
    return drawn_district


def test_a_result_is_an_inspection_by_the_team_and_a_task_done(at_work: District) -> None:
    """Kind, officers, items, code and the words of the code: nobody types them again."""
    recorded = found(at_work, "0001", "未发现问题")
    said = told(at_work, "inspection.carried_out")[0]
    done = told(at_work, "task.completed")[0]

    assert (said.kind, said.nature, said.officers) == (
        "double_random", "enforcement", teams(at_work)["0001"]
    )  # fmt: skip
    assert (said.items, said.orgs, said.domains) == (("care事项",), (HEALTH,), ("care",))
    assert (said.result, said.result_code) == ("未发现问题", "nothing_found")
    assert (done.inspection_id, done.result_code) == (said.inspection_id, "nothing_found")
    assert (recorded.warnings, stages(at_work)["0001"]) == ((), "completed")


def test_departments_that_go_together_are_all_named() -> None:
    """One visit, the items and officers of both departments, each in the order of the plan."""
    d = district(
        items=(item("care"), item("food", MARKET)), roster=(*officers(6), *officers(6, MARKET, 11))
    )
    assigned(d)
    found(d, "0001")
    (said,) = told(d, "inspection.carried_out")

    assert said.orgs == (HEALTH, MARKET)
    assert len(said.officers) == 4


@pytest.mark.parametrize("result", RESULTS, ids=lambda each: each.code)
def test_every_result_is_taken_by_number_word_and_chinese(at_work: District, result: Any) -> None:
    """The eight of the lists in use."""
    order = {"violations": BREACH, "orders": {"workdays": 10}}
    follow: dict[str, Any] = order if result.number == 5 else {}
    for n, spoken in enumerate((str(result.number), result.code, result.zh), 1):
        found(at_work, f"000{n}", spoken, **follow)

    assert {said.result_code for said in told(at_work, "task.completed")} == {result.code}
    assert {said.result for said in told(at_work, "inspection.carried_out")} == {result.zh}


def test_an_order_that_was_made_is_told_with_the_breach(at_work: District) -> None:
    """One append: a breach at the visit, an order of it with its day; both are the facility's."""
    found(at_work, "0001", "5", violations=BREACH, orders={"due_on": "2026-04-01"})
    (breach,), (order,) = (
        told(at_work, "violation.found"),
        told(at_work, "violation.correction_ordered"),
    )

    assert (breach.inspection_id, breach.clause) == ("500111-2026-1-0001", "pfpl#28.3")
    assert (order.violation_id, order.due_on) == (breach.violation_id, date(2026, 4, 1))


def test_ordered_to_correct_without_an_order_contradicts_itself(at_work: District) -> None:
    """It is refused, and nothing of it recorded; so is something that follows from nothing."""
    size = at_work.desk.log.head().size

    with pytest.raises(Refused, match="E-RESULT-ORDER"):
        found(at_work, "0001", "5", violations=BREACH)
    with pytest.raises(Refused, match="E-RESULT-NOTHING"):
        found(at_work, "0001", "1", violations=BREACH, orders={"workdays": 5})
    assert at_work.desk.log.head().size == size


@pytest.mark.parametrize(
    ("number", "follow"),
    [
        (2, {"orders": {"workdays": 5, "violation_id": "v"}}),
        (3, {"cases": {"case_id": "足卫立〔2026〕1号"}}),
        (4, {"lists": {"list_name": "abnormal_operation", "legal_basis": "-",
                       "document_no": "足市监〔2026〕9号"}}),
        (6, {"transfers": {"to_authority": "大足区市场监督管理局"}}),
        (7, {"transfers": {"to_authority": "大足区公安局"}}),
    ],
)  # fmt: skip
def test_what_a_result_calls_for_may_follow_later(
    at_work: District, number: int, follow: dict[str, Any]
) -> None:
    """A case takes its own days: the result is taken, with a reminder until something is told."""
    alone = found(at_work, "0001", str(number))
    answered = found(at_work, "0002", str(number), **follow)

    assert "W-RESULT-FOLLOW-UP" in {each.code for each in alone.warnings}
    assert "W-RESULT-FOLLOW-UP" not in {each.code for each in answered.warnings}


def test_a_case_is_of_the_breach_that_was_found(at_work: District) -> None:
    """Whoever tells no numbers has them filled in, unique within the facility."""
    found(at_work, "0001", "6", violations=[BREACH, BREACH], cases=[{}, {"case_id": "立2"}])
    breaches, cases = told(at_work, "violation.found"), told(at_work, "case.opened")

    assert len({each.violation_id for each in breaches}) == 2
    assert [each.violation_id for each in cases] == [each.violation_id for each in breaches]
    assert cases[1].case_id == "立2"


def test_a_visit_on_a_certificate_that_ran_out_is_taken_and_said(
    drawn_district: District,
) -> None:
    """The roster is older than the visit; who is in no library is not told of (处罚法 42)."""
    d = drawn_district
    first, second = listed(d)["0001"].officers
    for number, until in ((first, "2026-03-14"), (second, "2026-03-15")):
        certified: dict[str, Any] = {"certificate_no": number, "org": HEALTH, "until": until,
                                     "region": REGION}  # fmt: skip
        d.desk.log.append([said("inspector.certified", on="2024-01-08", **certified)])
    assigned(d, "0001", "0002")
    late, other = found(d, "0001"), found(d, "0002")
    lapsed = {each.where: each.given for each in (*late.warnings, *other.warnings)
              if each.code == "W-TASK-CERTIFICATE"}  # fmt: skip

    assert lapsed["0001"] == first
    assert second not in "".join(lapsed.values())


def test_a_visit_is_made_by_those_who_were_told_and_not_before(drawn_district: District) -> None:
    """Nobody was told of it; or it was made before they were."""
    d = drawn_district
    assigned(d, "0001", on="2026-03-16")

    with pytest.raises(Refused, match="E-TASK-UNASSIGNED"):
        found(d, "0002")
    with pytest.raises(BadInput, match="E-TASK-BEFORE"):
        found(d, "0001", occurred_on="2026-03-15")
    with pytest.raises(BadInput, match="E-DATE-FUTURE"):
        found(d, "0001", occurred_on="2026-03-21")


def test_a_result_is_given_once(at_work: District) -> None:
    """The same call is the first one again; another is refused."""
    first = found(at_work, "0001", key="once")

    assert found(at_work, "0001", key="once").events == first.events
    with pytest.raises(Refused, match="E-TASK-DONE") as refused:
        found(at_work, "0001", key="twice")
    assert refused.value.given["position"] == first.events[-1].position


def test_a_visit_that_never_was_can_be_retracted_and_made(at_work: District) -> None:
    """The task is assigned again; what was known in between stays known, and is asked about."""
    recorded = found(at_work, "0001", "6")
    for event in (recorded.events[-1], recorded.events[0]):
        at_work.desk.log.append([retracted(event)])
    asked = audited(at_work.desk, REGION, now=at_work.desk.log.now())

    assert [each.evidence[0] for each in asked if each.question == "amended"] == [
        recorded.events[-1].position
    ]
    assert stages(at_work)["0001"] == "assigned"
    found(at_work, "0001", "1", key="again")
    assert listed(at_work)["0001"].result.code == "nothing_found"  # type: ignore[union-attr]


def test_many_results_are_all_taken_or_none(at_work: District) -> None:
    """Every row that cannot be taken is named, those before and after it too."""
    day, door = "2026-03-15", at_work.desk.door()
    rows = [("0001", "1"), ("0002", "5"), ("0003", "1"), ("0003", "2"), ("0004", "1")]
    visits = [
        visit_told({"task": t, "result": r, "occurred_on": day}, DRAW, door, f"r:{n}")
        for n, (t, r) in enumerate(rows, 2)
    ]
    size = at_work.desk.log.head().size
    with pytest.raises(Answers) as caught:
        complete(at_work.desk, DRAW, visits, at_work.call("many"))
    named = [(each.code, str(each.where).split(":")[1]) for each in caught.value.answers]

    assert named == [("E-RESULT-ORDER", "3"), ("E-TASK-TWICE", "4"), ("E-TASK-TWICE", "5")]
    assert at_work.desk.log.head().size == size
    complete(at_work.desk, DRAW, [visits[0], visits[4]], at_work.call("two"))
    assert [stages(at_work)[t] for t in ("0001", "0004")] == ["completed"] * 2


def test_a_drawn_visit_counts_once_against_the_cap(at_work: District) -> None:
    """Approved and made it is one visit, of the kind that a plan's cap counts."""
    found(at_work, "0001")
    facility = listed(at_work)["0001"].facility
    (visit,) = visits_of(at_work.desk, AsOf(date(2026, 3, 20)))[facility]

    assert (visit.made, visit.kind, visit.items) == (True, "double_random", ("care事项",))


def due_days(d: District, on: date) -> dict[str, date | None]:
    facility = listed(d)["0001"].facility
    found_due = due_of(d.desk, facility, AsOf(on))
    return {
        str(each.subject and each.subject.id): each.due
        for each in found_due
        if each.rule == "inspection.publication_due"
    }


def test_a_result_is_due_in_public_until_it_is(at_work: District) -> None:
    """Twenty working days after the visit of 15 March 2026, a Sunday: 13 April 2026."""
    found(at_work, "0001")
    before = due_days(at_work, date(2026, 3, 20))
    published(at_work)

    assert before == {"500111-2026-1-0001": date(2026, 4, 13)}
    assert due_days(at_work, date(2026, 3, 20)) == {}
    assert listed(at_work)["0001"].published_on == date(2026, 3, 18)


def test_each_result_is_published_once(at_work: District) -> None:
    """All that are not public yet, or those named; a repeated call is the first one again."""
    found(at_work, "0001")
    found(at_work, "0002")
    published(at_work, "0001")
    rest = published(at_work, key="rest")

    assert [each.data.inspection_id for each in rest.events] == ["500111-2026-1-0002"]
    assert published(at_work, key="rest").duplicate
    with pytest.raises(Refused, match="E-RESULTS-NONE"):
        published(at_work, key="nothing left")
    with pytest.raises(Refused, match="E-TASK-NOT-DONE"):
        published(at_work, "0003", key="too early")


def test_a_result_is_not_public_before_there_is_one(at_work: District) -> None:
    """The visit was made on the fifteenth."""
    found(at_work, "0001")

    with pytest.raises(BadInput, match="E-TASK-BEFORE"):
        published(at_work, on="2026-03-14")


def stems(events: tuple[Event, ...]) -> list[str]:
    return [each.stem for each in events]


def test_everything_of_a_visit_is_recorded_together(at_work: District) -> None:
    """The inspection first, what follows, the task last; all on the day of the visit."""
    recorded = found(at_work, "0001", "5", violations=BREACH, orders={"workdays": 10})

    assert stems(recorded.events) == [
        "inspection.carried_out", "violation.found", "violation.correction_ordered",
        "task.completed",
    ]  # fmt: skip
    assert {each.said.occurred_on for each in recorded.events} == {date(2026, 3, 15)}
