"""Telling teams of their visits: approved in advance, and from then on the team stays."""

import pytest

from compliance.domain.envelope import Source
from compliance.domain.errors import Answers, BadInput, Conflict, NotFound, Refused
from compliance.domain.identifiers import DocumentNo
from compliance.engine.tasks.assign import Assigning, assign
from tests.tasks.district import DRAW, District, district, officers
from tests.tasks.doing import assigned, found, listed, recused, returned, stages, teams, told


def test_a_team_that_was_told_is_approved_and_named_no_more(drawn_district: District) -> None:
    """The approval stands on the facility, and says which kind of visit it is and for what."""
    d = drawn_district
    assigned(d, "0001")
    (approval,) = told(d, "inspection.approved")
    said = (approval.inspection_id, approval.kind, approval.items, approval.approved_by)

    assert said == ("500111-2026-1-0001", "double_random", ("care事项",), "主任")
    assert (stages(d)["0001"], stages(d)["0002"]) == ("assigned", "drawn")


def test_an_approval_may_bear_its_document(drawn_district: District) -> None:
    """The number, and who approved it where that is not who approved the plan."""
    d = drawn_district
    source = Source(document_no=DocumentNo("足卫检批〔2026〕1号"))
    assign(d.desk, DRAW, Assigning(("0001",), "副主任"), d.call("a", source=source))
    (approval,) = told(d, "inspection.approved")

    assert (approval.approved_by, approval.document_no) == ("副主任", "足卫检批〔2026〕1号")


def test_the_log_names_no_officer_and_of_facilities_only_those_told(
    drawn_district: District,
) -> None:
    """Who goes where stays sealed; a facility is named by the approval of its own visit."""
    d = drawn_district
    before = {each.facility for each in d.desk.log.entries() if "registered" not in each.type}
    assigned(d, "0001")
    bodies = [each.body for each in d.desk.log.entries() if "registered" not in each.type]

    assert before == {None}
    assert not any(officer in body for body in bodies for officer in listed(d)["0001"].officers)


def test_all_means_all_that_nobody_was_told_of(drawn_district: District) -> None:
    """A second time there is nobody left to tell."""
    d = drawn_district
    assigned(d, "0002")
    assigned(d, key="all")

    assert set(stages(d).values()) == {"assigned"}
    with pytest.raises(Refused, match="E-TASK-NONE-OPEN"):
        assigned(d, key="again")


def test_nobody_is_told_of_a_visit_that_has_no_team() -> None:
    """Two officers make six visits; the seventh and later ones wait for more, or are put off."""
    d = district(facilities=16, roster=officers(2))
    without = [task for task, each in listed(d).items() if not each.officers]
    assigned(d)

    assert len(without) == 2
    assert {task for task, stage in stages(d).items() if stage == "drawn"} == set(without)
    with pytest.raises(Refused, match="E-TASK-NO-TEAM"):
        assigned(d, without[0], key="again")
    with pytest.raises(Refused, match="E-TASK-NONE-OPEN"):
        assigned(d, key="all")


def test_a_call_repeated_under_its_key_is_the_first_one(drawn_district: District) -> None:
    """A network that fails after the answer must not tell a team twice."""
    d = drawn_district
    first = assigned(d, "0001", "0002")
    again = assigned(d, "0001", "0002")

    assert (first.duplicate, again.duplicate) == (False, True)
    assert again.events == first.events
    with pytest.raises(Conflict, match="E-KEY-CONTENT"):
        assigned(d, "0003")


def test_nobody_is_told_twice_or_of_a_visit_that_was_made(drawn_district: District) -> None:
    """What was told or made is refused, with the code that says which."""
    d = drawn_district
    assigned(d, "0001", "0002")
    found(d, "0002")

    with pytest.raises(Refused, match="E-TASK-ASSIGNED"):
        assigned(d, "0001", key="again")
    with pytest.raises(Refused, match="E-TASK-DONE"):
        assigned(d, "0002", key="again")
    with pytest.raises(NotFound, match="E-TASK-UNKNOWN"):
        assigned(d, "9999", key="again")


def test_nobody_is_told_before_the_draw(drawn_district: District) -> None:
    """It took place on the tenth."""
    assigned(drawn_district, "0001", on="2026-03-10")

    with pytest.raises(BadInput, match="E-TASK-BEFORE-DRAW"):
        assigned(drawn_district, "0002", on="2026-03-09", key="early")


def test_a_dry_run_tells_nobody(drawn_district: District) -> None:
    """It shows what would be recorded."""
    d = drawn_district
    size = d.desk.log.head().size
    shown = assign(d.desk, DRAW, Assigning(("0001",)), d.call("dry", dry_run=True))

    assert [each.stem for each in shown.events] == ["task.assigned", "inspection.approved"]
    assert d.desk.log.head().size == size


def test_a_team_that_cannot_go_gives_way_to_another(drawn_district: District) -> None:
    """None of the team that gave it back goes; the visit waits to be told of again."""
    d = drawn_district
    assigned(d, "0001", "0002")
    before = teams(d)
    returned(d, "0001", "unavailable")

    assert (stages(d)["0001"], stages(d)["0002"]) == ("returned", "assigned")
    assert not set(teams(d)["0001"]) & set(before["0001"])
    assert teams(d)["0002"] == before["0002"]


def test_a_visit_given_back_for_the_facility_keeps_its_team(drawn_district: District) -> None:
    """Others would not find it either: it is for the supervisor to replace it."""
    d = drawn_district
    assigned(d, "0001")
    before = teams(d)
    done = returned(d, "0001", "not_found")

    assert [each.stem for each in done.events] == ["task.returned"]
    assert teams(d) == before
    assert listed(d)["0001"].reason == "not_found"


def test_told_again_it_is_approved_once(drawn_district: District) -> None:
    """The approval is of the visit, whoever makes it."""
    d = drawn_district
    assigned(d, "0001")
    returned(d, "0001", "unavailable")
    assigned(d, "0001", key="again", on="2026-03-13")

    assert stages(d)["0001"] == "assigned"
    assert len(told(d, "inspection.approved")) == 1
    assert len(told(d, "task.assigned")) == 2


def test_only_what_was_told_is_given_back(drawn_district: District) -> None:
    """Not what nobody was told of, nor what was given back or made already."""
    d = drawn_district
    assigned(d, "0001")
    found(d, "0001")

    with pytest.raises(Refused, match="E-TASK-UNASSIGNED"):
        returned(d, "0002", "other")
    with pytest.raises(Refused, match="E-TASK-DONE"):
        returned(d, "0001", "other")


def test_whoever_stands_down_goes_there_no_more(drawn_district: District) -> None:
    """The other stays, somebody joins; the recusal stands on the facility, with its reason."""
    d = drawn_district
    assigned(d, "0001", "0002")
    before = teams(d)
    gone, other = before["0001"]
    recused(d, "0001", gone)
    (said,) = told(d, "inspector.recused")

    assert (said.certificate_no, said.inspection_id, said.reason) == (
        gone,
        "500111-2026-1-0001",
        "近亲属",
    )
    assert gone not in teams(d)["0001"]
    assert other in teams(d)["0001"]
    assert teams(d)["0002"] == before["0002"]
    assert stages(d)["0001"] == "assigned"


def test_later_teams_know_who_stood_down(drawn_district: District) -> None:
    """A recusal outlives the team that it was of."""
    d = drawn_district
    assigned(d, "0001")
    gone, _ = teams(d)["0001"]
    recused(d, "0001", gone)
    returned(d, "0001", "unavailable")

    assert gone not in teams(d)["0001"]


def test_who_gave_a_visit_back_is_not_sent_there_again() -> None:
    """Nor by a later change: of seven officers two could not go, and two stood down since."""
    d = district(roster=officers(7))
    assigned(d, "0001")
    before = teams(d)["0001"]
    returned(d, "0001", "unavailable")
    for officer in teams(d)["0001"]:
        recused(d, "0001", officer)

    assert not set(teams(d)["0001"]) & set(before)


def test_only_those_on_the_team_stand_down_from_it(drawn_district: District) -> None:
    """Another officer's certificate is a slip of the pen."""
    d = drawn_district
    assigned(d, "0001")
    other = next(o for team in teams(d).values() for o in team if o not in teams(d)["0001"])

    with pytest.raises(NotFound, match="E-OFFICER-NOT-THERE"):
        recused(d, "0001", other)


def test_a_recusal_names_no_facility_before_its_visit_is_approved(
    drawn_district: District,
) -> None:
    """It would tell whoever reads the log that the lot fell there."""
    d = drawn_district

    with pytest.raises(Refused, match="E-TASK-UNASSIGNED"):
        recused(d, "0001", teams(d)["0001"][0])
    assert not told(d, "inspector.recused")


def test_where_nobody_is_left_a_recusal_is_refused_whole() -> None:
    """Neither the recusal nor half a team is recorded: the visit is to be replaced instead."""
    d = district(facilities=2, roster=officers(2))
    assigned(d, "0001")
    size = d.desk.log.head().size

    with pytest.raises(Answers):
        recused(d, "0001", teams(d)["0001"][0])
    assert d.desk.log.head().size == size
