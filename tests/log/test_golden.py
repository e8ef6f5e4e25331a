"""Golden files: a stored body of every event, which today's codec must read and write alike."""

import json
from pathlib import Path

import pytest

from compliance.domain.events import CATALOGUE, Kind, kind_of
from compliance.domain.plain import from_plain, to_plain
from compliance.log.codec import canonical, draft_of, plain_of, said_of
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
    """An event that is gone from the catalogue could not be read any more."""
    names = [path.name.removesuffix(".json").rpartition(".") for path in GOLDEN.glob("*.json")]

    assert sorted(CATALOGUE) == sorted(kind_of(f"{stem}/{no}").name for stem, _, no in names)


def test_golden_files_are_canonical() -> None:
    """One form: sorted keys, no spaces, UTF-8."""
    for path in GOLDEN.glob("*.json"):
        text = path.read_text(encoding="utf-8").removesuffix("\n")

        assert text == canonical(json.loads(text))
