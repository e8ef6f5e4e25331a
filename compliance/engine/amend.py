"""Mending the record: a correction or a retraction is an event about an event, never an edit."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from compliance.domain.envelope import Actor, Event, Proposal, Source, amended
from compliance.domain.errors import Refused
from compliance.domain.events import RecordCorrected, RecordRetracted, kind_of
from compliance.domain.identifiers import Person
from compliance.domain.plain import changes_from_plain, to_plain
from compliance.engine.desk import Desk
from compliance.engine.record import Recorded, rehearse, stated
from compliance.intake.dates import not_in_future
from compliance.intake.fields import Door, change_from
from compliance.intake.sense import refuse_ill_timed, refuse_nonsense
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
    last = _last_set(desk.log, target)
    current = amended(target.said, changes_from_plain(type(target.data), last))
    told: dict[Person, dict[str, str]] = {}
    wanted = last | plain_changes(current, changes, desk.door(told))
    data = RecordCorrected(event=target.id, set=_differences(target, wanted), reason=said.reason)
    proposal = _amendment(desk, target, ("record.corrected/1", data), said)
    if said.dry_run:
        return rehearse(desk, [proposal])
    return stated(desk, [proposal], Unless(_amendments_of(target), size), told)


def retract(desk: Desk, target: Event, said: Said) -> Recorded:
    """Withdraw a recorded event. Raises Refused (E-AMENDS-AMENDMENT), Conflict."""
    _refuse_amendment(target)
    size = desk.log.head().size
    data = RecordRetracted(event=target.id, reason=said.reason)
    proposal = _amendment(desk, target, ("record.retracted/1", data), said)
    if said.dry_run:
        return rehearse(desk, [proposal])
    return stated(desk, [proposal], Unless(_amendments_of(target), size))


def plain_changes(stands: Proposal, changes: Mapping[str, Any], door: Door) -> dict[str, Any]:
    """Return changes of what stands as JSON values, checked together with what stays.

    Raises BadInput, Refused, or Answers.
    """
    kind = kind_of(stands.type)
    typed = {name: change_from(kind, name, value, door) for name, value in changes.items()}
    if "occurred_on" in typed:
        not_in_future(typed["occurred_on"], door.today)
    mended = amended(stands, typed)
    refuse_nonsense(kind, mended.data)
    if not door.restored:
        refuse_ill_timed(
            kind, mended.data, occurred_on=mended.occurred_on, facility=mended.facility
        )
    plain = to_plain(mended.data) | {"occurred_on": mended.occurred_on.isoformat()}
    return {name: plain.get(name) for name in typed}


def _amendment(desk: Desk, target: Event, what: tuple[str, Any], said: Said) -> Proposal:
    return Proposal(
        type=what[0],
        facility=target.said.facility,
        occurred_on=desk.today,
        data=what[1],
        actor=said.actor,
        source=said.source,
        key=said.key,
    )


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
