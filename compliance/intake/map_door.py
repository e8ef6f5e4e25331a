"""The door of maps: plain values of a YAML file become a `RosterMap`, or are refused by line.

Shapes are checked by pydantic; that columns, events and fields exist, here.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as Held

from compliance.domain.errors import BadInput
from compliance.domain.events import Kind, latest
from compliance.domain.findings import Says
from compliance.domain.shape import Field, shape
from compliance.intake.roster_map import (
    NAME,
    Column,
    ColumnType,
    Fact,
    RosterMap,
    Say,
    Site,
    Told,
)

Place = tuple[str | int, ...]
Lines = Mapping[Place, str]
"""The path of a value → `file:line`."""
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
_Filled = Annotated[str, StringConstraints(min_length=1)]
_WITHIN = 20
_Written = TypeVar("_Written", bound=BaseModel)
_EMPTY = Says("", "")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class WordsIn(_Model):
    """A text in both languages."""

    zh: _Filled
    en: _Filled

    def read(self) -> Says:
        """Return the text."""
        return Says(self.zh, self.en)


class ColumnIn(_Model):
    """A column: the headers it may stand under, and how its cells are read."""

    header: _Filled | Annotated[list[_Filled], Held(min_length=1)]
    type: ColumnType = "text"
    required: bool = False
    blank: list[str] | None = None
    forever: list[_Filled] = []
    choices: list[_Filled] = []
    note: WordsIn | None = None
    example: str = ""


class _SiteIn(_Model):
    column: str
    scheme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,31}$")] | None = None


class _ToldIn(_Model):
    column: str | None = None
    value: Any = None
    values: dict[str, Any] = {}
    split: str = ""


class _FactIn(_Model):
    event: str
    say: Say = "changed"
    on: str | None = None
    where: dict[str, Any] = {}
    fields: dict[str, str | _ToldIn] = {}


class _MapIn(_Model):
    roster: Annotated[str, StringConstraints(pattern=f"^{NAME}$")]
    title: WordsIn
    sheet: str | None = None
    snapshot: str | None = None
    header_within: Annotated[int, Held(ge=1, le=100)] = _WITHIN
    skip: list[_Filled] = []
    blank: list[str] = []
    facility: Annotated[list[_SiteIn], Held(min_length=1)]
    row: list[str] = []
    columns: Annotated[dict[_Name, ColumnIn], Held(min_length=1)]
    facts: list[_FactIn] = []


def map_from(plain: Any, lines: Lines) -> RosterMap:
    """Return a map. Raises BadInput (E-MAP-SHAPE, E-MAP-COLUMN, E-MAP-EVENT) with the line."""
    written = modelled(_MapIn, plain, lines)
    for place, column in _columns_named(written):
        if column not in written.columns:
            raise BadInput("E-MAP-COLUMN", where=_line(place, lines), column=column)
    for place, reason in _twice(written):
        raise misshapen(place, reason, lines)
    return _read(written, lines)


def modelled(model: type[_Written], plain: Any, lines: Lines) -> _Written:
    """Return plain values in the shape of a model. Raises BadInput (E-MAP-SHAPE) with the line."""
    try:
        return model.model_validate(plain)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        reason = first["msg"].removeprefix("Value error, ")
        raise misshapen(tuple(first["loc"]), reason, lines) from None


def _read(written: _MapIn, lines: Lines) -> RosterMap:
    blank = frozenset(written.blank)
    return RosterMap(
        roster=written.roster,
        title=written.title.read(),
        sheet=written.sheet,
        snapshot=written.snapshot,
        header_within=written.header_within,
        skip=tuple(written.skip),
        facility=tuple(Site(each.column, each.scheme) for each in written.facility),
        row=tuple(written.row),
        columns={name: column_of(name, each, blank) for name, each in written.columns.items()},
        facts=tuple(_fact(place, each, lines) for place, each in enumerate(written.facts)),
    )


def column_of(name: str, written: ColumnIn, blank: frozenset[str]) -> Column:
    """Return a column; what a cell leaves blank is the map's, unless it has words of its own."""
    headers = [written.header] if isinstance(written.header, str) else written.header
    return Column(
        name=name,
        headers=tuple(headers),
        type=written.type,
        required=written.required,
        blank=blank if written.blank is None else frozenset(written.blank),
        forever=tuple(written.forever),
        choices=tuple(written.choices),
        note=_EMPTY if written.note is None else written.note.read(),
        example=written.example,
    )


def _fact(number: int, written: _FactIn, lines: Lines) -> Fact:
    place: Place = ("facts", number)
    kind = _kind(place, written.event, lines)
    known = {field.name: field for field in shape(kind.data)}
    for name in written.fields:
        if name not in known:
            line = _line((*place, "fields", name), lines)
            raise BadInput("E-MAP-EVENT", where=line, text=f"{written.event}#{name}")
    for name, field in known.items():
        if field.required and name not in written.fields:
            reason = f"{written.event} needs {name}"
            raise misshapen((*place, "fields"), reason, lines)
    fields = {name: _told(known[name], each) for name, each in written.fields.items()}
    where = {
        name: tuple(value) if isinstance(value, list) else (value,)
        for name, value in written.where.items()
    }
    return Fact(kind.stem, written.say, written.on, where, fields)


def _kind(place: Place, event: str, lines: Lines) -> Kind:
    try:
        kind = latest(event)
    except KeyError:
        where = _line((*place, "event"), lines)
        raise BadInput("E-MAP-EVENT", where=where, text=event) from None
    if kind.about != "facility" or event.startswith(("record.", "roster.")):
        raise BadInput("E-MAP-EVENT", where=_line((*place, "event"), lines), text=event)
    return kind


def _told(field: Field, written: str | _ToldIn) -> Told:
    as_text = field.base in {"text", "named"}
    if isinstance(written, str):
        return Told(written, None, {}, "", as_text)
    return Told(written.column, written.value, written.values, written.split, as_text)


def _columns_named(written: _MapIn) -> Iterator[tuple[Place, str]]:
    """Yield every place that names a column, and the name."""
    if written.snapshot is not None:
        yield ("snapshot",), written.snapshot
    yield from (
        (("facility", n, "column"), each.column) for n, each in enumerate(written.facility)
    )
    yield from ((("row", n), each) for n, each in enumerate(written.row))
    for n, fact in enumerate(written.facts):
        if fact.on is not None:
            yield ("facts", n, "on"), fact.on
        yield from ((("facts", n, "where", each), each) for each in fact.where)
        for name, told in fact.fields.items():
            column = told if isinstance(told, str) else told.column
            if column is not None:
                yield ("facts", n, "fields", name), column


def _twice(written: _MapIn) -> Iterator[tuple[Place, str]]:
    """Yield what cannot be told apart: a header of two columns, a field of neither or both."""
    seen: dict[str, str] = {}
    for name, column in written.columns.items():
        for header in [column.header] if isinstance(column.header, str) else column.header:
            if seen.setdefault(header, name) != name:
                yield ("columns", name, "header"), f"{header} is the header of {seen[header]} too"
    for n, fact in enumerate(written.facts):
        for name, told in fact.fields.items():
            if isinstance(told, _ToldIn) and (told.column is None) is (told.value is None):
                yield ("facts", n, "fields", name), "either a column or a value"


def misshapen(place: Place, reason: str, lines: Lines) -> BadInput:
    """Return what is wrong with a map, with its field and its line."""
    field = ".".join(str(part) for part in place if part not in _UNIONS) or "–"
    return BadInput("E-MAP-SHAPE", where=_line(place, lines), field=field, reason=reason)


def _line(place: Place, lines: Lines) -> str:
    """Return the line of a value, or of the nearest thing around it that stands in the file."""
    while place not in lines and place:
        place = place[:-1]
    return lines[place]


_UNIONS: frozenset[Literal["str", "_ToldIn"]] = frozenset({"str", "_ToldIn"})
"""What pydantic puts into a place that is no part of the file."""
