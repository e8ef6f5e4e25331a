"""Cells: what is read, as what, and what is refused rather than guessed."""

from datetime import date, datetime
from typing import Any

import pytest

from compliance.domain.errors import Answer
from compliance.domain.findings import Says
from compliance.intake.cells import cell_value, shown
from compliance.intake.roster_map import FOREVER, Column, ColumnType
from compliance.intake.sheets import Fault
from tests.cli.desk import credit_code, id_number

NOON = datetime(2024, 3, 15, 12)  # noqa: DTZ001 - a workbook knows no zones
MIDNIGHT = datetime(2024, 3, 15)  # noqa: DTZ001


def column(type_: ColumnType, **told: Any) -> Column:
    plain: dict[str, Any] = {
        "name": "c", "headers": ("列",), "type": type_, "required": False,
        "blank": frozenset({"无", "—", "不详"}), "forever": ("长期", "9999-09-09"),
        "choices": (), "note": Says("", ""), "example": "",
    }  # fmt: skip
    return Column(**(plain | told))


@pytest.mark.parametrize(
    ("type_", "cell", "expected"),
    [
        ("text", " 向日葵园 ", "向日葵园"),
        ("text", "不详", None),
        ("text", "  ", None),
        ("text", 12.0, "12"),
        ("text", date(2024, 3, 15), "2024-03-15"),
        ("verbatim", "PROB ", "PROB "),
        ("verbatim", "无", "无"),
        ("verbatim", "", ""),
        ("code", "００１２", "0012"),
        ("uscc", f" {credit_code(1).lower()}", credit_code(1)),
        ("region", "500111", "500111"),
        ("region", 500111.0, "500111"),
        ("region", "US-NC", "US-NC"),
        ("int", 60.0, 60),
        ("int", "６０", 60),
        ("int", "60.0", 60),
        ("int", "-3", -3),
        ("int", "—", None),
        ("bool", "是", True),
        ("bool", "无", False),
        ("bool", "×", False),
        ("bool", True, True),
        ("bool", 0.0, False),
        ("bool", "不详", None),
        ("date", "2024年3月15日", "2024-03-15"),
        ("date", "二〇二四年三月十五日", "2024-03-15"),
        ("date", "2024.3.15", "2024-03-15"),
        ("date", 45366.0, "2024-03-15"),
        ("date", MIDNIGHT, "2024-03-15"),
        ("date", date(2024, 3, 15), "2024-03-15"),
        ("date", "长期", FOREVER),
        ("date", date(9999, 9, 9), FOREVER),
        ("date", "无", None),
        ("int", None, None),
    ],
)
def test_a_cell_is_read(type_: ColumnType, cell: Any, expected: Any) -> None:
    assert expected == cell_value(cell, column(type_))


@pytest.mark.parametrize(
    ("type_", "cell", "code"),
    [
        ("text", 3.5, "E-CELL-NUMBER"),
        ("text", True, "E-CELL-NUMBER"),
        ("text", 1e18, "E-CELL-NUMBER"),
        ("text", "a\x07b", "E-FIELD-TEXT"),
        ("text", id_number(2), "E-ID-IN-TEXT"),
        ("verbatim", f"x {id_number(2)}", "E-ID-IN-TEXT"),
        ("verbatim", 4, "E-FIELD-TEXT"),
        ("code", 12.0, "E-CELL-NUMBER"),
        ("code", "9.15E+17", "E-CELL-NUMBER"),
        ("uscc", 9.15e17, "E-CELL-NUMBER"),
        ("uscc", "91500111MAFAKE0010", "E-USCC"),
        ("region", "虚构区", "E-REGION"),
        ("int", "约60", "E-FIELD-INT"),
        ("int", "6.5", "E-FIELD-INT"),
        ("int", "٣", "E-FIELD-INT"),
        ("int", 6.5, "E-FIELD-INT"),
        ("int", True, "E-FIELD-INT"),
        ("int", "9" * 16, "E-CELL-NUMBER"),
        ("bool", "也许", "E-FIELD-BOOL"),
        ("bool", 2.0, "E-CELL-NUMBER"),
        ("date", "2024年3月", "E-DATE-PARTIAL"),
        ("date", "24-03-15", "E-DATE-PARTIAL"),
        ("date", "2024-02-30", "E-DATE-IMPOSSIBLE"),
        ("date", 20240315.0, "E-DATE"),
        ("date", NOON, "E-DATE"),
        ("int", Fault("#REF!"), "E-CELL-ERROR"),
        ("verbatim", Fault("#N/A"), "E-CELL-ERROR"),
    ],
)
def test_a_cell_is_refused_rather_than_guessed(type_: ColumnType, cell: Any, code: str) -> None:
    with pytest.raises(Answer) as answer:
        cell_value(cell, column(type_))

    assert (code, None) == (answer.value.code, answer.value.where)
    assert id_number(2) not in str(answer.value)


@pytest.mark.parametrize(("type_", "value"), [("bool", True), ("bool", False), ("date", FOREVER),
                                              ("date", "2024-03-15"), ("int", 3)])  # fmt: skip
def test_what_is_shown_is_read_again_as_the_same(type_: ColumnType, value: Any) -> None:
    assert value == cell_value(shown(value, column(type_)), column(type_))


def test_a_truth_is_shown_in_the_ledgers_own_words() -> None:
    assert shown(True, column("bool", choices=("有", "没有"))) == "有"
    assert shown(FOREVER, column("date")) == "长期"
