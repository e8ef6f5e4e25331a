"""Formats, output files, dry runs, languages: what a call writes, and where."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.desk import Office, begins, id_number

LONG = "虚构" * 120
ASKED = ("status local:a", "log", "timeline local:a", "rules list", "explain local:a",
         "replay local:a --from 2024-01-01 --to 2024-12-31", "verify", "show 1")  # fmt: skip


@begins
def told(office: Office) -> None:
    """Make an office that holds a facility with a long address."""
    office.record(f"premises.found local:a --occurred 2024-01-05 --address {LONG} --region 500111")
    office.record("facility.opened local:a --occurred 2024-02-01")


@pytest.mark.parametrize("line", ASKED)
@pytest.mark.parametrize("form", ["table", "record", "json", "jsonl", "csv", "tsv"])
def test_every_answer_has_every_format(told: Office, line: str, form: str) -> None:
    """DESIGN §11; stdout is data, stderr is talk."""
    answer = told(f"{line} --format {form}")

    assert answer.out.endswith("\n")
    assert answer.err == ""
    match form:
        case "json":
            assert answer.json
        case "jsonl":
            assert all(isinstance(each, dict) for each in answer.lines)
        case "csv" | "tsv":
            rows = list(csv.reader(answer.out.splitlines(), delimiter=",\t"[form == "tsv"]))
            assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("form", ["table", "record", "json", "csv", "tsv"])
def test_piped_output_is_not_truncated(told: Office, form: str) -> None:
    assert LONG in told(f"log --format {form}").out


def test_a_table_shows_brackets_as_they_are(told: Office) -> None:
    """They are no markup: a filing number may hold any."""
    number = "[/x] [red]2016[/red] :smile:"
    told.record("filed local:a --occurred 2024-03-01 --filing-no", number)

    assert number in told("log --format table").out


@pytest.mark.parametrize(
    "line", ["log", "timeline local:a --as-of 2000-01-01", "log --known-at 2000-01-01"]
)
def test_an_empty_list_is_an_empty_list(told: Office, line: str) -> None:
    """DESIGN §11."""
    if line == "log":
        told("init --db sqlite:///empty.db")
        line = "log --db sqlite:///empty.db"

    assert told.json(line) == []
    assert told(f"{line} --format jsonl").out == ""
    assert told(f"{line} --format csv").out == ""


@pytest.mark.parametrize("line", [*ASKED, "export log"])
def test_output_goes_to_a_file_if_asked(told: Office, line: str) -> None:
    form = "" if line == "export log" else "--format json"
    shown = told(f"{line} {form}").out
    answer = told(f"{line} {form} --output out.json")

    assert (answer.out, answer.err) == ("", "")
    assert (told.folder / "out.json").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("line", ["log", "export log"])
def test_an_output_file_that_cannot_be_written(told: Office, line: str) -> None:
    told.refused("E-OUTPUT", f"{line} --output no/such/folder/out", code=7)


def test_recording_has_every_format(told: Office) -> None:
    for number, form in enumerate(("table", "record", "json", "jsonl", "csv", "tsv")):
        line = f"filed local:a --occurred 2024-03-0{number + 1} --filing-no 备{number}"
        answer = told(f"record {line} --format {form}")

        assert "facility.filed" in answer.out
        assert answer.err == ""


DRY = [
    "record filed local:a --occurred 2024-03-01 --filing-no 1",
    f"record joined local:a --occurred 2024-03-01 --role carer --person {id_number(1)}",
    "correct 1 --set children=3 --reason 误",
    "retract 1 --reason 误",
    "import events events.jsonl",
    "rules adopt --installed",
    f"person erase {id_number(2)} --reason 本人要求 --yes",
    f"person show {id_number(2)} --purpose 核查",
]


@pytest.mark.parametrize("line", DRY)
def test_a_dry_run_writes_nothing(told: Office, line: str) -> None:
    """Not to the log, not to the vault, not to the log of who opened it."""
    number = id_number(2)
    told.record(f"joined local:a --occurred 2024-03-01 --role carer --person {number}")
    event = {"type": "staff.joined", "facility": "local:a", "occurred_on": "2024-03-02",
             "data": {"person": id_number(3), "role": "cook"}}  # fmt: skip
    told.write("events.jsonl", json.dumps(event))
    root, kept = told.root(), told.json(f"person show {number} --purpose 核查")
    told(f"{line} --dry-run")
    after = told.json(f"person show {number} --purpose 核查")

    assert root == told.root()
    assert kept["records"] == after["records"]
    assert len(kept["reads"]) + 1 == len(after["reads"])


def test_a_dry_run_shows_the_effect(told: Office) -> None:
    line = "filed local:a --occurred 2024-03-01 --filing-no 1"
    tried, done = told.record(f"{line} --dry-run"), told.record(line)

    assert tried["recorded"] == []
    assert tried["before"] == done["before"]
    assert tried["after"]["status"] == done["after"]["status"] == "filed"


def test_a_dry_run_of_an_import_of_a_log(told: Office) -> None:
    told("export log --output log.jsonl")
    told("init --db sqlite:///new.db")
    told("import log log.jsonl --db sqlite:///new.db --dry-run")

    assert told.json("log root --db sqlite:///new.db")["size"] == 0


def test_a_dry_run_of_init_makes_no_file(bare: Office) -> None:
    bare("init --dry-run")

    assert list(bare.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "option", "chinese"),
    [
        ({}, "", True),
        ({"LANG": "en_US.UTF-8"}, "", False),
        ({"LANG": "zh_CN.GB18030"}, "", True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "", True),
        ({"LC_ALL": "zh_CN.UTF-8", "TUOYU_LANG": "en"}, "", False),
        ({"LANG": "C"}, "", True),
        ({"TUOYU_LANG": "en"}, "--lang zh", True),
        ({}, "--lang en", False),
        ({}, "--lang=en", False),
    ],
)
def test_the_language_is_asked_for(
    told: Office,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    option: str,
    chinese: bool,  # noqa: FBT001
) -> None:
    """`--lang`, else the environment, else Chinese."""
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    answer = told(f"status local:a {option}")

    assert ("状态" in answer.out) is chinese


def test_an_export_into_a_file_is_what_is_shown(told: Office) -> None:
    shown = told("export log").out
    told("export log --output log.jsonl")

    assert Path("log.jsonl").read_text(encoding="utf-8") == shown
    assert [json.loads(line)["position"] for line in shown.splitlines()] == [1, 2]
