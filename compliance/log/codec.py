"""The codec: proposals become drafts, entries become events. Canonical JSON, no floats, UTF-8.

Stored bodies are never rewritten; data of a former shape is lifted here on reading.
"""

import json
from datetime import date
from typing import Any

from compliance.domain.canonical import canonical
from compliance.domain.envelope import Actor, Event, Proposal, Source
from compliance.domain.errors import Tampered
from compliance.domain.events import kind_of, lifted
from compliance.domain.identifiers import DocumentNo, EventId, FacilityId
from compliance.domain.plain import from_plain, to_plain
from compliance.domain.tags import answered_tag, document_no_of
from compliance.domain.time import instant_from
from compliance.log.entry import Draft, Entry


def draft_of(said: Proposal, id_: str, tags: tuple[str, ...]) -> Draft:
    """Return what the recorder stores of a proposal."""
    return Draft(
        id=id_,
        type=said.type,
        tags=tags,
        body=canonical({"id": id_, **plain_of(said)}),
        facility=said.facility,
        occurred_on=said.occurred_on.isoformat(),
        target=getattr(said.data, "event", None) if said.type.startswith("record.") else None,
        document_no=document_no_of(said),
        answers=answered_tag(said),
    )


def event_of(entry: Entry) -> Event:
    """Return the event that an entry holds. Raises Tampered (E-BODY) if it cannot be one."""
    try:
        body = json.loads(entry.body)
        return Event(
            position=entry.position,
            id=EventId(body["id"]),
            recorded_at=instant_from(entry.recorded_at),
            said=said_of(entry.type, body),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        where = f"#{entry.position}"
        raise Tampered("E-BODY", where=where, position=entry.position) from fault


def plain_of(said: Proposal) -> dict[str, Any]:
    """Return the body's fields but the id: what makes two proposals the same."""
    plain: dict[str, Any] = {
        "facility": said.facility,
        "occurred_on": said.occurred_on.isoformat(),
        "actor": {"id": said.actor.id, "org": said.actor.org},
        "source": source_plain(said.source),
        "key": said.key,
        "data": to_plain(said.data),
    }
    if said.cause is not None:
        plain["cause"] = said.cause
    return plain


def said_of(type_: str, body: dict[str, Any]) -> Proposal:
    """Return the proposal of a stored body."""
    facility, cause = body.get("facility"), body.get("cause")
    return Proposal(
        type=type_,
        facility=None if facility is None else FacilityId(facility),
        occurred_on=date.fromisoformat(body["occurred_on"]),
        data=from_plain(kind_of(type_).data, lifted(type_, body["data"])),
        actor=Actor(id=body["actor"]["id"], org=body["actor"].get("org")),
        source=source_of(body.get("source") or {}),
        key=body["key"],
        cause=None if cause is None else EventId(cause),
    )


def source_plain(source: Source) -> dict[str, Any]:
    """Return a source as JSON values; what is absent is left out."""
    plain: dict[str, Any] = {}
    if source.channel is not None:
        plain["channel"] = source.channel
    if source.document_no is not None:
        plain["document_no"] = source.document_no
    if source.received_on is not None:
        plain["received_on"] = source.received_on.isoformat()
    if source.attachments:
        plain["attachments"] = list(source.attachments)
    return plain


def source_of(plain: dict[str, Any]) -> Source:
    """Return a source from JSON values."""
    document_no, received = plain.get("document_no"), plain.get("received_on")
    return Source(
        channel=plain.get("channel"),
        document_no=None if document_no is None else DocumentNo(document_no),
        received_on=None if received is None else date.fromisoformat(received),
        attachments=tuple(plain.get("attachments", ())),
    )
