"""Golden files: a stored body of every event, which today's codec must read and write alike."""

import json
from pathlib import Path

import pytest

from compliance.domain.canonical import canonical
from compliance.domain.events import CATALOGUE, Kind, former_names, kind_of, latest
from compliance.domain.plain import from_plain, to_plain
from compliance.log.codec import draft_of, plain_of, said_of
from tests.samples import EVENT, SAMPLES

GOLDEN = Path(__file__).parents[1] / "golden"
every_kind = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)


def golden_of(kind: Kind) -> Path:
    stem, _, version = kind.name.partition("/")
    return GOLDEN / f"{stem}.{version}.json"


@every_kind
def test_a_stored_body_is_read_as_it_was_meant(kind: Kind) -> None:
    """HOUSE_STYLE 8: a class may be renamed, history may not."""
    body = json.loads(golden_of(kind).read_text(encoding="utf-8"))
    expected = from_plain(kind.data, SAMPLES[kind.stem])

    assert expected == said_of(kind.name, body).data


@every_kind
def test_a_stored_body_is_written_again_byte_for_byte(kind: Kind) -> None:
    """Its hash stands in trees and anchors that others keep."""
    stored = golden_of(kind).read_text(encoding="utf-8").removesuffix("\n")
    said = said_of(kind.name, json.loads(stored))

    assert stored == draft_of(said, EVENT, ()).body
    assert json.loads(stored) == {"id": EVENT, **plain_of(said)}


@every_kind
def test_a_sample_fills_in_every_field(kind: Kind) -> None:
    """Otherwise a golden file would hold less than its event; a term is set in one of two ways."""
    one_of = {"due_on"} if kind.stem == "violation.correction_ordered" else set()
    declared = {*to_plain(from_plain(kind.data, SAMPLES[kind.stem]))} | one_of

    assert declared == set(kind.data.__dataclass_fields__)


def test_every_golden_file_is_of_an_event() -> None:
    """One that is gone from the catalogue, or a shape that nobody lifts, could not be read."""
    names = [path.name.removesuffix(".json").rpartition(".") for path in GOLDEN.glob("*.json")]

    assert sorted((*CATALOGUE, *former_names())) == sorted(f"{stem}/{no}" for stem, _, no in names)


@pytest.mark.parametrize("name", former_names())
def test_a_former_shape_is_read_as_the_newest(name: str) -> None:
    """What the newest shape asks beside is unknown: nobody was asked then."""
    kind = kind_of(name)
    body = json.loads(golden_of(kind).read_text(encoding="utf-8"))
    told = to_plain(said_of(name, body).data)

    assert isinstance(said_of(name, body).data, latest(kind.stem).data)
    assert told == body["data"]


@pytest.mark.parametrize("name", former_names())
def test_a_former_shape_is_written_again_byte_for_byte(name: str) -> None:
    """Under its own name: what was hashed and anchored stays what it was."""
    stored = golden_of(kind_of(name)).read_text(encoding="utf-8").removesuffix("\n")
    again = draft_of(said_of(name, json.loads(stored)), EVENT, ())

    assert (name, stored) == (again.type, again.body)


def test_golden_files_are_canonical() -> None:
    """One form: sorted keys, no spaces, UTF-8."""
    for path in GOLDEN.glob("*.json"):
        text = path.read_text(encoding="utf-8").removesuffix("\n")

        assert text == canonical(json.loads(text))
