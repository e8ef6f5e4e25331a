"""Ledgers as offices make them: a workbook with a title, merged cells, examples and sums."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from compliance.engine.maps import read_map

HEADERS = [column.headers[0] for column in read_map("cn-ledger").columns.values()]
Touch = Callable[[Worksheet], None]


def row(**told: Any) -> list[Any]:
    """Return a ledger's row; what is not told is blank."""
    names = list(read_map("cn-ledger").columns)
    return [told.get(name) for name in names]


def sunny(**told: Any) -> list[Any]:
    """Return the row of a facility with everything in order."""
    return row(
        **{
            "number": "sunny", "name": "向日葵园", "region": "500111", "address": "虚构路1号",
            "nature": "社会服务机构", "registered_on": "2024年1月8日", "opened_on": "2024.2.1",
            "filing_no": "备〔2024〕1号", "filed_on": date(2024, 4, 10), "places": 60,
            "modes": "全日托、半日托", "inclusive": "是", "children": 52, "with_file": 50,
            "fire_passed": "是", "food_until": "长期",
        }
        | told
    )  # fmt: skip


def workbook(
    rows: Sequence[Sequence[Any]], *, sheet: str = "台账", touch: Touch | None = None
) -> bytes:
    """Return a workbook of rows as they stand; `touch` adds what a table cannot say."""
    return sheets([(sheet, rows)], touch)


def sheets(tables: Sequence[tuple[str, Sequence[Sequence[Any]]]], touch: Touch | None) -> bytes:
    """Return a workbook of several sheets."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tables:
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                for at, cell in enumerate(cells):
                    _put(sheet, (place, at), cell, days)
            if touch is not None:
                touch(sheet)
    return out.getvalue()


def _put(sheet: Worksheet, place: tuple[int, int], cell: Any, days: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(*place, cell, days)
    elif isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(*place, cell)
    elif cell is not None:
        sheet.write_string(*place, str(cell))
