"""What the walks answer, as JSON values (DESIGN §11)."""

from typing import Any

from compliance.domain.canonical import canonical
from compliance.domain.envelope import Event
from compliance.domain.time import instant_text
from compliance.engine.record import Change, Recorded
from compliance.log.codec import event_of, plain_of
from compliance.log.entry import Entry
from compliance.outcomes.shapes import standing_plain


def recorded_plain(answer: Recorded, *, dry_run: bool = False) -> dict[str, Any]:
    """Return the answer to `record` and `check`; nothing counts as recorded in a dry run."""
    events = () if dry_run and not answer.duplicate else answer.events
    here = answer.here
    return {
        "recorded": [event_plain(event, duplicate=answer.duplicate) for event in events],
        "before": None if here is None else standing_plain(here.before),
        "after": None if here is None else standing_plain(here.after),
        "others": [_change_plain(each) for each in answer.others],
        "warnings": [
            {"code": each.code, "where": each.where, "given": each.given}
            for each in answer.warnings
        ],
    }


def line_plain(entry: Entry) -> dict[str, Any]:
    """Return an entry as a line of `log` and `export log`."""
    event = event_of(entry)
    plain = plain_of(event.said)
    return {
        "position": entry.position,
        "id": event.id,
        "type": entry.type,
        "facility": plain["facility"],
        "occurred_on": plain["occurred_on"],
        "recorded_at": instant_text(event.recorded_at),
        "actor": plain["actor"],
        "source": plain["source"],
        "key": plain["key"],
        **({"cause": plain["cause"]} if "cause" in plain else {}),
        "data": plain["data"],
        "hash": entry.hash.hex(),
    }


def line_text(entry: Entry) -> str:
    """Return an entry as one line of canonical JSON."""
    return canonical(line_plain(entry))


def _change_plain(change: Change) -> dict[str, Any]:
    return {
        "facility": change.facility,
        "before": standing_plain(change.before),
        "after": standing_plain(change.after),
    }


def event_plain(event: Event, *, duplicate: bool) -> dict[str, Any]:
    """Return an event that was recorded: where it stands, and whether it stood there before."""
    return {
        "position": event.position,
        "id": event.id,
        "type": event.type,
        "occurred_on": event.said.occurred_on.isoformat(),
        "duplicate": duplicate,
    }
