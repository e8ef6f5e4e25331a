"""Mending the record: a correction or a retraction is an event about an event, never an edit."""

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from compliance.domain.envelope import Actor, Event, Proposal, Source, amended
from compliance.domain.errors import Refused
from compliance.domain.events import RecordCorrected, RecordRetracted, kind_of
from compliance.domain.plain import to_plain
from compliance.engine.desk import Desk
from compliance.engine.record import Recorded, rehearse, stated
from compliance.intake.dates import not_in_future
from compliance.intake.fields import change_from
from compliance.intake.sense import refuse_nonsense
from compliance.log.entry import Item, Query, Unless
from compliance.log.eventlog import EventLog
from compliance.projections.effective import AMENDMENTS


class Said(NamedTuple):
    """Who amends, why, under which key, and whether it is only tried."""

    actor: Actor
    source: Source
    key: str
    reason: str
    dry_run: bool = False


def correct(desk: Desk, target: Event, changes: Mapping[str, Any], said: Said) -> Recorded:
    """Correct fields of a recorded event. Raises BadInput, Refused (E-AMENDS-AMENDMENT), Conflict.

    What is written is every difference from the original, so that the last correction decides
    alone; it is refused if a newer amendment lands meanwhile.
    """
    _refuse_amendment(target)
    size = desk.log.head().size
    wanted = _last_set(desk.log, target) | _plain_changes(desk, target, changes)
    data = RecordCorrected(event=target.id, set=_differences(target, wanted), reason=said.reason)
    return _amend(desk, target, ("record.corrected/1", data), said, size)


def retract(desk: Desk, target: Event, said: Said) -> Recorded:
    """Withdraw a recorded event. Raises Refused (E-AMENDS-AMENDMENT), Conflict."""
    _refuse_amendment(target)
    size = desk.log.head().size
    data = RecordRetracted(event=target.id, reason=said.reason)
    return _amend(desk, target, ("record.retracted/1", data), said, size)


def checked(desk: Desk, said: Proposal) -> Proposal:
    """Return a proposal from outside, an amendment's target and changes checked like a call's.

    Raises Refused (E-EVENT-MISSING, E-AMENDS-AMENDMENT), BadInput.
    """
    if said.type.partition("/")[0] not in AMENDMENTS:
        return said
    target = desk.log.find(said.data.event)
    if target is None:
        raise Refused("E-EVENT-MISSING", where="event", text=said.data.event)
    _refuse_amendment(target)
    if said.type.startswith("record.retracted/"):
        return said
    changes = _plain_changes(desk, target, said.data.set)
    return said._replace(data=dataclasses.replace(said.data, set=changes))


def _amend(desk: Desk, target: Event, what: tuple[str, Any], said: Said, size: int) -> Recorded:
    proposal = Proposal(
        type=what[0],
        facility=target.said.facility,
        occurred_on=desk.today,
        data=what[1],
        actor=said.actor,
        source=said.source,
        key=said.key,
    )
    if said.dry_run:
        return rehearse(desk, [proposal])
    return stated(desk, [proposal], Unless(_amendments_of(target), size))


def _plain_changes(desk: Desk, target: Event, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes as JSON values, checked together with what stays."""
    kind = kind_of(target.type)
    typed = {name: change_from(kind, name, value, desk.door()) for name, value in changes.items()}
    if "occurred_on" in typed:
        not_in_future(typed["occurred_on"], desk.today)
    mended = amended(target.said, typed)
    refuse_nonsense(kind, mended.data)
    plain = to_plain(mended.data) | {"occurred_on": mended.occurred_on.isoformat()}
    return {name: plain.get(name) for name in typed}


def _last_set(log: EventLog, target: Event) -> dict[str, Any]:
    """Return what the amendment that decides now has set; nothing after a retraction."""
    found = list(log.read(_amendments_of(target)))
    if not found or found[-1].stem == "record.retracted":
        return {}
    return dict(found[-1].data.set)


def _differences(target: Event, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is as in the original."""
    original = to_plain(target.data) | {"occurred_on": target.said.occurred_on.isoformat()}
    return {name: value for name, value in wanted.items() if original.get(name) != value}


def _refuse_amendment(target: Event) -> None:
    if target.stem in AMENDMENTS:
        raise Refused("E-AMENDS-AMENDMENT", position=target.position, original=target.data.event)


def _amendments_of(target: Event) -> Query:
    tag = (f"event:{target.id}",)
    return Query((Item(types=("record.corrected/1", "record.retracted/1"), tags=tag),))
