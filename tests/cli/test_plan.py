"""`tuoyu plan`, `import objects|inspectors`: plans and libraries as an office handles them."""

import csv
import io
import json
import re
from typing import Any

import pytest

from cli.frame import FORMATS
from cli.say import LANGUAGES
from compliance.domain.canonical import digest
from compliance.intake.sheets import read_table
from compliance.outcomes.draw import frame_of
from compliance.outcomes.workbook import rows_workbook
from tests.cli.desk import Office
from tests.engine.planning import HEALTH, MARKET, plain, plan

NOW = "2026-03-02"
CHINESE = re.compile("[\u3400-\u9fff]")
NAMED = f"{HEALTH}{MARKET}虚构园第一批抽查计划照护服务规范食品安全某县通知"
NAMES = dict.fromkeys(map(ord, NAMED))
"""What the plan and the facilities are called, in whichever language they are told of."""
CAP = {"visits": 1, "per": "facility", "basis": "某县通知", "exempt": ["complaint"]}


@pytest.fixture
def district(office: Office) -> Office:
    """Make a district with three facilities, one of them visited this year."""
    office.now(NOW)
    lines = [
        {"type": "facility.registered", "facility": f"local:{name}", "occurred_on": "2023-01-02",
         "data": {"name": f"虚构{name}园", "kind": "facility", "region": "500111",
                  "street": "500111001"}}
        for name in "abc"
    ]  # fmt: skip
    lines.append(
        {"type": "inspection.carried_out", "facility": "local:a", "occurred_on": "2026-01-05",
         "data": {"inspection_id": "1", "nature": "enforcement", "officers": ["1", "2"],
                  "items": ["care"], "result": "合格", "kind": "routine"}}
    )  # fmt: skip
    office.write("events.jsonl", "\n".join(json.dumps(each) for each in lines))
    office("import events events.jsonl", now=NOW)
    written(office)
    return office


def written(office: Office, name: str = "plan.json", **changes: Any) -> None:
    values = plain(visit_cap=CAP) | changes
    office.write(name, json.dumps(values, ensure_ascii=False))


@pytest.mark.parametrize(("was", "is_", "said"), [
    ("title: ", "title：", "中文冒号"),
    ("  - item", "\t- item", "制表符"),
    ("[care]", "[care", "方括号"),
])  # fmt: skip
def test_a_plan_typed_by_hand_is_told_in_words_what_is_wrong(
    district: Office, was: str, is_: str, said: str
) -> None:
    """What the reader of YAML answers is no answer to an office."""
    text = "plan: '1'\ntitle: 甲\nitems:\n  - item: [care]\n    field: 托育\n"
    district.write("typed.yaml", text.replace(was, is_))
    told = district("plan create typed.yaml --format json", code=2, now=NOW)

    assert told.codes == ["E-PLAN-FILE"]
    assert said in told.errors[0]["message"]
    assert not re.search("[a-z]", told.errors[0]["message"])


def test_a_plan_is_read_as_office_programs_write_it(district: Office) -> None:
    """In GB18030, as workbooks and lists are; what is no text is no plan."""
    text = json.dumps(plain(visit_cap=CAP), ensure_ascii=False)
    (district.folder / "gb.json").write_bytes(text.encode("gb18030"))
    (district.folder / "plan.yaml").write_bytes(rows_workbook("一", ["甲"], []))
    gb, own = (district.json(f"plan create {each}", now=NOW)
               for each in ("gb.json", "plan.json"))  # fmt: skip
    refused = district("plan create plan.yaml --format json", code=2, now=NOW)

    assert own["plan_sha256"] == gb["plan_sha256"]
    assert refused.codes == ["E-PLAN-FILE"]


def test_a_plan_goes_its_way(district: Office) -> None:
    """From the file to the public file; each step is an event, and says so."""
    steps = [
        district.json("plan create plan.json", now=NOW),
        district.json(
            "plan approve 2026-1 --approved-by 局长 --document-no 足卫[2026]1号", now=NOW
        ),
        district.json("plan publish 2026-1 --output public.json --where 门户", now=NOW),
        district.json("plan abandon 2026-1 --reason 改变安排", now=NOW),
    ]
    events = district.json("log", now=NOW)[-4:]

    assert [each["stage"] for each in steps] == ["drafted", "approved", "published", "abandoned"]
    assert [each["position"] for each in events] == [each["position"] for each in steps]
    assert len({each["plan_sha256"] for each in steps}) == 1
    public = (district.folder / "public.json").read_bytes()
    assert digest(public) == events[2]["data"]["sha256"]
    assert json.loads(public)["approved"]["document_no"] == "足卫〔2026〕1号"


def test_a_platform_takes_the_stratified_frame(district: Office) -> None:
    """What `--format json` hands out is what the draw's own reader takes."""
    district("plan create plan.json", now=NOW)
    rows = district.json("plan show 2026-1 --frame", now=NOW)
    shown = district.json("plan show 2026-1", now=NOW)
    entries = frame_of(rows, plan(visit_cap=CAP))

    assert [each.facility for each in entries] == ["local:a", "local:b", "local:c"]
    assert [each.capped for each in entries] == [True, False, False]
    assert {"unrated/500111001"} == {row["stratum"] for row in rows}
    (stratum,) = shown["strata"]
    assert (stratum["facilities"], stratum["capped"]) == (3, 1)
    assert [(e["item"], e["share"], e["least"], e["most"]) for e in stratum["items"]] == [
        ("care", "1/2", 2, 2),
        ("food", "1/5", 1, 1),
    ]
    assert shown["visits"] == {"least": 2, "most": 2, "must": 0, "apart": 3}
    assert {"facilities", "position", "ruleset", "known_at"} <= shown["frame"].keys()


def test_who_would_pass_the_cap_is_a_finding(district: Office) -> None:
    """Exit code 1, the article, the records; and none where the cap is wider."""
    district("plan create plan.json", now=NOW)
    found = district.json("plan check-cap 2026-1", code=1, now=NOW)
    written(district, plan="2026-2", visit_cap=CAP | {"visits": 2})
    district("plan create plan.json", now=NOW)

    assert [(e["facility"], e["basis"], e["evidence"]) for e in found["capped"]] == [
        ("local:a", "某县通知", [4])
    ]
    assert district.json("plan check-cap 2026-2", now=NOW)["capped"] == []


def test_a_plan_is_shown_in_every_format(district: Office) -> None:
    district("plan create plan.json", now=NOW)
    for format_ in FORMATS:
        out = district(f"plan show 2026-1 --format {format_}", now=NOW).out
        checked = district(f"plan check-cap 2026-1 --format {format_}", code=1, now=NOW).out

        assert ("500111001" in out, "local:a" in checked) == (True, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_is_told_in_either_language(district: Office, lang: str) -> None:
    """Whatever of it is asked for, as lines or as a table; no key of the catalogues shows."""
    district("plan create plan.json", now=NOW)
    for line in ("list", "show 2026-1", "show 2026-1 --frame", "show 2026-1 --exclusions",
                 "show 2026-1 --roster", "check-cap 2026-1"):  # fmt: skip
        told = district.call([*f"plan {line} --lang {lang}".split()], now=NOW)

        assert told.out
        assert "plan." not in told.out
        assert lang == "zh" or not CHINESE.search(told.out.translate(NAMES))


@pytest.mark.parametrize(("lang", "said"), [
    ("zh", ("2 家中查 2 家，最少家数", "已并入他家", "投诉 (#5)", "都没有规定频次上限")),
    ("en", ("2 of 2; the least number", "merged into another", "complaint (#5)",
            "Neither the plan nor the rules state a cap")),
])  # fmt: skip
def test_what_is_out_of_the_ordinary_is_said(
    district: Office, lang: str, said: tuple[str, ...]
) -> None:
    """An item above the highest share, who is left out, who is exempt from the cap, no cap."""
    out = [{"facility": "local:b", "reason": "duplicate", "note": "虚构a园"}]
    items = plain()["items"]
    items[1]["rates"] = [{"share": "20%", "least": 2}]
    complaint = "complaint.received local:a --complaint-id c1 --kind complaint"
    district.record(f"{complaint} --occurred 2026-03-01", now=NOW)
    written(district, excluded=out, items=items)
    district("plan create plan.json", now=NOW)
    written(district, plan="2026-2", visit_cap=None)
    district("plan create plan.json", now=NOW)
    lines = ("show 2026-1", "show 2026-1 --exclusions", "check-cap 2026-1", "check-cap 2026-2")

    for line, expected in zip(lines, said, strict=True):
        code = int(line == "check-cap 2026-1")
        assert expected in district(f"plan {line} --lang {lang}", code=code, now=NOW).out


def test_a_plan_is_listed_without_the_key_that_opens_it(district: Office) -> None:
    """The log tells how far it has come; what it is called stands in the sealed paper."""
    district("plan create plan.json", now=NOW)
    (district.folder / "tuoyu.db.person-key").unlink()
    (told,) = district.json("plan list", now=NOW)

    assert (told["plan"], told["stage"], told["title"]) == ("2026-1", "drafted", None)


def test_a_row_of_the_strata_tells_a_stratum_and_an_item(district: Office) -> None:
    district("plan create plan.json", now=NOW)
    out = district("plan show 2026-1 --format csv --lang en", now=NOW).out
    rows = list(csv.DictReader(io.StringIO(out)))

    assert [(row["item"], row["visits"]) for row in rows] == [("care", "2"), ("food", "1")]


def test_a_plan_whose_day_has_not_come_is_shown_without_a_frame(district: Office) -> None:
    written(district, as_of="2026-04-01")
    district("plan create plan.json", now=NOW)

    assert district.json("plan show 2026-1", now=NOW)["frame"] is None
    assert "2026-04-01" in district("plan show 2026-1 --lang en", now=NOW).out


REFUSED = [
    ("E-FILE", "plan create nowhere.yaml", 2),
    ("E-FILE", "plan create .", 2),
    ("E-PLAN-FILE", "plan create unsound.yaml", 2),
    ("E-PLAN-FILE", "plan create unsound.json", 2),
    ("E-PLAN-KEY-TWICE", "plan create twice.yaml", 2),
    ("E-PLAN-KEY-TWICE", "plan create twice.json", 2),
    ("E-PLAN-MAPPING", "plan create empty.yaml", 2),
    ("E-PLAN-ITEMS-TWICE", "plan create plan.json --items items.xlsx", 2),
    ("E-ROSTER-HEADER", "plan create plan.json --items events.jsonl", 2),
    ("E-PLAN-UNKNOWN", "plan show 2027-1", 4),
    ("E-PLAN-UNKNOWN", "plan show 2026-1 --region 500112", 4),
    ("E-REGION", "plan list --region dazu", 2),
    ("E-PLAN-UNKNOWN", "plan approve 2027-1 --approved-by 局长", 4),
    ("E-PLAN-ONE-PART", "plan show 2026-1 --frame --roster", 2),
    ("E-FIELD-EMPTY", "plan abandon 2026-1 --reason ''", 2),
    ("E-PLAN-NOT-APPROVED", "plan publish 2026-1 --output a.json", 3),
    ("E-PLAN-OUTPUT", "plan publish 2026-1 --output a.doc", 2),
    ("E-ARGUMENT-MISSING", "plan publish 2026-1", 2),
    ("E-ARGUMENT-MISSING", "plan approve 2026-1", 2),
    ("E-PLAN-CHANGED", f"plan approve 2026-1 --approved-by 局长 --sha256 {'0' * 64}", 5),
    ("E-ARGUMENT-MISSING", "import objects objects.csv", 2),
    ("E-REGION", "import objects objects.csv --region dazu", 2),
    ("E-ROSTER-HEADER", "import inspectors objects.csv --region 500111 --snapshot 2025-03-01", 2),
    ("E-DATE-FUTURE", "import inspectors x.csv --region 500111 --snapshot 2030-01-01", 2),
    ("E-LIBRARY-EMPTY", "import objects header.csv --region 500111", 2),
]


def test_what_makes_no_sense_is_refused_in_both_languages(district: Office) -> None:
    """One clear answer each, and nothing half done."""
    district("plan create plan.json")
    district.write("unsound.yaml", "plan: [")
    district.write("unsound.json", "{")
    district.write("twice.yaml", "plan: a\nplan: b\n")
    district.write("twice.json", '{"plan": "a", "plan": "b"}')
    district.write("empty.yaml", "")
    district.write("objects.csv", "机构编号,检查对象名称\na,虚构a园\n")
    district.write("header.csv", "机构编号,检查对象名称\n")
    district.write("items.xlsx", items_workbook())
    for code, line, exit_code in REFUSED:
        district.refused(code, line, code=exit_code)
    assert not (district.folder / "a.json").exists()


def test_all_that_is_wrong_in_a_file_is_told_with_its_line(district: Office) -> None:
    district.write("bad.yaml", "plan: 2026-1\nyear: 1\nregion: 500111\nteam: {size: 2}\n")
    told = district("plan create bad.yaml --format json", code=2, now=NOW).errors
    found = {each["code"]: each["where"] for each in told}

    assert found["E-PLAN-QUOTES"] == "bad.yaml:3:region"
    assert found["E-PLAN-YEAR"] == "bad.yaml:2:year"
    assert len(told) > 10


def items_workbook() -> bytes:
    header = ["抽查领域", "抽查事项", "检查对象", "发起部门", "配合部门", "抽查层级", "重点/一般"]
    row = ["托育服务", "照护服务", "托育机构", HEALTH, MARKET, "区级", "重点"]
    return rows_workbook("事项清单", header, [row])


def test_the_items_may_come_from_the_list_of_an_office(district: Office) -> None:
    """It has neither shares nor basis: the plan's own stand in."""
    values = plain(rates=[{"share": "1/2"}], basis="某办法", visit_cap=CAP)
    del values["items"]
    district.write("plan.json", json.dumps(values, ensure_ascii=False))
    district.write("items.xlsx", items_workbook())
    district("plan create plan.json --items items.xlsx", now=NOW)
    items = district.json("plan show 2026-1", now=NOW)["content"]["items"]

    assert [(e["item"], e["department"]) for e in items] == [("01", HEALTH), ("01-2", MARKET)]
    assert {"某办法"} == {each["basis"] for each in items}


def test_what_an_items_list_lacks_is_told_by_its_row(district: Office) -> None:
    values = plain(basis="某办法")
    del values["items"]
    district.write("plan.json", json.dumps(values, ensure_ascii=False))
    district.write("items.xlsx", items_workbook())
    told = district("plan create plan.json --items items.xlsx --format json", code=2, now=NOW)

    assert [each["where"] for each in told.errors] == [
        "items.xlsx:2:items[1].rates",
        "items.xlsx:2:items[2].rates",
    ]


def test_a_plan_is_published_as_a_workbook_in_either_language(district: Office) -> None:
    district("plan create plan.json", now=NOW)
    district("plan approve 2026-1 --approved-by 局长", now=NOW)
    for lang, title in (("zh", "抽查计划"), ("en", "plan")):
        district(f"plan publish 2026-1 --output {lang}.xlsx --where {lang} --lang {lang}", now=NOW)
        first, second = read_table(district.folder / f"{lang}.xlsx").sheets

        assert title == first.name
        assert [cells[0] for _, cells in second.rows[1:]] == ["care", "food"]
        assert not any("plan." in str(cell) for _, cells in first.rows for cell in cells)


def test_a_step_that_is_only_tried_records_nothing(district: Office) -> None:
    root = district.root()
    district("plan create plan.json --dry-run", now=NOW)
    district.write("o.csv", "执法证号,所在单位\n1,某局\n")
    district("import inspectors o.csv --region 500111 --snapshot 2026-03-01 --dry-run", now=NOW)

    assert root == district.root()

    district("plan create plan.json", now=NOW)
    district("plan approve 2026-1 --approved-by 局长", now=NOW)
    root = district.root()
    district("plan publish 2026-1 --output public.json --dry-run", now=NOW)

    assert root == district.root()
    assert not (district.folder / "public.json").exists()


def test_libraries_come_in_and_go_out(district: Office) -> None:
    """What goes out is read in again without a difference."""
    district.write("o.csv", f"姓名,执法证号,所在单位,执法领域\n甲某,1,{HEALTH},托育\n")
    take = "import inspectors {} --region 500111 --snapshot 2026-03-01"
    first = district.json(take.format("o.csv"), now=NOW)
    district("export inspectors --region 500111 --output o.xlsx", now=NOW)
    second = district.json(take.format("o.xlsx"), now=NOW)
    district("export objects --region 500111 --output objects.xlsx", now=NOW)
    third = district.json("import objects objects.xlsx --region 500111", now=NOW)

    assert (first["certified"], first["recorded"]) == (1, 2)
    assert (second["certified"], second["changed"], second["ended"]) == (0, 0, 0)
    assert third["differences"] == []
    assert "甲某" in district("export inspectors --region 500111", now=NOW).out


@pytest.mark.parametrize(("lang", "said"), [("zh", "不一致"), ("en", "differs")])
def test_differences_are_told_with_what_would_have_to_be_recorded(
    district: Office, lang: str, said: str
) -> None:
    """A command that can be copied; in every format a row of each."""
    district.write("x.csv", "机构编号,检查对象名称,检查对象类型\na,新名 园,家庭托育点\nz,新园,\n")
    line = f"import objects x.csv --region 500111 --lang {lang}"
    out = district(line, now=NOW).out
    rows = list(csv.DictReader(io.StringIO(district(f"{line} --format csv", now=NOW).out)))

    assert said in out
    assert "record facility.registration_changed local:a --occurred … --name '新名 园'" in out
    assert "record facility.registered local:z" in out
    assert [r["facility"] for r in rows] == ["local:a", "local:a", "local:z", "local:b", "local:c"]


def test_a_department_that_the_library_does_not_name_is_told(district: Office) -> None:
    take = "import inspectors {} --region 500111 --snapshot 2026-03-01 --lang en"
    district.write("one.csv", f"执法证号,所在单位\n1,{HEALTH}\n")
    district.write("two.csv", f"执法证号,所在单位\n2,{MARKET}\n")
    district(take.format("one.csv"), now=NOW)

    assert HEALTH in district(take.format("two.csv"), now=NOW).out


@pytest.mark.parametrize("name", ["items", "objects", "inspectors"])
def test_a_template_of_each_library_can_be_filled_in(district: Office, name: str) -> None:
    district(f"import template {name} --output {name}.xlsx", now=NOW)
    (sheet,) = read_table(district.folder / f"{name}.xlsx").sheets

    assert any("示例" in str(cells[0]) for _, cells in sheet.rows)
