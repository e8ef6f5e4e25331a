"""Every declared relation can be read from the events it names, and every event is read."""

from collections.abc import Iterator
from typing import Any

import pytest

from compliance.domain.events import CATALOGUE, Kind
from compliance.domain.relation import Column, Relation, column, columns
from compliance.domain.relations import RELATIONS
from compliance.domain.relations.care import CARE
from compliance.domain.relations.case import CASE
from compliance.domain.relations.conduct import CONDUCT
from compliance.domain.relations.credit import CREDIT
from compliance.domain.relations.draw import DRAW
from compliance.domain.relations.facility import FACILITY
from compliance.domain.relations.office import OFFICE
from compliance.domain.relations.region import REGION
from compliance.domain.relations.staff import STAFF
from compliance.domain.relations.support import SUPPORT
from compliance.domain.shape import Field, shape
from tests.samples import BOOKS

every_relation = pytest.mark.parametrize("relation", RELATIONS.values(), ids=RELATIONS)

CHANGES = {"class.changed", "staff.role_changed"}
"""They end a row and begin the next."""
NOT_FOLDED = {*BOOKS, "record.corrected", "record.retracted", "person.erased", "person.linked"}
_SPOKEN_OF = {
    "premises.found": {"name", "region", "address", "street"},
    "facility.registration_changed": {"name", "nature", "uscc", "address", "operator_uscc"},
    "facility.relocated": {"region", "address", "street"},
    "facility.site_recorded": {"street"},
}
ABSENT = {
    ("identity", stem): RELATIONS["identity"].columns.keys() - spoken_of
    for stem, spoken_of in _SPOKEN_OF.items()
}
"""Columns that an opening event does not speak of: found premises have no registrar yet."""

_HOLDS = {"text": "text", "named": "text", "int": "int", "bool": "bool", "date": "date"}


def kinds(stems: tuple[str, ...]) -> list[Kind]:
    """Return every version of the events named."""
    return [kind for kind in CATALOGUE.values() if kind.stem in stems]


def field_at(cls: type[Any], source: str) -> Field | None:
    """Return the field that a column is read from, if the event has it."""
    name, _, inner = source.partition(".")
    field = next((each for each in shape(cls) if each.name == name), None)
    if field is None or not inner:
        return field
    return None if field.record is None else field_at(field.record, inner)


def read_from(relation: Relation) -> Iterator[tuple[Kind, str, Column, Field | None]]:
    """Return each opening event with each column and the field that it is read from."""
    for kind in kinds(relation.opens):
        for name, col in relation.columns.items():
            yield kind, name, col, field_at(kind.data, col.source)


@every_relation
def test_a_column_is_read_from_a_field_of_every_opening_event(relation: Relation) -> None:
    """A misspelt source would read nothing, silently."""
    missing = {(kind.stem, name) for kind, name, _, field in read_from(relation) if field is None}
    declared = {
        (stem, name)
        for (of, stem), names in ABSENT.items()
        for name in names
        if of == relation.name
    }

    assert declared == missing


@every_relation
def test_a_required_column_is_required_of_every_opening_event(relation: Relation) -> None:
    """And only such a one: a column that may be absent says what its absence means."""
    for name, col in relation.columns.items():
        fields = [field for _, of, _, field in read_from(relation) if of == name]
        always = all(field is not None and field.required for field in fields)

        assert always == (col.presence == "required"), name


@every_relation
def test_a_column_has_the_type_of_its_field(relation: Relation) -> None:
    """SQL reads typed columns; it never reads stored JSON."""
    for kind, name, col, field in read_from(relation):
        assert field is None or col.type == type_of(field), (kind.name, name)


@every_relation
def test_a_closing_column_is_read_from_a_closing_event(relation: Relation) -> None:
    """It may be absent there, and no opener fills it."""
    for name, col in relation.closing.items():
        fields = [field_at(kind.data, col.source) for kind in kinds(relation.closes)]
        found = [field for field in fields if field is not None]

        assert found, name
        assert {col.type} == {type_of(field) for field in found}
        assert col.presence != "required"
        assert name not in relation.columns


@every_relation
def test_a_key_is_made_of_columns_and_the_facility(relation: Relation) -> None:
    """A facility's rows bear its id; a person's rows are the same wherever they were told."""
    own = [part for part in relation.key if part != "facility"]
    shared = {each.without for each in RELATIONS.values() if each.opens == relation.opens}

    assert relation.key
    assert set(own) <= relation.columns.keys()
    assert all(relation.columns[part].presence == "required" for part in own if part not in shared)
    assert ("facility" in relation.key) == (relation.about == "facility")


@every_relation
def test_a_closer_names_a_part_of_the_key(relation: Relation) -> None:
    """One that names none would close the rows of everybody."""
    for kind in kinds(relation.closes):
        named = {each.name for each in shape(kind.data) if each.required} & set(relation.key)

        assert named or relation.key == ("facility",), kind.name


@every_relation
def test_a_declaration_fits_its_form(relation: Relation) -> None:
    """Only an interval closes, only a latest merges, and whatever is named exists."""
    stems = {kind.stem for kind in CATALOGUE.values()}

    assert {*relation.told_by} <= stems
    assert relation.opens
    assert bool(relation.closes) == (relation.form == "interval")
    assert relation.closes or not relation.closing
    assert relation.form == "latest" or not relation.merge
    assert relation.form == "interval" or relation.while_open == "restart"
    assert len({*relation.told_by}) == len(relation.told_by)
    assert relation.form == "interval" or not relation.changes
    assert relation.each is None or not relation.changes
    assert relation.undone_by is None or relation.closing[relation.undone_by].type == "bool"


@every_relation
def test_a_change_names_the_row_it_ends(relation: Relation) -> None:
    """Every part of the key, as it was before; and it states what columns it has alike."""
    assert bool(relation.changes) >= bool(relation.formerly)
    for kind in kinds(relation.changes):
        fields = {field.name: field for field in shape(kind.data)}
        parts = [part for part in relation.key if part != "facility"]
        naming = [fields[relation.formerly.get(part, part)] for part in parts]
        stated = [(col, fields[col.source]) for col in relation.columns.values()
                  if col.source in fields]  # fmt: skip

        assert all(field.required for field in naming)
        assert all(col.type == type_of(field) for col, field in stated)
        assert set(relation.formerly) <= set(parts)


@every_relation
def test_an_event_that_is_not_a_relations_own_leaves_a_field_open(relation: Relation) -> None:
    """Each event that bears on it has the field, and may leave it out."""
    if relation.without is not None:
        fields = [field_at(kind.data, relation.without) for kind in kinds(relation.told_by)]

        assert all(field is not None and not field.required for field in fields)


@every_relation
def test_records_within_an_event_are_read_from_one_list(relation: Relation) -> None:
    """A dotted source needs the list of which each element makes a row."""
    holders = {
        col.source.partition(".")[0] for col in relation.columns.values() if "." in col.source
    }

    assert holders == (set() if relation.each is None else {relation.each})
    for kind in kinds(relation.opens):
        field = None if relation.each is None else field_at(kind.data, relation.each)

        assert field is None or (field.many and field.required and field.base == "record")


def test_every_event_is_told_to_a_relation() -> None:
    """An event that no relation reads is a fact that nobody can know."""
    read = {stem for each in RELATIONS.values() for stem in each.told_by}

    assert {kind.stem for kind in CATALOGUE.values()} == read | CHANGES | NOT_FOLDED
    assert NOT_FOLDED.isdisjoint(read)


def test_no_relation_is_declared_twice() -> None:
    """The second would hide the first."""
    shelves = (FACILITY, CARE, STAFF, CONDUCT, CASE, CREDIT, SUPPORT, REGION, OFFICE, DRAW)

    assert len(RELATIONS) == sum(map(len, shelves))
    assert all(name == relation.name for name, relation in RELATIONS.items())


def test_a_column_is_declared_in_a_word() -> None:
    """Type, presence, and the field if it bears another name."""
    person = Column(type="text", presence="required", source="persons.person")
    until = Column(type="date", presence="closed", source="until")

    assert person == column("text! <- persons.person")
    assert {"until": until} == columns(until="date~")
    assert {"who": person} == columns(who="text! <- persons.person")


def type_of(field: Field) -> str:
    """Return the type of a column that holds a field."""
    if field.base == "choice":
        one = "int" if all(isinstance(choice, int) for choice in field.choices) else "text"
    else:
        one = _HOLDS[field.base]
    return f"{one}s" if field.many else one
