"""A list of facilities that another system hands in to be drawn from: lines of JSON, or a table.

What comes out is a row a facility, with the words that `frame.jsonl` has; what they may mean under
a plan is not known here. Headers are the same words, or those that offices write.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from compliance.domain.errors import Answer, Answers, BadInput
from compliance.intake.lines import read_lines
from compliance.intake.sheets import read_table

_COLUMNS = {
    "facility": ("facility", "检查对象", "检查对象编号", "统一社会信用代码", "主体编号"),
    "tier": ("tier", "信用等级", "等级"),
    "district": ("district", "区划", "所属区划", "乡镇街道"),
    "items": ("items", "抽查事项", "事项"),
    "capped": ("capped", "已达检查上限"),
}
_TRUE = frozenset({"true", "1", "1.0", "yes", "是"})
_FALSE = frozenset({"false", "0", "0.0", "no", "否", ""})
_BETWEEN = re.compile(r"[、，,;；\s]+")
_LISTS = (".jsonl", ".json", ".ndjson")


def read_frame(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a list. Raises BadInput (E-FILE, …), or Answers with every bad row."""
    return _of_lines(path) if path.suffix.lower() in _LISTS else _of_table(path)


def _of_lines(path: Path) -> list[dict[str, Any]]:
    file = read_lines(path)
    found, wrong = [], []
    for line in file.lines():
        if isinstance(line, Answer):
            wrong.append(line)
        elif "paper" not in line.plain:  # the head of a frame's own paper
            where = f"{file.name}:{line.number}"
            faults = list(_faults(line.plain, where))
            wrong += faults
            found.append(line.plain)
    return _sound(found, wrong)


def _of_table(path: Path) -> list[dict[str, Any]]:
    file = read_table(path)
    rows = [row for row in file.sheets[0].rows if any(cell is not None for cell in row[1])]
    if not rows:
        raise BadInput("E-FRAME-COLUMNS", where=file.name, found="–")
    named = _named(rows[0][1])
    if "facility" not in named.values():
        shown = "、".join(str(cell) for cell in rows[0][1] if cell is not None)
        raise BadInput("E-FRAME-COLUMNS", where=file.name, found=shown)
    found, wrong = [], []
    for number, cells in rows[1:]:
        told = {
            named[at]: cell for at, cell in enumerate(cells) if at in named and cell is not None
        }
        row = dict(_typed(told))
        wrong += list(_faults(row, f"{file.name}:{number}"))
        found.append(row)
    return _sound(found, wrong)


def _named(heads: Any) -> dict[int, str]:
    """Return which column stands where."""
    names = {head: name for name, heads in _COLUMNS.items() for head in heads}
    written = {at: str(head).strip() for at, head in enumerate(heads) if head is not None}
    return {at: names[head] for at, head in written.items() if head in names}


def _typed(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, cell in told.items():
        text = str(cell).strip()
        if name == "items":
            yield name, [each for each in _BETWEEN.split(text) if each]
        elif name == "capped":
            low = text.lower()
            yield name, low in _TRUE if low in _TRUE | _FALSE else text
        elif text:
            yield name, text


def _faults(row: Mapping[str, Any], where: str) -> Iterator[Answer]:
    """Yield what a row says in a form that no frame has."""
    for name, value in row.items():
        if name not in _COLUMNS:
            yield BadInput("E-FRAME-FIELD", where=where, name=name)
        elif not _fits(name, value):
            yield BadInput("E-FRAME-VALUE", where=where, name=name, text=str(value))


def _fits(name: str, value: Any) -> bool:
    if name == "items":
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if name == "capped":
        return isinstance(value, bool)
    return isinstance(value, str) and "|" not in value and value.isprintable()


def _sound(found: list[dict[str, Any]], wrong: list[Answer]) -> list[dict[str, Any]]:
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Answers(wrong)
    return found
