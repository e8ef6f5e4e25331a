"""The plans of the packs are the table of targets, row by row, and the annex's own arithmetic."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from compliance.domain.figures import exact
from compliance.engine.adopt import book_of
from compliance.rules.book import Rulebook
from compliance.rules.installed import installed_texts
from compliance.rules.plan import OfAnother, Target

TABLE = Path(__file__).parents[1] / "fixtures" / "targets.csv"
INDICATORS = {
    "托位数": {"places"},
    "需新增托位数": {"places_to_add"},
    "托育机构年报完成率": {"annual_report_rate"},
    "每千人口托位数": {"places_per_1000"},
    "每千人口3岁以下托位数": {"places_per_1000"},
    "每千常住人口托位数": {"places_per_1000_permanent"},
    "普惠托位占比": {"inclusive_share"},
    "普惠性托位数占比": {"inclusive_share"},
    "普惠托育服务比例": {"inclusive_share"},
    "公建民营普惠托育机构街镇覆盖率": {"public_inclusive_street_coverage"},
    "各街镇社区托育点社区占比": {"community_point_share"},
    "新增用人单位(园区)托育机构": {"new_employer_facilities"},
    "幼儿园托班": {"kindergarten_classes"},
    "市级/区级托育综合服务中心": {"city_centres", "district_centres"},
    "托位使用率": {"utilisation"},
    "街道普惠性托育机构覆盖率": {"inclusive_street_coverage"},
    "提供托育服务的幼儿园占比": {"kindergarten_share"},
    "家长科学育儿知识普及率": {"parent_knowledge"},
    "婴幼儿照护服务指导中心": {"guidance_centres"},
    "托育机构婴幼儿电子健康档案建设管理率": {"health_file_rate"},
    "从业人员持保育师、育婴员等级证书上岗率": {"dazu_certified_share"},
    "市托育服务示范单位复评合格": {"demo_reevaluated"},
    "提供托育服务的用人单位": {"employer_facilities"},
    "示范效应机构": {"demo_facilities"},
    "联席会议全体会议": {"conferences"},
    "3岁以下入托率": {"enrolment_rate"},
    "每县市区公办综合托育机构": {"comprehensive_by_county"},
    "省级师资库专家": {"experts"},
    "备案率": {"filing_rate"},
    "保育服务人员持证上岗率": {"tianjin_certified_share"},
}
NATURES = {
    "baseline": "baseline", "baseline(2022-12)": "baseline", "derived": "derived",
    "floor": "floor", "floor(实际完成推定)": "floor", "target": "target", "力争": "anticipatory",
    "预期性": "anticipatory", "annual path": "annual_path", "task": "task", "原则上": "target",
    "DRAFT target": "draft",
}  # fmt: skip
DISTRICTS = tuple(f"4401{n}" for n in ("03", "04", "05", "06", "11", "12", "13", "14", "15", "17",
                                       "18"))  # fmt: skip
Row = Mapping[str, str]


@cache
def book() -> Rulebook:
    return book_of(tuple(installed_texts(None).values()))


def table() -> list[Row]:
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def told(row: Row, targets: tuple[Target, ...]) -> Iterator[Target]:
    """Yield the rows of the packs that say what a row of the table says."""
    web = row["source"].startswith("web")
    for each in targets:
        year = "each" if each.year is None else str(each.year)
        same = (each.region, year, each.op) == (row["gb2260"], row["year"], row["op"])
        clause = each.id == ("GZ-web" if web else row["source"])
        named = each.indicator in INDICATORS[row["indicator"]]
        if same and clause and named and value_of(each) in values(row):
            yield each


def value_of(target: Target) -> object:
    if target.value is None or isinstance(target.value, OfAnother):
        return target.value
    return exact(target.value)


def values(row: Row) -> list[object]:
    """Return what a row of the table may be in the packs: one value, or one for each level."""
    match row["value"]:
        case "—":
            return [None]
        case "全市平均水平":
            return [OfAnother("500000", "utilisation")]
        case "1/11":
            return [Fraction(1), Fraction(11)]
        case text:
            return [exact(f"{text}%" if row["unit"] == "%" else text)]


def test_the_table_has_its_110_rows() -> None:
    """Guangzhou and Yuancheng, Dazu, Yunnan, Tianjin."""
    expected = {"44": 75, "50": 24, "53": 8, "12": 3}

    assert expected == Counter(row["gb2260"][:2] for row in table())


@pytest.mark.parametrize("row", table(), ids=lambda row: "-".join(list(row.values())[1:6]))
def test_a_row_of_the_table_stands_in_a_pack(row: Row) -> None:
    """With its region, clause, year, comparison, value and nature; once."""
    found = list(told(row, book().targets))
    levels = len(values(row))

    assert len(found) == levels
    assert {each.nature for each in found} == {NATURES[row["nature"]]}
    assert {each.checked == "secondary" for each in found} == {row["source"].startswith("web")}
    assert all(bool(book().indicators[each.indicator].definition.zh) for each in found)


def test_the_packs_say_nothing_that_the_table_does_not() -> None:
    """One row of the table names two levels of centres; a year that a plan leaves out is ours.

    Such a year states nothing: it is derived, and says so.
    """
    stated = [each for each in book().targets if each.nature != "derived" or each.value]
    ours = [each for each in book().targets if each not in stated]
    meant = [each for row in table() for each in told(row, book().targets)]

    assert Counter(map(id, meant)) == Counter(map(id, stated))
    assert len(table()) + 1 == len(stated)
    assert [(each.id, each.year) for each in ours] == [("DZ-T9", 2023), ("DZ-T9", 2024)]


def places(region: str, year: int) -> Fraction:
    (found,) = [
        exact(each.value)
        for each in book().targets
        if (each.region, each.indicator, each.year) == (region, "places", year)
        and each.id == "GZ-A" and isinstance(each.value, str)
    ]  # fmt: skip
    return found


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_the_totals_of_the_annex_are_the_sums_of_its_districts(year: int) -> None:
    """Eleven districts, four years: 60336, 70010, 103360, 121800."""
    printed = {2022: 60336, 2023: 70010, 2024: 103360, 2025: 121800}

    assert printed[year] == places("440100", year) == sum(places(d, year) for d in DISTRICTS)


@pytest.mark.parametrize("region", ["440100", *DISTRICTS])
def test_2024_is_the_base_and_70_per_cent_of_the_gap(region: str) -> None:
    """LAW 1.1: rounded by the plan to 0.698–0.702 of the gap; not 70 % of the target."""
    base, goal = places(region, 2022), places(region, 2025)
    part = (places(region, 2024) - base) / (goal - base)

    assert 698 <= round(part * 1000) <= 702
    assert places(region, 2024) != goal * Fraction(7, 10)


def test_a_strict_boundary_and_another_stand_in_one_plan() -> None:
    """LAW 8, pitfall 1: >90 % in the table, ≥90 % in task 3, of the same indicator."""
    both = {
        (each.id, each.op, each.value)
        for each in book().targets
        if each.indicator == "inclusive_street_coverage" and each.year == 2025
    }

    assert {("DZ-T4", ">", "90%"), ("DZ-3", ">=", "90%")} == both
