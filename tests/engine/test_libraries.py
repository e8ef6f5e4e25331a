"""The two libraries: officers recorded by difference, objects compared, names never logged."""

from pathlib import Path
from typing import Any

import pytest

from compliance.domain.errors import Answers, BadInput
from compliance.domain.time import AsOf
from compliance.engine.libraries import exported
from compliance.engine.libraries.inspectors import held_on, news_of
from compliance.engine.libraries.keep import Handed, Taken, kept, take
from compliance.engine.libraries.maps import LIBRARIES, map_of
from compliance.engine.libraries.objects import compare
from compliance.intake.library import LibraryName, LibraryRow, read_library
from compliance.intake.plan.items import items_of_rows
from compliance.intake.sheets import read_table
from compliance.outcomes.workbook import rows_workbook
from tests.engine.planning import DAZU, HEALTH, MARKET, SALT, District, day, spoken
from tests.saying import said

HEADER = [
    "序号",
    "姓名",
    "执法证号",
    "所在单位",
    "执法领域",
    "检查区域",
    "发证日期",
    "有效期至",
    "手机号",
]
ONE = [1, "甲某", "50011100001", HEALTH, "托育、卫生", None, "2024-01-08", "2029-01-07", "138"]
TWO = [2, "乙某", "50011100002", HEALTH, "托育", "500111001", None, "长期", "139"]
THREE = [3, "丙某", "50011100003", MARKET, None, None, None, None, None]
ITEM_COLUMNS = (
    "抽查领域", "抽查事项", "检查对象", "发起部门", "配合部门", "抽查层级", "重点/一般",
)  # fmt: skip
"""The columns in use of an item list."""


@pytest.fixture
def district() -> District:
    return District()


def rows_of(folder: Path, name: LibraryName, *rows: Any) -> Any:
    path = folder / "library.xlsx"
    path.write_bytes(rows_workbook("名录", rows[0], rows[1:]))
    return read_library(read_table(path), map_of(name), None)


def take_in(district: District, rows: Any, on: str, key: str) -> Taken:
    who = spoken(key)
    news = news_of(district.desk, rows, DAZU, day(on), who)
    handed = Handed(DAZU, "inspectors", rows, SALT)
    return take(district.desk, handed, news.proposals, news.size, who)


def held(district: District, on: str = "2026-03-02") -> dict[str, Any]:
    return {row.values["certificate_no"]: row for row in held_on(district.desk, DAZU, day(on))}


def test_officers_are_certified_from_the_day_that_the_library_says(
    district: District, tmp_path: Path
) -> None:
    """The day of the certificate where it is told, else the library's own."""
    take_in(district, rows_of(tmp_path, "inspectors", HEADER, ONE, TWO), "2026-03-01", "1")
    found = held(district)

    assert [row.on.isoformat() for row in found.values()] == ["2024-01-08", "2026-03-01"]
    assert [tuple(row.values["domains"]) for row in found.values()] == [
        ("托育", "卫生"),
        ("托育",),
    ]
    assert (day("2029-01-07"), None) == tuple(row.values["until"] for row in found.values())


def test_the_same_library_again_records_nothing(district: District, tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "inspectors", HEADER, ONE, TWO)
    take_in(district, rows, "2026-03-01", "1")
    size = district.desk.log.head().size

    assert Taken(0, duplicate=True) == take_in(district, rows, "2026-03-01", "2")
    assert size == district.desk.log.head().size


def test_what_differs_is_recorded_and_nothing_else(district: District, tmp_path: Path) -> None:
    """One changed, one gone; of a department that the file does not name nothing is said."""
    take_in(district, rows_of(tmp_path, "inspectors", HEADER, ONE, TWO, THREE), "2026-03-01", "1")
    changed = [*ONE[:4], "托育", *ONE[5:]]
    rows = rows_of(tmp_path, "inspectors", HEADER, changed)
    news = news_of(district.desk, rows, DAZU, day("2026-03-02"), spoken("2"))
    take_in(district, rows, "2026-03-02", "2")

    assert (news.certified, news.changed, news.ended, news.left) == (0, 1, 1, (MARKET,))
    assert list(held(district)) == ["50011100001", "50011100003"]
    assert list(held(district)["50011100001"].values["domains"]) == ["托育"]
    assert len(held(district, "2026-03-01")) == 3


def test_a_column_that_the_file_has_not_says_nothing(district: District, tmp_path: Path) -> None:
    take_in(district, rows_of(tmp_path, "inspectors", HEADER, ONE), "2026-03-01", "1")
    short = rows_of(tmp_path, "inspectors", HEADER[1:4], ONE[1:4])

    assert news_of(district.desk, short, DAZU, day("2026-03-02"), spoken()).proposals == ()


def test_no_name_stands_in_the_log(district: District, tmp_path: Path) -> None:
    """What identifies a person beyond the certificate is sealed; other columns are not kept."""
    take_in(district, rows_of(tmp_path, "inspectors", HEADER, ONE), "2026-03-01", "1")
    (rows,) = kept(district.desk, DAZU, "inspectors")

    assert all("甲某" not in entry.body for entry in district.desk.log.entries())
    assert [(row["name"], row["certificate_no"]) for row in rows] == [("甲某", "50011100001")]
    assert "138" not in str(rows)


def test_officers_go_out_as_they_came_in(district: District, tmp_path: Path) -> None:
    take_in(district, rows_of(tmp_path, "inspectors", HEADER, ONE, TWO), "2026-03-01", "1")
    columns = map_of("inspectors").columns
    told = list(exported.inspectors(district.desk, DAZU, AsOf(day("2026-03-02"))))
    header = [each.headers[0] for each in columns.values()]
    again = rows_of(
        tmp_path, "inspectors", header, *([row.get(c) for c in columns] for row in told)
    )

    assert [row["name"] for row in told] == ["甲某", "乙某"]
    assert news_of(district.desk, again, DAZU, day("2026-03-02"), spoken()).proposals == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([*ONE[:3], None, *ONE[4:]], "E-CELL-MISSING"),
        ([*ONE[:2], 50011100001, *ONE[3:]], "E-CELL-NUMBER"),
        ([*ONE[:7], "2029-02-30", None], "E-DATE-IMPOSSIBLE"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, row: list[Any], code: str) -> None:
    """All bad rows at once, and nothing is taken."""
    with pytest.raises(Answers) as caught:
        rows_of(tmp_path, "inspectors", HEADER, row, TWO, row)

    assert code in {each.code for each in caught.value.answers}
    assert all("library.xlsx:" in str(each.where) for each in caught.value.answers)


def test_an_officer_who_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="E-ROSTER-TWICE"):
        rows_of(tmp_path, "inspectors", HEADER, ONE, TWO, ONE)


OBJECTS = [
    "统一社会信用代码", "机构编号", "检查对象名称", "检查对象类型", "行政区划代码",
    "街道代码",
]  # fmt: skip


def differences(district: District, *rows: Any, folder: Path) -> list[tuple[Any, ...]]:
    library = rows_of(folder, "objects", OBJECTS, *rows)
    return [(e.facility, e.found, e.field, e.event) for e in compare(district.desk, library, DAZU)]


def test_objects_are_compared_and_nobody_is_made(district: District, tmp_path: Path) -> None:
    """Missing, otherwise, not in the file: each with the event that would say so."""
    for name in "abc":
        district.site(name)
    size = district.desk.log.head().size
    found = differences(
        district,
        [None, "a", "虚构a园", "托育机构", DAZU, None],
        [None, "b", "虚构乙园", "托育机构", DAZU, "500111001"],
        [None, "z", "虚构丁园", None, None, None],
        folder=tmp_path,
    )

    assert found == [
        ("local:b", "differs", "name", "facility.registration_changed"),
        ("local:b", "differs", "street", "facility.site_recorded"),
        ("local:z", "missing", None, "facility.registered"),
        ("local:c", "not_in_file", None, None),
    ]
    assert size == district.desk.log.head().size


def test_objects_go_out_as_they_came_in(district: District, tmp_path: Path) -> None:
    district.site("a", street="500111001")
    map_ = map_of("objects")
    told = list(exported.objects(district.desk, map_, DAZU, AsOf(day("2026-03-02"))))
    columns = ("uscc", "number", "name", "kind", "region", "street")

    assert [(row["kind"], row["status"]) for row in told] == [("托育机构", "registered")]
    assert (
        differences(district, *([row[c] for c in columns] for row in told), folder=tmp_path) == []
    )


def test_a_facility_that_moved_away_is_no_difference_of_the_region(
    district: District, tmp_path: Path
) -> None:
    where = district.site("a")
    district.tell(said("facility.relocated", on="2026-01-01", facility=where, region="500112"))

    assert differences(district, [None, "a", "虚构a园", None, None, None], folder=tmp_path) == []


def test_a_merged_facility_is_not_looked_for(district: District, tmp_path: Path) -> None:
    one, other = district.site("a"), district.site("b")
    district.tell(said("facility.merged", on="2026-01-01", facility=one, into=other))

    assert differences(district, [None, "b", "虚构b园", None, None, None], folder=tmp_path) == []


def test_an_item_list_makes_an_item_of_each_department(tmp_path: Path) -> None:
    """In the columns in use; who joins in has a lot and seats of its own."""
    header = ["序号", *ITEM_COLUMNS]
    one = ["care", "托育服务", "照护", "托育机构", HEALTH, f"{MARKET}、公安局", "区级", "重点"]
    two = [None, "食品", "食品安全", "托育机构", MARKET, "无", "区级", "一般事项"]
    rows = rows_of(tmp_path, "items", header, one, two)
    items, lines = items_of_rows(rows)
    told = [(each["item"], each["department"], each["kind"]) for each in items]

    assert told == [
        ("care", HEALTH, "key"),
        ("care-2", MARKET, "key"),
        ("care-3", "公安局", "key"),
        ("02", MARKET, "general"),
    ]
    assert lines["items", 3] == "library.xlsx:3"


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_has_an_example_of_every_column_that_it_needs(name: LibraryName) -> None:
    """So that its template can be filled in and read again."""
    map_ = map_of(name)

    assert all(each.example for each in map_.columns.values() if each.required)
    assert set(map_.key) <= set(map_.columns)
    assert set(map_.values) <= set(map_.columns)


def test_a_row_is_found_by_its_code_where_one_site_bears_it(district: District) -> None:
    """One company may have several sites: its code then names none of them."""
    code = "91110000600037341L"
    district.site("a", uscc=code)
    row = LibraryRow(2, "x:2", {"uscc": code, "name": "虚构a园"})

    assert list(compare(district.desk, [row], DAZU)) == []
    district.site("b", uscc=code)
    assert "missing" in {each.found for each in compare(district.desk, [row], DAZU)}


def test_a_row_without_a_name_of_its_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="E-LIBRARY-KEY"):
        rows_of(tmp_path, "objects", OBJECTS, [None, None, "虚构园", None, None, None])


def test_a_word_that_the_library_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="E-ROSTER-VALUE"):
        rows_of(tmp_path, "objects", OBJECTS, [None, "a", "虚构园", "幼儿园", None, None])


def test_a_district_that_is_no_code_is_refused_by_its_row(
    district: District, tmp_path: Path
) -> None:
    rows = rows_of(tmp_path, "inspectors", HEADER, [*ONE[:5], "龙岗街道", *ONE[6:]])
    with pytest.raises(BadInput) as caught:
        news_of(district.desk, rows, DAZU, day("2026-03-02"), spoken())

    assert (caught.value.code, caught.value.where) == ("E-REGION", "library.xlsx:2")


def test_a_certificate_that_ran_out_before_it_was_given_is_refused_by_its_row(
    district: District, tmp_path: Path
) -> None:
    rows = rows_of(tmp_path, "inspectors", HEADER, [*ONE[:6], "2024-01-08", "2023-01-07", None])
    with pytest.raises(BadInput) as caught:
        news_of(district.desk, rows, DAZU, day("2026-03-02"), spoken())

    assert caught.value.code == "E-PAIR-REVERSED"
    assert str(caught.value.where).startswith("library.xlsx:2")


def test_what_an_item_list_says_of_basis_and_officers_is_taken(tmp_path: Path) -> None:
    """The officers are the first department's: the others send whom they have."""
    header = [*ITEM_COLUMNS, "抽查依据", "执法资格"]
    row = ["托育", "照护", "托育机构", HEALTH, MARKET, "区级", "重点", "某办法", "托育、卫生"]
    (first, second), _ = items_of_rows(rows_of(tmp_path, "items", header, row))

    assert (first["basis"], first["qualifications"]) == ("某办法", ["托育", "卫生"])
    assert "qualifications" not in second


def test_rows_that_say_nothing_are_passed_over_and_cells_are_named(tmp_path: Path) -> None:
    """As a table of text names them: by line and header."""
    path = tmp_path / "library.csv"
    head = "执法证号,姓名,所在单位,发证日期"
    path.write_text(f"{head}\n{head}\n小计,,,\n1,甲,某局,2024-01-08\n", encoding="utf-8")
    (row,) = read_library(read_table(path), map_of("inspectors"), None)
    path.write_text(f"{head}\n1,甲,某局,soon\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_library(read_table(path), map_of("inspectors"), None)

    assert (row.number, row.fields["certificate_no"]) == (4, "1")
    assert caught.value.where == "library.csv:2:发证日期"
