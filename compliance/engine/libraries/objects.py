"""The library of objects (检查对象名录库) beside the log: what each has that the other has not.

No facility is made or changed by it: who is missing, or called otherwise, is told with the event
that would say so. The file itself is kept as a sealed paper.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.everybody import rows
from compliance.intake.library import LibraryRow

Found = Literal["missing", "differs", "not_in_file"]
Known = Mapping[str, Mapping[str, Any]]
_TELLS: Mapping[str, str | None] = {
    "name": "facility.registration_changed",
    "uscc": "facility.registration_changed",
    "address": "facility.registration_changed",
    "region": "facility.relocated",
    "street": "facility.site_recorded",
    "kind": None,
}
"""Which event says what a column says; None = what was registered wrongly has to be corrected."""
_NEW = "facility.registered"


class Difference(NamedTuple):
    """What log and library do not have alike of a facility."""

    facility: str
    found: Found
    field: str | None
    log: Any
    file: Any
    event: str | None
    """What would have to be recorded, if the library is right; None = nobody can tell."""
    where: str | None
    """The row of the file."""


def compare(desk: Desk, library: Sequence[LibraryRow], region: str) -> Iterator[Difference]:
    """Yield how a library differs from the facilities that the log knows in a region today."""
    known = _known(desk)
    named: set[str] = set()
    for row in library:
        facility = _facility(row, known)
        named.add(facility)
        if facility in known:
            yield from _differing(facility, row, known[facility])
        else:
            name = row.fields["name"]
            yield Difference(facility, "missing", None, None, name, _NEW, row.where)
    book = rulebook(desk)
    for facility in sorted(known.keys() - named):
        told = known[facility]
        if region in book.chain(told["region"], desk.today):
            yield Difference(facility, "not_in_file", None, told["name"], None, None, None)


def _known(desk: Desk) -> Known:
    """Return who and where all facilities are, those merged into others left out."""
    as_of = AsOf(desk.today)
    gone = {facility for facility, _ in rows(desk, "mergers", as_of)}
    places = ((facility, row.values) for facility, row in rows(desk, "identity", as_of))
    return {facility: told for facility, told in places if facility not in gone}


def _facility(row: LibraryRow, known: Known) -> str:
    """Return the facility that a row means: by its number, by its code, or the one that bears it.

    A code that several sites bear names none of them: the row needs the number.
    """
    number, uscc = row.fields.get("number"), row.fields.get("uscc")
    if number is not None:
        return str(number) if ":" in str(number) else f"local:{number}"
    bearers = [facility for facility, told in known.items() if told["uscc"] == uscc]
    return bearers[0] if len(bearers) == 1 else str(uscc)


def _differing(facility: str, row: LibraryRow, told: Mapping[str, Any]) -> Iterator[Difference]:
    for field, event in _TELLS.items():
        value = row.fields.get(field)
        if value is not None and value != told.get(field):
            yield Difference(facility, "differs", field, told.get(field), value, event, row.where)
