"""Tables: opened by content; encodings, separators, merged cells, failed formulas."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from compliance.domain.errors import BadInput
from compliance.intake.formula_faults import formula_faults
from compliance.intake.sheets import Sheet, read_table
from tests.engine.ledgers import sheets, workbook


def written(folder: Path, content: bytes, name: str = "x") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def rows(folder: Path, content: bytes) -> list[tuple[int, list[Any]]]:
    (sheet,) = read_table(written(folder, content)).sheets
    return [(number, list(cells)) for number, cells in sheet.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_by_its_content(tmp_path: Path, separator: str, encoding: str) -> None:
    text = f'名称{separator}托位\r\n"两{separator}行\n园"{separator}\r\n'

    assert [(1, ["名称", "托位"]), (3, [f"两{separator}行\n园", None])] == rows(
        tmp_path, text.encode(encoding)
    )


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    book = written(tmp_path, workbook([["a", "b"]]), "a.csv")
    text = written(tmp_path, b"a,b\n", "a.xlsx")

    assert [read_table(book).sheets[0].rows[0][1], read_table(text).sheets[0].rows[0][1]] == [
        ["a", "b"], ["a", "b"],
    ]  # fmt: skip


def test_a_merged_cell_stands_in_all_of_its_cells(tmp_path: Path) -> None:
    book = workbook(
        [["a", "b"], ["x"], [None, "y"]], touch=lambda s: s.merge_range(1, 0, 2, 0, "x")
    )

    assert rows(tmp_path, book) == [(1, ["a", "b"]), (2, ["x", None]), (3, ["x", "y"])]


def test_a_failed_formula_is_no_empty_cell(tmp_path: Path) -> None:
    """In whichever sheet it stands."""
    book = sheets(
        [("一 & 二", [["a"]]), ("三", [["a"]])],
        lambda sheet: sheet.write_formula(4, 27, "=1/0", None, "#DIV/0!"),
    )
    found = read_table(written(tmp_path, book)).sheets

    assert formula_faults(book) == {"一 & 二": {(4, 27): "#DIV/0!"}, "三": {(4, 27): "#DIV/0!"}}
    assert [str(sheet.rows[4][1][27]) for sheet in found] == ["#DIV/0!"] * 2
    assert formula_faults(b"no zip") == {}


def test_parquet_is_read_for_the_day_alone(tmp_path: Path) -> None:
    days = [date(2024, 1, 1), date(2024, 2, 1)]
    pq.write_table(pa.table({"id": ["a", "b"], "day": days}), tmp_path / "x")
    (sheet,) = read_table(tmp_path / "x", where={"day": days[1], "other": days[0]}).sheets

    assert sheet == Sheet("", [(1, ["id", "day"]), (2, ("b", days[1]))])


def test_without_pyarrow_parquet_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pq.write_table(pa.table({"id": ["a"]}), tmp_path / "x")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadInput) as answer:
        read_table(tmp_path / "x")

    assert answer.value.code == "E-TABLE-PARQUET"
