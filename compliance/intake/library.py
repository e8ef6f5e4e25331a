"""Libraries of spot checks (名录库、事项清单) as tables: which columns they have, and their rows.

The columns, with every header they may stand under, are data (`libraries/*.yaml`). Every row is
read before anything is said of the file; what cannot be read is named by its cell.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from compliance.domain.errors import Answer, Answers, BadInput
from compliance.domain.findings import Says
from compliance.intake.cells import Value
from compliance.intake.headed import Headed, found
from compliance.intake.map_door import ColumnIn, WordsIn, column_of
from compliance.intake.roster_map import Column
from compliance.intake.sheets import TableFile

LibraryName = Literal["items", "objects", "inspectors"]
_SEVERAL = re.compile(r"[、，,；;\n]+")


class LibraryMap(NamedTuple):
    """A library's columns, what its rows are told apart by, and its words for ours."""

    library: LibraryName
    title: Says
    skip: tuple[str, ...]
    key: tuple[str, ...]
    """Of these columns the first that is filled in names a row; none = rows have no name."""
    columns: Mapping[str, Column]
    values: Mapping[str, Mapping[str, str]]
    sheet: str | None = None
    header_within: int = 20

    def written(self, column: str, value: str) -> str:
        """Return a word of ours as the library writes it."""
        return next((zh for zh, own in self.values[column].items() if own == value), value)


class LibraryRow(NamedTuple):
    """A row: its number, where it stands, its fields by column."""

    number: int
    where: str
    fields: Mapping[str, Value]


class _LibraryIn(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    library: LibraryName
    title: WordsIn
    skip: list[str] = []
    key: list[str] = []
    columns: Annotated[dict[str, ColumnIn], Field(min_length=1)]
    values: dict[str, dict[str, str]] = {}


def library_map(plain: Any) -> LibraryMap:
    """Return the map of a library that comes with the program."""
    written = _LibraryIn.model_validate(plain)
    blank: frozenset[str] = frozenset()
    return LibraryMap(
        library=written.library,
        title=written.title.read(),
        skip=tuple(written.skip),
        key=tuple(written.key),
        columns={name: column_of(name, each, blank) for name, each in written.columns.items()},
        values=written.values,
    )


def read_library(file: TableFile, map_: LibraryMap, sheet: str | None) -> Sequence[LibraryRow]:
    """Return a library's rows. Raises BadInput (E-ROSTER-…), or Answers with all bad rows."""
    needed = [name for name, column in map_.columns.items() if column.required]
    at = found(file, map_, sheet, needed)
    headed = Headed(file, map_, at)
    rows: list[LibraryRow] = []
    wrong: list[Answer] = []
    for number, cells in at.sheet.rows[at.place + 1 :]:
        if not headed.says(cells) or headed.is_header(cells):
            continue
        values, answer, _ = headed.fields(number, cells)
        where = f"{file.name}:{number}"
        try:
            fields = _translated(map_, values, where)
        except BadInput as other:
            answer = answer or other
        if answer is None:
            rows.append(LibraryRow(number, where, fields))
        else:
            wrong.append(answer)
    wrong += _twice(map_, rows)
    if not rows and not wrong:
        raise BadInput("E-LIBRARY-EMPTY", where=file.name)
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Answers(wrong)
    return rows


def several(value: Value) -> list[str]:
    """Return the parts of a cell that lists several."""
    parts = (part.strip() for part in _SEVERAL.split(str(value or "")))
    return [part for part in parts if part]


def key_of(map_: LibraryMap, row: LibraryRow) -> str | None:
    """Return what names a row."""
    told = (row.fields.get(column) for column in map_.key)
    return next((str(each) for each in told if each is not None), None)


def _translated(map_: LibraryMap, values: dict[str, Value], where: str) -> dict[str, Value]:
    """Put our words for the library's. Raises BadInput (E-ROSTER-VALUE)."""
    fields = dict(values)
    for name, words in map_.values.items():
        told = fields.get(name)
        if told is None:
            continue
        if str(told) not in words:
            place = f"{where}:{map_.columns[name].headers[0]}"
            listed = "、".join(words)
            raise BadInput("E-ROSTER-VALUE", where=place, text=str(told)[:40], values=listed)
        fields[name] = words[str(told)]
    return fields


def _twice(map_: LibraryMap, rows: Sequence[LibraryRow]) -> Iterator[Answer]:
    """Yield the rows without a name, and those that bear the same."""
    by_key: dict[str, list[LibraryRow]] = defaultdict(list)
    for row in rows if map_.key else ():
        name = key_of(map_, row)
        if name is None:
            columns = ", ".join(map_.columns[each].headers[0] for each in map_.key)
            yield BadInput("E-LIBRARY-KEY", where=row.where, columns=columns)
        else:
            by_key[name].append(row)
    for name, same in by_key.items():
        if len(same) > 1:
            numbers = ", ".join(str(each.number) for each in same)
            yield BadInput("E-ROSTER-TWICE", where=same[0].where, key=name, rows=numbers)
