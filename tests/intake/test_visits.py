"""What is told of drawn visits: by options, by JSON, by the rows of a workbook or a CSV file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.draw import Draw
from compliance.domain.errors import Answer, Answers
from compliance.domain.results import RESULTS
from compliance.intake.fields import Door
from compliance.intake.results import result_from
from compliance.intake.visits import VisitTold, visit_told
from compliance.intake.visits_file import read_visits
from compliance.outcomes.workbook import rows_workbook
from tests.cli.desk import id_number

TODAY = date(2026, 3, 20)
DRAW = Draw("500111", "2026-1")
PLAIN = {"task": "1", "result": "1", "occurred_on": "2026-03-15"}
HEADERS = ("任务编号", "检查结果", "检查日期", "违反条款", "改正期限", "是否扫码")


def door() -> Door:
    return Door(lambda text: text, TODAY)


def read(**told: Any) -> VisitTold:
    return visit_told({**PLAIN, **told}, DRAW, door())


def codes(caught: pytest.ExceptionInfo[Answer]) -> list[tuple[str, str | None]]:
    found = caught.value
    return [
        (each.code, each.where)
        for each in (found.answers if isinstance(found, Answers) else [found])
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), (" 5 ", 5), ("５", 5), (5, 5), (5.0, 5), ("ordered-to-correct", 5),
     ("NOTHING_FOUND", 1), ("通过登记的住所(经营场所)无法联系", 4)],
)  # fmt: skip
def test_a_result_is_meant_however_it_is_typed(text: Any, number: int) -> None:
    """Width, case, hyphens and brackets are no difference; nor is a workbook's float."""
    assert result_from(text).number == number


@pytest.mark.parametrize("text", ["0", "9", "", "未发现", "5.5", "true", "１２"])
def test_what_is_no_result_is_refused_with_those_that_are(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Answer, match="E-RESULT") as caught:
        result_from(text)

    assert all(each.code in str(caught.value.given["results"]) for each in RESULTS)


def test_the_results_are_eight_in_their_order() -> None:
    """Lists print them by these numbers."""
    assert [each.number for each in RESULTS] == list(range(1, 9))
    assert len({each.zh for each in RESULTS}) == len(RESULTS)


def test_numbers_tie_what_follows_to_the_visit() -> None:
    """Whoever tells a number of their own keeps it."""
    told = read(violations=[{"clause": "a"}, {"clause": "b", "violation_id": "v9"}],
                orders=["workdays=5", "workdays=7"], cases=["opened_by=区卫健委"])  # fmt: skip
    breach, other, order, second, case = (each.data for each in told.follow_ups)

    assert (breach.violation_id, breach.inspection_id) == (
        "500111-2026-1-0001-v1",
        "500111-2026-1-0001",
    )
    assert (order.violation_id, second.violation_id) == (breach.violation_id, other.violation_id)
    assert (other.violation_id, order.order_id) == ("v9", "500111-2026-1-0001-o1")
    assert (case.case_id, case.violation_id) == ("500111-2026-1-0001-c1", breach.violation_id)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    """Also in what follows, by its place in it."""
    with pytest.raises(Answer) as caught:
        read(result="x", occurred_on="2026-02-30", orders=["due_on=x"], nonsense=1, task=None,
             violations=[{}, 5], lists=["x"])  # fmt: skip

    assert codes(caught) == [
        ("E-LINE-FIELD", "nonsense"),
        ("E-FIELD-MISSING", "task"),
        ("E-RESULT", "result"),
        ("E-DATE-IMPOSSIBLE", "occurred_on"),
        ("E-FIELD-MISSING", "violations[1]:clause"),
        ("E-FIELD-OBJECT", "violations[2]"),
        ("E-DATE", "orders[1]:due_on"),
        ("E-FIELD-OBJECT", "lists[1]"),
    ]


def test_no_person_s_number_comes_in_by_a_result() -> None:
    """Free text is scanned, as everywhere."""
    with pytest.raises(Answer, match="E-ID-IN-TEXT"):
        read(transfers=[{"to_authority": f"张三 {id_number(1)}"}])


def rows(*cells: tuple[Any, ...]) -> bytes:
    return rows_workbook("结果", HEADERS, cells)


def test_a_workbook_tells_a_visit_a_row(tmp_path: Path) -> None:
    """A number that lost its zeros is that task; blank cells tell nothing."""
    path = tmp_path / "r.xlsx"
    path.write_bytes(rows((1, 5, "2026-03-15", "pfpl#28.3", "2026-04-01", "是"),
                          ("0002", "未发现问题", "2026年3月15日", None, "—", None)))  # fmt: skip
    one, two = read_visits(path, DRAW, door())

    assert (one.task, one.result.number, one.scanned_code) == ("0001", 5, True)
    assert [each.stem for each in one.follow_ups] == [
        "violation.found", "violation.correction_ordered"
    ]  # fmt: skip
    assert (two.task, two.result.number, two.follow_ups) == ("0002", 1, ())


def test_csv_and_json_tell_the_same(tmp_path: Path) -> None:
    """GB18030 as offices save it; the names of fields are headers too."""
    table, plain = tmp_path / "r.csv", tmp_path / "r.json"
    table.write_bytes("任务编号,result,检查日期\n1,未发现问题,2026-3-15\n".encode("gb18030"))
    plain.write_text(json.dumps([PLAIN]), encoding="utf-8")
    lines = tmp_path / "r.jsonl"
    lines.write_text(json.dumps(PLAIN) + "\n\n", encoding="utf-8")
    told = [read_visits(path, DRAW, door()) for path in (table, plain, lines)]

    assert {each._replace(place=None) for (each,) in told} == {read()}


def test_each_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """By file and row, as a person finds it."""
    path = tmp_path / "r.csv"
    path.write_text("任务编号,检查结果,检查日期\n1,9,2026-3-15\n\n2,1,昨天\n", encoding="utf-8")
    with pytest.raises(Answer) as caught:
        read_visits(path, DRAW, door())
    flat = [(code, where.split(":")[1]) for code, where in flattened(caught.value)]

    assert flat == [("E-RESULT", "2"), ("E-DATE", "4")]


def flattened(answer: Answer) -> list[tuple[str, str]]:
    inner = answer.answers if isinstance(answer, Answers) else ()
    return [x for e in inner for x in flattened(e)] or [(answer.code, str(answer.where))]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("r.csv", "任务,结果\n1,1\n", "E-TASK-HEADER"),
        ("r.csv", "", "E-TASK-HEADER"),
        ("r.json", "[1]", "E-LINE-OBJECT"),
        ("r.json", "{", "E-LINE-JSON"),
        ("r.xlsx", "PK\x03\x04 not a workbook", "E-TABLE-FORMAT"),
    ],
)
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, name: str, content: str, code: str
) -> None:
    """With its name, and never a traceback."""
    (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(Answer, match=code):
        read_visits(tmp_path / name, DRAW, door())


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(b"\xff\xfe[]")
    for name in ("nowhere.json", "r.json"):
        with pytest.raises(Answer, match="E-FILE"):
            read_visits(tmp_path / name, DRAW, door())
