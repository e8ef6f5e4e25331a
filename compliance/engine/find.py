"""Finding what a word of the command line means: a facility, an event."""

from compliance.domain.envelope import Event
from compliance.domain.errors import NotFound
from compliance.domain.events import stored_names
from compliance.domain.identifiers import FacilityId, facility_id_fits
from compliance.log.entry import Item, Query, tagged
from compliance.log.eventlog import EventLog
from compliance.projections.effective import effective

_NAMING = Query(
    (
        Item(
            types=stored_names(
                "facility.registered",
                "facility.registration_changed",
                "premises.found",
                "facility.filed",
            )
        ),
    )
)
_DIGITS_MAX = 18
"""More than any position has, and as many as a database can compare."""
_AMENDING = Query((Item(types=("record.corrected/1", "record.retracted/1")),))


def facility_named(log: EventLog, text: str, *, new: bool = False) -> FacilityId:
    """Return the facility meant by an id, a filing number, or a name that only one bears.

    An id is taken as it is, known or not; a code that is no facility's id, but borne by sites,
    means a site, unless a `new` facility is to bear it. Raises NotFound (E-FACILITY-UNKNOWN,
    …-MANY).
    """
    plain = text.strip()
    upper = plain.upper()
    if facility_id_fits(upper) and ":" not in plain:
        known = new or log.entries(tagged(f"facility:{upper}"), limit=1)
        return FacilityId(upper) if known else _bearer(log, upper) or FacilityId(upper)
    if facility_id_fits(plain):
        return FacilityId(plain)
    bearer = _bearer(log, plain)
    if bearer is None:
        raise NotFound("E-FACILITY-UNKNOWN", text=text)
    return bearer


def event_meant(log: EventLog, text: str) -> Event:
    """Return the event of an id or a position. Raises NotFound (E-EVENT-MISSING)."""
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX:
        position = int(text)
        found = next(log.read(after=position - 1, until=position), None) if position else None
    else:
        found = log.find(text)
    if found is None:
        raise NotFound("E-EVENT-MISSING", text=text)
    return found


def _bearer(log: EventLog, text: str) -> FacilityId | None:
    """Return the one that bears a name, number or code. Raises NotFound (E-FACILITY-MANY)."""
    bearers = sorted({facility for facility, name in _names(log) if name == text})
    if len(bearers) > 1:
        raise NotFound("E-FACILITY-MANY", text=text, candidates=", ".join(bearers))
    return FacilityId(bearers[0]) if bearers else None


def _names(log: EventLog) -> list[tuple[str, str]]:
    """List every facility with its current names, uses of a filing number included."""
    events = sorted((*log.read(_NAMING), *log.read(_AMENDING)), key=lambda each: each.position)
    return [
        (each.said.facility, name)
        for each in effective(events)
        for field in ("name", "filing_no", "uscc")
        if each.said.facility and (name := getattr(each.said.data, field, None)) is not None
    ]
