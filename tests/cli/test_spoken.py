"""What a user reads: one language throughout, a cure for every fault, nobody's number."""

import json
from pathlib import Path

import pytest

from cli.main import run

NUMBER = "11010118000101004X"  # born in 1800: nobody's number


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUOYU_LANG", "zh")


def heard(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    return told.out + told.err


@pytest.mark.parametrize("argv", [[], ["rules"], ["record"], ["import"], ["person"]])
def test_a_group_called_alone_shows_its_help(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing was asked, so nothing is answered: the help goes to stderr."""
    code = run(argv)
    told = capsys.readouterr()

    assert (code, told.out, told.err.startswith("用法：")) == (2, "", True)


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["rules", "--help"],
        ["record", "--help"],
        ["record", "filed", "--help"],
        ["replay", "--help"],
        ["person", "erase", "--help"],
    ],
)
def test_help_speaks_one_language(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What click says in English is said anew."""
    assert run(argv) == 0
    told = heard(capsys)

    assert [
        w for w in ("Options", "Commands", "Usage", "Show this", "[required]") if w in told
    ] == []


@pytest.mark.parametrize("argv", [["--lang", "en", "--help"], ["rules", "--lang=en", "--help"]])
def test_the_language_may_be_asked_anywhere(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A group takes `--lang` as its commands do."""
    assert run(argv) == 0

    assert "Usage: tuoyu" in heard(capsys)


@pytest.mark.parametrize(
    ("argv", "code", "named"),
    [
        (["recrd"], "E-COMMAND-UNKNOWN", "record"),
        (["rules", "lst"], "E-COMMAND-UNKNOWN", "list"),
        (["--nope"], "E-OPTION-UNKNOWN", "--nope"),
        (["status"], "E-ARGUMENT-MISSING", "FACILITY"),
        (["retract", "1"], "E-ARGUMENT-MISSING", "--reason"),
        (["log", "--at", "x"], "E-OPTION-VALUE", "--at"),
        (["status", "local:1", "--format", "xml"], "E-OPTION-VALUE", "jsonl"),
        (["status", "local:1", "more"], "E-USAGE", "more"),
    ],
)
def test_a_fault_of_the_command_line_is_named_and_mended(
    argv: list[str], code: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """DESIGN §11: code, what, where, how to mend; exit code 2."""
    assert run(argv) == 2
    told = heard(capsys)

    assert (told.startswith(code), named in told, "办法：" in told) == (True, True, True)


def test_a_fault_is_json_where_the_answer_would_be(capsys: pytest.CaptureFixture[str]) -> None:
    """`{code, message, where, basis, hint}`."""
    run(["log", "--at", "x", "--format", "json"])

    assert json.loads(heard(capsys)).keys() == {"code", "message", "where", "basis", "hint"}


@pytest.mark.parametrize(
    "argv", [["status", NUMBER], ["show", NUMBER], ["record", NUMBER], ["status", "a", NUMBER]]
)
def test_a_refusal_never_repeats_a_persons_number(
    argv: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it was typed by mistake."""
    db = ["--db", f"sqlite:///{tmp_path}/log.db"]
    run(["init", *db])
    capsys.readouterr()

    assert run([*argv, *db]) in {2, 4}
    assert NUMBER not in heard(capsys)


def test_a_refused_line_is_told_with_its_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--keep-good` lists what it left out, in words."""
    db = ["--db", f"sqlite:///{tmp_path}/log.db"]
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"type": "facility.filed", "facility": "local:1"}\n', encoding="utf-8")
    run(["init", *db])

    assert run(["import", "events", str(lines), "--keep-good", *db]) == 1
    assert "E-DATE-MISSING (lines.jsonl:1:occurred_on)：没有写发生日期" in heard(capsys)


def test_rules_are_listed_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Binding, rank and status are words of the language; JSON keeps the program's own."""
    assert run(["rules", "show", "filing.required", "--db", "sqlite:///none.db"]) == 0
    told = heard(capsys)

    assert ("约束力：义务" in told, "效力层级：法律" in told, "至：–" in told) == (
        True,
        True,
        True,
    )
