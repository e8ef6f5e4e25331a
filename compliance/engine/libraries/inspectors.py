"""The library of officers (执法检查人员名录库): certificates given and ended, by difference.

An officer who is not in the file has lost the certificate where the file lists others of the same
department; of a department that it does not name it says nothing. The log bears certificate
numbers alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.envelope import Proposal
from compliance.domain.errors import Answer, BadInput
from compliance.domain.events import latest
from compliance.domain.facts import Row
from compliance.domain.identifiers import Region, region_fits
from compliance.engine.desk import Desk
from compliance.engine.past import region_past
from compliance.engine.spoken import Spoken
from compliance.intake.cells import Value
from compliance.intake.envelope import proposed
from compliance.intake.library import LibraryRow, several
from compliance.intake.roster_map import FOREVER

_CERTIFIED, _ENDED = "inspector.certified", "inspector.certificate_ended"
_LISTED = ("org", "until", "domains", "districts")


class News(NamedTuple):
    """What a library tells that the log does not know."""

    proposals: tuple[Proposal, ...]
    certified: int
    changed: int
    ended: int
    left: tuple[str, ...]
    """Departments of which the file names nobody: their officers stay as they are."""
    size: int


def news_of(
    desk: Desk, library: Sequence[LibraryRow], region: str, on: date, spoken: Spoken
) -> News:
    """Return what a library of a day tells. Raises BadInput (E-REGION) with the row."""
    size = desk.log.head().size
    held = _held(desk, region, on)
    said = {str(row.fields["certificate_no"]): _fields(row, region) for row in library}
    given = {no: fields for no, fields in said.items() if no not in held}
    changed = {no: {**_told(held[no]), **fields} for no, fields in said.items()
               if no in held and fields.items() - _told(held[no]).items()}  # fmt: skip
    orgs = {fields["org"] for fields in said.values()}
    ended = [no for no in sorted(held.keys() - said.keys()) if held[no].values["org"] in orgs]
    from_row = {str(row.fields["certificate_no"]): row for row in library}
    proposals = (
        *(_of_row(from_row[no], spoken, _day(from_row[no], on), given[no]) for no in given),
        *(_of_row(from_row[no], spoken, on, changed[no]) for no in changed),
        *(_said(_ENDED, on, spoken, _ending(region, no)) for no in ended),
    )
    left = sorted({row.values["org"] for row in held.values()} - orgs)
    return News(proposals, len(given), len(changed), len(ended), tuple(left), size)


def held_on(desk: Desk, region: str, on: date) -> tuple[Row, ...]:
    """Return the certificates of a region that had not ended on a day, by number."""
    return tuple(row for _, row in sorted(_held(desk, region, on).items()))


def _held(desk: Desk, region: str, on: date) -> dict[str, Row]:
    found = region_past(desk.log, region).at(on).of("inspectors")
    return {row.values["certificate_no"]: row for row in found if row.in_force}


def _fields(row: LibraryRow, region: str) -> dict[str, Any]:
    """Return what a row says of an officer; a column that the file has not says nothing."""
    fields: dict[str, Any] = {"region": Region(region), **_texts(row)}
    if "until" in row.fields:
        until = row.fields["until"]
        never = until in {None, FOREVER}
        fields["until"] = None if never else date.fromisoformat(str(until))
    if "domains" in row.fields:
        fields["domains"] = tuple(several(row.fields["domains"])) or None
    if "districts" in row.fields:
        fields["districts"] = _districts(row, row.fields["districts"])
    return fields


def _texts(row: LibraryRow) -> dict[str, str]:
    return {name: str(row.fields[name]) for name in ("certificate_no", "org")}


def _districts(row: LibraryRow, told: Value) -> tuple[Region, ...] | None:
    codes = several(told)
    for code in codes:
        if not region_fits(code):
            raise BadInput("E-REGION", where=row.where, text=code[:40])
    return tuple(map(Region, codes)) or None


def _told(row: Row) -> dict[str, Any]:
    """Return what the log has of an officer, as the event says it."""
    names = ("region", "certificate_no", *_LISTED)
    plain = {name: row.values[name] or None for name in names}
    return {name: tuple(told) if isinstance(told, list) else told for name, told in plain.items()}


def _day(row: LibraryRow, on: date) -> date:
    """Return the day on which a certificate was given: as the row says, or else the library's."""
    told = row.fields.get("certified_on")
    return on if told is None else min(on, date.fromisoformat(str(told)))


def _ending(region: str, no: str) -> Mapping[str, Any]:
    return {"region": Region(region), "certificate_no": no}


def _of_row(row: LibraryRow, spoken: Spoken, on: date, fields: Mapping[str, Any]) -> Proposal:
    try:
        return _said(_CERTIFIED, on, spoken, fields)
    except Answer as answer:
        raise answer.at(row.where) from None


def _said(stem: str, on: date, spoken: Spoken, fields: Mapping[str, Any]) -> Proposal:
    kind = latest(stem)
    return proposed(
        kind, facility=None, occurred_on=on, data=kind.data(**fields), actor=spoken.actor,
        source=spoken.source, key=spoken.key,
    )  # fmt: skip
