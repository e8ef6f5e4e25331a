"""The envelope from outside: facility, day, actor, source, key, cause of a proposal."""

import re
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
    Sha256,
    facility_id_fits,
    normal_document_no,
)
from compliance.intake.dates import not_in_future, parse_date
from compliance.intake.fields import Door, data_from, free_text
from compliance.intake.sense import refuse_ill_timed

_ENVELOPE = frozenset(
    {"type", "facility", "occurred_on", "actor", "source", "key", "cause", "data"}
)
_RESTORED = frozenset({"position", "id", "recorded_at", "hash"})
_ACTOR = frozenset({"id", "org"})
_SOURCE = frozenset({"channel", "document_no", "received_on", "attachments"})
_SHA256 = "[0-9a-f]{64}"


def proposal_from(
    plain: Mapping[str, Any], door: Door, *, key: str, actor: Actor, restored: bool = False
) -> Proposal:
    """Return the proposal of a line of JSON. Raises BadInput, Refused, Answers.

    `key` and `actor` stand in where the line names none; `restored` lines carry more fields.
    """
    _refuse_others(plain, _ENVELOPE | _RESTORED if restored else _ENVELOPE)
    kind = _kind(plain.get("type"), restored=restored)
    return proposed(
        kind,
        restored=restored,
        facility=_facility(plain.get("facility")),
        occurred_on=not_in_future(_day(plain, "occurred_on"), door.today),
        data=data_from(kind, _object(plain, "data"), door),
        actor=actor_from(plain.get("actor"), actor),
        source=source_from({} if plain.get("source") is None else plain["source"]),
        key=_maybe_text(plain, "key") or key,
        cause=None if plain.get("cause") is None else EventId(free_text("cause", plain["cause"])),
    )


def proposed(
    kind: Kind, *, facility: FacilityId | None, restored: bool = False, **parts: Any
) -> Proposal:
    """Return a proposal whose facility and day fit. Raises BadInput (E-FACILITY-…, …), Refused."""
    if facility is not None:
        free_text("facility", facility)
    if kind.about == "facility" and facility is None:
        raise BadInput("E-FACILITY-MISSING", where="facility", event=kind.stem)
    if kind.about in {"region", "log"} and facility is not None:
        raise BadInput("E-FACILITY-NOT-HERE", where="facility", event=kind.stem)
    if not restored:
        refuse_ill_timed(kind, parts["data"], occurred_on=parts["occurred_on"], facility=facility)
    return Proposal(type=kind.name, facility=facility, **parts)


def actor_from(told: Any, default: Actor) -> Actor:
    """Return who recorded, from `{id, org}` or `ID@ORG`."""
    if told is None:
        return default
    plain = _account(told) if isinstance(told, str) else told
    if not isinstance(plain, Mapping) or plain.get("id") in (None, ""):
        raise BadInput("E-ACTOR", where="actor")
    _refuse_others(plain, _ACTOR, "actor.")
    org = _maybe_text(plain, "org", "actor.")
    return Actor(id=free_text("actor.id", plain["id"]), org=org)


def _account(text: str) -> dict[str, str | None]:
    id_, _, org = text.partition("@")
    return {"id": id_, "org": org or None}


def source_from(plain: Any) -> Source:
    """Return the source of the knowledge."""
    if not isinstance(plain, Mapping):
        raise BadInput("E-FIELD-OBJECT", where="source", text=str(plain)[:40])
    _refuse_others(plain, _SOURCE, "source.")
    number, received = _maybe_text(plain, "document_no", "source."), plain.get("received_on")
    return Source(
        channel=_maybe_text(plain, "channel", "source."),
        document_no=None if number is None else DocumentNo(normal_document_no(number)),
        received_on=None if received is None else parse_date(received),
        attachments=tuple(map(_digest, plain.get("attachments") or ())),
    )


def _refuse_others(plain: Mapping[str, Any], known: frozenset[str], place: str = "") -> None:
    for name in plain:
        if name not in known:
            raise BadInput("E-LINE-FIELD", where=f"{place}{name}")


def _maybe_text(plain: Mapping[str, Any], name: str, place: str = "") -> str | None:
    value = plain.get(name)
    return None if value is None else free_text(f"{place}{name}", value)


def _digest(value: Any) -> Sha256:
    if not isinstance(value, str) or re.fullmatch(_SHA256, value) is None:
        raise BadInput("E-SHA256", where="source.attachments", text=str(value)[:64])
    return Sha256(value)


def _kind(name: Any, *, restored: bool) -> Kind:
    """Return the event meant; only what is restored keeps the name of a former shape."""
    text = str(name or "")
    try:
        kind = kind_of(text) if "/" in text else latest(text)
        return kind if restored else latest(kind.stem)
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
