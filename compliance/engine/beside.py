"""What lies beside the log and is kept in step with it, within every append, in this order."""

from collections.abc import Sequence

from compliance.engine.stale import mark_stale
from compliance.engine.upkeep import keep_up
from compliance.log.entry import Entry, Transaction
from compliance.log.eventlog import EventLog


def keep_beside(log: EventLog, tx: Transaction, entries: Sequence[Entry]) -> None:
    """Tell the tables of facts what was appended, and mark the standings that it may change.

    Who is shown a part of the log only leaves them behind: whoever sees everything catches up.
    """
    if not log.sees_all:
        return
    keep_up(log, tx, entries)
    mark_stale(log, tx, entries)
