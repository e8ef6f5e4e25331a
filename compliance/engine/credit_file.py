"""A person's credit file: posts, certificates, training, checks, bans, findings, penalties.

It has no tier: Guangdong's art. 33 tiers facilities only. Of a check it tells that and when it was
made and which articles it bears on, never what it showed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from compliance.domain.facts import Row
from compliance.domain.identifiers import Person
from compliance.domain.tags import persons_in
from compliance.domain.time import AsOf
from compliance.engine.past import events_of_person
from compliance.log.eventlog import EventLog
from compliance.projections.effective import Effective, effective
from compliance.projections.history import History
from compliance.projections.identity import LINK, one_ref

_COLUMNS = {
    "posts": ("role", "certificate", "reason"),
    "certificates": ("kind", "level", "until", "reason"),
    "trainings": ("hours", "topic", "provider"),
    "checks": ("relevant_to",),
    "bans": ("basis", "scope", "document_no", "act_from", "act_until", "until"),
    "abuse": ("capacity", "document_no", "document_kind", "act_from", "act_until"),
    "sanctions": ("kind", "decided_by", "incident_id"),
}
"""The sections, and what of each relation is told; a check's result is not."""
_PENALTY = "penalty.decided"
_PENALTY_FIELDS = ("decision_no", "kinds", "decided_by", "articles", "fine_fen")


class CreditFile(NamedTuple):
    """What is on record of a person on a day, under every ref they are known by."""

    person: Person
    refs: tuple[Person, ...]
    sections: dict[str, list[dict[str, Any]]]


def credit_file(log: EventLog, asked: Person, as_of: AsOf) -> CreditFile:
    """Return a person's file, asked for by any of their refs; of a stranger it is empty."""
    events = events_of_person(log, asked)
    counted = effective(events, as_of.known)
    refs = one_ref(each.said.data for each in counted if each.event.stem == LINK)
    person = refs.get(asked, asked)
    own = [each for each in counted if each.on <= as_of.on and _names(each, person, refs)]
    facilities = sorted({each.said.facility for each in own if each.said.facility is not None})
    pasts = [History(facility, events, as_of.known) for facility in ("", *facilities)]
    return CreditFile(
        person=person,
        refs=tuple(sorted({asked, *(ref for ref, one in refs.items() if one == person)})),
        sections=_sections(pasts, own, person, as_of),
    )


def _names(each: Effective, person: Person, refs: Mapping[Person, Person]) -> bool:
    named = map(Person, persons_in(each.said.data))
    return person in {refs.get(ref, ref) for ref in named}


def _sections(
    pasts: Sequence[History], own: Sequence[Effective], person: Person, as_of: AsOf
) -> dict[str, list[dict[str, Any]]]:
    found = {name: list(_rows(name, pasts, person, as_of)) for name in _COLUMNS}
    return found | {"penalties": [_penalty(e) for e in own if e.event.stem == _PENALTY]}


def _rows(
    name: str, pasts: Sequence[History], person: Person, as_of: AsOf
) -> Iterator[dict[str, Any]]:
    """Yield a relation's rows about a person; what is told of no facility comes only once."""
    seen: set[int] = set()
    for past in pasts:
        for row in past.at(as_of.on).of(name):
            if row.values["person"] == person and row.opener not in seen:
                seen.add(row.opener)
                yield _row(name, row, past.facility)


def _row(name: str, row: Row, facility: str) -> dict[str, Any]:
    told = {column: _plain(row.values[column]) for column in _COLUMNS[name]}
    where = {"facility": facility} if facility else {}
    on, closed = row.on.isoformat(), None if row.closed is None else row.closed.isoformat()
    return {**where, "on": on, "closed": closed, **told, "events": list(row.events)}


def _penalty(each: Effective) -> dict[str, Any]:
    told = {name: _plain(getattr(each.said.data, name)) for name in _PENALTY_FIELDS}
    where = {"facility": each.said.facility, "on": each.on.isoformat()}
    return {**where, **told, "events": list(each.positions)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
