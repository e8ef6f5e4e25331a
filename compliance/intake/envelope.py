"""The envelope from outside: facility, day, actor, source, key, cause of a proposal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from compliance.domain.envelope import Actor, Proposal, Source
from compliance.domain.errors import BadInput
from compliance.domain.events import Kind, kind_of, latest
from compliance.domain.identifiers import (
    DocumentNo,
    EventId,
    FacilityId,
    facility_id_fits,
    normal_document_no,
)
from compliance.intake.dates import not_in_future, parse_date
from compliance.intake.fields import Door, data_from
from compliance.intake.scan import refuse_id_numbers

_ENVELOPE = frozenset(
    {"type", "facility", "occurred_on", "actor", "source", "key", "cause", "data"}
)
_RESTORED = frozenset({"position", "id", "recorded_at", "hash"})


def proposal_from(
    plain: Mapping[str, Any], door: Door, *, key: str, actor: Actor, restored: bool = False
) -> Proposal:
    """Return the proposal of a line of JSON. Raises BadInput, Refused, Answers.

    `key` and `actor` stand in where the line names none; `restored` lines carry more fields.
    """
    for name in plain:
        if name not in (_ENVELOPE | _RESTORED if restored else _ENVELOPE):
            raise BadInput("E-LINE-FIELD", where=name)
    kind = _kind(plain.get("type"))
    return proposed(
        kind,
        facility=_facility(plain.get("facility")),
        occurred_on=not_in_future(_day(plain, "occurred_on"), door.today),
        data=data_from(kind, _object(plain, "data"), door),
        actor=actor_from(plain.get("actor"), actor),
        source=source_from(plain.get("source") or {}),
        key=str(plain.get("key") or key),
        cause=None if plain.get("cause") is None else EventId(str(plain["cause"])),
    )


def proposed(kind: Kind, *, facility: FacilityId | None, **parts: Any) -> Proposal:
    """Return a proposal whose facility fits its kind. Raises BadInput (E-FACILITY-…)."""
    if kind.about == "facility" and facility is None:
        raise BadInput("E-FACILITY-MISSING", where="facility", event=kind.stem)
    if kind.about == "log" and facility is not None:
        raise BadInput("E-FACILITY-NOT-HERE", where="facility", event=kind.stem)
    return Proposal(type=kind.name, facility=facility, **parts)


def actor_from(plain: Any, default: Actor) -> Actor:
    """Return who recorded, from `{id, org}` or `ID@ORG`."""
    if plain is None:
        return default
    if isinstance(plain, str):
        id_, _, org = plain.partition("@")
        plain = {"id": id_, "org": org or None}
    if not isinstance(plain, Mapping) or not isinstance(plain.get("id"), str) or not plain["id"]:
        raise BadInput("E-ACTOR", where="actor")
    for part in (plain["id"], plain.get("org") or ""):
        refuse_id_numbers(part, "actor")
    return Actor(id=plain["id"], org=plain.get("org"))


def source_from(plain: Any) -> Source:
    """Return the source of the knowledge."""
    if not isinstance(plain, Mapping):
        raise BadInput("E-FIELD-OBJECT", where="source", text=str(plain)[:40])
    number, received = plain.get("document_no"), plain.get("received_on")
    for name in ("channel", "document_no"):
        refuse_id_numbers(str(plain.get(name) or ""), f"source.{name}")
    return Source(
        channel=plain.get("channel"),
        document_no=None if number is None else DocumentNo(normal_document_no(number)),
        received_on=None if received is None else parse_date(received),
        attachments=tuple(plain.get("attachments", ())),
    )


def _kind(name: Any) -> Kind:
    text = str(name or "")
    try:
        return kind_of(text) if "/" in text else latest(text)
    except KeyError:
        raise BadInput("E-EVENT-TYPE", where="type", text=text) from None


def _facility(text: Any) -> FacilityId | None:
    if text is None:
        return None
    if not isinstance(text, str) or not facility_id_fits(text):
        raise BadInput("E-FACILITY-ID", where="facility", text=str(text)[:40])
    return FacilityId(text)


def _day(plain: Mapping[str, Any], name: str) -> date:
    if not isinstance(plain.get(name), str):
        raise BadInput("E-DATE-MISSING", where=name)
    return parse_date(plain[name])


def _object(plain: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = plain.get(name, {})
    if not isinstance(value, Mapping):
        raise BadInput("E-FIELD-OBJECT", where=name, text=str(value)[:40])
    return value
