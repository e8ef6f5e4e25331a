"""`tuoyu audit` from the command line: every list, in both languages, in every format."""

import csv
import io
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from cli.commands.audits import AUDITS
from cli.main import run
from cli.say import LANGUAGES, catalogue
from cli.tabled import yuan
from compliance.outcomes.audits import AUDIT_ROWS
from tests.cli.desk import OURS, Answered, Office, id_number
from tests.cli.processes import tuoyu

FORMS = ("table", "record", "json", "jsonl", "csv", "tsv")
NOW = "2024-12-31"
N = "足卫罚〔2024〕{}号"
DECIDED = "--kinds fine --decided-by 区卫健委 --articles pfpl#41.1 --procedure ordinary"
VISIT = "--inspection-id i1 --nature enforcement --officers A1 --items 班额 --result 有问题"
LIVED = (
    ("2024-01-05",
     ("registered local:a --occurred 2024-01-05 --name 甲园 --kind facility "
      "--region 500111")),
    ("2024-01-05",
     ("registered local:b --occurred 2024-01-05 --name 乙园 --kind facility "
      "--region 440305")),
    ("2024-01-05",
     (f"joined 甲园 --occurred 2024-01-05 --person {id_number(1)} --role carer "
      "--private name=张三")),
    ("2024-01-05",
     ("inspector.certified --occurred 2024-01-01 --region 500111 "
      "--certificate-no A1 --org 区卫健委 --until 2024-02-01")),
    ("2024-02-10",
     ("subsidy_granted 甲园 --occurred 2024-02-10 --subsidy-id s1 "
      "--kind operation --amount-fen 5000000")),
    ("2024-03-01", f"inspection.carried_out 甲园 --occurred 2024-03-01 {VISIT}"),
    ("2024-03-01",
     ("violation.found 甲园 --occurred 2024-03-01 --violation-id v1 "
      "--clause setting#19 --inspection-id i1")),
    ("2024-03-01",
     ("correction_ordered 甲园 --occurred 2024-03-01 --violation-id v1 "
      "--order-id o1 --due-on 2024-03-20")),
    ("2024-04-01",
     (f"penalty.decided 甲园 --occurred 2024-04-01 --decision-no {N.format(1)} "
      f"{DECIDED} --fine-fen 500000 --violation-id v1")),
    ("2024-04-01",
     (f"penalty.decided 乙园 --occurred 2024-04-01 --decision-no {N.format(2)} "
      f"{DECIDED} --fine-fen 4500050")),
    ("2024-04-03",
     (f"penalty.served 甲园 --occurred 2024-04-03 --penalty-no {N.format(1)} "
      "--manner direct")),
    ("2024-04-05",
     ("case.transferred 甲园 --occurred 2024-04-05 --to-authority 市监 "
      "--case-id c1")),
    ("2024-05-01", "facility.suspended 甲园 --occurred 2024-05-01 --ordered-by 区卫健委"),
    ("2024-06-01",
     ("tier_adjusted 甲园 --occurred 2024-06-01 --to A --document-no 调〔2024〕1号 "
      "--reason 异议成立")),
    ("2024-07-01", "facility.filed 甲园 --occurred 2024-02-20 --filing-no 足备1"),
)  # fmt: skip
"""A life in which every list finds something: the day it was recorded, and what."""


@pytest.fixture(scope="module")
def life(begun: Path, packs_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Live it once: most of the time would go into recording."""
    folder = tmp_path_factory.mktemp("life")
    shutil.copytree(begun, folder, dirs_exist_ok=True)
    said = [(now, ["record", *shlex.split(line), "--no-input"]) for now, line in LIVED]
    opened = ["person", "show", id_number(1), "--purpose", "投诉核查"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TUOYU_CACHE", str(packs_cache))
        patch.setenv("TUOYU_ACTOR", OURS)
        for now, words in (*said, ("2024-08-01", opened)):
            patch.setenv("TUOYU_NOW", f"{now}T09:00:00+08:00")

            assert run([*words, "--db", f"sqlite:///{folder}/tuoyu.db"]) == 0
    return folder


@pytest.fixture
def lived(bare: Office, life: Path) -> Office:
    """Make an office whose log every list finds something in."""
    shutil.copytree(life, bare.folder, dirs_exist_ok=True)
    return bare


def audit(office: Office, line: str, **how: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.json(f"audit {line}", now=NOW, **how)
    return found


@pytest.mark.parametrize("name", AUDITS)
def test_every_list_finds_something_of_its_declared_shape(lived: Office, name: str) -> None:
    """Exit 0: what was found is no failure of the command. `schema answers` has the shape."""
    rows = audit(lived, name)
    shapes = lived.json("schema answers")

    assert rows
    assert all(AUDIT_ROWS[name].model_validate(row) for row in rows)
    assert set(shapes[f"audit.{name}"]["required"]) == {key for row in rows for key in row}
    assert all(row["evidence"] or name == "reads" for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", AUDITS)
def test_every_list_as_an_office_starts_it(lived: Office, name: str, lang: str) -> None:
    """A process of its own, by the name in that language, as a table."""
    title = catalogue(lang)[f"audit.list.{name}"]
    done = tuoyu("audit", title, "--lang", lang, TUOYU_DB=f"sqlite:///{lived.db}",
                 TUOYU_NOW=f"{NOW}T09:00")  # fmt: skip
    shown = done.stdout.decode().strip().split("\n")

    assert (done.returncode, done.stderr) == (0, b"")
    assert catalogue(lang)["column.evidence"] in [head.strip() for head in shown[0].split("  ")]
    assert len(shown) == len(audit(lived, name)) + 2


@pytest.mark.parametrize("name", AUDITS)
def test_every_list_in_every_format(lived: Office, name: str) -> None:
    count = len(audit(lived, name))
    for form in FORMS:
        answer = lived(f"audit {name} --format {form} --lang en", now=NOW)

        assert (answer.code, answer.err) == (0, "")
        assert told_in(answer, form) == count


def told_in(answer: Answered, form: str) -> int:
    """Count the rows of an answer."""
    match form:
        case "json":
            return len(answer.json)
        case "jsonl":
            return len(answer.lines)
        case "csv" | "tsv":
            sign = "," if form == "csv" else "\t"
            return len(list(csv.DictReader(io.StringIO(answer.out), delimiter=sign)))
        case "record":
            return answer.out.count("evidence: ")
        case _:
            return len(answer.out.strip().split("\n")) - 2


@pytest.mark.parametrize("name", AUDITS)
def test_an_empty_log_gives_an_empty_list(office: Office, name: str) -> None:
    """Exit 0; in words where people read, and nothing where programs do."""
    assert audit(office, name) == []
    assert office(f"audit {name} --format csv").out == ""
    assert office(f"audit {name} --lang en").out == "Nothing found.\n"
    assert audit(office, f"{name} --region 500111") == []


@pytest.mark.parametrize("name", AUDITS)
def test_regions_divide_a_list(lived: Office, name: str) -> None:
    """What is in one region and in the other is in neither's next; a slip is refused."""
    every = audit(lived, name)
    here, there = (audit(lived, f"{name} --region {code}") for code in ("500000", "440305"))

    assert len(here) + len(there) <= len(every)
    assert {row.get("region") for row in here} <= {"500111", None}
    assert {row.get("region") for row in there} <= {"440305", None}
    lived.refused("E-REGION", f"audit {name} --region 5001", code=2)
    lived.refused("E-REGION-UNKNOWN", f"audit {name} --region 999999", code=4)


@pytest.mark.parametrize("name", AUDITS)
def test_before_anything_happened_or_was_known_nothing_is_found(lived: Office, name: str) -> None:
    assert audit(lived, f"{name} --as-of 2024-01-04") == []
    assert audit(lived, f"{name} --known-at 2024-01-04") == []


def test_alone_it_names_the_lists(office: Office) -> None:
    rows = office.json("audit")
    table = office("audit --lang en").out

    assert [row["list"] for row in rows] == list(AUDITS)
    assert all(row["zh"] == catalogue("zh")[f"audit.list.{row['list']}"] for row in rows)
    assert all(name in table for name in AUDITS)
    assert office("audit --format csv").out.startswith("list,title,meaning\n")


def test_an_unknown_list_is_named_with_the_nearest(office: Office) -> None:
    answer = office("audit fine --lang en", code=2)

    assert "E-COMMAND-UNKNOWN" in answer.err
    assert "fines" in answer.err


def test_money_is_shown_in_yuan_and_told_in_fen(lived: Office) -> None:
    shown = lived("audit fines --format csv --lang en", now=NOW).out
    (row, _) = csv.DictReader(io.StringIO(shown))

    assert (row["fine_yuan"], row["outstanding_yuan"], row["surcharge_max_yuan"]) == (
        "5000.00", "5000.00", "5000.00",
    )  # fmt: skip
    assert [each["owed"]["fine_fen"] for each in audit(lived, "fines")] == [500_000, 4_500_050]
    assert "45000.50" in lived("audit unequal", now=NOW).out


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (99, "0.99"), (100, "1.00"), (500_000, "5000.00"), (-5, "-0.05"),
     (-12345, "-123.45"), ("150.5", "1.505"), ("0.5", "0.005")],
)  # fmt: skip
def test_fen_are_written_as_yuan_exactly(fen: int | str, text: str) -> None:
    assert yuan(fen) == text


def test_what_is_still_to_be_found_out_can_be_left_out(lived: Office) -> None:
    every = audit(lived, "unheard")

    assert {row["verdict"] for row in every} == {"unknown"}
    assert audit(lived, "unheard --established") == []
    assert len(audit(lived, "officers --established")) == 1


def test_the_options_of_lists(lived: Office) -> None:
    """Thresholds are the asker's."""
    assert [row["event"] for row in audit(lived, "backdated")] == ["facility.filed"]
    assert audit(lived, "backdated --days 133") == []
    assert [row["after_notice"] for row in audit(lived, "backdated --after-notice")] == [True]
    assert audit(lived, "unrechecked --days 287") == []
    assert audit(lived, "unopened --days 306") == []
    assert audit(lived, "transfers --days 271") == []
    assert audit(lived, "unequal --per region") == []
    assert len(audit(lived, "unequal --per year")) == 1
    assert [len(row["apart"]) for row in audit(lived, "unequal --factor 1")] == [2]
    assert [row["before"] for row in audit(lived, "tiers --before")] == ["unrated"]
    assert [row["progress"] for row in audit(lived, "fines --unpaid")] == ["overdue", "unserved"]


@pytest.mark.parametrize(
    "line", ["backdated --days -1", "unequal --factor 0", "unequal --per month", "fines --days 3"]
)
def test_what_an_option_cannot_be(office: Office, line: str) -> None:
    answer = office(f"audit {line} --lang en", code=2)

    assert answer.out == ""


def test_a_name_is_never_shown(lived: Office) -> None:
    """The vault's readings name a ref and a purpose, never what was read."""
    shown = lived("audit reads --format json", now=NOW).out

    assert "张三" not in shown
    assert id_number(1) not in shown
    assert "投诉核查" in shown


def test_an_audit_changes_nothing(lived: Office) -> None:
    before = lived.root()
    for name in AUDITS:
        audit(lived, name)

    assert lived.root() == before
    assert len(audit(lived, "reads")) == 1
