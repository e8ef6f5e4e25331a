"""What cannot be read, counted or written is answered with a code, never with a traceback."""

import io
import json
from pathlib import Path

import pytest

from cli.main import run
from compliance.domain.events import CATALOGUE


@pytest.fixture(autouse=True)
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Work in a folder of its own, on a log of one event."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUOYU_LANG", "en")
    monkeypatch.setenv("TUOYU_NOW", "2024-03-20T09:00")
    monkeypatch.delenv("TUOYU_DB", raising=False)
    assert run(["init"]) == 0
    assert run(["record", "filed", "local:a", "--occurred", "2024-03-01", "--filing-no", "1"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("said", "exit_code", "code"),
    [
        ("export log --output nowhere/log.jsonl", 7, "E-OUTPUT"),
        ("show 99999999999999999999", 4, "E-EVENT-MISSING"),
        ("show 2", 4, "E-EVENT-MISSING"),
        ("log root --at 2", 4, "E-EVENT-MISSING"),
        ("log root --at -1", 4, "E-EVENT-MISSING"),
        ("correct 1 --set occurred_on=null --reason x", 2, "E-FIELD-REQUIRED"),
        ("schema events fild", 2, "E-EVENT-UNKNOWN"),
    ],
)
def test_a_command_answers_with_its_code(
    said: str, exit_code: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code == run(said.split())
    assert capsys.readouterr().err.startswith(code)


@pytest.mark.parametrize(
    ("plain", "code"),
    [
        ({"facility": 5, "filing_no": "1"}, "E-FACILITY-ID"),
        ({"occurred_on": 5, "data": {"filing_no": "1"}}, "E-DATE"),
        ({"data": [1]}, "E-FIELD-OBJECT"),
        ({"key": "k", "data": {"filing_no": "1"}}, "E-LINE-FIELD"),
    ],
)
def test_an_object_from_outside_is_read_strictly(
    plain: dict[str, object],
    code: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing of it is passed over in silence."""
    _type_in(monkeypatch, plain)

    assert run(["record", "filed", "local:a", "--occurred", "2024-03-01", "--from", "-"]) == 2
    assert capsys.readouterr().err.startswith(code)


def test_an_object_may_hold_day_and_facility_beside_the_fields(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = {"facility": "local:b", "occurred_on": "2024-03-02", "filing_no": "2"}
    _type_in(monkeypatch, plain)

    assert run(["record", "filed", "--from", "-"]) == 0
    assert "2024-03-02" in capsys.readouterr().out


def test_an_empty_log_is_exported_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "--db", "sqlite:///empty.db"]) == 0
    capsys.readouterr()

    assert run(["export", "log", "--db", "sqlite:///empty.db"]) == 0
    assert capsys.readouterr().out == ""


def test_cells_hold_the_words_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A spreadsheet and a program read the same `false`."""
    said = "record filed local:a --occurred 2024-03-05 --filing-no 2 --format csv"

    assert run(said.split()) == 0
    assert capsys.readouterr().out.strip().endswith(",false")


def test_every_event_has_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """No field but the declared ones, nested records included."""
    assert run(["schema", "events"]) == 0
    schemas = json.loads(capsys.readouterr().out)

    assert set(CATALOGUE) == set(schemas)
    assert all(schema["additionalProperties"] is False for schema in schemas.values())


def _type_in(monkeypatch: pytest.MonkeyPatch, plain: object) -> None:
    text = io.BytesIO(json.dumps(plain).encode())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(text, encoding="utf-8"))
