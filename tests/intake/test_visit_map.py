"""Maps of visits: what a platform's columns take; a map that says nonsense is refused by line."""

from pathlib import Path

import pytest

from compliance.domain.errors import Answer
from compliance.engine.carried_out import cells_of
from compliance.engine.maps import installed_visit_maps, read_visit_map

HEAD = "map: a.b\ntitle: {zh: 甲, en: a}\nlabel: reading\nnote: {zh: 甲, en: a}\ncolumns:\n"


def test_the_shipped_map_says_that_it_is_a_reading() -> None:
    """The national standard was not read; every column says what it takes, or stays empty."""
    (name,) = installed_visit_maps()
    found = read_visit_map(name)

    assert found.label == "reading"
    assert "未读" in found.note.zh
    assert len(found.columns) == 26
    assert {"检查行为编号", "行政相对人编码", "检查结果", "执法证号"} <= {
        each.header for each in found.columns
    }


def test_a_column_takes_a_fact_a_value_or_nothing(tmp_path: Path) -> None:
    """Words that the map does not translate stay as they are; what is unknown is empty."""
    path = tmp_path / "m.yaml"
    path.write_text(
        HEAD + "  - {header: 甲, key: a, from: officers}\n  - {header: 乙, key: b, value: 现场}\n"
        "  - {header: 丙, key: c}\n  - {header: 丁, key: d, from: kind, values: {routine: '01'}}\n"
        "  - {header: 戊, key: e, from: nature}\n  - {header: 己, key: f, from: uscc}\n",
        encoding="utf-8",
    )
    facts = {"officers": ("A1", "A2"), "kind": "routine", "nature": "patrol", "uscc": None}

    assert list(cells_of(facts, read_visit_map(str(path)).columns).values()) == [
        "A1、A2", "现场", "", "01", "patrol", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    "columns",
    [
        "  - {header: 甲, key: a, from: officer}\n",
        "  - {header: 甲, key: a, from: kind, value: x}\n",
        "  - {header: 甲, key: a}\n  - {header: 甲, key: b}\n",
        "  - {header: 甲, key: a}\n  - {header: 乙, key: a}\n",
        "  - {header: 甲, key: A B}\n",
        "  []\n",
    ],
)
def test_a_map_that_says_nonsense_is_refused_by_line(tmp_path: Path, columns: str) -> None:
    """A field that there is none of, two meanings, a header twice, no column at all."""
    path = tmp_path / "m.yaml"
    path.write_text(HEAD + columns, encoding="utf-8")

    with pytest.raises(Answer, match="E-MAP-SHAPE") as caught:
        read_visit_map(str(path))
    assert str(caught.value.where).startswith("m.yaml:")
