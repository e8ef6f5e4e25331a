"""What was recorded long after it happened, corrected or retracted: by whom, after which notice.

It reads the envelope, not the facts: what was stated and taken back is told as well. Whoever says
after a notice that something had happened before it, is worth a look. How late is late, whoever
asks says; no law is meant. What was late because a log was begun, or a roster taken in, is late
all the same: its channel tells it apart.
"""

from collections.abc import Iterator, Mapping
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
from compliance.projections.effective import AMENDMENTS

How = Literal["late", "corrected", "retracted"]
DAYS = 30
_AT_ONCE = 20_000
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
    for entry in _entries(asked):
        told = _late(entry, days) if entry.target is None else _amended(asked, entry)
        if told is None or told.on > asked.as_of.on or not asked.asks(told.event.said.facility):
            continue
        found = _backdated(asked, told, known)
        if found.after_notice or not after_notice:
            yield found


def _entries(asked: Asked) -> Iterator[Entry]:
    """Yield what the log holds, as known, some at a time: nobody need hold it all."""
    log, known = asked.desk.log, asked.as_of.known
    until = None if known is None else instant_text(known)
    for after in range(0, log.head().size, _AT_ONCE):
        for entry in log.entries(after=after, until=after + _AT_ONCE):
            if until is None or entry.recorded_at <= until:
                yield entry


def _late(entry: Entry, days: int) -> _Told | None:
    """Return what happened to somebody and was recorded at least some days later."""
    if entry.occurred_on is None or kind_of(entry.type).about == "log":
        return None
    late = day_of(instant_from(entry.recorded_at)) - date.fromisoformat(entry.occurred_on)
    if late.days < days:
        return None
    event = event_of(entry)
    return _Told(event, "late", event, {})


def _amended(asked: Asked, entry: Entry) -> _Told | None:
    """Return an amendment of what was stated; an amendment of one amends nothing."""
    original = asked.desk.log.find(entry.target or "")
    if original is None or original.stem in AMENDMENTS:
        return None
    return _amendment(event_of(entry), original)


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
