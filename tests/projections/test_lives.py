"""Lives that are not a straight line: moves, mergers, found premises, two posts, death."""

from typing import Any

from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import FacilityId
from tests.saying import P1, F, G, corrected, just, rows, said, span, spans, told, values

LATER = "2024-12-31"
FOUND = said("premises.found", on="2024-03-01", facility=G, address="虚构路1号", region="500111",
             children=12)  # fmt: skip


def registered(facility: FacilityId = F, kind: str = "facility", **more: Any) -> Proposal:
    """Say that a facility was registered."""
    told_of = {"name": "虚构园", "region": "500111", **more}
    return said("facility.registered", on="2024-01-01", facility=facility, kind=kind, **told_of)


def joined(on: str, role: str, facility: FacilityId = F) -> Proposal:
    """Say that the person took a post."""
    return said("staff.joined", on=on, facility=facility, person=P1, role=role)


def left(on: str, reason: str) -> Proposal:
    """Say that the person left."""
    return said("staff.left", on=on, person=P1, reason=reason)


def test_from_the_day_of_its_move_a_facility_is_of_another_region() -> None:
    """What it is called it took along; on the eve it was still of the old one."""
    moved = said("facility.relocated", on="2024-06-01", region="500112", from_region="500111")
    log = told(registered(), moved)

    assert just("500111") == values(rows(log, "identity", on="2024-05-31"), "region")
    assert just("500112") == values(rows(log, "identity", on="2024-06-01"), "region")
    assert just("虚构园") == values(rows(log, "identity", on=LATER), "name")
    assert just("500111") == values(rows(log, "registration", on=LATER), "region")


def test_the_register_changes_only_what_it_states() -> None:
    """A new name; region and kind stay."""
    changed = said("facility.registration_changed", on="2024-06-01", name="虚构新园")
    (row,) = rows(told(registered(), changed), "identity", on=LATER)
    expected = ("虚构新园", "500111", "facility")

    assert expected == tuple(row.values[name] for name in ("name", "region", "kind"))


def test_a_merger_leaves_the_record_of_who_was_merged() -> None:
    """Only the register strikes off; the other facility has no row of it."""
    log = told(registered(), said("facility.merged", on="2024-06-01", into=G))

    assert just(G) == values(rows(log, "mergers", on=LATER), "into")
    assert not rows(log, "mergers", on=LATER, facility=G)
    assert just(True) == [row.in_force for row in rows(log, "registration", on=LATER)]


def test_premises_count_until_they_turn_out_to_be_a_facility() -> None:
    """From then on the facility's own record speaks; who was found stays on record."""
    identified = said("premises.identified_as", on="2024-04-01", facility=G, identified=F)
    log = told(FOUND, identified)
    (eve,) = rows(log, "premises", on="2024-03-31", facility=G)
    (day,) = rows(log, "premises", on="2024-04-01", facility=G)

    assert just(True, False) == [eve.in_force, day.in_force]
    assert just(12, F) == [day.values["children"], day.values["identified"]]


def test_premises_once_closed_and_found_again_count_again() -> None:
    """Closed down in April, again full of children in May."""
    closed = said(
        "premises.closed", on="2024-04-01", facility=G, closed_by="某镇", children_left=0
    )
    again = FOUND._replace(occurred_on=span("2024-05-01")[0], key="again")
    log = told(FOUND, closed, again)

    assert just(span("2024-03-01", "2024-04-01"), span("2024-05-01")) == spans(
        rows(log, "premises", on=LATER, facility=G)
    )


def test_premises_whose_identification_was_an_error_count_all_along() -> None:
    """Corrected to a day of autumn, for who knows it."""
    log = told(FOUND, said("premises.identified_as", on="2024-04-01", facility=G, identified=F))
    log = told(corrected(log[1], {"occurred_on": "2024-10-01"}), after=log)

    assert just(True) == [
        row.in_force for row in rows(log, "premises", on="2024-09-30", facility=G)
    ]


def test_a_person_may_hold_two_posts_here_and_one_there() -> None:
    """Three posts, one person: whoever counts persons must not count rows."""
    log = told(joined("2024-01-01", "head"), joined("2024-02-01", "carer"),
               joined("2024-03-01", "carer", G))  # fmt: skip
    here, there = rows(log, "posts", on=LATER), rows(log, "posts", on=LATER, facility=G)

    assert just("head", "carer") == values(here, "role")
    assert just("carer") == values(there, "role")
    assert {P1} == {row.values["person"] for row in (*here, *there)}


def test_who_is_hired_again_has_two_stays() -> None:
    """The first with its reason; the second runs."""
    log = told(joined("2024-01-01", "carer"), left("2024-03-01", "辞职"),
               joined("2024-05-01", "carer"))  # fmt: skip
    found = rows(log, "posts", on=LATER)

    assert just(span("2024-01-01", "2024-03-01"), span("2024-05-01")) == spans(found)
    assert just("辞职", None) == values(found, "reason")


def test_death_ends_every_post_and_duty_and_no_certificate() -> None:
    """The facts say what ended; that the dead hold no office, every relation of posts says."""
    log = told(
        joined("2024-01-01", "head"),
        joined("2024-01-01", "carer"),
        said("staff.assigned", on="2024-01-01", person=P1, duty="fire_manager"),
        said("staff.certified", on="2024-01-01", person=P1, kind="保育师"),
        left("2024-06-01", "死亡"),
    )
    ended = span("2024-01-01", "2024-06-01")

    assert just(ended, ended) == spans(rows(log, "posts", on=LATER))
    assert just("死亡", "死亡") == values(rows(log, "posts", on=LATER), "reason")
    assert just(ended) == spans(rows(log, "duties", on=LATER))
    assert just(True) == [row.in_force for row in rows(log, "certificates", on=LATER)]


def test_a_kindergarten_class_is_registered_by_the_education_authority() -> None:
    """Its kind and registrar tell whose it is; its classes are counted like any."""
    log = told(
        registered(kind="kindergarten_class", registrar="education", uscc=F),
        said("class.opened", on="2024-03-01", class_id="t1", kind="older", capacity=20,
             age_from_months=24, age_until_months=36),
    )  # fmt: skip
    (row,) = rows(log, "registration", on=LATER)

    assert just("kindergarten_class", "education") == [
        row.values["kind"], row.values["registrar"]
    ]  # fmt: skip
    assert just(24) == values(rows(log, "classes", on=LATER), "age_from_months")


def test_a_family_point_has_one_class_of_its_kind() -> None:
    """家庭托育点: the number of children is counted in it, not declared by it."""
    point = FacilityId("local:point")
    log = told(
        registered(point, "family_point"),
        said("class.opened", on="2024-03-01", facility=point, class_id="1", kind="family_point"),
        said("class.counted", on="2024-04-01", facility=point, class_id="1", children=6, carers=2),
    )

    assert just("family_point") == values(rows(log, "classes", on=LATER, facility=point), "kind")
    assert just(6) == values(rows(log, "headcount", on=LATER, facility=point), "children")


def test_a_facility_and_a_person_are_listed_apart() -> None:
    """The person taken off the list leaves the facility on it."""
    entry: dict[str, Any] = {
        "list_name": "serious_dishonesty", "legal_basis": "条例 33", "document_no": "名〔2024〕1号"
    }  # fmt: skip
    log = told(
        said("list.entered", on="2024-03-01", **entry),
        said("list.entered", on="2024-03-01", person=P1, **entry),
        said("list.removed", on="2024-06-01", person=P1, list_name="serious_dishonesty"),
    )

    assert just(span("2024-03-01")) == spans(rows(log, "listings", on=LATER))
    assert just(span("2024-03-01", "2024-06-01")) == spans(rows(log, "person_listings", on=LATER))
