"""A list that another system hands in: its rows, whatever file they come in, or what is wrong."""

from pathlib import Path

import pytest

from compliance.domain.errors import Answers
from compliance.intake.frame_file import read_frame


def test_a_cell_that_is_empty_tells_nothing(tmp_path: Path) -> None:
    """Nor does a column that is no list's."""
    (tmp_path / "list.csv").write_text(
        "检查对象,信用等级,事项,已达检查上限,备注\na,,care、food,是,x\nb,A,,,\n", encoding="utf-8"
    )
    first, second = read_frame(tmp_path / "list.csv")

    assert first == {"facility": "a", "items": ["care", "food"], "capped": True}
    assert second == {"facility": "b", "tier": "A"}


def test_the_paper_of_a_frame_is_a_list_too(tmp_path: Path) -> None:
    """Its head is no facility."""
    (tmp_path / "frame.jsonl").write_text('{"paper":"frame","count":1}\n{"facility":"a"}\n')

    assert read_frame(tmp_path / "frame.jsonl") == [{"facility": "a"}]


def test_every_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A word that no list has is no word for another."""
    lines = ('{"facility": "a"}', "{", '{"facility": "b", "tire": "A"}', '{"facility": 7}')
    (tmp_path / "list.jsonl").write_text("\n".join(lines))
    with pytest.raises(Answers) as caught:
        read_frame(tmp_path / "list.jsonl")

    assert [(each.code, each.where) for each in caught.value.answers] == [
        ("E-LINE-JSON", "list.jsonl:2"),
        ("E-FRAME-FIELD", "list.jsonl:3"),
        ("E-FRAME-VALUE", "list.jsonl:4"),
    ]
