"""Which facilities stand otherwise, perhaps, since something was recorded; and the marks of that.

Whose events they are; who tells of a person they name, or of who that person also is; whom a
ruling, a dispute or a correction reaches. At times too many are named, and never too few.
"""

from collections.abc import Iterable, Iterator, Sequence

from compliance.log.entry import Entry, Transaction, tagged
from compliance.log.eventlog import EventLog
from compliance.projections.standings import (
    MARK_ALL,
    MOVE_SEEN,
    READ_SEEN,
    SEEN,
    Mark,
    marks,
)

_FACILITY = "facility"
_EVERYBODY = ("calendar.published/", "codebook.published/")
"""Events that may bear on anybody."""
_ASKED_AT_ONCE = 1_000
_ANSWERED = ("document", "annuls", "contests")


def touched(log: EventLog, entries: Sequence[Entry]) -> frozenset[str]:
    """Return every facility on which entries may bear: their own, and by what they speak of.

    It goes from tag to tag as histories are gathered, the other way round.
    """
    found = {tag for entry in entries for tag in entry.tags}
    waiting = {lead for tag in found for lead in _leads(tag)}
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        borne = {tag for each in _bearing(log, sorted(waiting)) for tag in each.tags}
        found |= borne
        waiting = {lead for tag in borne for lead in _leads(tag)} - seen
    return frozenset(_named(found, _FACILITY))


def staled(log: EventLog, entries: Sequence[Entry]) -> Iterator[Mark]:
    """Yield what marks the standings that entries may have changed."""
    first, last = entries[0].position, entries[-1].position
    if any(entry.type.startswith(_EVERYBODY) for entry in entries):
        yield Mark(MARK_ALL, (last,))
    if first == 1:  # nobody stood before: who is named is all there is
        yield from marks(_named({tag for each in entries for tag in each.tags}, _FACILITY), last)
    else:
        yield from marks(touched(log, entries), last)


def mark_stale(log: EventLog, tx: Transaction, entries: Sequence[Entry]) -> None:
    """Mark, in the transaction of an append, the kept standings that it may have changed.

    Where none are kept there is nothing to mark. Marks that another program left out are caught
    up with by whoever reads standings next.
    """
    rows = tx.execute(READ_SEEN, (SEEN,)).fetchall()
    if not rows or not entries:
        return
    for sql, values in staled(log, entries):
        tx.execute(sql, values)
    first, last = entries[0].position, entries[-1].position
    tx.execute(MOVE_SEEN, (str(last), SEEN, str(first - 1)))


def _leads(tag: str) -> tuple[str, ...]:
    """Return the tags of whatever speaks of the same person, event, document or review."""
    kind, _, named = tag.partition(":")
    match kind:
        case "person" | "review" | "event":
            return (tag,)
        case "annuls" | "contests":
            return tuple(f"{each}:{named}" for each in _ANSWERED)
        case _:
            return ()


def _bearing(log: EventLog, tags: Sequence[str]) -> Iterator[Entry]:
    for first in range(0, len(tags), _ASKED_AT_ONCE):
        part = tags[first : first + _ASKED_AT_ONCE]
        yield from log.entries(tagged(*part))


def _named(tags: Iterable[str], kind: str) -> Iterator[str]:
    return (tag.partition(":")[2] for tag in tags if tag.startswith(f"{kind}:"))
