"""Papers are sealed in the transaction of the append that names them: both stand, or neither."""

from collections.abc import Sequence

from compliance.engine.desk import Desk
from compliance.log.entry import Entry, Transaction, Within


def sealing(desk: Desk, region: str, *contents: bytes) -> Within:
    """Return what seals papers of a region within an append.

    Raises NotFound (E-PERSON-KEY-MISSING) at once, before anything is appended.
    """
    papers = desk.papers()

    def within(tx: Transaction, _entries: Sequence[Entry]) -> None:
        for content in contents:
            papers.keep(tx, region, content)

    return within
