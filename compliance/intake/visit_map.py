"""What a map of visits says: which columns a platform takes, and what stands in each.

A map is data (`visit_maps/*.yaml`): every province has its own columns and words. A column takes
a fact of the visit, a value that stands in the map, or stays empty for somebody to fill in.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Held

from compliance.domain.findings import Says
from compliance.intake.map_door import Lines, WordsIn, misshapen, modelled

Source = Literal[
    "draw", "task", "title", "inspection_id", "orgs", "facility", "name", "nature_of_facility",
    "uscc_kind", "uscc", "address", "region", "county", "kind", "nature", "items", "domains",
    "result", "result_code", "result_number", "visited_on", "officers", "officer_names",
    "scanned_code",
    "published_on", "reported_on", "recorded_by", "position",
]  # fmt: skip
"""What a column may take of a visit."""
_Filled = Annotated[str, StringConstraints(min_length=1)]


class VisitColumn(NamedTuple):
    """A column: its header, the key it has in JSON, and what stands in it."""

    header: str
    key: str
    source: Source | None
    value: str | None
    values: Mapping[str, str]
    """From our word to the platform's; a word that is not there stays as it is."""
    needed: bool


class VisitMap(NamedTuple):
    """A platform's table of visits."""

    name: str
    title: Says
    label: str
    """How far it can be relied on: `primary`, `secondary`, `reading`."""
    note: Says
    columns: tuple[VisitColumn, ...]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _ColumnIn(_Model):
    header: _Filled
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    source: Source | None = Held(default=None, alias="from")
    value: _Filled | None = None
    values: dict[str, _Filled] = {}
    needed: bool = False


class _MapIn(_Model):
    map: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]{1,63}$")]
    title: WordsIn
    label: Literal["primary", "secondary", "reading"]
    note: WordsIn
    columns: Annotated[list[_ColumnIn], Held(min_length=1)]


def visit_map_from(plain: Any, lines: Lines) -> VisitMap:
    """Return a map. Raises BadInput (E-MAP-SHAPE) with the line."""
    written = modelled(_MapIn, plain, lines)
    seen: set[str] = set()
    for at, each in enumerate(written.columns):
        if {each.header, each.key} & seen:
            raise misshapen(("columns", at), f"{each.header} / {each.key}: twice", lines)
        if each.source is not None and each.value is not None:
            raise misshapen(("columns", at), "either from or value", lines)
        seen |= {each.header, each.key}
    columns = tuple(VisitColumn(**dict(each)) for each in written.columns)
    title, note = written.title.read(), written.note.read()
    return VisitMap(written.map, title, written.label, note, columns)
