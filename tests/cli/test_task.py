"""`task`, `export double-random` and `export visits`, as an office has them."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from compliance.outcomes.tasks import TASK_ANSWERS
from compliance.wiring import new_desk
from tests.cli.desk import Office, credit_code
from tests.cli.drawing import OFFICERS, Copied
from tests.tasks.district import HEALTH, MARKET, district, item, officers

NOW = "2026-03-20"
FORMS = ("table", "record", "json", "jsonl", "csv", "tsv")
ORDERED = "--result 5 --violation clause=pfpl#28.3,severity=1 --order due_on=2026-04-01"


@pytest.fixture
def drawn(bare: Office) -> Office:
    """Make an office whose draw has taken place: six visits of two departments each."""
    bare.now(NOW)
    district(
        items=(item("care"), item("food", MARKET)),
        roster=(*officers(6), *officers(6, MARKET, 11)),
        desk=lambda _clock: new_desk(f"sqlite:///{bare.db}"),
    )
    return bare


@pytest.fixture
def told(drawn: Office) -> Office:
    """Make an office whose teams were told on the twelfth."""
    drawn("task assign 2026-1 --all --on 2026-03-12", now=NOW)
    return drawn


def tasks(office: Office, line: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.json(f"task list 2026-1 {line}", now=NOW)
    return found


def test_a_year_of_a_task_in_five_commands(drawn: Office) -> None:
    """Assign, complete with an order, publish; the list and what is due follow."""
    drawn("task assign 2026-1 1 --on 2026-03-12", now=NOW)
    done = drawn.json(f"task complete 2026-1 1 --occurred 2026-03-16 {ORDERED}", now=NOW)
    (row,) = tasks(drawn, "--done")
    due = [e["rule"] for e in drawn.json(f"due {row['facility']}", now=NOW)]
    drawn("task publish 2026-1 --where 区政府网站", now=NOW)
    left = [e["rule"] for e in drawn.json(f"due {row['facility']}", now=NOW)]

    assert [each["type"].split("/")[0] for each in done["recorded"]] == [
        "inspection.carried_out", "violation.found", "violation.correction_ordered",
        "task.completed",
    ]  # fmt: skip
    assert (row["task"], row["result"]["number"], row["published_on"]) == ("0001", 5, None)
    assert (row["name"], row["departments"]) == ("机构005", [HEALTH, MARKET])
    assert {"inspection.publication_due", "correction.due"} <= set(due)
    assert "inspection.publication_due" not in left
    assert tasks(drawn, "--done")[0]["published_on"] == NOW


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_the_list_comes_in_every_format(told: Office, form: str, lang: str) -> None:
    """Six visits, one line or object each."""
    out = told(f"task list 2026-1 --format {form} --lang {lang}", now=NOW).out

    match form:
        case "json":
            assert len(json.loads(out)) == 6
        case "jsonl":
            assert len(out.splitlines()) == 6
        case "csv" | "tsv":
            rows = list(csv.DictReader(StringIO(out), delimiter="," if form == "csv" else "\t"))
            said = {"zh": "已派发", "en": "team was told"}[lang]
            assert [row["progress"] for row in rows] == [said] * 6
        case _:
            assert out.count("机构0") == 6


def test_an_officer_s_own_list_is_theirs_alone(told: Office) -> None:
    """Where to, for what, with whom."""
    mine = tasks(told, "--officer Z001 --open")

    assert mine
    assert all("Z001" in each["officers"] and each["stage"] == "assigned" for each in mine)
    assert told("task list 2026-1 --officer Z999", now=NOW).out.strip() == "没有这样的任务"


def test_without_the_key_nobody_sees_a_list(told: Office) -> None:
    """The lists are sealed until the draw is revealed."""
    for path in told.folder.glob("*.person-key"):
        path.rename(path.with_suffix(".away"))

    for line in (
        "task list 2026-1",
        "export double-random 2026-1 --sealed",
        "export visits --period 2026 --sealed",
        "task replace 2026-1 1 --reason closed",
    ):
        _refused(told, "E-PERSON-KEY-MISSING", line, 4)


@pytest.mark.parametrize(
    ("line", "expected", "code"),
    [
        ("task list 2026-9", "E-DRAW-UNKNOWN", 4),
        ("task list 2026-1 --as-of 2026-03-09", "E-DRAW-NOT-DRAWN", 4),
        ("task list 2026-1 --known-at 2026-03-01", "E-DRAW-UNKNOWN", 4),
        ("task assign 2026-1", "E-TASK-WHICH", 2),
        ("task assign 2026-1 1 --all", "E-TASK-WHICH", 2),
        ("task assign 2026-1 x", "E-TASK-UNKNOWN", 4),
        ("task assign 2026-1 １", "E-TASK-ASSIGNED", 3),
        ("task assign 2026-1 --all", "E-TASK-NONE-OPEN", 3),
        ("task return 2026-1 1 --reason bored", "E-OPTION-VALUE", 2),
        ("task return 2026-1 1", "E-ARGUMENT-MISSING", 2),
        ("task replace 2026-1 1 --reason closed --on 2027-01-01", "E-DATE-FUTURE", 2),
        ("task recuse 2026-1 1 --officer Z999 --reason x", "E-OFFICER-NOT-THERE", 4),
        ("task complete 2026-1 1 --occurred 2026-03-16", "E-FIELD-MISSING", 2),
        ("task complete 2026-1 1 --result 1", "E-FIELD-MISSING", 2),
        ("task complete 2026-1 1 --result 9 --occurred 2026-03-16", "E-RESULT", 2),
        ("task complete 2026-1 1 --result 5 --occurred 2026-03-16", "E-RESULT-ORDER", 3),
        ("task complete 2026-1 1 --result 1 --occurred 2026-03-16 --order workdays=3",
         "E-FIELD-MISSING", 2),
        ("task complete 2026-1 1 --result 1 --occurred 2026-03-11", "E-TASK-BEFORE", 2),
        ("task complete 2026-1 1 --result 1 --occurred 2026-03-16 --nature x",
         "E-FIELD-CHOICE", 2),
        ("task complete 2026-1 --from nowhere.csv", "E-FILE", 2),
        ("task complete 2026-1 1 --from nowhere.csv", "E-TASK-FROM", 2),
        ("task complete 2026-1", "E-TASK-WHICH", 2),
        ("task publish 2026-1 --where x", "E-RESULTS-NONE", 3),
        ("task publish 2026-1 1 --where x", "E-TASK-NOT-DONE", 3),
        ("export double-random 2026-1", "E-DRAW-SEALED", 3),
        ("export double-random 2026-1 --list officers", "E-OPTION-VALUE", 2),
        ("export visits --period 2026-13", "E-PERIOD", 2),
        ("export visits --period 2026 --map nowhere", "E-MAP-MISSING", 4),
        ("export visits --period 2026 --region 12", "E-REGION", 2),
        ("export visits --period 2026 --region 999999", "E-REGION-UNKNOWN", 4),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_once_and_nothing_recorded(
    told: Office, line: str, expected: str, code: int
) -> None:
    """In either language, with the cure."""
    told.now(NOW)
    _refused(told, expected, line, code)


def _refused(office: Office, expected: str, line: str, code: int) -> None:
    before = office.json("log root", now=NOW)["root"]
    zh, en = (
        office(f"{line} --format json --lang {lang}", code=code, now=NOW) for lang in ("zh", "en")
    )

    assert [expected] == zh.codes == en.codes
    assert zh.errors[0]["message"] != en.errors[0]["message"]
    assert before == office.json("log root", now=NOW)["root"]


def test_a_dry_run_records_nothing(told: Office) -> None:
    """Every verb shows what it would record."""
    before = told.json("log root", now=NOW)["root"]
    for line in (
        f"complete 2026-1 1 --occurred 2026-03-16 {ORDERED}",
        "replace 2026-1 2 --reason closed",
        "return 2026-1 3 --reason unavailable",
    ):
        shown = told.json(f"task {line} --dry-run", now=NOW)
        assert (shown["recorded"], shown["tasks"]) == ([], [])
        assert told(f"task {line} --dry-run --lang en", now=NOW).out.startswith("only tried")

    assert before == told.json("log root", now=NOW)["root"]


def test_many_results_come_from_a_file_or_none_does(told: Office) -> None:
    """A row that cannot be taken is named by file and row, and the others wait with it."""
    bad = "任务编号,检查结果,检查日期\n1,1,2026-03-16\n2,5,2026-03-16\n3,1,2026-03-01\n"
    told.write("bad.csv", bad)
    refused = told("task complete 2026-1 --from bad.csv --format json", code=3, now=NOW)
    told.write("good.csv", bad.replace("2,5,", "2,6,").replace("03-01", "03-17"))
    taken = told.json("task complete 2026-1 --from good.csv", now=NOW)

    assert [(e["code"], e["where"].split(":")[1]) for e in refused.errors] == [
        ("E-RESULT-ORDER", "3"), ("E-TASK-BEFORE", "4")
    ]  # fmt: skip
    assert [each["stage"] for each in taken["tasks"]] == ["completed"] * 3
    assert "W-RESULT-FOLLOW-UP" in [each["code"] for each in taken["warnings"]]


def test_answers_have_the_shapes_that_schema_prints(told: Office) -> None:
    """What a platform builds on."""
    stepped = told.json("task replace 2026-1 2 --reason closed", now=NOW)
    done = told.json(f"task complete 2026-1 1 --occurred 2026-03-16 {ORDERED}", now=NOW)
    printed = told.json("schema answers", now=NOW)

    assert {f"task.{name}" for name in TASK_ANSWERS} <= set(printed)
    assert TASK_ANSWERS["step"].model_validate(stepped)
    assert TASK_ANSWERS["complete"].model_validate(done)
    assert all(TASK_ANSWERS["list"].model_validate(row) for row in tasks(told))


def test_the_same_key_tells_it_once(told: Office) -> None:
    """As everywhere: the same content is the first call again, other content a conflict."""
    line = "task replace 2026-1 2 --key k --reason"
    first, again = told.json(f"{line} closed", now=NOW), told.json(f"{line} closed", now=NOW)

    assert [each["duplicate"] for each in again["recorded"]] == [True, True]
    assert [e["position"] for e in first["recorded"]] == [e["position"] for e in again["recorded"]]
    told(f"{line} suspended", code=5, now=NOW)


def test_what_has_a_command_of_its_own_is_not_recorded_by_hand(told: Office) -> None:
    """The hint names the command."""
    for event in ("task.completed", "target.replaced", "team.changed", "task.assigned"):
        answer = told.refused("E-USE-OTHER", f"record {event}", code=3)
        assert "tuoyu task" in answer["hint"]


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_lists_of_a_draw_name_no_officer(told: Office) -> None:
    """A workbook of three sheets: items in the columns in use, objects, results."""
    told("task complete 2026-1 1 --result 1 --occurred 2026-03-16", now=NOW)
    told("export double-random 2026-1 --sealed --output l.xlsx", now=NOW)
    found = sheets(told.folder / "l.xlsx")
    text = json.dumps(found, ensure_ascii=False)

    assert found["抽查事项清单"][0] == [
        "抽查领域", "抽查事项", "检查对象", "发起部门", "配合部门", "抽查层级", "重点/一般"
    ]  # fmt: skip
    assert [row[2] for row in found["检查对象名单"][1:]] == [f"000{n}" for n in range(1, 7)]
    assert found["检查结果"][1][-3:] == [1, "未发现问题", ""]
    assert "Z0" not in text


def test_a_list_bears_the_credit_code_that_is_known(told: Office) -> None:
    """Whatever the facility is called in the log; who has none stands without."""
    first, *_ = tasks(told)
    code = credit_code(1)
    changed = (
        f"facility.registration_changed {first['facility']} --occurred 2026-03-01 --uscc {code}"
    )
    told.record(changed, now=NOW)
    found = told.json("export double-random 2026-1 --sealed --list objects", now=NOW)["objects"]

    assert [row["统一社会信用代码"] for row in found[:2]] == [code, None]


@pytest.mark.parametrize("name", ["l.csv", "l.tsv", "l.json", None])
def test_one_list_comes_as_a_table_or_json(told: Office, name: str | None) -> None:
    """By the file's name; on stdout CSV."""
    output = "" if name is None else f"--output {name}"
    out = told(f"export double-random 2026-1 --sealed --list objects {output}", now=NOW).out
    text = out if name is None else (told.folder / name).read_text(encoding="utf-8")
    found = json.loads(text)["objects"] if name == "l.json" else text.splitlines()[1:]

    assert len(found) == 6


def test_visits_of_a_draw_that_is_not_revealed_are_asked_for(told: Office) -> None:
    """Others of the period are refused with them: half an export would look like a whole one."""
    told("task complete 2026-1 1 --result 1 --occurred 2026-03-16", now=NOW)
    _refused(told, "E-VISITS-SEALED", "export visits --period 2026-03", 3)
    before = told.json("export visits --period 2026-02", now=NOW)
    answer = told("export visits --period 2026-03 --sealed --format json --lang en", now=NOW)
    (row,) = answer.json

    assert before == []
    assert (row["check_action_code"], row["plan_id"], row["check_form"]) == (
        "500111-2026-1-0001", "2026-1", "双随机抽查"
    )  # fmt: skip
    assert "a reading" in answer.err
    assert "检查人员" in answer.err


def test_a_visit_of_no_draw_is_exported_at_once(told: Office) -> None:
    """Though it bears the number of a drawn one; and a formula stays text."""
    told("task complete 2026-1 1 --result 1 --occurred 2026-03-16", now=NOW)
    told.record(
        "inspection.carried_out local:000 --occurred 2026-02-04 --inspection-id 500111-2026-1-0001"
        " --nature patrol --officers A1 --items 消防 --result 未发现问题 --kind routine",
        now=NOW,
    )
    told.record(
        "inspection.carried_out local:000 --occurred 2026-02-03 --inspection-id '=1+1' --nature"
        " patrol --officers A1 --items 消防 --result 未发现问题 --kind routine",
        now=NOW,
    )
    elsewhere = "facility.registered local:elsewhere --occurred 2025-01-01 --name 别区园"
    told.record(f"{elsewhere} --kind facility --region 440305", now=NOW)
    told("export visits --period 2026-02 --output v.xlsx", now=NOW)
    there = told.json("export visits --period 2026-02 --region 440305", now=NOW)
    here = told.json("export visits --period 2026-02 --region 500111", now=NOW)
    (header, row, other) = sheets(told.folder / "v.xlsx")["行政检查行为"]
    cells = dict(zip(header, row, strict=True))

    assert (cells["检查行为编号"], cells["检查形式"], cells["检查类别"]) == (
        "=1+1", "日常检查", "巡查"
    )  # fmt: skip
    assert (other[0], other[4]) == ("", "500111-2026-1-0001")
    assert (len(here), there) == (2, [])


def test_officers_are_named_to_a_platform_where_that_is_asked_for(told: Office) -> None:
    """By the sealed library, with the key; without being asked for no name leaves the house."""
    told("task complete 2026-1 1 --result 1 --occurred 2026-03-16", now=NOW)
    rows = told.json("task list 2026-1 --done --format json", now=NOW)
    certified = rows[0]["officers"][0]
    table = f"执法证号,姓名,所在单位\n{certified},虚构某甲,某单位\n"
    (told.folder / "officers.csv").write_text(table, encoding="utf-8")
    told("import inspectors officers.csv --snapshot 2026-03-01 --region 500111", now=NOW)
    line = "export visits --period 2026-03 --sealed --format json"
    (plain,), (named,) = (told(f"{line} {more}", now=NOW).json for more in ("", "--named"))

    assert plain["check_personnel"] == ""
    assert named["check_personnel"].split("、")[0] == "虚构某甲"


def test_a_draw_whose_visits_changed_is_still_checked_by_anybody(at: Copied) -> None:
    """Replaced, given back, stood down from: the bundle holds, and its results are published."""
    office = at("drawn")
    office("task assign 2026-1 --all", now="2026-03-12")
    first = office.json("task list 2026-1", now="2026-03-12")[0]
    office("task replace 2026-1 1 --reason closed", now="2026-03-12")
    office(f"task recuse 2026-1 2 --officer {_seat(office, 1)} --reason 近亲属", now="2026-03-12")
    office("task return 2026-1 3 --reason unavailable", now="2026-03-12")
    office("task assign 2026-1 --all", now="2026-03-13")
    for row in office.json("task list 2026-1 --open", now="2026-03-13"):
        office(f"task complete 2026-1 {row['task']} --result 1 --occurred 2026-03-13",
               now="2026-03-13")  # fmt: skip
    office("draw reveal 2026-1", now="2026-03-20")
    office("draw publish 2026-1 --stage bundle --output bundle", now="2026-03-20")
    checked = subprocess.run(
        [sys.executable, "-I", "bundle/verify_draw.py", "bundle"],
        cwd=office.folder, capture_output=True, check=False,
    )  # fmt: skip
    office("draw publish 2026-1 --stage results --where 网站 --output results", now="2026-03-20")
    office("draw publish 2026-1 --stage results --where 网站 --output again", now="2026-03-20")
    office("export double-random 2026-1 --output l.xlsx", now="2026-03-20")
    done = office.json("task list 2026-1 --done", now="2026-03-20")
    text = json.dumps(sheets(office.folder / "l.xlsx"), ensure_ascii=False)

    assert (checked.returncode, b"Traceback" in checked.stderr) == (0, False), checked.stdout
    assert first["name"] in text
    assert {each["published_on"] for each in done} == {"2026-03-20"}
    assert not any(officer in text for officer in OFFICERS)
    assert office.json("verify", now="2026-03-20")["ok"]


def _seat(office: Office, place: int) -> str:
    """Return an officer of the visit at a place of the list."""
    found: str = office.json("task list 2026-1", now="2026-03-12")[place]["officers"][0]
    return found


def test_a_team_is_told_on_a_lapsed_certificate_with_a_word_of_it(at: Copied) -> None:
    """Recorded all the same; what to do is said, in the language, beside the answer."""
    office = at("drawn")
    for number in OFFICERS:
        office(f"record inspector.certificate_ended --certificate-no {number} --region 500111"
               " --occurred 2026-03-11 --no-input", now="2026-03-12")  # fmt: skip
    told = office("task assign 2026-1 0001 --format json --lang zh", now="2026-03-12")

    assert [each["stage"] for each in told.json["tasks"]] == ["assigned"]
    assert told.err.count("W-TASK-CERTIFICATE") == 1
    assert "tuoyu task return" in told.err


def test_the_list_goes_into_a_workbook_as_an_office_prints_it(told: Office) -> None:
    """Headers in the language; numbers of tasks stay text; another format is what it says."""
    told("task list 2026-1 --output list.xlsx --lang zh", now=NOW)
    told("task list 2026-1 --format csv --output odd.xlsx", now=NOW)
    (sheet,) = CalamineWorkbook.from_path(told.folder / "list.xlsx").sheet_names
    rows = CalamineWorkbook.from_path(told.folder / "list.xlsx").get_sheet_by_name(sheet)
    header, *visits = rows.to_python()

    assert header[:3] == ["任务", "进度", "机构"]
    assert [each[0] for each in visits] == [each["task"] for each in tasks(told)]
    assert (told.folder / "odd.xlsx").read_text(encoding="utf-8").startswith("task,")
