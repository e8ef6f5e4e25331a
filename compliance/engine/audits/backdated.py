"""What was recorded long after it happened, corrected or retracted: by whom, after which notice.

It reads the envelope, not the facts: what was stated and taken back is told as well. Whoever says
after a notice that something had happened before it, is worth a look. How late is late, whoever
asks says; no law is meant. What was late because a log was begun, or a roster taken in, is late
all the same: its channel tells it apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from compliance.domain.envelope import Actor, Event
from compliance.domain.events import kind_of
from compliance.domain.plain import to_plain
from compliance.domain.time import day_of, instant_from, instant_text
from compliance.engine.audits.asked import Asked
from compliance.engine.audits.notices import Notice, Notices, last_before, notices
from compliance.log.codec import event_of
from compliance.log.entry import Entry

How = Literal["late", "corrected", "retracted"]
DAYS = 30
_DAY = "occurred_on"


class BackDated(NamedTuple):
    """One recording that came late, or that amended an earlier one."""

    how: How
    facility: str | None
    region: str | None
    event: str
    """What is said to have happened."""
    on: date
    """When it is said to have happened, by this recording."""
    recorded_at: str
    days: int
    """From the day it happened to that of the recording; of an amendment, from the first recording
    to this one."""
    actor: Actor
    first_actor: Actor | None
    """Who had recorded what was amended."""
    channel: str | None
    changes: Mapping[str, Any]
    """Of a correction: each field, from what to what."""
    reason: str | None
    notice: Notice | None
    """The facility's last notice before the recording."""
    after_notice: bool
    """Whether it is said to have happened by the day of that notice."""
    evidence: tuple[int, ...]


class _Told(NamedTuple):
    """A recording, and what it amends."""

    event: Event
    how: How
    original: Event
    """Of what is no amendment: the recording itself."""
    changes: Mapping[str, Any]

    @property
    def on(self) -> date:
        """The day on which it is said to have happened, by this recording."""
        stated = self.changes.get(_DAY)
        return (
            self.original.said.occurred_on if stated is None else date.fromisoformat(stated["to"])
        )

    @property
    def days(self) -> int:
        """How late it came."""
        until = day_of(self.event.recorded_at)
        since = self.on if self.how == "late" else day_of(self.original.recorded_at)
        return (until - since).days


def backdated(
    asked: Asked, days: int = DAYS, *, after_notice: bool = False
) -> Iterator[BackDated]:
    """Yield what was recorded at least some days late, and every amendment, as recorded.

    `after_notice`: only what is said to have happened before a notice that came first.
    """
    known = notices(asked)
    entries = [e for e in asked.desk.log.entries() if asked.as_of.knows(_at(e))]
    for told in sorted((*_late(entries, days), *_amended(entries)), key=_order):
        if told.on <= asked.as_of.on and asked.asks(told.event.said.facility):
            found = _backdated(asked, told, known)
            if found.after_notice or not after_notice:
                yield found


def _order(told: _Told) -> int:
    return told.event.position


def _at(entry: Entry) -> Any:
    return instant_from(entry.recorded_at)


def _late(entries: Iterable[Entry], days: int) -> Iterator[_Told]:
    """Yield what happened to somebody and was recorded at least some days later."""
    for entry in entries:
        if entry.occurred_on is None or entry.target is not None:
            continue
        late = day_of(_at(entry)) - date.fromisoformat(entry.occurred_on)
        if late.days >= days and kind_of(entry.type).about != "log":
            event = event_of(entry)
            yield _Told(event, "late", event, {})


def _amended(entries: Iterable[Entry]) -> Iterator[_Told]:
    """Yield every amendment of what was stated; an amendment of one amends nothing."""
    listed = list(entries)
    targets = {entry.target for entry in listed if entry.target is not None}
    originals = {entry.id: entry for entry in listed if entry.id in targets}
    for entry in listed:
        original = originals.get(entry.target or "")
        if original is not None and original.target is None:
            yield _amendment(event_of(entry), event_of(original))


def _amendment(event: Event, original: Event) -> _Told:
    if event.stem == "record.retracted":
        return _Told(event, "retracted", original, {})
    before = {**to_plain(original.data), _DAY: original.said.occurred_on.isoformat()}
    sets: Mapping[str, Any] = event.data.set
    changes = {name: {"from": before.get(name), "to": to} for name, to in sorted(sets.items())}
    return _Told(event, "corrected", original, changes)


def _backdated(asked: Asked, told: _Told, known: Notices) -> BackDated:
    said, original, amends = told.event.said, told.original, told.how != "late"
    notice = last_before(known, told.event, original.position)
    positions = {told.event.position, original.position}
    return BackDated(
        how=told.how,
        facility=said.facility,
        region=asked.places.get(said.facility or ""),
        event=original.stem,
        on=told.on,
        recorded_at=instant_text(told.event.recorded_at),
        days=told.days,
        actor=said.actor,
        first_actor=original.said.actor if amends else None,
        channel=said.source.channel,
        changes=told.changes,
        reason=told.event.data.reason if amends else None,
        notice=notice,
        after_notice=notice is not None and told.on <= notice.on,
        evidence=tuple(sorted({*positions, *([notice.position] if notice else ())})),
    )
