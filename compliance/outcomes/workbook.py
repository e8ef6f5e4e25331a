"""Workbooks that go out: every cell is text or a whole number, never a formula or a link.

`write_string` and `write_number` only: `write` would make a live formula of a name that begins
with an equals sign.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

_WIDTH_MIN, _WIDTH_MAX = 10, 40
_CHOICES_MAX = 255
"""How long a list in a cell's validation may be (a limit of XLSX)."""
_ROWS_VALIDATED = 5_000
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's days know no zone
"""The day that a workbook bears as that of its making: the library would ask the clock."""
_EXACT = 10**15
"""A workbook's numbers are floats: whole ones are exact below this."""


class TemplateColumn(NamedTuple):
    """A column of a template: its header, what it says in a note, an example, its choices."""

    header: str
    note: str
    example: str
    choices: tuple[str, ...]
    required: bool


class TitledRows(NamedTuple):
    """A sheet: its title, its header, its rows."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]


def rows_workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a workbook of one sheet with a header and rows."""
    return sheets_workbook([TitledRows(title, header, rows)])


def sheets_workbook(sheets: Iterable[TitledRows]) -> bytes:
    """Return a workbook of several sheets; the same sheets are the same bytes."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        for each in sheets:
            _fill(book.add_worksheet(_sheet_name(each.title)), each, bold)
    return out.getvalue()


def _fill(sheet: Worksheet, told: TitledRows, bold: Any) -> None:
    for at, name in enumerate(told.header):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, min(_WIDTH_MAX, max(_WIDTH_MIN, 2 * len(name))))
    for number, cells in enumerate(told.rows, 1):
        for at, cell in enumerate(cells):
            _write(sheet, number, at, cell)
    sheet.freeze_panes(1, 0)


def template_workbook(
    title: str, marks: Sequence[str], columns: Sequence[TemplateColumn]
) -> bytes:
    """Return a workbook to fill in: title, header, an example row, lists to choose from.

    `marks`: the word before the example, and the words above it that say how to fill it in.
    """
    example, *notes = marks
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        heading = book.add_format({"bold": True, "font_size": 14})
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        plain, needed = book.add_format(head), book.add_format({**head, "bg_color": "#FFF2CC"})
        text = book.add_format({"num_format": "@"})
        grey = book.add_format({"num_format": "@", "font_color": "#808080", "italic": True})
        sheet.write_string(0, 0, title, heading)
        for line, note in enumerate(notes, 1):
            sheet.write_string(line, 0, note)
        top = len(notes) + 1
        for at, column in enumerate(columns):
            _column(sheet, (top, at), column, (needed if column.required else plain, text))
            said = f"{example} {column.example}" if at == 0 else column.example
            sheet.write_string(top + 1, at, said, grey)
        sheet.freeze_panes(top + 1, 0)
    return out.getvalue()


def _column(
    sheet: Worksheet, place: tuple[int, int], column: TemplateColumn, formats: tuple[Any, Any]
) -> None:
    """Write a column's header, its note, and what may be chosen below it."""
    top, at = place
    header, text = formats
    sheet.set_column(at, at, min(_WIDTH_MAX, max(_WIDTH_MIN, 2 * len(column.header) + 2)), text)
    sheet.write_string(top, at, column.header, header)
    if column.note:
        sheet.write_comment(top, at, column.note)
    if column.choices and len(",".join(column.choices)) <= _CHOICES_MAX:
        listed = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
        sheet.data_validation(top + 1, at, top + _ROWS_VALIDATED, at, listed)


def _write(sheet: Worksheet, row: int, at: int, cell: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < _EXACT:
        sheet.write_number(row, at, cell)
    else:
        sheet.write_string(row, at, str(cell))


def _sheet_name(title: str) -> str:
    """Return a title as a sheet may bear it."""
    return "".join(char for char in title if char not in "[]:*?/\\'")[:31]
