"""Persons: named by refs, known in a sealed vault, erased without a scar in the log."""

import gc
import json
import sqlite3
from contextlib import closing

import pytest

from tests.cli.desk import Office, begins, id_number

NUMBER, OTHER = id_number(1), id_number(2)
HIRED = f"joined local:a --occurred 2024-03-01 --role carer --person {NUMBER}"


@begins
def hired(office: Office) -> None:
    """Make an office with a carer, whose number and name it was told."""
    office.record("registered local:a --occurred 2024-01-02 --name 虚构甲园 --kind facility "
                  "--region 500111")  # fmt: skip
    office.record(HIRED, "--private", "name=虚构某", "--private", "phone=13800000000")


def _bytes(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in office.folder.iterdir() if path.is_file())


def test_what_is_told_of_a_person_ends_sealed_in_the_vault(hired: Office) -> None:
    """Not in the clear in any file beside the log, nor on the screen."""
    known = hired.json(f"person show {NUMBER} --purpose 核查投诉")
    expected = {"document": NUMBER, "name": "虚构某", "phone": "13800000000"}

    assert [(expected, 2)] == [(each["content"], each["event"]) for each in known["records"]]
    for secret in (NUMBER, "虚构某", "13800000000"):
        assert secret.encode() not in _bytes(hired)
    assert NUMBER not in hired("log --format json").out


def test_numbers_of_imports_end_there_too(office: Office) -> None:
    """Each with the event that names the person."""
    lines = [
        {"type": "staff.joined", "facility": "local:a", "occurred_on": "2024-03-01",
         "data": {"person": number, "role": "carer"}}
        for number in (NUMBER, OTHER)
    ]  # fmt: skip
    text = "".join(json.dumps(each) + "\n" for each in lines)
    office.json("import events", office.write("../staff.jsonl", text))
    known = [office.json(f"person show {number} --purpose 核查") for number in (NUMBER, OTHER)]

    assert [each["event"] for one in known for each in one["records"]] == [1, 2]
    assert NUMBER.encode() not in _bytes(office)


def test_numbers_of_a_correction_end_there_too(hired: Office) -> None:
    hired.json(f"correct 2 --set person={OTHER} --reason 录错人")
    known = hired.json(f"person show {OTHER} --purpose 核查")

    assert [each["content"] for each in known["records"]] == [{"document": OTHER}]
    assert OTHER.encode() not in _bytes(hired)


def test_the_vault_opens_only_for_a_purpose(hired: Office) -> None:
    known = hired.json(f"person show {NUMBER}")

    assert (known["records"], known["reads"]) == ([], [])
    assert known["facilities"] == ["local:a"]
    hired.refused("E-FIELD-EMPTY", f"person show {NUMBER} --purpose ' '", code=2)


def test_every_opening_is_logged(hired: Office) -> None:
    for purpose in ("核查投诉", "复核"):
        known = hired.json(f"person show {NUMBER} --purpose {purpose} --actor 007@局")

    assert [(each["actor"], each["purpose"]) for each in known["reads"]] == [
        ("007", "核查投诉"),
        ("007", "复核"),
    ]


def test_a_person_is_found_by_ref(hired: Office) -> None:
    by_number = hired.json(f"person show {NUMBER}")

    assert by_number == hired.json(f"person show {by_number['person']}")


def test_erasing_leaves_log_and_standing_whole(hired: Office) -> None:
    """DESIGN §4: erasing a person's key leaves log, proofs and replay whole."""
    root, standing = hired.root(), _judged(hired)
    replayed = hired.json("replay local:a --from 2024-01-01 --to 2025-01-01")
    sealed = [row for row in _vault(hired, "sealed") if row]
    erased = hired.json(f"person erase {NUMBER} --reason 本人要求 --yes")
    known = hired.json(f"person show {NUMBER} --purpose 核查")

    assert erased["erased"] == known["person"]
    assert known["records"] == []
    assert known["positions"] == [2, 3]
    assert (root, standing) == (hired.json("log root --at 2")["root"], _judged(hired))
    assert replayed == hired.json("replay local:a --from 2024-01-01 --to 2025-01-01")
    assert hired.json("verify")["ok"]
    assert sealed
    assert _vault(hired, "sealed") == []


def test_erasing_is_on_the_record(hired: Office) -> None:
    """Who erased whom, when and why: in the same transaction as the erasing."""
    ref = hired.json(f"person show {NUMBER}")["person"]
    line = f"person erase {NUMBER} --reason 本人要求 --actor 007@局 --key k1 --yes"
    erased = [hired.json(line) for _ in range(2)]
    (event,) = [each for each in hired.json("log") if each["type"].startswith("person.erased")]

    assert erased == [{"erased": ref, "position": 3}] * 2
    assert event["data"] == {"person": ref, "reason": "本人要求"}
    assert event["actor"]["id"] == "007"
    assert event["facility"] is None


def test_an_erasure_is_not_said_but_done(hired: Office) -> None:
    """By hand, or in an import, it would be said of what is still there."""
    ref = hired.json(f"person show {NUMBER}")["person"]
    hired.refused("E-USE-OTHER", f"record person.erased --person {ref} --reason 无", code=3)
    line = {"type": "person.erased", "occurred_on": "2024-03-01",
            "data": {"person": ref, "reason": "无"}}  # fmt: skip
    told = hired.write("../erased.jsonl", json.dumps(line) + "\n")
    hired.refused("E-USE-OTHER", "import events", told, code=3)

    assert hired.json(f"person show {NUMBER} --purpose 核查")["records"]


def test_who_is_in_no_record_is_not_erased(hired: Office) -> None:
    """There is nothing to erase, and the log would name them for ever."""
    hired.refused("E-PERSON-UNKNOWN", f"person erase {OTHER} --reason 无 --yes", code=4)


def test_erasing_leaves_no_trace_in_the_file(hired: Office) -> None:
    """Who keeps the authority's key could otherwise open what lies in a freed page."""
    wrapped = _vault(hired, "wrapped", "vault_person")
    before = _bytes(hired)
    hired.json(f"person erase {NUMBER} --yes")
    gc.collect()  # the last to let go of the log brings everything into the file
    with closing(sqlite3.connect(hired.db)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert all(each in before for each in wrapped)
    assert not any(each in _bytes(hired) for each in wrapped)


def test_who_is_erased_can_be_told_of_again(hired: Office) -> None:
    hired.json(f"person erase {NUMBER} --reason 本人要求 --yes")
    hired.record(f"left local:a --occurred 2024-05-01 --person {NUMBER}")

    assert len(hired.json(f"person show {NUMBER} --purpose 核查")["records"]) == 1


def test_erasing_asks_first(hired: Office) -> None:
    hired.refused("E-NOT-CONFIRMED", f"person erase {NUMBER} --reason 本人要求", code=2)

    assert hired.json(f"person show {NUMBER} --purpose 核查")["records"]


@pytest.mark.parametrize(("code", "text", "exit_code"), [
    ("E-PERSON-UNKNOWN", OTHER, 4),
    ("E-ID-CHECK", NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), 2),
    ("E-PERSON", "王某", 2),
    ("E-PERSON-KEY", f"p_00000000_{'1' * 32}", 3),
])  # fmt: skip
def test_a_person_that_is_not_there(hired: Office, code: str, text: str, exit_code: int) -> None:
    hired.refused(code, f"person show {text}", code=exit_code)


def _judged(office: Office) -> dict[str, object]:
    """Return a standing without the place in the log up to which it reads."""
    standing: dict[str, object] = office.json("status local:a")
    return {
        name: value for name, value in standing.items() if name not in {"position", "known_at"}
    }


def _vault(office: Office, column: str, table: str = "vault_record") -> list[bytes]:
    with closing(sqlite3.connect(office.db)) as db:
        return [row[0] for row in db.execute(f"SELECT {column} FROM {table}")]  # noqa: S608
