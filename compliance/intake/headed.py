"""Tables found by their header, and their cells read as a map of columns says.

A column may stand under any of its headers, anywhere in the first rows of any sheet. What cannot
be read is named by row and column, or by the cell as a workbook names it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from compliance.domain.errors import Answer, BadInput
from compliance.intake.cells import Value, cell_value
from compliance.intake.roster_map import Column
from compliance.intake.sheets import Cells, Sheet, TableFile


class TableMap(Protocol):
    """What a map says of a table: where its header may be, its columns, rows that are none."""

    @property
    def sheet(self) -> str | None:
        """The sheet's name; None = whichever bears the header."""

    @property
    def header_within(self) -> int:
        """In how many of the first rows the header is looked for."""

    @property
    def skip(self) -> tuple[str, ...]:
        """Words that begin a row that is none."""

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns, by name."""


class Found(NamedTuple):
    """The sheet that bears the map's header, the header's place, and each column's."""

    sheet: Sheet
    place: int
    columns: Mapping[str, int]


class Fields(NamedTuple):
    """A row's values, what is wrong with it first, and the columns that could not be read."""

    values: dict[str, Value]
    wrong: Answer | None
    unread: frozenset[str]


def found(file: TableFile, map_: TableMap, wanted: str | None, needed: Collection[str]) -> Found:
    """Return where the table stands whose header names all needed columns.

    Raises BadInput (E-ROSTER-SHEET, …-SHEETS, …-HEADER, …-COLUMNS).
    """
    wanted = wanted or map_.sheet
    sheets = [each for each in file.sheets if wanted is None or each.name == wanted]
    if not sheets:
        names = ", ".join(each.name for each in file.sheets) or "–"
        raise BadInput("E-ROSTER-SHEET", where=file.name, sheet=wanted, sheets=names)
    best = [each for sheet in sheets for each in _best(sheet, map_)]
    whole = [each for each in best if not _lacking(each, needed)]
    if len(whole) > 1:
        names = ", ".join(each.sheet.name for each in whole)
        raise BadInput("E-ROSTER-SHEETS", where=file.name, sheets=names)
    if not whole:
        lacking = min((_lacking(each, needed) for each in best), key=len, default=None)
        names = ", ".join(map_.columns[n].headers[0] for n in lacking or needed)
        raise BadInput("E-ROSTER-HEADER", where=file.name, columns=names)
    _refuse_twice(file, map_, whole[0].sheet.rows[whole[0].place][1])
    return whole[0]


class Headed:
    """Reads the rows of one table; texts that return are looked at once."""

    def __init__(
        self, file: TableFile, map_: TableMap, at: Found, aside: Collection[str] = ()
    ) -> None:
        """Read a file's table; the columns `aside` are left to whoever asks."""
        self._file, self._sheet = file, at.sheet
        read = sorted(at.columns.items())
        self._columns = [(map_.columns[name], n) for name, n in read if name not in aside]
        self._known: dict[tuple[str, type, Any], Value] = {}
        words = "|".join(map(re.escape, map_.skip))
        self._skip = re.compile(rf"(?:{words})(?:[\s:：（(,，、]|$)") if words else None
        self._header = {squeezed(header) for c in map_.columns.values() for header in c.headers}

    def says(self, cells: Cells) -> bool:
        """Say whether a row says anything: not empty, no sum, no example."""
        filled = [cell for cell in cells if cell is not None and str(cell).strip()]
        if not filled:
            return False
        first = str(filled[0]).strip()  # 示例 a, and 小 计
        return not (self._skip and any(map(self._skip.match, (first, re.sub(r"\s+", "", first)))))

    def is_header(self, cells: Cells) -> bool:
        """Say whether a row is the header once more."""
        filled = {squeezed(cell) for cell in cells if cell is not None and str(cell).strip()}
        return filled <= self._header

    def fields(self, number: int, cells: Cells) -> Fields:
        """Read a row."""
        values: dict[str, Value] = {}
        wrong: Answer | None = None
        unread = set()
        for column, at in self._columns:
            cell = cells[at] if at < len(cells) else None
            try:
                values[column.name] = self._value(column, cell)
            except Answer as answer:
                wrong = wrong or answer.at(self.place(number, at, column))
                unread.add(column.name)
        return Fields(values, wrong, frozenset(unread))

    def place(self, number: int, at: int, column: Column) -> str:
        """Name a cell as a person finds it."""
        if not self._sheet.lettered:
            return f"{self._file.name}:{number}:{column.headers[0]}"
        return f"{self._file.name}:{self._sheet.name}:{_letters(at)}{number}"

    def _value(self, column: Column, cell: Any) -> Value:
        seen = (column.name, type(cell), cell)
        if seen not in self._known:
            value = cell_value(cell, column)
            if value is None and column.required:
                raise BadInput("E-CELL-MISSING", column=column.headers[0])
            self._known[seen] = value
        return self._known[seen]


def squeezed(cell: Any) -> str:
    """Write a header as it is compared: no blanks, no marks of what must be filled in."""
    return re.sub(r"[\s*＊:：]+", "", str(cell))


def _best(sheet: Sheet, map_: TableMap) -> Sequence[Found]:
    """Return the row of a sheet that bears most headers, if any bears one."""
    best: Found | None = None
    for place, (_, cells) in enumerate(sheet.rows[: map_.header_within]):
        at: dict[str, int] = {}
        headers = {squeezed(cell): n for n, cell in reversed(list(enumerate(cells)))}
        for name, column in map_.columns.items():
            n = next((headers[h] for h in map(squeezed, column.headers) if h in headers), None)
            if n is not None:
                at[name] = n
        if at and (best is None or len(at) > len(best.columns)):
            best = Found(sheet, place, at)
    return () if best is None else (best,)


def _lacking(at: Found, needed: Collection[str]) -> list[str]:
    return [name for name in needed if name not in at.columns]


def _refuse_twice(file: TableFile, map_: TableMap, header: Cells) -> None:
    """Refuse a header that names a column twice: nobody can tell which of them is meant."""
    headers = [squeezed(cell) for cell in header]
    for column in map_.columns.values():
        told = sum(headers.count(each) for each in {squeezed(h) for h in column.headers})
        if told > 1:
            raise BadInput("E-ROSTER-COLUMNS", where=file.name, column=column.headers[0])


def _letters(at: int) -> str:
    """Name a column as a workbook does: A … Z, then AA and so on."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
