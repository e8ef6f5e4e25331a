"""Who is told of a visit, or made it, on a certificate that was not in force that day (处罚法 42).

The roster was committed to weeks before; a certificate ends or runs out meanwhile. It is recorded
all the same and said: whether to put another team together is for whoever supervises. Of a
certificate that no library lists nothing can be told here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.everybody import folded
from compliance.engine.warn import Warned


class Going(NamedTuple):
    """A visit: its task, who goes, on which day."""

    task: str
    officers: Sequence[str]
    on: date


def uncertified(desk: Desk, visits: Iterable[Going]) -> Iterator[Warned]:
    """Yield a warning for each visit with officers whose certificate is not in force then."""
    days: dict[date, frozenset[str]] = {}
    for each in visits:
        if each.on not in days:
            days[each.on] = _lapsed(desk, each.on)
        gone = [officer for officer in each.officers if officer in days[each.on]]
        if gone:
            yield Warned("W-TASK-CERTIFICATE", each.task, ", ".join(gone))


def _lapsed(desk: Desk, on: date) -> frozenset[str]:
    """Return the certificates that a library lists and that none has in force on a day."""
    told = [row for _, row in folded(desk.log, "inspectors", AsOf(on))]
    held = {
        row.values["certificate_no"]
        for row in told
        if row.in_force and (row.values["until"] is None or row.values["until"] >= on)
    }
    return frozenset(row.values["certificate_no"] for row in told) - held
