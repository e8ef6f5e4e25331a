"""`assess`, `list` and `diff` from the command line: everybody at once, as an office asks."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from cli.say import LANGUAGES
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.diff import Side, diff
from compliance.engine.whatif import Where
from compliance.wiring import desk
from tests.cli.desk import OURS, Office, id_number
from tests.cli.processes import tuoyu

FORMS = ("table", "record", "json", "jsonl", "csv", "tsv")
NOW = "2026-03-06"
CARER, GUARD = id_number(1), id_number(2)
ORDER = "--violation-id v --order-id"
BEGUN = (
    "registered local:a --occurred 2025-01-02 --name 甲园 --kind facility --region 500111",
    "facility.opened local:a --occurred 2025-02-01",
    "capacity_declared local:a --occurred 2025-02-01 --places 60 --modes full_day",
    f"joined local:a --occurred 2025-02-01 --person {CARER} --role carer --certificate held",
    f"staff.certified --occurred 2025-02-01 --person {CARER} --kind 保育师 --until 2027-01-31",
    "premises.found local:b --occurred 2026-03-02 --address 某路2号 --region 440305 --name 乙园",
    f"correction_ordered local:b --occurred 2026-03-02 {ORDER} o --due-on 2026-03-04",
    f"correction_ordered local:b --occurred 2026-03-02 {ORDER} p --workdays 5",
    f"joined local:b --occurred 2026-03-02 --person {GUARD} --role guard",
)


@pytest.fixture(scope="module")
def district(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tell once of two facilities in two provinces, their people and two orders."""
    folder = tmp_path_factory.mktemp("district")
    for path in begun.iterdir():
        shutil.copy(path, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TUOYU_NOW", f"{NOW}T09:00:00+08:00")
        for line in BEGUN:
            argv = ["record", *line.split(), "--no-input", "--actor", OURS]

            assert run([*argv, "--db", f"sqlite:///{folder}/tuoyu.db"]) == 0
    return folder


@pytest.fixture
def told(bare: Office, district: Path) -> Office:
    """Make an office in that district."""
    for path in district.iterdir():
        shutil.copy(path, bare.folder)
    return bare


def ids(rows: list[dict[str, Any]], name: str = "facility") -> list[Any]:
    return [row[name] for row in rows]


def test_everybody_stands_in_one_answer_as_each_does_alone(told: Office) -> None:
    """DESIGN §11: the shape of a standing; what `status` says of one, `assess` says of all."""
    every = told.json("assess", now=NOW)
    alone = [told.json(f"status {each}", now=NOW) for each in ("local:a", "local:b")]
    same = ("facility", "as_of", "known_at", "position", "status", "tier", "flags", "findings")

    assert [{name: each[name] for name in same} for each in alone] == [
        {name: each[name] for name in same} for each in every
    ]
    assert [each["ruleset"]["sha256"] for each in alone] == [
        each["ruleset"]["sha256"] for each in every
    ]


def test_a_region_is_all_that_lies_within(told: Office) -> None:
    """By the dated table, never by the code's prefix."""
    assert ids(told.json("assess --region 500000", now=NOW)) == ["local:a"]
    assert ids(told.json("assess --region 440000", now=NOW)) == ["local:b"]
    assert told.json("assess --region 120000", now=NOW) == []


def test_a_status_and_a_tier_in_the_words_of_either_language(told: Office) -> None:
    for word in ("registered", "已登记"):
        assert ids(told.json(f"assess --status {word}", now=NOW)) == ["local:a"]
    assert ids(told.json("assess --tier A", now=NOW)) == ["local:a"]
    assert ids(told.json("assess --tier 未评定", now=NOW)) == ["local:b"]


def test_a_rule_shows_its_findings_alone(told: Office) -> None:
    (found,) = told.json("assess --rule filing.required", now=NOW)
    rows = list(
        csv.DictReader(told("assess --rule filing.required --format csv").out.splitlines())
    )

    assert ids(found["findings"], "rule") == ["filing.required"]
    assert [(row["facility"], row["evidence"]) for row in rows] == [("local:a", "#2")]


def test_a_verdict_leaves_out_who_has_none(told: Office) -> None:
    assert told.json("assess --verdict violation", now="2025-02-02") == []
    assert ids(told.json("assess --rule filing.required --verdict 违反", now=NOW)) == ["local:a"]


def test_who_had_not_begun_by_the_day_is_left_out(told: Office) -> None:
    assert ids(told.json("assess --as-of 2026-03-01", now=NOW)) == ["local:a"]
    assert told.json("assess --known-at 2026-03-05", now=NOW) == []


def test_what_is_kept_says_what_a_fresh_answer_says(told: Office) -> None:
    first = told.json("assess", now=NOW)
    told.record("facility.filed local:a --occurred 2026-03-05 --filing-no 1", now=NOW)
    second = told.json("assess", now=NOW)

    assert [each["status"] for each in first] == ["registered", "unregistered"]
    assert second == told.json("assess --fresh", now=NOW)
    assert [each["status"] for each in second] == ["filed", "unregistered"]


def test_a_daily_pass_says_how_many_it_worked_out(told: Office) -> None:
    counts = [told.json("assess --refresh", now=NOW)]
    counts.append(told.json("assess --refresh", now=NOW))
    told.record("facility.filed local:a --occurred 2026-03-05 --filing-no 1", now=NOW)
    counts.append(told.json("assess --refresh", now=NOW))

    assert ids(counts, "worked_out") == [2, 0, 1]
    assert ids(counts, "kept") == [2, 2, 2]


def test_lists_show_what_an_inspector_wants(told: Office) -> None:
    (places,) = told.json("list facilities --where 'capacity.places > 50'", now=NOW)
    staff = told.json("list staff", now=NOW)[0]
    orders = told.json("list orders", now=NOW)

    assert (places["name"], places["region"], places["places"]) == ("甲园", "500111", 60)
    assert (staff["role"], staff["since"], staff["certificate"]) == ("carer", "2025-02-01", "held")
    assert staff["certificates"] == [{"kind": "保育师", "level": None, "until": "2027-01-31"}]
    assert [(row["order_id"], row["due"], row["overdue"]) for row in orders] == [
        ("o", "2026-03-04", True), ("p", "2026-03-09", False),
    ]  # fmt: skip


def test_an_expression_means_what_it_means_for_sure(told: Office) -> None:
    """What it cannot tell is counted on stderr, and shown only if that is asked for."""
    line = "list staff --where \"certificate == 'held'\" --format json"
    sure, shown = told(line, now=NOW), told(f"{line} --unknown", now=NOW)

    assert [(row["role"], row["sure"]) for row in sure.json] == [("carer", True)]
    assert [(row["role"], row["sure"]) for row in shown.json] == [
        ("carer", True),
        ("guard", False),
    ]
    assert "1" in sure.err
    assert sure.err != shown.err


@pytest.mark.parametrize(
    ("listing", "where", "expected"),
    [
        ("facilities", "status == 'registered'", ["local:a"]),
        ("facilities", "tier == 'A' && region == '500111'", ["local:a"]),
        ("facilities", "violated('filing.required')", ["local:a"]),
        ("facilities", "'unfiled_operation' in flags", ["local:a"]),
        ("facilities", "identity.name == '乙园'", ["local:b"]),
        ("facilities", "name == '乙园' && posts.count(p, in_force(p)) == 1", ["local:b"]),
        ("staff", "role == 'carer' && p.on < date('2025-03-01')", ["local:a"]),
        ("staff", "certificates.exists(c, c.person == person && c.until > asof)", ["local:a"]),
        ("staff", "status != 'registered'", ["local:b"]),
        ("orders", "due(o) < asof", ["local:b"]),
        ("orders", "has(o.due_on) && !rechecks.exists(r, r.order_id == order_id)", ["local:b"]),
    ],
)
def test_expressions_speak_the_language_of_the_rules(
    told: Office, listing: str, where: str, expected: list[str]
) -> None:
    assert ids(told.json(f"list {listing} --where", where, now=NOW)) == expected


def test_an_order_that_was_met_is_no_longer_overdue(told: Office) -> None:
    """Its term no longer runs: that is known, and not a thing to find out."""
    told.record(
        "correction_verified local:b --occurred 2026-03-05 --order-id o --fixed yes", now=NOW
    )
    mended, _ = told.json("list orders", now=NOW)

    assert (mended["overdue"], mended["fixed"], mended["rechecked_on"]) == (
        False, True, "2026-03-05",
    )  # fmt: skip


def test_who_left_is_listed_only_if_asked(told: Office) -> None:
    told.record(f"staff.left local:a --occurred 2026-03-05 --person {CARER}", now=NOW)

    assert ids(told.json("list staff", now=NOW), "role") == ["guard"]
    assert ids(told.json("list staff --ended", now=NOW), "until") == ["2026-03-05", None]


def test_what_became_known_between_two_days(told: Office) -> None:
    """From → to, with the positions that lie between; exit 1 if anything is otherwise."""
    told.record("facility.filed local:a --occurred 2025-03-01 --filing-no 1", now="2026-03-08")
    told.record("facility.opened local:b --occurred 2025-03-01", now="2026-03-09")
    rows = told.json("diff --known-at 2026-03-06..2026-03-08", code=1, now="2026-03-10")
    whole = told.json("diff --known-at 2026-03-05..", code=1, now="2026-03-10")
    ((status,), places) = (
        [row["change"]["status"] for row in rows if "status" in row["change"]],
        {(row["facility"], tuple(row["because"])) for row in rows},
    )

    assert status == {"from": "registered", "to": "filed"}
    assert places == {("local:a", (10,))}
    assert {"facility": "local:b", "change": {"status": {"from": None, "to": "unregistered"}},
            "because": [6, 7, 8, 9, 11]} in whole  # fmt: skip
    assert told.json("diff --known-at 2026-03-06..2026-03-07", now="2026-03-10") == []


def test_what_days_and_rules_change(told: Office) -> None:
    days = told.json("diff --as-of 2026-03-01..2026-03-02", code=1, now=NOW)

    assert {row["facility"] for row in days} == {"local:b"}
    assert told.json("diff --as-of 2026-03-02..2026-03-02", now=NOW) == []
    assert told.json("diff --rules installed..adopted", now=NOW) == []
    assert told.json("diff --as-of 2025-01-01.. --region 120000", now=NOW) == []
    assert told.json("diff --as-of 2025-01-15.. local:a", now=NOW, code=1)


def test_tables_of_a_file_say_what_its_histories_say(told: Office) -> None:
    """Of a log as small as this the histories are read; the tables would say the same."""
    small = desk(f"sqlite:///{told.db}")
    was, now = AsOf(date(2026, 3, 1)), AsOf(date(2026, 3, 2))
    sides = Side(rulebook(small), was), Side(rulebook(small), now)
    read, asked = (
        [*diff(each, *sides, Where())] for each in (small, small._replace(small=0))
    )  # fmt: skip

    assert small.log.head().size <= small.small
    assert len(read) > 1
    assert read == asked


def test_positions_are_told_once_for_a_facility(told: Office) -> None:
    """In text for people; a row for a program, and JSON, stand alone."""
    line = "diff --as-of 2026-03-01..2026-03-02"
    lines = told(line, code=1, now=NOW).out.splitlines()
    rows = list(csv.DictReader(told(f"{line} --format csv", code=1, now=NOW).out.splitlines()))

    assert len(lines) == len(rows) > 1
    assert ["#" in each for each in lines] == [True, *[False] * (len(lines) - 1)]
    assert len({row["because"] for row in rows}) == 1


STUPID = [
    ("E-REGION", "assess --region 重庆", 2),
    ("E-REGION-UNKNOWN", "assess --region 999999", 4),
    ("E-TIER-UNKNOWN", "assess --tier Z", 2),
    ("E-STATUS-UNKNOWN", "assess --status 关门", 2),
    ("E-VERDICT-UNKNOWN", "assess --verdict guilty", 2),
    ("E-RULE-UNKNOWN", "assess --rule 备案规则", 4),
    ("E-RULE-NEAR", "assess --rule filing.requird", 4),
    ("E-RULE-SILENT", "assess --rule correction.due", 4),
    ("E-REFRESH-NOW", "assess --refresh --as-of 2025-01-01", 2),
    ("E-REGION-UNKNOWN", "list staff --region 999999", 4),
    ("E-WHERE-SYNTAX", "list staff --where 'role =='", 2),
    ("E-WHERE-SYNTAX", "list staff --where ''", 2),
    ("E-WHERE-SYNTAX", "list staff --where \"role = 'carer'\"", 2),
    ("E-WHERE-TYPE", "list staff --where 'rol == 1'", 2),
    ("E-WHERE-TYPE", "list staff --where role", 2),
    ("E-WHERE-TYPE", "list facilities --where 'capacity.place > 1'", 2),
    ("E-WHERE-TYPE", "list facilities --where \"violated('no.rule')\"", 2),
    ("E-DIFF-WHAT", "diff", 2),
    ("E-DIFF-WHAT", "diff --as-of 2025-01-01", 2),
    ("E-DIFF-WHAT", "diff --as-of ..", 2),
    ("E-DIFF-WHAT", "diff --as-of 2025-01-01.. --known-at 2025-01-01..", 2),
    ("E-DIFF-REVERSED", "diff --as-of 2025-02-01..2025-01-01", 2),
    ("E-DIFF-REVERSED", "diff --known-at 2025-02-01..2025-01-01", 2),
    ("E-DIFF-REVERSED", "diff --known-at ..2025-01-01", 2),
    ("E-DIFF-SIDE", "diff --rules installed..yesterday", 2),
    ("E-FACILITY-UNKNOWN", "diff --as-of 2025-01-01.. local:nobody", 4),
    ("E-REGION-UNKNOWN", "diff --as-of 2025-01-01.. --region 999999", 4),
]


@pytest.mark.parametrize(("code", "line", "exit_code"), STUPID)
def test_a_slip_is_one_clear_refusal(told: Office, code: str, line: str, exit_code: int) -> None:
    told.refused(code, line, code=exit_code)


@pytest.mark.parametrize("many", ["!" * 3000 + "true", "(" * 1500, "[" * 5000])
def test_an_expression_without_end_is_refused(told: Office, many: str) -> None:
    for lang in LANGUAGES:
        answer = told("list staff --format json --where", many, "--lang", lang, code=2)

        assert set(answer.codes) <= {"E-WHERE-LONG", "E-WHERE-SYNTAX"}


def test_a_refusal_names_the_place_and_the_nearest_name(told: Office) -> None:
    line = "list staff --format json --lang en --where"
    typo = told(line, "p.on < asof && rol == 'carer'", code=2).errors[0]
    syntax = told(line, "role == )", code=2).errors[0]

    assert (typo["where"], "did you mean role?" in typo["message"]) == ("--where:16", True)
    assert syntax["where"] == "--where:9"


ASKED = ("assess", "assess --rule class.ratio", "list facilities", "list staff", "list orders",
         "diff --as-of 2020-01-01..2020-01-02")  # fmt: skip


@pytest.mark.parametrize("line", ASKED)
def test_an_empty_log_is_an_empty_list(office: Office, line: str) -> None:
    assert office.json(line) == []
    assert office(f"{line} --format jsonl").out == ""
    assert office(f"{line} --format csv").out == ""
    assert office(line).out.strip()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", ["assess", "list facilities", "list staff", "list orders"])
def test_every_form_is_whole_and_stands_alone(told: Office, line: str, form: str) -> None:
    """Piped output is untruncated; data on stdout, talk on stderr."""
    answer = tuoyu(*line.split(), "--format", form, TUOYU_NOW=f"{NOW}T09:00:00+08:00")
    text = answer.stdout.decode()

    assert (answer.returncode, told.db.exists()) == (0, True)
    assert "local:" in text
    assert "…" not in text or form not in {"json", "jsonl"}
    match form:
        case "json":
            assert isinstance(json.loads(text), list)
        case "jsonl":
            assert all(isinstance(json.loads(each), dict) for each in text.splitlines())
        case "csv" | "tsv":
            rows = list(csv.reader(text.splitlines(), delimiter=",\t"[form == "tsv"]))
            assert len({len(row) for row in rows}) == 1
