"""Tables as offices hand them in: workbooks, CSV, Parquet; opened by content, never by name.

What comes out is rows of raw cells with the number that a person sees beside each row. A merged
cell's value stands in all of its cells. It knows no map and no meaning.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput
from compliance.intake.formula_faults import formula_faults

Cells = Sequence[Any]
_PARQUET = b"PAR1"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""XLSX and ODS are zips; XLS is an OLE file."""
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
_PREVIEW_ROWS = 4096


class Fault(str):
    """What a failed formula shows: no text that somebody typed."""

    __slots__ = ()


class Sheet(NamedTuple):
    """One table: its name (empty where a file has one only), and its rows by number, from 1."""

    name: str
    rows: Sequence[tuple[int, Cells]]
    lettered: bool = False
    """Whether a person finds a cell as `C5`."""


class TableFile(NamedTuple):
    """A file: its name, the digest of its bytes, and its sheets."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]


def read_table(path: Path, *, where: Mapping[str, date] | None = None) -> TableFile:
    """Read a file of tables. Raises BadInput (E-FILE, E-TABLE-FORMAT, E-TABLE-PARQUET, …).

    `where`: of a Parquet file, the column and day by which rows are chosen; others are not read.
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise BadInput("E-FILE", where=str(path), reason=fault.strerror or str(fault)) from None
    if raw.startswith(_PARQUET):
        sheets: Iterator[Sheet] = _parquet(raw, path.name, where or {})
    elif raw.startswith(_WORKBOOKS):
        sheets = _workbook(raw, path.name)
    else:
        sheets = _csv(raw, path.name)
    return TableFile(path.name, hashlib.sha256(raw).hexdigest(), tuple(sheets))


def _csv(raw: bytes, name: str) -> Iterator[Sheet]:
    text = text_of(raw, name)
    head = text[:_PREVIEW_ROWS]
    delimiter = max(",\t;", key=lambda each: (head.count(each), each == ","))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            rows.append((reader.line_num, [cell or None for cell in cells]))  # noqa: PERF401
    except csv.Error as fault:
        where = f"{name}:{reader.line_num}"
        raise BadInput("E-TABLE-FORMAT", where=where, reason=str(fault)) from None
    yield Sheet("", rows)


def text_of(raw: bytes, name: str) -> str:
    """Decode a BOM's encoding, else strict UTF-8, else GB18030.

    Raises BadInput (E-TABLE-FORMAT) where it is no text.
    """
    if raw.startswith(_BINARY) or b"\0" in raw.removeprefix(b"\xff\xfe")[:1:2]:
        raise BadInput("E-TABLE-FORMAT", where=name, reason="no table")
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig"]
    for encoding in (*encodings, "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput("E-TABLE-FORMAT", where=name, reason="no text")


def _workbook(raw: bytes, name: str) -> Iterator[Sheet]:
    from python_calamine import (  # noqa: PLC0415 - CSV does without
        CalamineError,
        CalamineWorkbook,
    )

    faults = formula_faults(raw)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            rows = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            _fill_merged(rows, sheet.merged_cell_ranges or ())
            for (row, at), fault in faults.get(title, {}).items():
                rows[row][at] = Fault(fault)
            yield Sheet(title, list(enumerate(map(_blank_none, rows), 1)), lettered=True)
    except (CalamineError, OSError, ValueError, IndexError) as fault:
        reason = str(fault) or type(fault).__name__
        raise BadInput("E-TABLE-FORMAT", where=name, reason=reason[:80]) from None


def _blank_none(cells: Cells) -> Cells:
    return [None if cell == "" else cell for cell in cells]


def _fill_merged(
    rows: list[list[Any]], ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    for (top, left), (bottom, right) in ranges:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _parquet(raw: bytes, name: str, where: Mapping[str, date]) -> Iterator[Sheet]:
    try:
        from pyarrow import ArrowException, BufferReader  # noqa: PLC0415 - an extra
        from pyarrow.parquet import ParquetFile, read_table  # noqa: PLC0415
    except ImportError:
        raise BadInput("E-TABLE-PARQUET", where=name) from None
    try:
        held = set(ParquetFile(BufferReader(raw)).schema_arrow.names)
        chosen = [(column, "=", day) for column, day in where.items() if column in held]
        table = read_table(BufferReader(raw), filters=chosen or None)
    except (ArrowException, ValueError, TypeError) as fault:
        raise BadInput("E-TABLE-FORMAT", where=name, reason=str(fault)[:80]) from None
    columns = [column.to_pylist() for column in table.columns]
    rows = enumerate(zip(*columns, strict=True), 2)
    yield Sheet("", [(1, table.column_names), *rows])
