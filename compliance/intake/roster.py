"""A roster as a file states it: typed rows by facility and key, and what cannot be read.

Every row is read before anything is said of the file. What is refused names row and column; a
key that stands twice refuses all its rows, for nobody can tell which of them was meant.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.errors import Answer, BadInput
from compliance.domain.identifiers import FacilityId, facility_id_fits
from compliance.intake.cells import Value
from compliance.intake.headed import Found, Headed, found
from compliance.intake.roster_map import ALL, RosterMap, written
from compliance.intake.sheets import Cells, Sheet, TableFile

Key = tuple[FacilityId, str]
"""A row's facility, and its name within it."""


class Stated(NamedTuple):
    """A row as the file states it."""

    number: int
    key: Key
    text: str
    """What it says, as canonical JSON: rows that say the same have the same text."""

    @property
    def fields(self) -> dict[str, Value]:
        """What it says, by column."""
        fields: dict[str, Value] = json.loads(self.text)
        return fields


class Reject(NamedTuple):
    """A row that cannot be taken: where, its cells as they stand, its key if that was read."""

    number: int
    cells: Cells
    key: Key | None
    why: Answer


class Roster(NamedTuple):
    """A file read by a map: its rows by key, and its rejects."""

    file: TableFile
    sheet: Sheet
    header: Sequence[Any]
    rows: Mapping[Key, Stated]
    rejects: tuple[Reject, ...]


def read_roster(file: TableFile, map_: RosterMap, snapshot: date, sheet: str | None) -> Roster:
    """Read a file by a map, as of a day. Raises BadInput (E-ROSTER-…) if it is no such roster."""
    at = found(file, map_, sheet, map_.columns)
    reading = _Reading(file, map_, at)
    rows: dict[Key, list[Stated]] = defaultdict(list)
    rejects: list[Reject] = []
    table, cells_of = at.sheet, dict(at.sheet.rows)
    for number, cells in table.rows[at.place + 1 :]:
        if not reading.is_row(cells, snapshot):
            continue
        read = reading.row(number, cells)
        if isinstance(read, Reject):
            rejects.append(read)
        else:
            rows[read.key].append(read)
    taken = {key: several[0] for key, several in rows.items() if len(several) == 1}
    for several in rows.values():
        if len(several) > 1:
            rejects.extend(_twice(file, several, cells_of))
    if not taken and not rejects:
        raise BadInput("E-ROSTER-EMPTY", where=file.name, snapshot=snapshot.isoformat())
    header = table.rows[at.place][1]
    return Roster(file, table, header, taken, tuple(sorted(rejects, key=lambda r: r.number)))


def _twice(
    file: TableFile, several: Sequence[Stated], cells_of: Mapping[int, Cells]
) -> Iterable[Reject]:
    numbers = ", ".join(str(each.number) for each in several)
    for each in several:
        facility, row = each.key
        name = facility if row == ALL else f"{facility} {row}"
        why = BadInput(
            "E-ROSTER-TWICE", where=f"{file.name}:{each.number}", key=name, rows=numbers
        )
        yield Reject(each.number, cells_of[each.number], each.key, why)


class _Reading:
    """Reads the rows of one table, each with the facility that it is about."""

    def __init__(self, file: TableFile, map_: RosterMap, at: Found) -> None:
        aside = () if map_.snapshot is None else (map_.snapshot,)
        self._file, self._map, self._at = file, map_, at.columns
        # with its day in it, every row would say something new every time
        self._headed = Headed(file, map_, at, aside)

    def is_row(self, cells: Cells, snapshot: date) -> bool:
        """Say whether cells are a row of the day: not empty, no sum, no example, no header."""
        if not self._headed.says(cells):
            return False
        if self._map.snapshot is not None:
            at = self._at[self._map.snapshot]
            cell = cells[at] if at < len(cells) else None
            return bool(cell == snapshot or str(cell)[:10] == snapshot.isoformat())
        return not self._headed.is_header(cells)

    def row(self, number: int, cells: Cells) -> Stated | Reject:
        """Read one row."""
        fields, wrong, unread = self._headed.fields(number, cells)
        try:
            key = self._key(fields, number)
        except Answer as answer:
            return Reject(number, cells, None, wrong or answer)
        if wrong is not None:
            unnamed = not unread.isdisjoint(self._map.keys)
            return Reject(number, cells, None if unnamed else key, wrong)
        return Stated(number, key, written(fields))

    def _key(self, fields: Mapping[str, Value], number: int) -> Key:
        parts = [fields.get(name) for name in self._map.row]
        for site in self._map.facility:
            told = fields.get(site.column)
            if told is not None and None not in parts:
                facility = str(told) if site.scheme is None else f"{site.scheme}:{told}"
                if not facility_id_fits(facility):
                    at, column = self._at[site.column], self._map.columns[site.column]
                    where = self._headed.place(number, at, column)
                    raise BadInput("E-FACILITY-ID", where=where, text=facility[:40])
                return FacilityId(facility), "/".join(map(str, parts)) or ALL
        names = ", ".join(self._map.columns[name].headers[0] for name in self._map.keys)
        raise BadInput("E-ROSTER-KEY", where=f"{self._file.name}:{number}", columns=names)
