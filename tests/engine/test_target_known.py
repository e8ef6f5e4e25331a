"""Whose figure it is, what was known of it, and which rows of plans are not judged."""

import json
from fractions import Fraction

import pytest

from compliance.domain.identifiers import FacilityId
from compliance.engine.past import known_pasts, past
from tests.engine.telling import CITY, DAZU, TEXTS, Told, facility, hash_of, observed, staff
from tests.saying import DECISION, ruled, said

A = FacilityId("local:a")


@pytest.fixture
def told() -> Told:
    return Told()


def supposed(**target: object) -> Told:
    """Return a log that is judged by one plan more, with one row."""
    row = {"id": "X", "in": DAZU, "indicator": "places", "year": 2025, "op": ">=", "value": "20",
           "nature": "floor", "cite": "x#1"}  # fmt: skip
    words = {"zh": "试", "en": "test"}
    plan = {"pack": "cn.x", "version": "1", "title": words, "targets": [row | target],
            "sources": {"x": {"title": words, "kind": "plan", "text": {"1": "…"}}}}  # fmt: skip
    return Told({**TEXTS, "cn.x": json.dumps(plan)})


def test_a_facility_recorded_late_counts_for_who_knows_it(told: Told) -> None:
    told.tell(*facility("a", "440104", places=7000))
    told.tell(*facility("b", "440104", places=1500), at="2026-02-01")
    known = [
        next(p for p in told.track("440104", 2025, known=day) if p.target.id == "GZ-A"
             and p.target.indicator == "places").figured.measure.low
        for day in ("2026-01-31", "2026-02-01")
    ]  # fmt: skip

    assert [Fraction(7000), Fraction(8500)] == known


def test_anothers_figure_is_never_computed_from_this_log() -> None:
    """A district's log knows a part of its city: that is not the city's figure."""
    told = supposed(value={"of": CITY, "indicator": "places"})
    told.tell(*facility("a", places=10))
    before = told.one(DAZU, "X", 2025)
    told.tell(observed(CITY, "places", "11"))
    after = told.one(DAZU, "X", 2025)

    assert (before.verdict, after.verdict) == ("unknown", "below_target")
    assert after.lacking == 1


@pytest.mark.parametrize(
    ("checked", "verdict", "label"),
    [
        ("primary", "below_target", None),
        ("secondary", "below_target", "secondary"),
        ("recollection", None, "unverified"),
    ],
)
def test_what_nobody_has_read_gives_no_verdict(
    checked: str, verdict: str | None, label: str | None
) -> None:
    """A row from memory is shown; one from a second source is judged and labelled."""
    told = supposed(checked=checked)
    told.tell(*facility("a", places=10))
    found = told.one(DAZU, "X", 2025)

    assert verdict == found.verdict
    assert ({label} if label else set()) == set(found.labels) - {"historical"}


def test_centres_of_districts_count_in_the_city(told: Told) -> None:
    """Told of a district, or of the city itself; the city's own level stands apart."""
    told.tell(
        said("centre.opened", on="2024-01-01", facility=None, region="440104", centre_id="1",
             level="district"),
        said("centre.opened", on="2024-01-01", facility=None, region="440100", centre_id="2",
             level="city"),
    )  # fmt: skip
    found = {p.target.indicator: p.figured.measure.low for p in told.track("440100", 2024)}

    assert [found["city_centres"], found["district_centres"]] == [Fraction(1)] * 2


def test_nobody_counts_the_units_of_a_published_share(told: Told) -> None:
    """Ninety per cent of how many? The gap is not named in children."""
    told.tell(observed(DAZU, "health_file_rate", "90%"))
    found = told.one(DAZU, "DZ-T8", 2025)

    assert (found.verdict, found.lacking) == ("below_target", None)


def test_a_target_is_set_from_its_decision_on(told: Told) -> None:
    told.tell(said("target.set", on="2025-01-10", facility=None, region="120101", year=2025,
                   indicator="places", op=">=", value="500", nature="task",
                   document_no=DECISION))  # fmt: skip
    days = {on: len(told.track("120101", 2025, on=on)) for on in ("2025-01-09", "2025-01-10")}

    assert days == {"2025-01-09": 0, "2025-01-10": 1}


def test_a_yearly_target_begins_with_its_plan(told: Told) -> None:
    """Yuancheng's conferences: from 2022."""
    years = {year: [p.target.id for p in told.track("441602", year)] for year in (2021, 2023)}

    assert years == {2021: [], 2023: ["YC-M"]}


def test_the_staff_of_a_facility_that_ended_are_not_counted(told: Told) -> None:
    told.tell(*facility("a"), *facility("b"), *staff("a", "none"), *staff("b", "held"))
    told.tell(said("facility.closed", on="2025-06-30", facility=A, kind="voluntary"))

    assert told.one(DAZU, "DZ-T9", 2025).figured.measure.text == "1/1"


def test_places_declared_inclusive_are_so(told: Told) -> None:
    """Recognised by a document, or declared; of what was not stated, nothing is known."""
    told.tell(*facility("a"), *facility("b", places=30), *facility("c", places=40))
    told.tell(
        said("facility.capacity_declared", on="2024-01-01", facility=A, places=30,
             modes=["full_day"], inclusive=True),
        said("facility.inclusive_recognised", on="2024-01-01", facility=FacilityId("local:c"),
             document_no="普〔2024〕1号"),
    )  # fmt: skip
    found = told.one(DAZU, "DZ-T2", 2025)

    assert (found.figured.measure.text, found.verdict) == ("70/100..100/100", "compliant")


def test_a_ruling_told_before_its_decision_is_found_for_everybody(told: Told) -> None:
    """It bears no person's tag: only the number of the document leads to it."""
    told.tell(*facility("a"), *staff("a", "held"))
    told.tell(
        ruled(DECISION, "revoked", "ex_tunc"),
        said("person.banned", on="2024-01-01", facility=None, basis="court", scope="托育",
             person=f"p_0a1b2c3d_{hash_of('a', 'carer', 0)}", document_no=DECISION),
    )  # fmt: skip

    (everybody,) = known_pasts(told.log)

    assert past(told.log, A).events == everybody.events
    assert "person.banned" not in {each.event.stem for each in everybody.events}
