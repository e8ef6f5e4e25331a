"""Whose key names the persons of a log: made, joined, refused, lost, and after a restoration."""

import json
import shutil

import pytest

from tests.cli.desk import Office, id_number

NUMBER = id_number(1)
THEIRS = f"p_00000000_{'1' * 32}"
HIRED = "joined local:a --occurred 2024-03-01 --role carer --person"


def ref_of(office: Office, db: str = "tuoyu.db") -> str:
    """Return the ref of the person in a log's first event."""
    return str(office.json(f"show 1 --db sqlite:///{db}")["data"]["person"])


def test_a_ref_under_another_key_is_refused(office: Office) -> None:
    """DESIGN §4: E-PERSON-KEY, in record and in imports alike."""
    line = {"type": "staff.joined", "facility": "local:a", "occurred_on": "2024-03-01",
            "data": {"person": THEIRS, "role": "carer"}}  # fmt: skip
    office.refused("E-PERSON-KEY", f"record {HIRED} {THEIRS}", code=3)
    office.refused("E-PERSON-KEY", f"check {HIRED} {THEIRS}", code=3)
    name = office.write("news.jsonl", json.dumps(line))
    error = office.refused("E-PERSON-KEY", f"import events {name}", code=3)

    assert error["where"] == "news.jsonl:1:person"


def test_a_log_that_joins_a_key_names_persons_alike(office: Office) -> None:
    office.record(f"{HIRED} {NUMBER}")
    office("init --db sqlite:///second.db --person-key tuoyu.db.person-key")
    office.record(f"{HIRED} {NUMBER} --db sqlite:///second.db")

    assert ref_of(office) == ref_of(office, "second.db")


def test_logs_with_keys_of_their_own_name_persons_each_their_way(office: Office) -> None:
    office.record(f"{HIRED} {NUMBER}")
    office("init --db sqlite:///second.db")
    office.record(f"{HIRED} {NUMBER} --db sqlite:///second.db")

    assert ref_of(office) != ref_of(office, "second.db")


def test_an_empty_log_may_change_its_key(office: Office) -> None:
    """The unused key is moved aside, never destroyed."""
    office("init --db sqlite:///second.db")
    office("init --db sqlite:///second.db --person-key tuoyu.db.person-key")
    office.record(f"{HIRED} {NUMBER}")
    office.record(f"{HIRED} {NUMBER} --db sqlite:///second.db")

    assert ref_of(office) == ref_of(office, "second.db")
    assert len(list(office.folder.glob("second.db.person-key.*"))) == 1


def test_a_log_with_records_keeps_its_key(office: Office) -> None:
    office.record(f"{HIRED} {NUMBER}")
    office("init --db sqlite:///second.db")
    office.refused("E-PERSON-KEY", "init --person-key second.db.person-key", code=3)
    office.record(f"{HIRED} {NUMBER} --key again")

    assert ref_of(office) == office.json("show 2")["data"]["person"]


def test_a_second_init_changes_nothing(office: Office) -> None:
    first = (office.folder / "tuoyu.db.person-key").read_bytes()
    told = office.json("init")

    assert first == (office.folder / "tuoyu.db.person-key").read_bytes()
    assert told["person_key_id"] == json.loads(first)["id"]


@pytest.mark.parametrize(("code", "text", "exit_code"), [
    ("E-PERSON-KEY-MISSING", None, 4),
    ("E-PERSON-KEY-FILE", "{}", 2),
    ("E-PERSON-KEY-FILE", "not json", 2),
])  # fmt: skip
def test_a_key_file_that_is_none(
    bare: Office, code: str, text: str | None, exit_code: int
) -> None:
    if text is not None:
        bare.write("key", text)
    answer = bare("init --person-key key --format json", code=exit_code)

    assert [code] == answer.codes
    assert not bare.db.exists()


def test_without_its_key_a_log_is_read_and_told_by_ref(office: Office) -> None:
    office.record(f"{HIRED} {NUMBER}")
    ref = ref_of(office)
    (office.folder / "tuoyu.db.person-key").rename(office.folder / "elsewhere")
    office.refused("E-PERSON-KEY-MISSING", f"record {HIRED} {NUMBER}", code=4)
    office.refused("E-PERSON-KEY-MISSING", f"person show {ref} --purpose 核查", code=4)
    office.refused("E-PERSON-KEY", f"record {HIRED} {THEIRS}", code=3)
    office.record(f"left local:a --occurred 2024-04-01 --person {ref}")

    assert office.json(f"person show {ref}")["positions"] == [1, 2]


def test_a_lost_key_is_not_made_anew(office: Office) -> None:
    """Another key would name everybody anew, and nobody would see it."""
    office.record(f"{HIRED} {NUMBER}")
    (office.folder / "tuoyu.db.person-key").unlink()
    office("init")

    assert not (office.folder / "tuoyu.db.person-key").exists()


def test_a_restored_log_keeps_the_key_it_came_with(office: Office) -> None:
    """DESIGN §4: until its key is joined, people are named there by ref only."""
    office.record(f"{HIRED} {NUMBER}")
    ref = ref_of(office)
    office("export log --output log.jsonl")
    there = "--db sqlite:///second.db"
    office(f"init {there}")
    office(f"import log log.jsonl {there}")
    office.record(f"left local:a --occurred 2024-04-01 --person {ref} {there}")
    answer = office(f"record {HIRED} {NUMBER} {there} --format json", code=4)

    assert answer.codes == ["E-PERSON-KEY-MISSING"]
    office(f"init --person-key tuoyu.db.person-key {there}")
    office.record(f"trained --occurred 2024-05-01 --person {NUMBER} --hours 8 {there}")

    assert office.json(f"person show {NUMBER} {there}")["positions"] == [1, 2, 3]


def test_the_key_of_a_copy_beside_another_log_is_not_used(office: Office) -> None:
    office.record(f"{HIRED} {NUMBER}")
    office("init --db sqlite:///second.db")
    shutil.copy("second.db.person-key", "tuoyu.db.person-key")
    office.refused("E-PERSON-KEY-MISSING", f"record {HIRED} {NUMBER}", code=4)
