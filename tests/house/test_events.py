"""Every event is declared once and found everywhere: relation, name, schema, golden file."""

import json
import re
from pathlib import Path

import pytest

from cli.say import catalogue
from compliance.domain.events import CATALOGUE, Kind
from compliance.domain.relations import RELATIONS
from compliance.outcomes.schemas import DRAFT, event_schema
from tests.samples import BOOKS, SAMPLES

GOLDEN = Path(__file__).parents[1] / "golden"
UNTOLD = {*BOOKS, "record.corrected", "record.retracted", "person.erased", "person.linked"}
"""They are about the log, about other records, or about who a person is: never a row."""
CHANGES = {"class.changed", "staff.role_changed"}
"""They end a row and begin the next."""
every_kind = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)


@every_kind
def test_an_event_is_told_of_by_a_relation(kind: Kind) -> None:
    """What no relation knows can never be asked about."""
    told = {stem for each in RELATIONS.values() for stem in (*each.opens, *each.closes)}

    assert (kind.stem in told | CHANGES) is (kind.stem not in UNTOLD)


@every_kind
def test_an_event_has_its_name_in_both_languages(kind: Kind) -> None:
    assert kind.zh == catalogue("zh")[f"value.{kind.stem}"]
    assert re.fullmatch("[ -~]+", catalogue("en")[f"value.{kind.stem}"])


@every_kind
def test_an_event_has_a_schema_that_knows_its_fields_and_no_others(kind: Kind) -> None:
    schema = event_schema(kind)
    fields = set(kind.data.__dataclass_fields__)

    assert (schema["$schema"], schema["x-zh"]) == (DRAFT, kind.zh)
    assert fields == set(schema.get("properties", {}))
    assert schema["additionalProperties"] is False
    assert json.dumps(schema)


@every_kind
def test_an_event_has_a_golden_file_and_a_sample(kind: Kind) -> None:
    stem, _, version = kind.name.partition("/")

    assert (GOLDEN / f"{stem}.{version}.json").is_file()
    assert stem in SAMPLES
