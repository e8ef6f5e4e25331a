"""Tags: the consistency boundaries that an event touches, derived from envelope and data.

`facility:` `region:` (of what happened to one) `person:` `document:` `annuls:` `event:` and the
numbered things within a facility (`inspection:<facility>/<id>` …). An amendment carries the tags
of the event it points at, and those of the values that it sets; whoever records it hands them in.
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
}
_ANNULLING = {"review.decided": "decision_no", "penalty.withdrawn": "penalty_no"}
"""Events that answer a decision anew, and the field that holds its number."""


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
    if annulled_number_of(said) is not None:
        return None
    number = getattr(said.data, "decision_no", None) or getattr(said.data, "document_no", None)
    return None if number is None else str(number)


def annulled_number_of(said: Proposal) -> str | None:
    """Return the number of the decision that a ruling, or its own authority, answers anew."""
    field = _ANNULLING.get(kind_of(said.type).stem)
    return None if field is None else str(getattr(said.data, field))


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
        elif field.name in _NUMBERED:
            yield f"{_NUMBERED[field.name]}:{said.facility}/{value}"


def _document_tag(said: Proposal, name: str, value: str) -> str:
    rules_on_it = _ANNULLING.get(kind_of(said.type).stem) == name
    return f"{'annuls' if rules_on_it else 'document'}:{value}"


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
