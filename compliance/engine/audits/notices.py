"""What warned a facility last before something was recorded: a visit, an order, a complaint.

A notice came before a recording if it had happened by that day; on one day, if it was recorded
first. It counts as corrected, and not at all if retracted.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.envelope import Event
from compliance.domain.time import day_of
from compliance.engine.audits.asked import Asked

NOTICES = (
    "inspection.notified",
    "inspection.carried_out",
    "violation.correction_ordered",
    "complaint.received",
    "case.prior_notice",
)


class Notice(NamedTuple):
    """A visit announced or made, an order, a complaint, a notice of a penalty."""

    on: date
    position: int
    event: str


Notices = Mapping[str, Sequence[Notice]]
"""By facility, in order of happening."""


def notices(asked: Asked) -> Notices:
    """Return every facility's notices."""
    found: dict[str, list[Notice]] = defaultdict(list)
    for each in asked.told(*NOTICES):
        if each.said.facility is not None:
            told = Notice(each.on, each.event.position, each.event.stem)
            found[each.said.facility].append(told)
    return found


def last_before(known: Notices, recorded: Event, also: int) -> Notice | None:
    """Return a facility's last notice before a recording; `also` is what it amends, no notice."""
    listed = known.get(recorded.said.facility or "", ())
    end = bisect_left(listed, (day_of(recorded.recorded_at), recorded.position, ""))
    before = (each for each in reversed(listed[:end]) if each.position != also)
    return next(before, None)
