"""What is told of many visits in one file: JSON, or a table with a row for each visit.

A table's headers are the words that lists in use have, or the names of the fields. A row can tell
one breach, one order, one case, one transfer and one list; where there are more, JSON tells them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.errors import Answer, Answers, BadInput
from compliance.domain.findings import Says
from compliance.intake.cells import cell_value
from compliance.intake.fields import Door
from compliance.intake.lines import json_from
from compliance.intake.roster_map import Column, ColumnType
from compliance.intake.sheets import Cells, Sheet, read_table
from compliance.intake.visits import VisitTold, visit_told

_HEADER_WITHIN = 20
_JSON = (".json", ".jsonl")
_HEADERS: Mapping[str, tuple[str, ColumnType]] = {
    "task": ("任务编号", "text"),
    "result": ("检查结果", "text"),
    "occurred_on": ("检查日期", "date"),
    "nature": ("检查性质", "text"),
    "domains": ("检查领域", "text"),
    "scanned_code": ("是否扫码", "bool"),
    "violations.clause": ("违反条款", "text"),
    "violations.violation_id": ("违法行为编号", "code"),
    "violations.severity": ("严重程度", "int"),
    "orders.order_id": ("责令改正文书号", "code"),
    "orders.due_on": ("改正期限", "date"),
    "orders.workdays": ("改正工作日数", "int"),
    "cases.case_id": ("立案号", "code"),
    "transfers.to_authority": ("移送机关", "text"),
    "transfers.document_no": ("移送文号", "text"),
    "lists.list_name": ("列入名单", "text"),
    "lists.legal_basis": ("列入依据", "text"),
    "lists.document_no": ("列入文号", "text"),
}
"""The name of a column, its header in Chinese, and how its cells are read."""
_NEEDED = frozenset({"task", "result", "occurred_on"})
_SPLIT = "、"


class _Table(NamedTuple):
    """A table whose header was found: its file, its rows below, which column stands where."""

    name: str
    sheet: Sheet
    top: int
    columns: Mapping[int, Column]


Told = Iterator[tuple[str, Mapping[str, Any] | Answer]]
"""What each row tells, or why it cannot be read, and where it stands."""


def read_visits(path: Path, draw: Draw, door: Door, sheet: str | None = None) -> list[VisitTold]:
    """Return what a file tells of visits.

    Raises BadInput (E-FILE, E-TABLE-FORMAT, E-TASK-HEADER, …) and Answers with every bad row.
    """
    if path.suffix.lower() in _JSON:
        return _read(_objects(path), draw, door)
    return _read(_rows(path, sheet), draw, door)


def _read(told: Told, draw: Draw, door: Door) -> list[VisitTold]:
    found: list[VisitTold] = []
    wrong: list[Answer] = []
    for place, plain in told:
        try:
            if isinstance(plain, Answer):
                raise plain
            found.append(visit_told(plain, draw, door, place))
        except Answer as answer:
            wrong.append(answer)
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Answers(wrong)
    return found


def _objects(path: Path) -> Told:
    """Yield the objects of a JSON file: a list, one, or one a line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput("E-FILE", where=str(path), reason=str(fault)) from None
    lines = path.suffix.lower() == ".jsonl"
    texts = [line for line in text.split("\n") if line.strip()] if lines else [text]
    try:
        plain = [json_from(each) for each in texts] if lines else json_from(text)
    except BadInput as answer:
        raise answer.at(path.name) from None
    for place, each in enumerate(plain if isinstance(plain, list) else [plain], 1):
        where = f"{path.name}:{place}"
        yield where, each if isinstance(each, dict) else BadInput("E-LINE-OBJECT", where=where)


def _rows(path: Path, sheet: str | None) -> Told:
    table = _table(path, sheet)
    for number, cells in table.sheet.rows[table.top + 1 :]:
        if any(cell is not None and str(cell).strip() for cell in cells):
            place = f"{table.name}:{number}"
            try:
                yield place, _plain(table, place, cells)
            except Answer as answer:
                yield place, answer


def _table(path: Path, wanted: str | None) -> _Table:
    """Find the table of a file by its header. Raises BadInput (E-TASK-HEADER)."""
    file = read_table(path)
    for sheet in file.sheets:
        if wanted in {None, sheet.name}:
            for top, (_, cells) in enumerate(sheet.rows[:_HEADER_WITHIN]):
                columns = _columns(cells)
                if {each.name for each in columns.values()} >= _NEEDED:
                    return _Table(file.name, sheet, top, columns)
    names = _SPLIT.join(_HEADERS[each][0] for each in sorted(_NEEDED))
    raise BadInput("E-TASK-HEADER", where=file.name, columns=names)


def _columns(cells: Cells) -> dict[int, Column]:
    """Return which columns a row of cells names, by place."""
    named = {header: name for name, (header, _) in _HEADERS.items()} | {n: n for n in _HEADERS}
    found = {}
    for at, cell in enumerate(cells):
        name = named.get(str(cell).strip().rstrip("*＊"))
        if name is not None:
            found[at] = _column(name)
    return found


def _column(name: str) -> Column:
    header, kind = _HEADERS[name]
    return Column(
        name=name, headers=(header, name), type=kind, required=False, blank=frozenset("无—-"),
        forever=(), choices=(), note=Says("", ""), example="",
    )  # fmt: skip


def _plain(table: _Table, place: str, cells: Cells) -> dict[str, Any]:
    """Return what a row tells, as JSON would; what is blank is not told. Raises Answers."""
    told: dict[str, Any] = {}
    wrong: list[Answer] = []
    for at, column in table.columns.items():
        try:
            value = cell_value(cells[at] if at < len(cells) else None, column)
        except Answer as answer:
            wrong.append(answer.at(f"{place}:{column.headers[0]}"))
            continue
        group, _, field = column.name.partition(".")
        if value is not None and field:
            told.setdefault(group, [{}])[0][field] = value
        elif value is not None:
            told[group] = str(value).split(_SPLIT) if group == "domains" else value
    if wrong:
        raise Answers(wrong)
    return told
