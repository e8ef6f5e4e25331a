"""The frame of a plan: who is in it, who is left out and why, and that nobody is forgotten."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.draw import Entry, Plan
from compliance.domain.errors import BadInput, NotFound
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.plans.frame import Framed, frame_of
from compliance.engine.plans.roster import roster_of
from compliance.engine.plans.strata import strata_of
from compliance.engine.survey import ranked
from compliance.outcomes.draw import FrameHead, exclusions_paper, frame_paper
from tests.engine.planning import DAZU, HEALTH, MARKET, District, fell_on, plain, plan
from tests.projections.told_desk import desk_of
from tests.rules.wanted import drawn_log
from tests.saying import just, said


@pytest.fixture
def district() -> District:
    return District()


def entry(framed: Framed, facility: str) -> Entry:
    (found,) = (each for each in framed.entries if each.facility == facility)
    return found


def left_out(framed: Framed) -> dict[str, str]:
    return {each.facility: each.reason for each in framed.exclusions}


def papers(drafted: Plan, framed: Framed) -> tuple[bytes, bytes]:
    head = FrameHead(plan=drafted.plan, as_of=framed.as_of, known_at=framed.known_at,
                     position=framed.position, ruleset=framed.ruleset)  # fmt: skip
    return (
        frame_paper(head, framed.entries, "0" * 64),
        exclusions_paper(drafted.plan, framed.exclusions, "0" * 64),
    )


def test_a_facility_that_the_rules_give_no_tier_has_a_stratum_of_its_own(
    district: District,
) -> None:
    """Never assessed is not the best tier (correction 8)."""
    where = district.site("a")
    framed = frame_of(district.desk, plan())

    assert entry(framed, where).tier == "unrated"
    assert [row.stratum.tier for row in strata_of(plan(), framed.entries).rows] == ["unrated"]


def test_a_status_that_the_plan_does_not_name_is_left_out_with_it(district: District) -> None:
    where = district.site("a")
    district.tell(said("facility.deregistered", on="2026-02-01", facility=where))
    (gone,) = frame_of(district.desk, plan()).exclusions

    assert (where, "status", "deregistered") == (gone.facility, gone.reason, gone.note)


def test_statuses_are_those_of_the_plans_day_as_known_at_its_time(district: District) -> None:
    """What was told since, or happened since, does not touch the frame."""
    where = district.site("a")
    known = "2026-03-02T09:30:00+08:00"
    district.clock.at = district.clock.at.replace(hour=5)
    district.tell(said("facility.deregistered", on="2026-02-01", facility=where))
    then, now = plan(known_at=known), plan()

    assert just(where) == [each.facility for each in frame_of(district.desk, then).entries]
    assert {where: "status"} == left_out(frame_of(district.desk, now))
    assert tuple(frame_of(district.desk, each).position for each in (then, now)) == (1, 2)


def test_a_day_that_has_not_come_has_no_frame(district: District) -> None:
    """Nobody knows yet how anybody will stand."""
    district.site("a")

    with pytest.raises(BadInput, match="E-DATE-FUTURE"):
        frame_of(district.desk, plan(as_of="2026-04-01"))


def test_a_region_that_nobody_knows_has_no_frame(district: District) -> None:
    with pytest.raises(NotFound, match="E-REGION-UNKNOWN"):
        frame_of(district.desk, plan(region="999999"))


@pytest.mark.parametrize(
    ("level", "street", "expected"),
    [
        ("town", "500111001", "500111001"),
        ("town", "500111001002", "500111001"),
        ("town", None, DAZU),
        ("county", "500111001", DAZU),
        ("none", "500111001", DAZU),
    ],
)
def test_the_district_is_the_town_where_it_is_told(
    district: District, level: str, street: str | None, expected: str
) -> None:
    where = district.site("a", **({} if street is None else {"street": street}))

    assert expected == entry(frame_of(district.desk, plan(district=level)), where).district


def test_a_visit_not_long_ago_leaves_a_facility_alone_for_a_while(district: District) -> None:
    """A complaint's visit does not count, nor does guidance; the day after the term it is back."""
    lately, complained, guided, long_ago = (district.site(name) for name in "abcd")
    district.visit(lately, "2025-12-02", kind="routine")
    district.visit(complained, "2026-02-01", kind="complaint")
    district.visit(guided, "2026-02-01", kind="routine", nature="guidance")
    district.visit(long_ago, "2025-12-01", kind="routine")
    framed = frame_of(district.desk, plan(cool_down_days=90))

    assert {lately: "cool_down"} == left_out(framed)
    assert just(complained, guided, long_ago) == [each.facility for each in framed.entries]


def test_what_the_plan_names_is_visited_and_what_it_leaves_out_is_not(district: District) -> None:
    """Whatever else would speak against it; of strangers the reason is that they are elsewhere."""
    named, out = district.site("a"), district.site("b")
    district.tell(said("facility.deregistered", on="2026-02-01", facility=named))
    framed = frame_of(
        district.desk,
        plan(
            included=[{"facility": named, "reason": "complaints"},
                      {"facility": "local:far", "reason": "incident"}],
            excluded=[{"facility": out, "reason": "court", "note": "保全"}],
        ),
    )  # fmt: skip

    assert entry(framed, named).must == "complaints"
    assert {out: "court", "local:far": "region"} == left_out(framed)


def test_items_concern_whom_their_expression_means_or_may_mean(district: District) -> None:
    """What was not reported takes nobody out of the lot."""
    big, small, silent = (district.site(name) for name in "abc")
    for where, places in ((big, 60), (small, 20)):
        district.tell(said("facility.capacity_declared", on="2024-01-01", facility=where,
                           places=places, modes=["full_day"]))  # fmt: skip
    items = plain()["items"]
    items[1]["where"] = "capacity.places > 50"
    for desk in (district.desk, district.desk._replace(engine=None)):  # by tables, by histories
        framed = frame_of(desk, plan(items=items))
        found = {each.facility: each.items for each in framed.entries}

        assert {big: ("care", "food"), small: ("care",), silent: ("care", "food")} == found


@pytest.mark.parametrize(
    "where", ["tier == 'unrated'", "status == 'registered' && name != 'x'", "'x' in flags"]
)
def test_tables_and_histories_mean_the_same_of_a_plan(district: District, where: str) -> None:
    """Of conclusions too, which tables do not hold of another day."""
    one, other = district.site("a"), district.site("b")
    district.tell(said("facility.filed", on="2026-01-01", facility=other, filing_no="1"))
    drafted, plain_desk = plan(where=where), district.desk._replace(engine=None)
    expected = {"'x' in flags": [], "tier == 'unrated'": [one, other]}.get(where, [one])
    found = [frame_of(desk, drafted) for desk in (district.desk, plain_desk)]

    assert [expected] * 2 == [[each.facility for each in each.entries] for each in found]


def test_whom_no_item_concerns_is_left_out_so(district: District) -> None:
    where = district.site("a")
    items = [each | {"where": "facility == 'local:b'"} for each in plain()["items"]]

    assert {where: "no_item"} == left_out(frame_of(district.desk, plan(items=items)))


def test_a_plans_own_condition_is_the_reason_it_gives(district: District) -> None:
    where = district.site("a")
    (gone,) = frame_of(district.desk, plan(where="region == '500222'")).exclusions

    assert (where, "other", "region == '500222'") == (gone.facility, gone.reason, gone.note)


def test_who_was_put_off_comes_next_until_visited(district: District) -> None:
    """国办发〔2024〕54号's cap defers a visit; it never drops it."""
    names = [district.site(name) for name in "abcd"]
    waiting, visited, replaced, stood_in = names
    first = plan(plan="2026-0")
    district.draft(first)
    district.drew(
        first,
        fell_on(waiting, passed="visit_cap"),
        fell_on(visited, passed="visit_cap"),
        fell_on(replaced, passed="visit_cap"),
        fell_on(stood_in, instead_of=replaced),
        on="2026-01-10",
    )
    district.visit(visited, "2026-02-01", kind="routine")
    framed = frame_of(district.desk, plan(cool_down_days=90))

    assert entry(framed, waiting).must == "deferred"
    assert {visited: "cool_down"} == left_out(framed)
    assert just(None, None) == [entry(framed, each).must for each in (replaced, stood_in)]


def test_who_was_drawn_again_is_not_owed_twice(district: District) -> None:
    """Put off in one draw, in the next one's visits: a third need not name them."""
    where = district.site("a")
    for number, on, passed in (("1", "2026-01-10", "visit_cap"), ("2", "2026-02-10", None)):
        earlier = plan(plan=f"2026-0{number}")
        district.draft(earlier)
        district.drew(earlier, fell_on(where, passed=passed), on=on)

    assert entry(frame_of(district.desk, plan()), where).must is None


def test_what_another_year_put_off_is_not_owed(district: District) -> None:
    """A cap is of a year; so is what it puts off."""
    where = district.site("a")
    former = plan(plan="2025-9", year=2025, as_of="2025-11-01")
    district.draft(former)
    district.drew(former, fell_on(where, passed="visit_cap"), on="2025-12-10")

    assert entry(frame_of(district.desk, plan()), where).must is None


def test_a_merged_facility_is_no_second_one(district: District) -> None:
    one, other = district.site("a"), district.site("b")
    district.tell(said("facility.merged", on="2026-01-01", facility=one, into=other))

    assert {one: "duplicate"} == left_out(frame_of(district.desk, plan()))


def test_the_roster_is_who_may_go(district: District) -> None:
    """Certified, of the plan's departments, in force; recused and rotated ones barred there."""
    where = district.site("a")
    district.officer("1", domains=["托育"])
    district.officer("2", until="2026-02-28")
    district.officer("3", org="别的局")
    district.officer("4", districts=["500111001"])
    district.officer("5", org=MARKET)
    district.officer("6", region="500000")
    district.officer("7", region="500112")
    district.tell(said("inspector.certificate_ended", on="2026-01-01", region=DAZU,
                       certificate_no="5"),
                  said("inspector.recused", on="2026-01-01", facility=where,
                       certificate_no="4"))  # fmt: skip
    district.visit(where, "2025-06-01", officers=["6", "9"])
    district.visit(where, "2025-09-01", officers=["1", "9"])
    drafted = plan(team={"size": 2, "load_max": 12, "rotation": 1})
    roster = roster_of(district.desk, drafted, frame_of(district.desk, drafted))

    barred = [(each.certificate_no, each.barred) for each in roster]

    assert [("1", (where,)), ("4", (where,)), ("6", ())] == barred
    assert {HEALTH} == {each.department for each in roster}
    assert (roster[0].domains, roster[1].districts) == (("托育",), ("500111001",))


def test_who_can_be_drawn_is_certified_on_the_day_of_the_draw(district: District) -> None:
    """Whose certificate is known to run out before the beacon's day would be sent without one."""
    for number, until in (("1", "2026-03-09"), ("2", "2026-03-10"), ("3", "2026-03-11")):
        district.officer(number, until=until)
    roster = roster_of(district.desk, plan(), frame_of(district.desk, plan()))

    assert [each.certificate_no for each in roster] == ["2", "3"]


def everybody(desk: Desk, drafted: Plan) -> list[str]:
    asked = AsOf(drafted.as_of, drafted.known_at)
    return [stood.facility for stood, _ in ranked(desk, asked, drafted.region).found]


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["2023-06-30", "2024-06-30"]), st.integers(0, 400))
def test_everybody_known_is_in_the_frame_or_left_out_with_a_reason(
    seed: int, as_of: str, cool_down_days: int
) -> None:
    """Nobody is forgotten, nobody stands twice, and the papers are the same bytes again."""
    desk = desk_of(drawn_log(Random(seed), 30))  # noqa: S311 - to be drawn again
    drafted = plan(as_of=as_of, cool_down_days=cool_down_days, visit_cap={
        "visits": 1, "per": "facility", "basis": "某通知"})  # fmt: skip
    try:
        expected = everybody(desk, drafted)
    except NotFound:  # nobody stands in the region
        return
    framed, again = frame_of(desk, drafted), frame_of(desk, drafted)
    named = [*(e.facility for e in framed.entries), *(e.facility for e in framed.exclusions)]

    assert expected == sorted(named)
    assert papers(drafted, framed) == papers(drafted, again)
