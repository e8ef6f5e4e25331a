"""Marks on kept standings: whom news touches stands otherwise, perhaps, until it is worked out."""

from collections.abc import Iterator, Sequence

from compliance.engine.past import borne_in
from compliance.engine.touched import touched_by
from compliance.log.entry import Entry, Transaction
from compliance.log.eventlog import EventLog
from compliance.projections.standings import MARK_ALL, MOVE_SEEN, READ_SEEN, SEEN, Mark, marks

_FACILITY = "facility:"
_EVERYBODY = ("calendar.published/", "codebook.published/")
"""Events that may bear on anybody."""


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


def staled(log: EventLog, entries: Sequence[Entry]) -> Iterator[Mark]:
    """Yield what marks the standings that entries may have changed."""
    first, last = entries[0].position, entries[-1].position
    if any(entry.type.startswith(_EVERYBODY) for entry in entries):
        yield Mark(MARK_ALL, (last,))
    yield from marks(_all_named(entries) if first == 1 else touched(log, entries), last)


def touched(log: EventLog, entries: Sequence[Entry]) -> Sequence[str]:
    """Return every facility whose standing may be another for what is new."""
    return touched_by(entries, borne_in(log)).facilities


def _all_named(entries: Sequence[Entry]) -> set[str]:
    """Return everybody who is named: nobody stood before, so there is nobody else."""
    tags = {tag for entry in entries for tag in entry.tags if tag.startswith(_FACILITY)}
    return {tag.removeprefix(_FACILITY) for tag in tags}
