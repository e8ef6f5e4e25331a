"""Output: data to stdout (or a file) in the format asked for; talk goes to stderr elsewhere."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click

from cli.frame import Common
from compliance.domain.errors import StorageFailed

Row = Mapping[str, Any]
_WIDE = 10_000
_WORKBOOK = ".xlsx"


class Answered(NamedTuple):
    """A command's answer: the JSON value, the rows of a table, and the lines for people."""

    value: Any
    rows: Sequence[Row] | None = None
    lines: Sequence[str] | None = None


def emit(answered: Answered, common: Common) -> None:
    """Write an answer in the format asked for, to stdout or to `--output`.

    A table that goes into a file named .xlsx is a workbook.
    """
    path = Path(common.output or "")
    if path.suffix.lower() == _WORKBOOK and common.format in {None, "table"}:
        write_bytes(path, _workbook(path.stem, answered, common))
        return
    write(_written(answered, common), common)


def emit_each(answers: Iterable[Answered], common: Common, *, nothing: str) -> int:
    """Write answers one by one as a list, JSON lines as they come; return how many there were.

    Each brings its rows; `nothing` is said to people where there is none.
    """
    if common.format == "jsonl" and common.output is None:
        count = 0
        for count, each in enumerate(answers, 1):  # noqa: B007 - counted
            click.echo(json.dumps(each.value, ensure_ascii=False))
        return count
    found = list(answers)
    rows = [row for each in found for row in each.rows or ()]
    lines = None if found else [nothing]
    emit(Answered([each.value for each in found], rows=rows, lines=lines), common)
    return len(found)


def write(text: str, common: Common) -> None:
    """Write text to stdout or to `--output`. Raises StorageFailed (E-OUTPUT)."""
    ended = text if text.endswith("\n") or not text else text + "\n"
    if common.output is None:
        click.echo(ended, nl=False)
        return
    path = Path(common.output)
    try:
        path.write_text(ended, encoding="utf-8")
    except OSError as fault:
        raise StorageFailed("E-OUTPUT", where=str(path), reason=fault.strerror or "") from None


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file that is no text. Raises StorageFailed (E-OUTPUT)."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise StorageFailed("E-OUTPUT", where=str(path), reason=fault.strerror or "") from None


def _written(answered: Answered, common: Common) -> str:
    match common.format:
        case "json":
            return json.dumps(answered.value, ensure_ascii=False, indent=2)
        case "jsonl":
            return _jsonl(answered.value)
        case "csv":
            return _separated(_rows(answered), ",")
        case "tsv":
            return _separated(_rows(answered), "\t")
        case "record":
            return _records(_rows(answered))
        case "table":
            return _table(_rows(answered), common)
        case _:
            if answered.lines is not None:
                return "\n".join(answered.lines)
            return _table(_rows(answered), common)


def _jsonl(value: Any) -> str:
    listed = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in listed)


def _rows(answered: Answered) -> Sequence[Row]:
    if answered.rows is not None:
        return answered.rows
    listed = answered.value if isinstance(answered.value, list) else [answered.value]
    return [each if isinstance(each, dict) else {"value": each} for each in listed]


def _separated(rows: Sequence[Row], delimiter: str) -> str:
    out = io.StringIO()
    names = _names(rows)
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if names:
        writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def _records(rows: Sequence[Row]) -> str:
    return "\n\n".join(
        "\n".join(f"{name}: {_cell(value)}" for name, value in row.items()) for row in rows
    )


def _table(rows: Sequence[Row], common: Common) -> str:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    names = _names(rows)
    for name in names:
        table.add_column(_header(name, common))
    for row in rows:
        table.add_row(*(_cell(row.get(name)) for name in names))
    out = io.StringIO()
    width = None if sys.stdout.isatty() and common.output is None else _WIDE
    plain = Console(file=out, width=width, no_color=True, highlight=False, markup=False,
                    emoji=False)  # fmt: skip
    plain.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().split("\n"))


def _workbook(title: str, answered: Answered, common: Common) -> bytes:
    from compliance.outcomes.workbook import rows_workbook

    rows = _rows(answered)
    names = _names(rows)
    cells = [[_cell(row.get(name)) for name in names] for row in rows]
    return rows_workbook(title, [_header(name, common) for name in names], cells)


def _header(name: str, common: Common) -> str:
    key = f"column.{name}"
    return common.words.say(key) if common.words.knows(key) else name


def _names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict | bool):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
