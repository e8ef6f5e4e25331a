"""Maps at the door: what a map may say, and the line at which it is refused."""

import copy
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.errors import BadInput
from compliance.domain.events import latest
from compliance.domain.shape import shape
from compliance.engine.maps import installed_maps, read_map
from compliance.intake.map_door import map_from
from tests.engine.rostering import PLAIN

TEXT = """\
roster: test.ledger
title: {zh: 测试, en: test}
facility:
  - {column: id, scheme: local}
columns:
  id: {header: id, type: code}
  places: {header: [places, licensed], type: int}
facts:
  - event: facility.attendance_counted
    fields:
      shift: {value: all}
      children: places
"""
FACT = "facility.attendance_counted"
SHIFT = "{value: all}"


def changed(**told: Any) -> dict[str, Any]:
    return copy.deepcopy(dict(PLAIN)) | told


def written(folder: Path, text: str) -> str:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", sorted(installed_maps()))
def test_every_installed_map_is_sound_and_speaks_both_languages(name: str) -> None:
    map_ = read_map(name)
    notes = [column.note for column in map_.columns.values()]

    assert map_.title.zh
    assert map_.title.en
    assert all(bool(note.zh) is bool(note.en) for note in notes)


@pytest.mark.parametrize("name", sorted(installed_maps()))
def test_a_map_translates_to_words_that_its_events_know(name: str) -> None:
    """A word that no event takes would refuse every row that bears it."""
    for fact in read_map(name).facts:
        fields = {field.name: field for field in shape(latest(fact.event).data)}
        for field, told in fact.fields.items():
            if fields[field].base == "choice":
                values = [*told.values.values(), *([told.value] if told.value else [])]
                assert set(values) <= set(fields[field].choices), (fact.event, field)


def test_a_map_is_read_by_name_and_by_file(tmp_path: Path) -> None:
    map_ = read_map(written(tmp_path, TEXT))

    assert read_map("us-nc").keys == ("id", "shift")
    assert (map_.roster, map_.keys, map_.columns["places"].headers) == (
        "test.ledger", ("id",), ("places", "licensed"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "line", "old", "new"),
    [
        ("E-MAP-YAML", 8, "type: int}", "type: int"),
        ("E-MAP-TWICE", 7, "  places:", "  id:"),
        ("E-MAP-SHAPE", 1, "test.ledger", "测试"),
        ("E-MAP-SHAPE", 6, "type: code", "type: number"),
        ("E-MAP-SHAPE", 6, "header: id, type", "type"),
        ("E-MAP-SHAPE", 7, "licensed]", "id]"),
        ("E-MAP-SHAPE", 11, SHIFT, "{split: x}"),
        ("E-MAP-SHAPE", 11, SHIFT, "{value: all, column: id}"),
        ("E-MAP-SHAPE", 10, "      children: places\n", ""),
        ("E-MAP-COLUMN", 4, "column: id", "column: ids"),
        ("E-MAP-COLUMN", 12, "children: places", "children: place"),
        ("E-MAP-EVENT", 9, FACT, "facility.counted"),
        ("E-MAP-EVENT", 9, FACT, "record.retracted"),
        ("E-MAP-EVENT", 9, FACT, "roster.row_ended"),
        ("E-MAP-EVENT", 9, FACT, "target.set"),
        ("E-MAP-EVENT", 12, "children: places", "childs: places"),
    ],
)
def test_a_map_is_refused_at_the_line(
    tmp_path: Path, code: str, line: int, old: str, new: str
) -> None:
    with pytest.raises(BadInput) as answer:
        read_map(written(tmp_path, TEXT.replace(old, new, 1)))

    assert (code, f"map.yaml:{line}") == (answer.value.code, answer.value.where)


@pytest.mark.parametrize(
    "told", [{"snapshot": "no"}, {"row": ["no"]}, {"facts": [{"event": "facility.opened",
                                                           "on": "no"}]},
             {"facts": [{"event": "facility.opened", "where": {"no": 1}}]}]
)  # fmt: skip
def test_every_place_that_names_a_column_is_looked_at(told: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as answer:
        map_from(changed(**told), {(): "m:1"})

    assert answer.value.code == "E-MAP-COLUMN"
