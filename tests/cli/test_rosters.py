"""Ledgers at the gate: what offices hand in, what is refused and why, what comes out again."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.cli.desk import NOW, Office, credit_code
from tests.cli.processes import tuoyu
from tests.engine.ledgers import HEADERS, row, sheets, sunny, workbook

MAY, JUNE = "2025-05-31", "2025-06-30"
TITLE = ["托育机构月度台账（2025年5月）"]


def imported(office: Office, name: str, day: str = MAY, *more: str, code: int = 0) -> Any:
    words = ("import roster", name, "--map", "cn-ledger", "--snapshot", day, *more)
    return office.json(words[0], *words[1:], code=code)


def exported(office: Office, *more: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = office.json("export roster --map cn-ledger", *more)
    return told


def cells(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_a_ledger_as_offices_make_it_is_read(office: Office) -> None:
    """Title rows, example rows, sums, footers, blank rows, a merged region, days in five forms."""
    rows = [
        TITLE,
        ["填表单位：虚构区卫生健康委"],
        HEADERS,
        sunny(number="示例 a", name="某园"),
        sunny(),
        sunny(number="moon", name="月亮园", region=None, registered_on=45300, places="６０",
              food_until="9999-09-09", opened_on="二〇二四年二月一日", inclusive="无",
              address="无"),
        [],
        ["小 计", *[None] * 9, 120],
        ["填表人：张三"],
    ]  # fmt: skip
    office.write("台账.xlsx", workbook(rows, touch=lambda s: s.merge_range(4, 3, 5, 3, "500111")))
    taken = imported(office, "台账.xlsx")
    moon, sunflower = exported(office, "--as-of", JUNE)

    assert (taken["rows"], taken["stated"], taken["rejects"]) == (2, 2, [])
    assert sunflower["food_until"] == moon["food_until"] == "9999-12-31"
    assert (moon["region"], moon["registered_on"], moon["places"]) == ("500111", "2024-01-09", 60)
    assert (moon["opened_on"], moon["inclusive"], moon["address"]) == ("2024-02-01", False, None)


def test_what_a_ledger_says_becomes_facts(office: Office) -> None:
    """And so status, rules and explanations work as if an inspector had recorded them."""
    office.write("a.xlsx", workbook([HEADERS, sunny()]))
    imported(office, "a.xlsx")
    events = office("log local:sunny --format jsonl").lines
    by_type = {each["type"].partition("/")[0]: each for each in events}
    row_id = by_type["roster.row_stated"]["id"]

    assert office.json("status local:sunny")["status"] == "filed"
    assert by_type["facility.filed"]["occurred_on"] == "2024-04-10"
    assert by_type["facility.capacity_declared"]["data"]["modes"] == ["full_day", "half_day"]
    assert {row_id} == {e["cause"] for t, e in by_type.items() if t.startswith("facility.")}


def test_only_what_changed_is_said_again_and_a_row_gone_is_no_closure(office: Office) -> None:
    both = [HEADERS, sunny(), sunny(number="moon", name="月亮园")]
    office.write("5.xlsx", workbook(both))
    office.write("6.xlsx", workbook([HEADERS, sunny(places=70)]))
    imported(office, "5.xlsx")
    june = imported(office, "6.xlsx", JUNE)
    moon = office.json("status local:moon --as-of", JUNE)

    assert (june["stated"], june["ended"], june["facts"]) == (1, 1, 2)
    assert moon["status"] == "filed"
    assert [each["number"] for each in exported(office, "--as-of", JUNE)] == ["sunny"]
    assert len(exported(office, "--as-of", "2025-06-29")) == 2


def test_the_same_again_adds_nothing_and_an_earlier_one_disturbs_nothing(office: Office) -> None:
    office.write("5.xlsx", workbook([HEADERS, sunny()]))
    office.write("6.xlsx", workbook([HEADERS, sunny(places=70)]))
    imported(office, "6.xlsx", JUNE)
    june, root = exported(office, "--as-of", JUNE), office.root()
    assert imported(office, "6.xlsx", JUNE)["duplicate"]
    assert root == office.root()
    late = imported(office, "5.xlsx", MAY)

    assert (late["stated"], late["restated"]) == (1, 0)
    assert june == exported(office, "--as-of", JUNE)
    assert exported(office, "--as-of", MAY)[0]["places"] == 60
    assert office.json("verify")["ok"]


def test_what_comes_out_can_be_taken_in_again(office: Office) -> None:
    """A workbook, and CSV: the same rows, so nothing new."""
    office.write("5.xlsx", workbook([HEADERS, sunny(), sunny(number="b", inclusive="否")]))
    imported(office, "5.xlsx")
    out = ("export roster --map cn-ledger --as-of", JUNE, "--output")
    office(*out, "out.xlsx")
    office(*out, "out.csv")

    assert imported(office, "out.xlsx")["duplicate"]
    assert imported(office, "out.csv")["duplicate"]


def test_a_name_that_looks_like_a_formula_stays_a_text(office: Office) -> None:
    name = "=HYPERLINK(1)"
    office.write("5.xlsx", workbook([HEADERS, sunny(name=name)]))
    imported(office, "5.xlsx")
    office("export roster --map cn-ledger --as-of", JUNE, "--output", "out.xlsx")

    assert name in cells(office.folder / "out.xlsx")[1]


def test_bad_rows_are_named_by_cell_and_nothing_is_written(office: Office) -> None:
    """An ID as a float, a partial date, a wrong word, a missing name, a key that stands twice."""
    rows = [
        HEADERS,
        sunny(number=None, uscc=9.15e17),
        sunny(number="b", filed_on="2024年4月"),
        sunny(number="c", nature="集体"),
        sunny(number="d", name=None),
        sunny(number="e"),
        sunny(number="e"),
        sunny(number="f", with_file=53),
        sunny(number="g", places="约60"),
        sunny(number="h", address="联系人 110101180001010023"),
        row(name="无编号园", region="500111"),
    ]
    office.write("bad.xlsx", workbook(rows))
    root = office.root()
    line = f"import roster bad.xlsx --map cn-ledger --snapshot {MAY} --rejects no.xlsx"
    answer = office(line, "--format", "json", code=3)
    told = {each["where"]: each["code"] for each in answer.errors}
    rejects = cells(office.folder / "no.xlsx")

    assert told == {
        "bad.xlsx:台账:B2": "E-CELL-NUMBER", "bad.xlsx:台账:J3": "E-DATE-PARTIAL",
        "bad.xlsx:4:nature": "E-ROSTER-VALUE", "bad.xlsx:台账:C5": "E-CELL-MISSING",
        "bad.xlsx:6": "E-ROSTER-TWICE", "bad.xlsx:7": "E-ROSTER-TWICE",
        "bad.xlsx:8:enrolled": "E-PAIR-REVERSED", "bad.xlsx:台账:K9": "E-FIELD-INT",
        "bad.xlsx:台账:E10": "E-ID-IN-TEXT", "bad.xlsx:11": "E-ROSTER-KEY",
    }  # fmt: skip
    assert "110101180001010023" not in answer.err
    assert (root, 11) == (office.root(), len(rejects))
    assert [line[-2] for line in rejects[1:3]] == [2, 3]


def test_good_rows_are_kept_and_a_bad_one_stays_as_it_was(office: Office) -> None:
    """What cannot be read ends nothing: neither its own row nor, if it has no key, any other."""
    office.write("5.xlsx", workbook([HEADERS, sunny(), sunny(number="b"), sunny(number="c")]))
    imported(office, "5.xlsx")
    office.write("6.xlsx", workbook([HEADERS, sunny(places=70), sunny(number="b", places="?")]))
    kept = imported(office, "6.xlsx", JUNE, "--keep-good", code=1)
    office.write("7.xlsx", workbook([HEADERS, sunny(places=80), row(name="x", region="500111")]))
    unknown = imported(office, "7.xlsx", JUNE, "--keep-good", code=1)

    assert (kept["stated"], kept["ended"], len(kept["rejects"])) == (1, 1, 1)
    assert (unknown["stated"], unknown["ended"], unknown["unended"]) == (1, 0, True)
    assert [(each["number"], each["places"]) for each in exported(office, "--as-of", JUNE)] == [
        ("b", 60),
        ("sunny", 80),
    ]


def test_a_dry_run_shows_and_writes_nothing(office: Office) -> None:
    office.write("5.xlsx", workbook([HEADERS, sunny(), sunny(number="b", places="?")]))
    root = office.root()
    tried = imported(office, "5.xlsx", MAY, "--dry-run", code=1)

    assert (tried["stated"], len(tried["rejects"]), root) == (1, 1, office.root())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_are_read_in_the_encodings_offices_use(office: Office, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADERS, sunny()])
    office.write("5.csv", out.getvalue().encode(encoding))

    assert imported(office, "5.csv")["stated"] == 1


def test_a_mended_ledger_counts_from_when_it_is_known(office: Office) -> None:
    """The same day, other content: the later file counts; what was known before stays so."""
    office.write("5.xlsx", workbook([HEADERS, sunny(), sunny(number="b")]))
    office.write("5b.xlsx", workbook([HEADERS, sunny(places=66)]))
    asked = "export roster --map cn-ledger --format json --as-of 2025-05-31 --known-at"
    line = f"import roster 5.xlsx --map cn-ledger --snapshot {MAY}"
    office(line, now="2025-06-01")
    office(line.replace("5.xlsx", "5b.xlsx"), now="2025-06-02")

    assert [each["places"] for each in office(asked, "2025-06-01").json] == [60, 60]
    assert [each["places"] for each in office(asked, "2025-06-02").json] == [66]


def test_two_bodies_keep_a_ledger_by_the_same_map(office: Office) -> None:
    """Else the one's rows would be gone from the other's."""
    office.write("a.xlsx", workbook([HEADERS, sunny()]))
    office.write("b.xlsx", workbook([HEADERS, sunny(number="b")]))
    for name in "ab":
        imported(office, f"{name}.xlsx", MAY, "--roster", f"cn.ledger.{name}")

    assert len(exported(office, "--as-of", JUNE, "--roster", "cn.ledger.a")) == 1
    office.refused("E-ROSTER-NAME", f"import roster a.xlsx --map cn-ledger --snapshot {MAY}",
                   "--roster", "某区", code=2)  # fmt: skip


def test_a_template_is_filled_in_and_taken_in(office: Office) -> None:
    """Its own example is no row; a filled-in row below it is."""
    office("import template cn-ledger --output", "t.xlsx")
    table = cells(office.folder / "t.xlsx")
    header = next(line for line in table if line[:2] == HEADERS[:2])
    office.write("filled.xlsx", workbook([*table, sunny()]))

    assert header == HEADERS
    assert office("import roster t.xlsx --map cn-ledger --snapshot", MAY, code=2).err.startswith(
        "E-ROSTER-EMPTY"
    )
    assert imported(office, "filled.xlsx")["stated"] == 1
    office.refused("E-ARGUMENT-MISSING", "import template cn-ledger", code=2)


def test_the_maps_are_listed(office: Office) -> None:
    listed = {each["map"]: each for each in office.json("import maps")}

    assert {"cn-ledger", "us-nc"} <= set(listed)
    assert "facility.filed" in listed["cn-ledger"]["events"]


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("E-TABLE-FORMAT", PDF),
        ("E-TABLE-FORMAT", b"PK\x03\x04 not a workbook"),
        ("E-TABLE-FORMAT", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nor this"),
        ("E-TABLE-FORMAT", b"PAR1 nor this PAR1"),
        ("E-TABLE-FORMAT", b"\xff\xfe\x00"),
        ("E-TABLE-FORMAT", b'"an open quote'),
        ("E-TABLE-FORMAT", b"\x00\x01\x02\x03" * 9),
        ("E-ROSTER-HEADER", b""),
        ("E-ROSTER-HEADER", b"a,b\n1,2\n"),
        ("E-ROSTER-HEADER", ",".join(HEADERS[1:]).encode()),
        ("E-ROSTER-EMPTY", ",".join(HEADERS).encode()),
    ],
)
def test_what_is_no_ledger_is_refused(office: Office, code: str, content: bytes) -> None:
    office.write("x", content)

    office.refused(code, f"import roster x --map cn-ledger --snapshot {MAY}", code=2)


def test_two_sheets_and_formulas(office: Office) -> None:
    two = [("一月", [HEADERS, sunny()]), ("二月", [HEADERS, sunny(number="b")])]
    office.write("two.xlsx", sheets(two, None))
    line = f"import roster two.xlsx --map cn-ledger --snapshot {MAY}"
    office.refused("E-ROSTER-SHEETS", line, code=2)
    office.refused("E-ROSTER-SHEET", line, "--sheet", "三月", code=2)
    assert office.json(line, "--sheet", "二月")["stated"] == 1
    broken = workbook(
        [HEADERS, sunny()], touch=lambda s: s.write_formula(1, 10, "=1/0", None, "#DIV/0!")
    )
    office.write("f.xlsx", broken)
    refused = office("import roster f.xlsx --map cn-ledger --format json --snapshot", JUNE, code=2)
    assert refused.codes == ["E-CELL-ERROR"]
    summed = workbook(
        [HEADERS, sunny()], touch=lambda s: s.write_formula(1, 10, "=30+30", None, 60)
    )
    office.write("s.xlsx", summed)
    assert imported(office, "s.xlsx", JUNE)["rejects"] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("E-DATE", "--map cn-ledger --snapshot 五月"),
        ("E-DATE-PARTIAL", "--map cn-ledger --snapshot 2025-05"),
        ("E-DATE-FUTURE", "--map cn-ledger --snapshot 2025-07-31"),
        ("E-ARGUMENT-MISSING", "--map cn-ledger"),
        ("E-ARGUMENT-MISSING", f"--snapshot {MAY}"),
        ("E-MAP-YAML", f"--map broken.yaml --snapshot {MAY}"),
        ("E-MAP-SHAPE", f"--map short.yaml --snapshot {MAY}"),
        ("E-FILE", f"--map . --snapshot {MAY}"),
    ],
)
def test_stupid_words_are_refused(office: Office, code: str, words: str) -> None:
    office.write("5.xlsx", workbook([HEADERS, sunny()]))
    office.write("broken.yaml", "roster: [")
    office.write("short.yaml", "roster: x.y\n")

    office.refused(code, f"import roster 5.xlsx {words}", code=2)


def test_what_is_not_there_is_not_found(office: Office) -> None:
    office.write("5.xlsx", workbook([HEADERS, sunny()]))

    office.refused("E-MAP-MISSING", f"import roster 5.xlsx --map cn --snapshot {MAY}", code=4)
    office.refused("E-FILE", f"import roster 6.xlsx --map cn-ledger --snapshot {MAY}", code=2)
    office.refused("E-ROSTER-NONE", "export roster --map cn-ledger", code=4)


def test_a_process_of_its_own_answers_alike(office: Office) -> None:
    """Streams, exit codes and encodings as an office meets them."""
    office.write("5.xlsx", workbook([HEADERS, sunny(), sunny(number="b", places="?")]))
    words = ["import", "roster", "5.xlsx", "--map", "cn-ledger", "--snapshot", MAY]
    refused = tuoyu(*words, TUOYU_LANG="zh", TUOYU_NOW=NOW)
    kept = tuoyu(*words, "--keep-good", "--format", "json", TUOYU_LANG="zh", TUOYU_NOW=NOW)

    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.decode().startswith("E-FIELD-INT (5.xlsx:台账:K3)")
    assert (kept.returncode, json.loads(kept.stdout)["stated"]) == (1, 1)


def test_two_facilities_of_one_credit_code_are_told_apart(office: Office) -> None:
    """The number of the site goes before the code that both bear."""
    code = credit_code(1)
    rows = [HEADERS, sunny(number="n", uscc=code), sunny(number="s", uscc=code)]
    office.write("5.xlsx", workbook([*rows, sunny(number=None, uscc=code)]))

    assert imported(office, "5.xlsx")["stated"] == 3
    assert office.json("status", code)["facility"] == code
