"""The words of `record`: which event, which fields, and where they may come from."""

import io
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from cli.main import run
from compliance.domain.events import former_names, latest
from compliance.intake.names import event_named
from tests.cli.desk import Office, argv_of, credit_code, id_number, place_of
from tests.sampled.named import OTHER, P
from tests.samples import RECORDED_BY_OTHERS, SAMPLES

FILED = "--occurred 2024-03-01 --filing-no 备2024-1"


@pytest.mark.parametrize(
    "name", ["facility.filed", "filed", "facility.filed/1", "备案", "FILED", "facility.FILED"]
)
def test_an_event_is_meant_by_its_name_a_part_or_its_chinese(office: Office, name: str) -> None:
    """DESIGN §11."""
    answer = office.record(f"{name} local:a {FILED}")

    assert [each["type"] for each in answer["recorded"]] == ["facility.filed/1"]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("filed", "facility.filed"),
        ("counted", "class.counted"),
        ("certified", "staff.certified"),
        ("trained", "staff.trained"),
        ("review.filed", "review.filed"),
        ("appointment", "appointment.counted"),
        ("备案", "facility.filed"),
        ("检查", "inspection.carried_out"),
    ],
)
def test_a_word_keeps_its_meaning_when_others_come_to_end_alike(word: str, stem: str) -> None:
    """Scripts and habits name events by it."""
    assert stem == event_named(word).stem


@pytest.mark.parametrize("name", former_names())
def test_a_former_shape_named_means_the_newest(name: str) -> None:
    """Whoever still says `/1` means the event."""
    assert event_named(name) is latest(name.partition("/")[0])


@pytest.mark.parametrize("name", ["facility.filing_submitted", "filing-submitted", "submitted"])
def test_hyphens_and_underscores_are_alike_in_events(office: Office, name: str) -> None:
    answer = office.record(f"{name} local:a --occurred 2024-03-01")

    assert answer["recorded"][0]["type"] == "facility.filing_submitted/1"


def test_hyphens_and_underscores_are_alike_in_options(office: Office) -> None:
    office.record("filed local:a --occurred 2024-03-01 --filing_no 1 --key a --document_no 文1")

    assert office.json("show 1")["data"] == {"filing_no": "1"}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_event_is_recorded_from_its_options(office: Office, name: str) -> None:
    """Every field is an option; lists repeat it, objects are `key=value,…`."""
    if name in RECORDED_BY_OTHERS:
        office.refused("E-USE-OTHER", f"record {name} local:a", code=3)
        return
    number = id_number(1)
    data = json.loads(json.dumps(SAMPLES[name]).replace(P, number).replace(OTHER, id_number(2)))
    answer = office.record(f"{name} {place_of(name)} --occurred 2024-03-01", *argv_of(data))
    stored = office.json("show 1")["data"]
    persons = persons_in(stored)

    assert answer["recorded"][0]["position"] == 1
    assert len(set(persons)) == len(persons_in(SAMPLES[name]))
    assert unnamed(SAMPLES[name]) == unnamed(stored)


def persons_in(data: Mapping[str, Any]) -> list[str]:
    """Return the refs in an event's data."""
    return re.findall(r"p_[0-9a-f]{8}_[0-9a-f]{32}", json.dumps(data, sort_keys=True))


def unnamed(data: Mapping[str, Any]) -> str:
    """Write an event's data without refs: the log's key makes other ones of the same numbers."""
    return re.sub(r"p_[0-9a-f]{8}_[0-9a-f]{32}", "p", json.dumps(data, sort_keys=True))


@pytest.mark.parametrize("verb", ["record", "check"])
def test_the_help_lists_every_event_once_under_what_it_is_about(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a hundred and fifty, one is found by where it stands."""
    assert run([verb, "--help", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    listed = [found[1] for line in lines if (found := re.match(r"    ([a-z]+\.[a-z_]+)", line))]
    heads = [line.strip() for line in lines if re.fullmatch("  [A-Z].+:", line)]

    assert sorted(set(SAMPLES) - RECORDED_BY_OTHERS) == sorted(listed)
    assert heads[0] == "Facilities:"
    assert len(heads) == len(set(heads)) > 10


def test_a_part_that_may_mean_several_events_is_asked_back(office: Office) -> None:
    error = office.refused("E-EVENT-MANY", "record opened local:a --occurred today", code=2)

    assert "facility.opened" in error["message"]
    assert "class.opened" in error["message"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("facility.filled", "facility.filed"), ("stafff.joined", "staff.joined"), ("入值", "入职")],
)
def test_of_an_unknown_event_the_nearest_is_suggested(
    office: Office, name: str, nearest: str
) -> None:
    error = office.refused("E-EVENT-UNKNOWN", f"record {name} local:a --occurred today", code=2)
    stem = {"入职": "staff.joined"}.get(nearest, nearest)

    assert stem in error["message"]


def test_an_unknown_option_is_named_with_the_nearest(office: Office) -> None:
    error = office.refused("E-OPTION-UNKNOWN", "record filed local:a --filling-no 1", code=2)

    assert "--filing-no" in error["message"]


def test_options_stand_after_any_sub_command(office: Office) -> None:
    office("record filed --format json local:a --lang en --filing-no 1 --occurred 2024-03-01")
    office("rules list --format json --lang en")
    office("import events --lang en --format json", office.write("none.jsonl", ""))


def test_the_database_and_the_actor_come_from_the_environment(
    bare: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUOYU_DB", f"sqlite:///{bare.folder}/other.db")
    monkeypatch.setenv("TUOYU_ACTOR", "007@局")
    bare("init")
    bare.record(f"filed local:a {FILED}")

    assert (bare.folder / "other.db").is_file()
    assert bare.json("show 1")["actor"] == {"id": "007", "org": "局"}


def test_an_option_goes_before_the_environment(office: Office) -> None:
    office.record(f"filed local:a {FILED} --actor 008")

    assert office.json("show 1")["actor"] == {"id": "008", "org": None}


def test_the_document_no_fills_the_field_and_the_source(office: Office) -> None:
    """DESIGN §11; brackets are written in one form."""
    office.record(
        f"banned --occurred 2024-03-01 --person {id_number(1)} --basis court --scope 托育 "
        "--document-no 虚构[2024]1号"
    )
    found = office.json("show 1")

    assert found["data"]["document_no"] == "虚构〔2024〕1号" == found["source"]["document_no"]


def test_the_document_no_of_an_event_without_one_is_its_source(office: Office) -> None:
    office.record(f"filed local:a {FILED} --document-no 虚构(2024)1号 --channel 窗口")

    assert office.json("show 1")["source"] == {
        "channel": "窗口",
        "document_no": "虚构〔2024〕1号",
    }


@pytest.mark.parametrize("flat", [True, False])
def test_fields_come_from_a_file(office: Office, flat: bool) -> None:  # noqa: FBT001
    fields = {"filing_no": "备1"}
    beside = {"facility": "local:a", "occurred_on": "2024-03-01", "type": "facility.filed"}
    plain = {**beside, **fields} if flat else {**beside, "data": fields}
    office.record("filed --from", office.write("one.json", json.dumps(plain)))

    assert office.json("show 1")["data"] == fields


def test_an_option_goes_before_the_file(office: Office) -> None:
    name = office.write("one.json", '\ufeff{"filing_no": "备1", "facility": "local:b"}')
    office.record(f"filed local:a --occurred 2024-03-01 --filing-no 备2 --from {name}")

    assert office.json("show 1")["data"] == {"filing_no": "备2"}
    assert office.json("show 1")["facility"] == "local:a"


def test_a_list_in_a_file_is_one_call_under_one_key(office: Office) -> None:
    """All are recorded or none, and the call can be repeated."""
    people = [{"person": id_number(n), "role": "carer"} for n in range(3)]
    name = office.write("staff.json", json.dumps(people))
    line = f"joined local:a --occurred 2024-03-01 --key k --from {name}"
    first, again = office.record(line), office.record(line)

    assert [each["position"] for each in first["recorded"]] == [1, 2, 3]
    assert [each["position"] for each in again["recorded"]] == [1, 2, 3]
    assert all(each["duplicate"] for each in again["recorded"])
    assert [each["key"] for each in office.json("log")] == ["k"] * 3


def test_one_bad_object_of_a_list_stops_all(office: Office) -> None:
    people = [{"person": id_number(1), "role": "carer"}, {"person": id_number(2), "role": "boss"}]
    name = office.write("staff.json", json.dumps(people))
    error = office.refused(
        "E-FIELD-CHOICE", f"record joined local:a --occurred 2024-03-01 --from {name}", code=2
    )

    assert error["where"] == "staff.json[2]:role"


def test_standard_input_is_utf_8_whatever_the_console(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO('{"filing_no": "备案甲"}'.encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw, encoding="gb18030"))
    office.record("filed local:a --occurred 2024-03-01 --from -")

    assert office.json("show 1")["data"] == {"filing_no": "备案甲"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"filing_no": "1", "filing_no": "2"}', "E-LINE-TWICE"),
        ('{"filing_no": "1"', "E-LINE-JSON"),
        ("[" * 100_000, "E-LINE-JSON"),
        ("[]", "E-LINE-OBJECT"),
        ("[1]", "E-LINE-OBJECT"),
        ('"x"', "E-LINE-OBJECT"),
        ('{"data": 1}', "E-FIELD-OBJECT"),
        ('{"data": {}, "key": "k"}', "E-LINE-FIELD"),
        ('{"type": "facility.closed"}', "E-FROM-TYPE"),
        ('{"facility": 7}', "E-FACILITY-ID"),
        ('{"occurred_on": 7, "filing_no": "1", "facility": "local:a"}', "E-DATE"),
        ('{"filing_no": "1", "bogus": 2}', "E-FIELD-UNKNOWN"),
        (b"\xb1\xb8\xb0\xb8", "E-FILE-ENCODING"),
    ],
)
def test_a_file_that_cannot_be_read(office: Office, text: str | bytes, code: str) -> None:
    name = office.write("one.json", text)
    occurred = "" if "occurred_on" in str(text) else "--occurred 2024-03-01"
    where = "" if "facility" in str(text) else "local:a"
    error = office.refused(code, f"record filed {where} {occurred} --from {name}", code=2)

    assert error["where"].startswith("one.json")


def test_a_file_that_is_not_there(office: Office) -> None:
    office.refused("E-FILE", "record filed local:a --occurred today --from no.json", code=2)


def test_without_input_everything_missing_is_named_at_once(office: Office) -> None:
    """An inspector mends the call once, not five times."""
    answer = office("record penalty.decided --no-input --format json", code=2)

    assert [each["where"] for each in answer.errors] == [
        "facility",
        "occurred",
        "decision_no",
        "kinds",
        "decided_by",
        "articles",
    ]


def test_a_credit_code_of_small_letters_is_the_same(office: Office) -> None:
    code = credit_code(1)
    office.record(f"filed {code.lower()} {FILED} --key a")

    assert office.json("show 1")["facility"] == code
