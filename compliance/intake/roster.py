"""A roster as a file states it: typed rows by facility and key, and what cannot be read.

Every row is read before anything is said of the file. What is refused names row and column; a
key that stands twice refuses all its rows, for nobody can tell which of them was meant.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.errors import Answer, BadInput
from compliance.domain.identifiers import FacilityId, facility_id_fits
from compliance.intake.cells import Value, cell_value
from compliance.intake.roster_map import ALL, Column, RosterMap, written
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
    table, place, columns = _found(file, map_, sheet)
    reading = _Reading(file, table, map_, columns)
    rows: dict[Key, list[Stated]] = defaultdict(list)
    rejects: list[Reject] = []
    cells_of = dict(table.rows)
    for number, cells in table.rows[place + 1 :]:
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
    header = table.rows[place][1]
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


def _found(
    file: TableFile, map_: RosterMap, wanted: str | None
) -> tuple[Sheet, int, dict[str, int]]:
    """Return the sheet that bears the map's header, the header's place, and each column's."""
    wanted = wanted or map_.sheet
    sheets = [each for each in file.sheets if wanted is None or each.name == wanted]
    if not sheets:
        names = ", ".join(each.name for each in file.sheets) or "–"
        raise BadInput("E-ROSTER-SHEET", where=file.name, sheet=wanted, sheets=names)
    best = [(_header(sheet, map_), sheet) for sheet in sheets]
    whole = [(at, sheet) for at, sheet in best if at is not None and not at[2]]
    if len(whole) > 1:
        names = ", ".join(sheet.name for _, sheet in whole)
        raise BadInput("E-ROSTER-SHEETS", where=file.name, sheets=names)
    if not whole:
        lacking = min((at[2] for at, _ in best if at is not None), key=len, default=None)
        names = ", ".join(map_.columns[n].headers[0] for n in lacking or map_.columns)
        raise BadInput("E-ROSTER-HEADER", where=file.name, columns=names)
    ((place, columns, _),) = [at for at, _ in whole if at is not None]
    return whole[0][1], place, columns


def _header(sheet: Sheet, map_: RosterMap) -> tuple[int, dict[str, int], list[str]] | None:
    """Return the row that bears most headers: its place, its columns, and those it lacks."""
    best: tuple[int, dict[str, int], list[str]] | None = None
    for place, (_, cells) in enumerate(sheet.rows[: map_.header_within]):
        found: dict[str, int] = {}
        headers = {_squeezed(cell): at for at, cell in reversed(list(enumerate(cells)))}
        for name, column in map_.columns.items():
            at = next((headers[h] for h in map(_squeezed, column.headers) if h in headers), None)
            if at is not None:
                found[name] = at
        if found and (best is None or len(found) > len(best[1])):
            best = place, found, [name for name in map_.columns if name not in found]
    return best


def _squeezed(cell: Any) -> str:
    """Write a header as it is compared: no blanks, no marks of what must be filled in."""
    return re.sub(r"[\s*＊:：]+", "", str(cell))


class _Reading:
    """Reads the rows of one table; texts that return are looked at once."""

    def __init__(
        self, file: TableFile, sheet: Sheet, map_: RosterMap, columns: Mapping[str, int]
    ) -> None:
        self._file, self._sheet, self._map = file, sheet, map_
        self._columns = [
            (map_.columns[name], at)
            for name, at in sorted(columns.items())
            if name != map_.snapshot  # or every row would say something new every time
        ]
        self._at = columns
        self._known: dict[tuple[str, type, Any], Value] = {}
        words = "|".join(map(re.escape, map_.skip))
        self._skip = re.compile(rf"(?:{words})(?:[\s:：（(,，、]|$)") if words else None
        self._header = {_squeezed(header) for c in map_.columns.values() for header in c.headers}

    def is_row(self, cells: Cells, snapshot: date) -> bool:
        """Say whether cells are a row of the day: not empty, no sum, no example, no header."""
        filled = [cell for cell in cells if cell is not None and str(cell).strip()]
        if not filled:
            return False
        first = str(filled[0]).strip()  # 示例 a, and 小 计
        if self._skip and any(map(self._skip.match, (first, re.sub(r"\s+", "", first)))):
            return False
        if self._map.snapshot is not None:
            cell = cells[self._at[self._map.snapshot]]
            return bool(cell == snapshot or str(cell)[:10] == snapshot.isoformat())
        return not {_squeezed(cell) for cell in filled} <= self._header

    def row(self, number: int, cells: Cells) -> Stated | Reject:
        """Read one row."""
        fields: dict[str, Value] = {}
        wrong: Answer | None = None
        for column, at in self._columns:
            cell = cells[at] if at < len(cells) else None
            try:
                fields[column.name] = self._value(column, cell)
            except Answer as answer:
                wrong = wrong or answer.at(self._place(number, at, column))
        try:
            key = self._key(fields, number)
        except Answer as answer:
            return Reject(number, cells, None, wrong or answer)
        if wrong is not None:
            return Reject(number, cells, key, wrong)
        return Stated(number, key, written(fields))

    def _value(self, column: Column, cell: Any) -> Value:
        seen = (column.name, type(cell), cell)
        if seen not in self._known:
            value = cell_value(cell, column)
            if value is None and column.required:
                raise BadInput("E-CELL-MISSING", column=column.headers[0])
            self._known[seen] = value
        return self._known[seen]

    def _key(self, fields: Mapping[str, Value], number: int) -> Key:
        parts = [fields.get(name) for name in self._map.row]
        for site in self._map.facility:
            told = fields.get(site.column)
            if told is not None and None not in parts:
                facility = str(told) if site.scheme is None else f"{site.scheme}:{told}"
                if not facility_id_fits(facility):
                    at = self._at[site.column]
                    where = self._place(number, at, self._map.columns[site.column])
                    raise BadInput("E-FACILITY-ID", where=where, text=facility[:40])
                return FacilityId(facility), "/".join(map(str, parts)) or ALL
        names = ", ".join(self._map.columns[name].headers[0] for name in self._map.keys)
        raise BadInput("E-ROSTER-KEY", where=f"{self._file.name}:{number}", columns=names)

    def _place(self, number: int, at: int, column: Column) -> str:
        if not self._sheet.lettered:
            return f"{self._file.name}:{number}:{column.headers[0]}"
        return f"{self._file.name}:{self._sheet.name}:{_letters(at)}{number}"


def _letters(at: int) -> str:
    """Name a column as a workbook does: A … Z, then AA and so on."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
