"""Tags: the consistency boundaries that an event touches, derived from envelope and data.

`facility:` (where it happened, and as what it goes on) `region:` (of what happened to one)
`person:` `document:` `annuls:` `contests:` `event:` and the numbered things within a facility
(`inspection:<facility>/<id>` …), within a region (a draw, its plan), or anywhere (a review, which
bears the number of the body that decides it). An amendment carries the tags of the event it points
at, and those of the values that it sets; a ruling, and what is told of a review, those of the
decision and of the review. Whoever records it hands them in.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from compliance.domain.envelope import Proposal
from compliance.domain.events.catalogue import kind_of
from compliance.domain.shape import Field, shape

_NUMBERED = {
    "class_id": "class",
    "inspection_id": "inspection",
    "violation_id": "violation",
    "order_id": "order",
    "case_id": "case",
    "complaint_id": "complaint",
    "incident_id": "incident",
    "evidence_id": "evidence",
    "subsidy_id": "subsidy",
    "objection_id": "objection",
}
_NUMBERED_IN_REGIONS = {"draw_id": "draw", "plan_id": "plan"}
_NUMBERED_ANYWHERE = {"review_id": "review"}
RULES_ON = {"review.decided": "decision_no", "penalty.withdrawn": "penalty_no"}
"""Events that rule on a document, and the field that bears its number."""
_BECOMES = {"facility.merged": "into", "premises.identified_as": "identified"}
"""Events by which a facility goes on as another, and the field that names the other."""
_CONTESTS = {"review.filed": "against", "review.stayed": "against"}
"""Events of a dispute about a document, and the field that bears its number."""


def tags_of(said: Proposal, *, pointed_at: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the sorted tags of an event; `pointed_at` are the tags of what an amendment names."""
    own = set(_own(said)) | set(pointed_at)
    if said.facility is not None:
        own.add(f"facility:{said.facility}")
    if kind_of(said.type).about == "region":
        own.add(f"region:{said.data.region}")
    if said.source.document_no is not None:
        own.add(f"document:{said.source.document_no}")
    return tuple(sorted(own))


def document_no_of(said: Proposal) -> str | None:
    """Return the number of the document that the event *is*, by which a ruling can void it.

    A ruling has none: it is not voided but answered by a later one.
    """
    if said.stem in RULES_ON:
        return None
    number = getattr(said.data, "decision_no", None) or getattr(said.data, "document_no", None)
    return None if number is None else str(number)


def ruled_number(said: Proposal) -> str | None:
    """Return the number of the document that the event rules on; None if it is no ruling."""
    number = getattr(said.data, RULES_ON[said.stem]) if said.stem in RULES_ON else None
    return None if number is None else str(number)


def answered_tag(said: Proposal) -> str | None:
    """Return the tag of what an event answers: the decision it is about, or else the review."""
    field = _CONTESTS.get(said.stem)
    number = ruled_number(said) or (getattr(said.data, field) if field else None)
    if number is not None:
        return f"document:{number}"
    review = getattr(said.data, "review_id", None)
    return None if review is None else numbered_tag(said, "review_id", review)


def numbered_tag(said: Proposal, field: str, value: str) -> str | None:
    """Return the tag of a numbered thing that a field names; None if it names none."""
    if field in _NUMBERED and said.facility is not None:
        return f"{_NUMBERED[field]}:{said.facility}/{value}"
    if field in _NUMBERED_IN_REGIONS:
        return f"{_NUMBERED_IN_REGIONS[field]}:{said.data.region}/{value}"
    if field in _NUMBERED_ANYWHERE:
        return f"{_NUMBERED_ANYWHERE[field]}:{value}"
    return None


def persons_of(tags: Iterable[str]) -> frozenset[str]:
    """Return the persons that a set of tags names."""
    return frozenset(tag.partition(":")[2] for tag in tags if tag.startswith("person:"))


def persons_in(data: Any) -> frozenset[str]:
    """Return the persons that an event's data names."""
    return frozenset(value for field, value in _leaves(data) if field.named == "Person")


def _own(said: Proposal) -> Iterator[str]:
    for field, value in _leaves(said.data):
        if field.named == "Person":
            yield f"person:{value}"
        elif field.named == "DocumentNo":
            yield _document_tag(said, field.name, value)
        elif field.named == "EventId":
            yield f"event:{value}"
        elif _BECOMES.get(said.stem) == field.name:
            yield f"facility:{value}"
        elif tag := numbered_tag(said, field.name, value):
            yield tag


def _document_tag(said: Proposal, name: str, value: str) -> str:
    if RULES_ON.get(said.stem) == name:
        return f"annuls:{value}"
    return f"{'contests' if _CONTESTS.get(said.stem) == name else 'document'}:{value}"


def _leaves(data: Any) -> Iterator[tuple[Field, Any]]:
    for field in shape(type(data)):
        value = getattr(data, field.name)
        if value is None:
            continue
        for each in value if field.many else (value,):
            if dataclasses.is_dataclass(each):
                yield from _leaves(each)
            else:
                yield field, each
