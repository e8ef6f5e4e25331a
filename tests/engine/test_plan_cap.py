"""The yearly cap on visits: what counts towards it, for whom a plan would break it, by what."""

from typing import Any

import pytest

from compliance.domain.identifiers import FacilityId
from compliance.engine.adopt import rulebook
from compliance.engine.plans.caps import caps_of
from compliance.engine.plans.check_cap import Capped, check_cap
from compliance.engine.plans.frame import frame_of
from tests.engine.planning import HEALTH, District, plan
from tests.saying import said

CAP = {"visits": 2, "per": "facility", "basis": "某县通知", "exempt": ["complaint", "recheck"]}


@pytest.fixture
def district() -> District:
    return District()


def capped(told_of: District, /, **changes: Any) -> list[Capped]:
    return list(check_cap(told_of.desk, plan(**({"visit_cap": CAP} | changes))).capped)


def test_who_has_had_the_visits_of_the_year_is_told_with_the_records(district: District) -> None:
    where, other = district.site("a"), district.site("b")
    evidence = (district.visit(where, "2026-01-05", kind="routine"),
                district.visit(where, "2026-02-05", kind="special"))  # fmt: skip
    district.visit(other, "2026-02-05", kind="routine")
    (found,) = capped(district)

    assert (where, "某县通知", "plan") == (found.entry.facility, found.breach.cap.basis,
                                       found.breach.cap.by)  # fmt: skip
    assert evidence == found.breach.evidence


@pytest.mark.parametrize(
    "uncounted",
    [
        {"on": "2025-12-31", "kind": "routine"},
        {"on": "2026-02-05", "kind": "complaint"},
        {"on": "2026-02-05", "kind": "recheck"},
        {"on": "2026-02-05", "kind": "routine", "nature": "guidance"},
    ],
)
def test_last_year_exempt_causes_and_guidance_do_not_count(
    district: District, uncounted: dict[str, str]
) -> None:
    where = district.site("a")
    district.visit(where, "2026-01-05", kind="routine")
    district.visit(where, **uncounted)

    assert capped(district) == []


def test_a_visit_whose_kind_is_not_told_counts(district: District) -> None:
    """Nothing exempts it."""
    where = district.site("a")
    for on in ("2026-01-05", "2026-02-05"):
        district.visit(where, on)

    assert [where] == [each.entry.facility for each in capped(district)]


def test_what_departments_do_together_counts_once(district: District) -> None:
    """综合查一次: three records of one day's joint visit are one visit."""
    where = district.site("a")
    for number in ("1", "2", "3"):
        district.visit(where, "2026-01-05", kind="double_random", inspection_id=number)

    assert capped(district) == []


def test_an_approved_visit_counts_until_it_is_made_and_then_once(district: District) -> None:
    """A draw before the last one's visits are made must not break the cap."""
    where = district.site("a")
    district.visit(where, "2026-01-05", kind="routine")
    district.tell(said("inspection.approved", on="2026-02-01", facility=where,
                       inspection_id="t-1", approved_by="局长", kind="double_random"))  # fmt: skip
    before = [each.breach.visits[-1].made for each in capped(district)]
    district.visit(where, "2026-02-10", kind="double_random", inspection_id="t-1")
    after = [each.breach.visits[-1].made for each in capped(district)]

    assert (before, after) == ([False], [True])


def test_an_approved_visit_that_was_given_up_counts_no_more(district: District) -> None:
    """It is not made: the facility would else be spared by a visit that nobody paid."""
    where = district.site("a")
    district.tell(said("inspection.approved", on="2026-02-01", facility=where, approved_by="局长",
                       inspection_id="500111-d-0001", kind="double_random"))  # fmt: skip
    once = CAP | {"visits": 1}
    before = capped(district, visit_cap=once)
    district.tell(said("target.replaced", on="2026-02-02", region="500111", draw_id="d",
                       task_id="0001", reason="closed", paper_sha256="0" * 64))  # fmt: skip

    assert [where] == [each.entry.facility for each in before]
    assert capped(district, visit_cap=once) == []


def test_visits_since_the_plans_day_count_too(district: District) -> None:
    """Tiers are of a day; who was visited since was visited."""
    where = district.site("a")
    district.visit(where, "2026-01-15", kind="routine")
    district.visit(where, "2026-02-15", kind="routine")

    assert [where] == [each.entry.facility for each in capped(district, as_of="2026-01-10")]


def test_a_capped_facility_stays_in_the_frame_marked(district: District) -> None:
    """It is put off with a reason, never dropped."""
    where = district.site("a")
    district.visit(where, "2026-01-05", kind="routine")
    framed = frame_of(district.desk, plan(visit_cap=CAP | {"visits": 1}))

    assert [(where, True)] == [(each.facility, each.capped) for each in framed.entries]


@pytest.mark.parametrize(
    ("reason", "exempt", "expected"),
    [
        ("complaints", ["complaint"], False),
        ("complaints", ["recheck"], True),
        ("superior_order", ["referral"], False),
        ("incident", ["complaint", "referral"], True),
    ],
)
def test_whom_the_plan_names_for_an_exempt_ground_is_visited_whatever_the_cap(
    district: District, reason: str, exempt: list[str], *, expected: bool
) -> None:
    """A child's safety may hang on it: the cap keeps nobody from following up complaints."""
    where = district.site("a")
    district.visit(where, "2026-01-05", kind="routine")
    told = plan(visit_cap=CAP | {"visits": 1, "exempt": exempt},
                included=[{"facility": where, "reason": reason}])  # fmt: skip
    (entry,) = frame_of(district.desk, told).entries

    assert entry.capped is expected


def test_the_exemptions_that_would_apply_today_are_told_with_their_records(
    district: District,
) -> None:
    """An open complaint, an order not rechecked, a matter handed over: facts, not guesses."""
    where = district.site("a")
    district.visit(where, "2026-01-05", kind="routine")
    (complaint, _, order, _, referral, _) = district.tell(
        told("complaint.received", where, complaint_id="c1", kind="complaint"),
        told("complaint.received", where, complaint_id="c2", kind="opinion"),
        told("violation.correction_ordered", where, violation_id="v", order_id="o1", workdays=5),
        told("violation.correction_ordered", where, violation_id="w", order_id="o2", workdays=5),
        told("case.transferred", where, to_authority=HEALTH),
        told("case.transferred", where, to_authority="公安局"),
    )
    district.tell(told("violation.correction_verified", where, order_id="o2", fixed=True))
    exempt = {"exempt": ["complaint", "recheck", "referral"]}
    (found,) = capped(district, visit_cap=CAP | {"visits": 1} | exempt)
    causes = sorted((cause.kind, cause.evidence[0]) for cause in found.causes)

    assert [("complaint", complaint), ("recheck", order), ("referral", referral)] == causes


def test_a_complaint_that_was_closed_exempts_nothing(district: District) -> None:
    where = district.site("a")
    district.visit(where, "2026-01-05", kind="routine")
    district.tell(told("complaint.received", where, complaint_id="c1", kind="complaint"),
                  told("complaint.closed", where, complaint_id="c1"))  # fmt: skip
    (found,) = capped(district, visit_cap=CAP | {"visits": 1})

    assert found.causes == ()


def test_henan_counts_by_item(district: District) -> None:
    """Its health commission: once a year on one item; another item is free."""
    where = district.site("a", region="410000")
    district.visit(where, "2026-01-05", kind="routine", items=["照护服务规范"])
    (found,) = capped(district, region="410000", district="none", visit_cap=None)

    assert (found.breach.item, found.breach.cap.by) == ("care", "rules")
    assert found.breach.cap.basis == "henan_visits#频次"


def test_a_cap_of_a_county_that_nobody_could_name_holds_nowhere(district: District) -> None:
    """Its numbers are in the packs as unverified: they must never bind anybody."""
    book = rulebook(district.desk)

    assert caps_of(book, plan()) == ()
    assert book.params["visits_per_year"][0].values[0].status == "unverified"


def told(stem: str, where: FacilityId, **fields: Any) -> Any:
    """Say what happened in February."""
    return said(stem, on="2026-02-01", facility=where, **fields)
