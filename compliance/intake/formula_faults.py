"""Where formulas of an XLSX workbook failed: `#DIV/0!`, `#REF!`.

calamine reads such a cell as an empty one, and what could not be worked out would pass for what
nobody filled in. Only XLSX says it where it can be found by reading the sheet's own text.
"""

import io
import re
from collections.abc import Mapping
from html import unescape
from zipfile import BadZipFile, ZipFile

Faults = Mapping[tuple[int, int], str]
"""Row and column of a cell, from 0 → its fault."""
_TAG = r"<(?:\w+:)?{0}\b([^>]*)>"
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_FAULT = re.compile(r'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?v>([^<]*)<")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


def formula_faults(raw: bytes) -> Mapping[str, Faults]:
    """Return the faults of each sheet, by its name; none for what is no XLSX."""
    try:
        with ZipFile(io.BytesIO(raw)) as book:
            if "xl/workbook.xml" not in book.namelist():
                return {}
            return {name: _faults(book, path) for name, path in _sheets(book).items()}
    except (BadZipFile, KeyError, UnicodeDecodeError):
        return {}


def _sheets(book: ZipFile) -> dict[str, str]:
    """Return each sheet's part of the file, by the sheet's name."""
    targets = {
        each["Id"]: each["Target"]
        for each in _tags(book, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    return {
        unescape(each["name"]): _inside(targets[each["r:id"]])
        for each in _tags(book, "xl/workbook.xml", "sheet")
        if each.get("r:id") in targets
    }


def _inside(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _tags(book: ZipFile, path: str, tag: str) -> list[dict[str, str]]:
    text = book.read(path).decode()
    return [dict(_ATTRIBUTE.findall(found)) for found in re.findall(_TAG.format(tag), text)]


def _faults(book: ZipFile, path: str) -> Faults:
    if path not in book.namelist():
        return {}
    found: dict[tuple[int, int], str] = {}
    for attributes, inner in _FAULT.findall(book.read(path).decode()):
        cell = _CELL.fullmatch(dict(_ATTRIBUTE.findall(attributes)).get("r", ""))
        value = _VALUE.search(inner)
        if cell is not None:
            found[int(cell[2]) - 1, _column(cell[1])] = value[1] if value else "#N/A"
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
