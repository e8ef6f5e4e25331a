"""Recording: what happened enters the log once, and its effect is shown here and elsewhere."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import Refused
from compliance.domain.findings import Finding, Standing
from compliance.domain.identifiers import EventId, Person
from compliance.domain.tags import persons_of
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.assess import standing_of, today, told_apart
from compliance.engine.desk import Desk
from compliance.engine.hits import hit_warnings, refuse_hits
from compliance.engine.past import events_about, facilities_of
from compliance.engine.warn import Warned, warnings
from compliance.log.entry import Entry, Transaction, Unless, Within
from compliance.projections.history import History


class Change(NamedTuple):
    """A facility's standing before and after; None where nothing was known."""

    facility: str
    before: Standing | None
    after: Standing | None


class Recorded(NamedTuple):
    """The answer to a recording: events, the change here and elsewhere, warnings."""

    events: tuple[Event, ...]
    duplicate: bool
    here: Change | None
    others: tuple[Change, ...]
    warnings: tuple[Warned, ...]


Secrets = Mapping[Person, Mapping[str, str]]
"""What goes to the vault: person → what was told of them (number, record)."""


class _Before(NamedTuple):
    """How the facilities stood that proposals may touch, and whether until when is asked."""

    standings: Mapping[str, Standing | None]
    horizon: bool


def record(
    desk: Desk,
    proposals: Sequence[Proposal],
    secrets: Secrets | None = None,
    *,
    horizon: bool = True,
) -> Recorded:
    """State what happened: recorded once per key. Raises Conflict and StorageFailed.

    Without `horizon`, until when the standings hold is not worked out (and stands as no end).
    """
    return stated(desk, proposals, None, secrets, horizon=horizon)


def stated(
    desk: Desk,
    proposals: Sequence[Proposal],
    unless: Unless | None,
    secrets: Secrets | None = None,
    *,
    horizon: bool = True,
) -> Recorded:
    """Record unless a boundary changed. Raises Conflict and StorageFailed."""
    before = _before(desk, proposals, horizon=horizon)
    appended = desk.log.append(proposals, unless=unless, within=into_vault(desk, secrets or {}))
    return _answer(desk, proposals, appended.events, before, duplicate=appended.duplicate)


def rehearse(desk: Desk, proposals: Sequence[Proposal]) -> Recorded:
    """Show what recording would change; nothing is written."""
    known = desk.log.already(proposals)
    before = _before(desk, proposals, horizon=True)
    events = known or imagined(desk, proposals)
    return _answer(desk, proposals, events, before, duplicate=known is not None)


def imagined(desk: Desk, proposals: Sequence[Proposal]) -> tuple[Event, ...]:
    """Return proposals as the events that they would be, if they were recorded now."""
    size, now = desk.log.head().size, desk.log.now()
    return tuple(
        Event(position=size + place, id=EventId(f"dry-run-{place}"), recorded_at=now, said=said)
        for place, said in enumerate(proposals, 1)
    )


def check(desk: Desk, proposals: Sequence[Proposal]) -> Recorded:
    """Ask before it happens. Raises Refused (E-CHECK) naming the articles that forbid it.

    Who is barred where this login may not look is refused too (E-PERSON-HIT).
    """
    rehearsed = rehearse(desk, proposals)
    changes = (rehearsed.here, *rehearsed.others)
    new = [finding for change in changes if change for finding in _new_violations(change)]
    if new:
        articles = ", ".join(dict.fromkeys(str(f.cite[0]) for f in new))
        rules = ", ".join(dict.fromkeys(f.rule for f in new))
        raise RefusedByLaw(rehearsed, rules, articles)
    refuse_hits(desk.log, proposals)
    return rehearsed


class RefusedByLaw(Refused):
    """A check's "no", with what would have come of it."""

    def __init__(self, rehearsed: Recorded, rules: str, articles: str) -> None:
        super().__init__("E-CHECK", basis=articles, rules=rules)
        self.rehearsed = rehearsed


def _new_violations(change: Change) -> list[Finding]:
    old, now = (
        told_apart(each for each in standing.findings if each.verdict == "violation")
        if standing
        else {}
        for standing in (change.before, change.after)
    )
    return [finding for about, finding in now.items() if about not in old]


def _answer(
    desk: Desk,
    proposals: Sequence[Proposal],
    events: tuple[Event, ...],
    before: _Before,
    *,
    duplicate: bool,
) -> Recorded:
    here = next((said.facility for said in proposals if said.facility), None)
    extra = () if duplicate else events
    changes = [
        Change(each, standing, _standing(desk, each, extra, horizon=before.horizon))
        for each, standing in before.standings.items()
    ]
    return Recorded(
        events=events,
        duplicate=duplicate,
        here=next((change for change in changes if change.facility == here), None),
        others=tuple(change for change in changes if change.facility != here),
        warnings=(
            *warnings(rulebook(desk), desk.log, proposals, desk.today),
            *hit_warnings(desk.log, proposals),
        ),
    )


def _before(desk: Desk, proposals: Sequence[Proposal], *, horizon: bool) -> _Before:
    borne = {tag for said in proposals for tag in desk.log.tags(said)}
    named = sorted(tag.partition(":")[2] for tag in borne if tag.startswith("facility:"))
    touched = dict.fromkeys((*named, *facilities_of(desk.log, persons_of(borne))))
    found = {each: _standing(desk, each, (), horizon=horizon) for each in touched}
    return _Before(found, horizon)


def _standing(
    desk: Desk, facility: str, extra: Sequence[Event], *, horizon: bool
) -> Standing | None:
    """Return a facility's standing today; with events that are not in the log yet."""
    newcomers = persons_of(tag for event in extra for tag in desk.log.tags(event.said))
    known = {event.position: event for event in events_about(desk.log, facility, newcomers)}
    events = [*known.values(), *(e for e in extra if e.position not in known)]
    history = History(facility, events)
    if not any(each.said.facility == facility for each in history.events):
        return None
    as_of: AsOf = today(desk)
    size = desk.log.head().size
    return standing_of(rulebook(desk), history, as_of, size, horizon=horizon)


def into_vault(desk: Desk, secrets: Secrets) -> Within | None:
    """Return what writes to the vault within the append; None = nothing to write.

    What was told of a person is kept with the first event that names them, or not at all.
    """
    if not secrets:
        return None
    vault = desk.vault()

    def within(tx: Transaction, entries: Sequence[Entry]) -> None:
        for person, content in secrets.items():
            named = (each.position for each in entries if f"person:{person}" in each.tags)
            position = next(named, None)
            if position is not None:
                vault.keep(tx, person, kind="told", content=content, event=position)

    return within
