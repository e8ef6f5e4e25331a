"""Typed event columns: every version of an event as rows of plain values, for SQL to read.

A version is the event as told, or as an amendment left it; each says from which position on it
was known and by which it was superseded, so that the tables answer for any knowledge. It does not
know who holds the tables.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from compliance.domain.envelope import Event, Proposal, amended
from compliance.domain.events import latest
from compliance.domain.plain import changes_from_plain
from compliance.domain.shape import Field, shape
from compliance.domain.tags import document_no_of
from compliance.projections.columns import NAMED, TOLD, Laid, record_tables, stored, told_table
from compliance.projections.effective import AMENDMENTS

Written = tuple[Laid, tuple[Any, ...]]
"""A table and a row of it."""


class Version(NamedTuple):
    """An event as it is known from a position on."""

    position: int
    heard: int
    said: Proposal
    gone: bool = False


def version_of(original: Event, amendment: Event | None = None) -> Version | None:
    """Return an event as told, or as an amendment leaves it; None: nothing becomes of that.

    An amendment of an amendment is ignored.
    """
    if amendment is None:
        return Version(original.position, original.position, original.said)
    if original.stem in AMENDMENTS:
        return None
    if amendment.stem == "record.retracted":
        return Version(original.position, amendment.position, original.said, gone=True)
    changes = changes_from_plain(type(original.data), amendment.data.set)
    return Version(original.position, amendment.position, amended(original.said, changes))


def rows_of(version: Version) -> Iterator[Written]:
    """Yield the rows that a version is: its own, one for each record in it and person named."""
    laid, fields, records = _laid(version.said.stem)
    data = version.said.data
    yield laid, (*_envelope(version), *(stored(getattr(data, name)) for name in fields))
    where = (version.position, version.heard)
    for field, table in records.items():
        for place, record in enumerate(getattr(data, field) or ()):
            values = (stored(getattr(record, each.name)) for each in shape(type(record)))
            yield table, (*where, place, *values)
    for name, place, person in named_in(data):
        yield NAMED, (*where, name, place, person)


def named_in(data: Any, within: str = "") -> Iterator[tuple[str, int, str]]:
    """Yield every person named in an event: in which field, in which place, who."""
    cls: Any = type(data)
    for field in _naming(cls):
        value = getattr(data, field.name)
        if value is None:
            continue
        for place, each in enumerate(value if field.many else (value,)):
            yield from _named(field, each, f"{within}{field.name}", place)


@cache
def _laid(stem: str) -> tuple[Laid, tuple[str, ...], dict[str, Laid]]:
    """Return where an event is told, by which of its fields, and where its records are."""
    kind = latest(stem)
    laid = told_table(kind)
    fields = tuple(each.name for each in laid.columns[len(TOLD) :])
    return laid, fields, record_tables(kind)


@cache
def _naming(cls: Any) -> tuple[Field, ...]:
    """Return the fields that name persons, themselves or in records."""
    return tuple(each for each in shape(cls) if each.named == "Person" or each.record)


def _named(field: Field, value: Any, name: str, place: int) -> Iterator[tuple[str, int, str]]:
    if field.named == "Person":
        yield name, place, value
    elif field.record is not None:
        yield from named_in(value, f"{name}.{place}.")


def _envelope(version: Version) -> tuple[Any, ...]:
    said = version.said
    return (
        version.position, version.heard, None, version.gone, said.occurred_on.toordinal(),
        said.facility, document_no_of(said),
    )  # fmt: skip
