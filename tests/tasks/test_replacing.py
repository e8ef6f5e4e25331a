"""A visit that cannot be made: the next in the order of the lot is visited, or it is put off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.domain.errors import Conflict, NotFound, Refused
from compliance.domain.team import Inspector
from compliance.domain.time import AsOf
from compliance.engine.tasks.worklist import Asked, worklist
from compliance.outcomes.draw import ticket
from tests.tasks.district import DRAW, SEED, District, district, officers
from tests.tasks.district import told as event
from tests.tasks.doing import (
    AFTER,
    assigned,
    found,
    listed,
    recused,
    replaced,
    stages,
    teams,
    told,
)


def test_the_next_of_the_stratum_is_visited_instead(drawn_district: District) -> None:
    """Nobody chooses: it is the first ticket of the stratum that was not drawn."""
    d = drawn_district
    gone = listed(d)["0002"].facility
    tier = {each.facility: each.tier for each in d.lot.frame}
    drawn = {each.facility for each in d.lot.drawn}
    others = [f for f in tier if tier[f] == tier[gone] and f not in drawn]
    replaced(d, "0002")

    assert listed(d)["0007"].facility == min(others, key=lambda each: ticket(SEED, each))
    assert (stages(d)["0002"], listed(d)["0002"].by_task) == ("replaced", "0007")
    assert len(teams(d)["0007"]) == 2


def test_those_who_were_told_stay_where_they_are(drawn_district: District) -> None:
    """Only teams that nobody was told of may be put together anew."""
    d = drawn_district
    assigned(d, "0001", "0003", "0005")
    before = teams(d)
    replaced(d, "0002")

    assert {t: teams(d)[t] for t in ("0001", "0003", "0005")} == {
        t: before[t] for t in ("0001", "0003", "0005")
    }


def test_the_log_names_no_facility_by_its_lot(drawn_district: District) -> None:
    """Before the reveal it says which task, why, and the digest of the paper with the rest."""
    d = drawn_district
    replaced(d, "0002", note="已注销")
    (said,) = told(d, "target.replaced")

    assert (said.drawn, said.by, said.note) == (None, None, None)
    assert (said.task_id, said.by_task_id, said.reason) == ("0002", "0007", "closed")
    assert d.desk.papers().read(said.paper_sha256)


def test_the_same_visit_is_not_given_up_twice(drawn_district: District) -> None:
    """The second call is refused; the first one, repeated under its key, is not another."""
    d = drawn_district
    replaced(d, "0002", key="once")

    assert replaced(d, "0002", key="once").duplicate
    with pytest.raises(Conflict, match="E-KEY-CONTENT"):
        replaced(d, "0002", "suspended", key="once")
    with pytest.raises(Refused, match="E-TASK-GONE"):
        replaced(d, "0002", key="twice")


def test_what_stands_in_can_be_given_up_too(drawn_district: District) -> None:
    """Then the next but one is visited, and all three are listed."""
    d = drawn_district
    replaced(d, "0002")
    replaced(d, "0007", "not_found")

    assert [listed(d)[t].stage for t in ("0002", "0007", "0008")] == [
        "replaced", "replaced", "drawn"
    ]  # fmt: skip
    assert len({listed(d)[t].facility for t in ("0002", "0007", "0008")}) == 3


def test_where_nobody_is_left_the_visit_is_put_off(drawn_district: District) -> None:
    """Of six in its tier three were drawn: after the three others there is no other."""
    d = drawn_district
    task = "0002"
    for _ in range(3):
        replaced(d, task)
        task = str(listed(d)[task].by_task)
    done = replaced(d, task)

    assert [each.stem for each in done.events] == ["target.replaced"]
    assert (stages(d)[task], listed(d)[task].by_task) == ("put_off", None)


def test_a_reserve_without_a_team_gives_way_in_its_turn() -> None:
    """Nobody may go to the first reserve: it is given up for want of a team, in the same call."""
    d = district()
    first = replaced_facility(d)
    barred = [each.certificate_no for each in officers(6)]
    e = district(roster=[each_barred(n, first) for n in range(len(barred))])
    done = replaced(e, "0002")
    reasons = [said.reason for said in told(e, "target.replaced")]

    assert reasons == ["closed", "no_team"]
    assert [each.stem for each in done.events] == ["target.replaced"] * 2 + ["team.changed"]
    assert listed(e)["0007"].facility == first
    assert (stages(e)["0007"], stages(e)["0008"]) == ("replaced", "drawn")


def replaced_facility(d: District) -> str:
    """Return who stands in for task 0002."""
    replaced(d, "0002")
    return listed(d)["0007"].facility


def each_barred(n: int, facility: str) -> Inspector:
    """Return an officer who may not go to a facility."""
    return replace(officers(6)[n], barred=(facility,))


def test_a_visit_that_was_made_is_not_given_up(drawn_district: District) -> None:
    """Its result stands; and nobody gives up what was never drawn."""
    d = drawn_district
    assigned(d, "0001")
    found(d, "0001")

    with pytest.raises(Refused, match="E-TASK-DONE"):
        replaced(d, "0001")
    with pytest.raises(NotFound, match="E-TASK-UNKNOWN"):
        replaced(d, "0099")


def test_whoever_made_a_visit_made_it(drawn_district: District) -> None:
    """A recusal that is told later changes no team that went."""
    d = drawn_district
    assigned(d, "0001")
    went = teams(d)["0001"]
    found(d, "0001")
    facility = listed(d)["0001"].facility
    late = event("inspector.recused", AFTER, "late", facility, certificate_no=went[0])
    d.desk.log.append([late])
    replaced(d, "0002")

    assert teams(d)["0001"] == went


def test_those_passed_over_are_listed_beside_whoever_stands_in() -> None:
    """A facility over its visit cap is no task, and is not dropped."""
    d = district(capped=tuple(range(12)))
    e = district(capped=(4,))
    off = [row for row in worklist(d.desk, DRAW, AsOf(AFTER), Asked()) if row.task is None]
    (passed,) = (r for r in worklist(e.desk, DRAW, AsOf(AFTER), Asked()) if r.task is None)

    assert {(row.stage, row.reason) for row in off} == {("put_off", "visit_cap")}
    assert len(off) == 6
    assert (passed.facility, passed.stage) == ("local:004", "replaced")
    assert passed.by_task in listed(e)


def test_the_list_of_a_day_is_what_stood_that_day(drawn_district: District) -> None:
    """As of a day, what comes later has not happened; nor, as known then, what is told later."""
    d = drawn_district
    assigned(d, "0001", "0004", on="2026-03-11")
    found(d, "0001", occurred_on="2026-03-15")
    before = d.clock.at
    d.clock.at += timedelta(days=1)
    recused(d, "0004", teams(d)["0004"][0])
    replaced(d, "0003", on="2026-03-14")

    assert stages(d, on=date(2026, 3, 10))["0001"] == "drawn"
    assert stages(d, on=date(2026, 3, 14))["0001"] == "assigned"
    assert stages(d, on=date(2026, 3, 15))["0001"] == "completed"
    assert stages(d, on=date(2026, 3, 13))["0003"] == "drawn"
    assert stages(d, on=date(2026, 3, 14))["0003"] == "replaced"
    assert stages(d, known=before)["0003"] == "drawn"
