"""Replay: the days on which a conclusion changed, from one day to another, and because of what."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput
from compliance.domain.findings import Finding
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.assess import told_apart
from compliance.engine.desk import Desk
from compliance.engine.past import known_past
from compliance.projections.history import History
from compliance.rules.assess import Assessed, Assessor

_Change = tuple[dict[str, Any], tuple[int, ...]]


class Turn(NamedTuple):
    """A day on which something changed: what, from what to what, and because of which events."""

    on: date
    change: dict[str, Any]
    because: tuple[int, ...]


def replay(desk: Desk, facility: str, first: date, as_of: AsOf) -> tuple[Turn, ...]:
    """Return every change from a first day to a last (`as_of.on`), as known at an instant.

    Raises NotFound (E-FACILITY-UNKNOWN) and BadInput (E-SPAN-REVERSED).
    """
    if as_of.on < first:
        raise BadInput("E-SPAN-REVERSED", where="--to", first=first, last=as_of.on)
    history = known_past(desk.log, facility, as_of.known)
    assessor = Assessor(rulebook(desk, as_of.known), history)
    return tuple(_turns(assessor, history, first, as_of.on))


def timeline(desk: Desk, facility: str, as_of: AsOf) -> tuple[Turn, ...]:
    """Return every change of a facility's life up to a day; the first is from nothing."""
    history = known_past(desk.log, facility, as_of.known)
    assessor = Assessor(rulebook(desk, as_of.known), history)
    first = history.days[0]
    if first > as_of.on:
        return ()
    begun = _told(history, first, None, assessor.on(first))
    return (*begun, *_turns(assessor, history, first, as_of.on))


def turns_plain(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Return a timeline or a replay."""
    return [
        {"on": turn.on.isoformat(), "change": turn.change, "because": list(turn.because)}
        for turn in turns
    ]


def _turns(assessor: Assessor, history: History, first: date, last: date) -> Iterator[Turn]:
    before = assessor.on(first)
    for day in assessor.turning_days(first):
        if day > last:
            return
        after = assessor.on(day)
        yield from _told(history, day, before, after)
        before = after


def _told(history: History, day: date, before: Assessed | None, after: Assessed) -> Iterator[Turn]:
    """Yield what is other than before, or everything where nothing was before."""
    happened = _on_day(history, day)
    for change, evidence in _changes(before, after):
        yield Turn(day, change, tuple(sorted({*happened, *evidence})))


def _on_day(history: History, day: date) -> tuple[int, ...]:
    return tuple(pos for each in history.events if each.on == day for pos in each.positions)


def _changes(before: Assessed | None, after: Assessed) -> Iterator[_Change]:
    for kind, proof in (("status", after.status_proof), ("tier", after.tier_proof)):
        old, new = getattr(before, kind, None), getattr(after, kind)
        if old != new:
            yield {kind: {"from": old, "to": new}}, proof.events
    flags = before.flags if before else ()
    if flags != after.flags:
        yield {"flags": {"from": list(flags), "to": list(after.flags)}}, ()
    yield from _finding_changes(before.findings if before else (), after.findings)


def _finding_changes(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[_Change]:
    old, new = told_apart(before), told_apart(after)
    for key in sorted({*old, *new}, key=str):
        was, now = old.get(key), new.get(key)
        if (was and was.verdict) == (now and now.verdict):
            continue
        told = now or was
        rule, subject, _ = key
        change = {
            "rule": rule,
            "subject": None if subject is None else {"kind": subject.kind, "id": subject.id},
            "from": was and was.verdict,
            "to": now and now.verdict,
        }
        yield {"finding": change}, told.evidence if told else ()
