"""A roster as of a day, as known at an instant: its rows as their snapshot stated them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from compliance.domain.errors import NotFound
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.roster_known import known_roster
from compliance.intake.roster_map import RosterMap
from compliance.projections.roster import text_at


class RowAt(NamedTuple):
    """A row of a roster on a day."""

    facility: FacilityId
    row: str
    fields: Mapping[str, Any]


def roster_at(desk: Desk, map_: RosterMap, as_of: AsOf) -> Iterator[RowAt]:
    """Yield the rows of the roster that stands on a day, in order of facility and row.

    Raises NotFound (E-ROSTER-NONE) if no snapshot up to that day is known.
    """
    known = known_roster(desk.log, map_.roster, as_of.known)
    latest = known.latest(as_of.on)
    if latest is None:
        raise NotFound("E-ROSTER-NONE", where=map_.roster, day=as_of.on.isoformat())
    dated = {} if map_.snapshot is None else {map_.snapshot: latest.isoformat()}
    for facility, row in sorted(known.rows):
        text = text_at(known.rows[facility, row], as_of.on)
        if text is not None:
            yield RowAt(facility, row, {**json.loads(text), **dated})
