"""Tags name every boundary that an event touches, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.envelope import Source
from compliance.domain.tags import document_no_of, persons_of, ruled_number, tags_of
from compliance.log.codec import said_of
from tests.saying import (
    ANOTHER,
    DECISION,
    P1,
    P2,
    F,
    G,
    corrected,
    id_at,
    retracted,
    ruled,
    said,
    told,
)

GOLDEN = Path(__file__).parents[1] / "golden"
FIRST_TAGS = Path(__file__).with_name("first_tags.json")
"""The tags of the first events' golden files, as the first release wrote them."""
JOINED = said("staff.joined", on="2024-03-01", person=P1, role="carer")
BANNED = said(
    "person.banned",
    on="2024-03-01",
    facility=None,
    person=P1,
    basis="court",
    scope="childcare",
    document_no=DECISION,
)
ABUSE = said(
    "abuse.established",
    on="2024-03-01",
    persons=[
        {"person": P2, "capacity": "other_directly_responsible"},
        {"person": P1, "capacity": "supervisor_directly_responsible"},
    ],
    document_no=DECISION,
    document_kind="judgment",
    decided_by="某县人民法院",
)
PENALTY = said(
    "penalty.decided",
    on="2024-03-01",
    decision_no=DECISION,
    kinds=["warning"],
    decided_by="某县卫健局",
    articles=["pfpl#41"],
    violation_id="v1",
)


def test_an_event_is_tagged_with_its_facility_and_its_people() -> None:
    """What is true of a person concerns every facility that the person works at."""
    expected = (f"facility:{F}", f"person:{P1}")

    assert expected == tags_of(JOINED)


def test_what_happened_to_a_region_is_tagged_with_it() -> None:
    """A facility's region is an attribute: its registration befell no region."""
    target = said(
        "target.set", on="2024-03-01", region="440104", indicator="places", year=2024, op=">=",
        value="6760", nature="floor", document_no=ANOTHER,
    )  # fmt: skip
    found = said("premises.found", on="2024-03-01", address="虚构路", region="440104")

    assert (f"document:{ANOTHER}", "region:440104") == tags_of(target)
    assert (f"facility:{F}",) == tags_of(found)


def test_people_inside_records_are_named_too() -> None:
    """A judgment may name several."""
    tags = tags_of(ABUSE)
    expected = tuple(sorted((f"document:{DECISION}", f"facility:{F}", *people(P1, P2))))

    assert expected == tags
    assert {P1, P2} == persons_of(tags)


def test_an_event_of_a_person_alone_has_no_facility() -> None:
    """A ban reaches beyond any facility."""
    expected = (f"document:{DECISION}", f"person:{P1}")

    assert expected == tags_of(BANNED)


def test_numbered_things_are_unique_within_a_facility() -> None:
    """The same order number at two facilities is two orders."""
    ordered = said(
        "violation.correction_ordered", on="2024-03-01", violation_id="v1", order_id="o1"
    )
    here = tags_of(ordered)
    there = tags_of(ordered._replace(facility=G))
    expected = (f"facility:{F}", f"order:{F}/o1", f"violation:{F}/v1")

    assert expected == here
    assert set(here).isdisjoint(there)


def test_classes_and_inspections_are_numbered() -> None:
    """Each has its own name space."""
    counted = said("class.counted", on="2024-03-01", class_id="1", children=9, carers=3)
    found = said(
        "violation.found", on="2024-03-01", violation_id="1", clause="a", inspection_id="1"
    )

    assert f"class:{F}/1" in tags_of(counted)
    assert {f"inspection:{F}/1", f"violation:{F}/1"} < set(tags_of(found))


def test_what_is_absent_leaves_no_tag() -> None:
    """Nobody waits on an unknown inspection."""
    expected = (f"facility:{F}", f"violation:{F}/1")

    assert expected == tags_of(
        said("violation.found", on="2024-03-01", violation_id="1", clause="a")
    )


def test_a_source_document_is_a_document() -> None:
    """One paper may tell of many events."""
    source = Source(channel="paper", document_no=ANOTHER)
    filed = said("facility.filed", on="2024-03-01", filing_no="1", source=source)

    assert f"document:{ANOTHER}" in tags_of(filed)
    assert document_no_of(filed) is None


def test_a_ruling_annuls_one_document_and_brings_another() -> None:
    """The boundary of a decision must see the ruling on it, without its flood of events."""
    decided = said(
        "review.decided",
        on="2024-03-01",
        facility=None,
        decision_no=DECISION,
        outcome="changed",
        effect_mode="replace",
        replaced_by=ANOTHER,
    )
    expected = (f"annuls:{DECISION}", f"document:{ANOTHER}")

    assert expected == tags_of(decided)


def test_an_amendment_carries_the_tags_of_what_it_names() -> None:
    """Whoever looks at the person must meet the correction; the values set are handed in too."""
    (event,) = told(JOINED)
    touched = [*tags_of(event.said), f"person:{P2}"]
    expected = (f"event:{event.id}", f"facility:{F}", *people(P1, P2))

    assert expected == tags_of(corrected(event, {"person": P2}), pointed_at=touched)
    assert f"event:{event.id}" in tags_of(retracted(event))
    assert event.id == id_at(1)


def test_a_document_is_what_the_event_itself_is() -> None:
    """By that number a ruling takes it away; the ruling itself is not taken away."""
    expected = [DECISION, DECISION, DECISION, None, None]
    said_of = [PENALTY, BANNED, ABUSE, JOINED, ruled(DECISION, "revoked", "ex_tunc")]

    assert expected == [document_no_of(each) for each in said_of]


def test_a_withdrawal_annuls_a_penalty() -> None:
    """Taken back by the authority itself, found by the tag by which a ruling is found."""
    withdrawn = said("penalty.withdrawn", on="2024-06-01", penalty_no=DECISION, reason="错误")
    served = said("penalty.served", on="2024-06-01", penalty_no=DECISION, manner="direct")
    expected = (f"annuls:{DECISION}", f"facility:{F}")

    assert expected == tags_of(withdrawn)
    assert (f"document:{DECISION}", f"facility:{F}") == tags_of(served)
    assert [ruled_number(each) for each in (withdrawn, served)] == [DECISION, None]
    assert [document_no_of(each) for each in (withdrawn, served)] == [None, None]


NUMBERED: list[tuple[str, str, dict[str, Any]]] = [
    ("case.opened", "case", {"case_id": "1"}),
    ("complaint.received", "complaint", {"complaint_id": "1", "kind": "report"}),
    ("incident.reported", "incident", {"incident_id": "1", "kind": "fire"}),
    ("evidence.preserved", "evidence", {"evidence_id": "1", "items": ["账册"]}),
    ("facility.subsidy_stopped", "subsidy", {"subsidy_id": "1"}),
    ("credit.tier_objected", "objection", {"objection_id": "1"}),
]


@pytest.mark.parametrize(("stem", "word", "data"), NUMBERED)
def test_every_numbered_thing_has_its_name_space(
    stem: str, word: str, data: dict[str, Any]
) -> None:
    """Whoever goes on with a case finds it without reading the facility's whole life."""
    here = tags_of(said(stem, on="2024-03-01", **data))
    there = tags_of(said(stem, on="2024-03-01", facility=G, **data))

    assert {f"{word}:{F}/1", f"facility:{F}"} == {*here}
    assert {f"{word}:{G}/1", f"facility:{G}"} == {*there}


def test_a_review_is_numbered_by_the_body_that_decides_it() -> None:
    """It may be a person's, at no facility: its number stands alone."""
    filed = said("review.filed", on="2024-03-01", facility=None, against=DECISION, path="review",
                 review_id="复〔2024〕1")  # fmt: skip
    taken = said("review.accepted", on="2024-03-01", review_id="复〔2024〕1", accepted=True)

    assert (f"contests:{DECISION}", "review:复〔2024〕1") == tags_of(filed)
    assert "review:复〔2024〕1" in tags_of(taken)


def test_a_draw_is_numbered_within_its_region() -> None:
    """Two districts may each have a first draw."""
    drawn: dict[str, Any] = {"draw_id": "1", "seed_sha256": "0" * 64, "drawn_sha256": "0" * 64}
    tags = tags_of(
        said("draw.performed", on="2024-03-01", region="500111", drawn_count=3, **drawn)
    )

    assert tags == ("draw:500111/1", "region:500111")


def test_what_befell_a_person_at_no_facility_names_none() -> None:
    """An incident is numbered within a facility, and none is named."""
    held = said("person.sanctioned", on="2024-03-01", facility=None, person=P1, kind="fine",
                decided_by="某县", incident_id="1")  # fmt: skip

    assert tuple(people(P1)) == tags_of(held)


def test_the_tags_of_the_first_events_stay_as_they_were() -> None:
    """They are hashed with what was stored; a log of old must verify for ever."""
    known = json.loads(FIRST_TAGS.read_text(encoding="utf-8"))
    found = {}
    for name in known:
        stem, _, version = name.rpartition(".")
        body = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
        found[name] = list(tags_of(said_of(f"{stem}/{version}", body)))

    assert known == found


def people(*refs: str) -> list[str]:
    """Return the tags of persons."""
    return [f"person:{ref}" for ref in refs]
