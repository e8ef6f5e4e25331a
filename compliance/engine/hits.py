"""Hits: a person whom this login may be shown nothing of is barred elsewhere, and no more is said.

On a server a region sees its own facilities. Whether somebody may be hired is asked of every
region all the same; the answer is yes or no, and who recorded it can say what it is.
"""

from collections.abc import Iterable

from compliance.domain.envelope import Proposal
from compliance.domain.errors import Refused
from compliance.domain.tags import persons_in, persons_of
from compliance.engine.warn import Warned
from compliance.log.entry import tagged
from compliance.log.eventlog import EventLog

_TAKES_ON = frozenset({"staff.joined", "staff.role_changed"})
"""Events by which a person takes up a post."""


def hit_warnings(log: EventLog, proposals: Iterable[Proposal]) -> tuple[Warned, ...]:
    """Return a warning for each person who takes up a post and is barred out of sight."""
    return tuple(Warned("W-PERSON-HIT", "person", person) for person in _hit(log, proposals))


def hits_at(log: EventLog, facility: str) -> tuple[Warned, ...]:
    """Return a warning for each person of a facility's past who is barred out of sight."""
    if log.sees_all:
        return ()
    entries = log.entries(tagged(f"facility:{facility}"))
    persons = persons_of(tag for entry in entries for tag in entry.tags)
    return tuple(Warned("W-PERSON-HIT", "person", each) for each in sorted(log.hits(persons)))


def refuse_hits(log: EventLog, proposals: Iterable[Proposal]) -> None:
    """Refuse whoever takes up a post and is barred out of sight. Raises Refused."""
    found = _hit(log, proposals)
    if found:
        raise Refused("E-PERSON-HIT", where="person", persons=", ".join(found))


def _hit(log: EventLog, proposals: Iterable[Proposal]) -> list[str]:
    taken = {ref for said in proposals if said.stem in _TAKES_ON for ref in persons_in(said.data)}
    return sorted(log.hits(taken))
