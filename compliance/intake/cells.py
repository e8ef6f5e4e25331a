"""One cell of a table, made typed by what its column says, or refused with a reason.

A number where a code is wanted is refused: its leading zeros, and digits beyond the fifteenth,
are gone already. Nothing is guessed.
"""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from compliance.domain.errors import Answer, BadInput
from compliance.domain.identifiers import credit_code_fits, region_fits
from compliance.intake.dates import parse_date
from compliance.intake.fields import free_text
from compliance.intake.roster_map import FOREVER, Column
from compliance.intake.sheets import Fault

Value = str | int | bool | None
_YES = frozenset({"是", "有", "√", "✓", "y", "yes", "true", "1"})
_NO = frozenset({"否", "无", "没有", "×", "✗", "n", "no", "false", "0"})
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Days of 1954 to 2119: a number outside is no day that was meant."""
_INT_MAX = 10**15
_TWO = 2


def cell_value(cell: Any, column: Column) -> Value:
    """Return what a cell says; None where it says nothing. Raises BadInput and Refused."""
    if cell is None:
        return None
    if isinstance(cell, Fault):
        raise BadInput("E-CELL-ERROR", text=cell)
    if column.type == "verbatim":
        return _verbatim(cell)
    if isinstance(cell, str):
        return _from_text(cell.strip(), column)
    if isinstance(cell, float) and not cell.is_integer():
        raise BadInput("E-FIELD-INT" if column.type == "int" else "E-CELL-NUMBER", text=str(cell))
    return _from_typed(cell, column)


def shown(value: Value, column: Column) -> Value:
    """Return a value as a ledger would have it, so that it is read again as the same."""
    if isinstance(value, bool):
        yes, no = column.choices if len(column.choices) == _TWO else ("是", "否")
        return yes if value else no
    if value == FOREVER and column.forever:
        return column.forever[0]
    return value


def _from_text(text: str, column: Column) -> Value:
    if column.type == "bool" and text.lower() in _YES | _NO:
        return text.lower() in _YES
    if not text or text in column.blank:
        return None
    if text in column.forever:
        return FOREVER
    return _READ[column.type](text)


def _from_typed(cell: Any, column: Column) -> Value:
    """Read a number, a day or a truth value as a workbook or Parquet file stores them."""
    match column.type:
        case "int" if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _bounded(int(cell))
        case "bool" if cell in (0, 1):
            return bool(cell)
        case "date":
            return _day(cell, column)
        case "text" if isinstance(cell, int | float) and not isinstance(cell, bool):
            return str(_bounded(int(cell)))
        case "text" if isinstance(cell, date):
            return cell.isoformat()
        case "region" if isinstance(cell, int | float):
            return _region(str(int(cell)))
    wanted = "E-FIELD-INT" if column.type == "int" else "E-CELL-NUMBER"
    raise BadInput(wanted, text=_brief(cell))


def _day(cell: Any, column: Column) -> str:
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise BadInput("E-DATE", text=str(cell))
        cell = cell.date()
    if isinstance(cell, int | float) and int(cell) in _SERIALS:
        cell = _SERIAL_DAY_ZERO + timedelta(days=int(cell))
    if not isinstance(cell, date):
        raise BadInput("E-DATE", text=_brief(cell))
    return FOREVER if cell.isoformat() in column.forever else cell.isoformat()


def _verbatim(cell: Any) -> Value:
    """Keep a text as it stands, blanks at its ends and all."""
    if not isinstance(cell, str):
        raise BadInput("E-FIELD-TEXT", text=_brief(cell))
    if cell.strip():
        _free(cell)
    return cell


def _int(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text)
    digits = plain.removeprefix("-").removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()):
        raise BadInput("E-FIELD-INT", text=text[:40])
    return _bounded(int(digits) * (-1 if plain.startswith("-") else 1))


def _bounded(number: int) -> int:
    if abs(number) >= _INT_MAX:
        raise BadInput("E-CELL-NUMBER", text="…")
    return number


def _bool(text: str) -> bool:
    raise BadInput("E-FIELD-BOOL", text=text[:40])


def _code(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    if "E+" in plain.upper():
        raise BadInput("E-CELL-NUMBER", text=plain[:40])
    return plain


def _uscc(text: str) -> str:
    code = _code(text).replace(" ", "").upper()
    if not credit_code_fits(code):
        raise BadInput("E-USCC", text="…" if code.isdigit() else code[:40])
    return code


def _region(text: str) -> str:
    code = _code(text)
    if not region_fits(code):
        raise BadInput("E-REGION", text=code[:40])
    return code


def _free(text: str) -> str:
    """Return a text that may stand in the log; the cell it stands in is named elsewhere."""
    try:
        return free_text("", text)
    except Answer as answer:
        answer.where = None
        raise


def _brief(cell: Any) -> str:
    text = str(cell)
    return "…" if sum(char.isdigit() for char in text) >= 15 else text[:40]  # noqa: PLR2004


_READ: dict[str, Callable[[str], Value]] = {
    "text": _free,
    "code": lambda text: _free(_code(text)),
    "uscc": _uscc,
    "region": _region,
    "int": _int,
    "bool": _bool,
    "date": lambda text: parse_date(text).isoformat(),
}
