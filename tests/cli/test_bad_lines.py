"""Files of lines that cannot be read: every fault named by its line, and nothing half-written."""

import json
from typing import Any

import pytest

from tests.cli.desk import Office, id_number

ID = "018cc251-f400-7000-8000-{:012x}"


def line(place: int, **other: Any) -> dict[str, Any]:
    """Return a line of a log as `export log` writes it."""
    plain = {
        "position": place,
        "id": ID.format(place),
        "type": "facility.filed/1",
        "facility": "local:a",
        "occurred_on": "2024-03-01",
        "recorded_at": f"2024-03-0{place}T01:00:00.000000Z",
        "actor": {"id": "007", "org": None},
        "source": {"channel": "cli"},
        "key": f"k{place}",
        "data": {"filing_no": f"备{place}"},
    }
    return {name: value for name, value in (plain | other).items() if value is not ...}


def news(number: int, **other: Any) -> dict[str, Any]:
    """Return a line of news."""
    beside = ("position", "id", "recorded_at")
    return {name: value for name, value in line(number, **other).items() if name not in beside}


def text_of(*lines: dict[str, Any] | str) -> str:
    """Write lines."""
    return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines)


RESTORED: list[tuple[str, Any, str, int]] = [
    ("E-LINE-JSON", '{"position": 2, "id"', "log.jsonl:2", 2),
    ("E-LINE-JSON", "[" * 100_000, "log.jsonl:2", 2),
    ("E-LINE-JSON", '{"position": NaN}', "log.jsonl:2", 2),
    ("E-LINE-OBJECT", "[]", "log.jsonl:2", 2),
    ("E-LINE-OBJECT", "7", "log.jsonl:2", 2),
    ("E-LINE-TWICE", '{"position": 2, "position": 2}', "log.jsonl:2", 2),
    ("E-LINE-POSITION", line(2, position=3), "log.jsonl:2:position", 2),
    ("E-LINE-POSITION", line(2, position=1), "log.jsonl:2:position", 2),
    ("E-LINE-POSITION", line(2, position=...), "log.jsonl:2:position", 2),
    ("E-LINE-POSITION", line(2, position="two"), "log.jsonl:2:position", 2),
    ("E-LINE-POSITION", line(2, position=[2]), "log.jsonl:2:position", 2),
    ("E-LINE-FALLING", line(2, recorded_at="2024-02-29T01:00:00.000000Z"),
     "log.jsonl:2:recorded_at", 2),
    ("E-LINE-INSTANT", line(2, recorded_at="2024-03-02"), "log.jsonl:2:recorded_at", 2),
    ("E-LINE-INSTANT", line(2, recorded_at=...), "log.jsonl:2:recorded_at", 2),
    ("E-LINE-ID", line(2, id=ID.format(1)), "log.jsonl:2:id", 2),
    ("E-LINE-ID", line(2, id=...), "log.jsonl:2:id", 2),
    ("E-LINE-ID", line(2, id=7), "log.jsonl:2:id", 2),
    ("E-LINE-HASH", line(2, hash="0" * 64), "2", 2),
    ("E-LINE-FIELD", line(2, bogus=1), "log.jsonl:2:bogus", 2),
    ("E-LINE-FIELD", line(2, actor={"id": "1", "role": "x"}), "log.jsonl:2:actor.role", 2),
    ("E-LINE-FIELD", line(2, source={"file": "x"}), "log.jsonl:2:source.file", 2),
    ("E-EVENT-TYPE", line(2, type="facility.hummed"), "log.jsonl:2:type", 2),
    ("E-EVENT-TYPE", line(2, type="facility.filed/9"), "log.jsonl:2:type", 2),
    ("E-EVENT-TYPE", line(2, type=7), "log.jsonl:2:type", 2),
    ("E-FIELD-UNKNOWN", line(2, data={"filing_no": "1", "x": 1}), "log.jsonl:2:x", 2),
    ("E-FIELD-MISSING", line(2, data={}), "log.jsonl:2:filing_no", 2),
    ("E-FIELD-OBJECT", line(2, data=[]), "log.jsonl:2:data", 2),
    ("E-FIELD-TEXT", line(2, data={"filing_no": 7}), "log.jsonl:2:filing_no", 2),
    ("E-FIELD-TEXT", line(2, data={"filing_no": "\ud800"}), "log.jsonl:2:filing_no", 2),
    ("E-FIELD-TEXT", line(2, key=7), "log.jsonl:2:key", 2),
    ("E-FIELD-TEXT", line(2, source={"channel": 7}), "log.jsonl:2:source.channel", 2),
    ("E-FIELD-OBJECT", line(2, source="cli"), "log.jsonl:2:source", 2),
    ("E-SHA256", line(2, source={"attachments": ["x"]}), "log.jsonl:2:source.attachments", 2),
    ("E-SHA256", line(2, source={"attachments": "ab"}), "log.jsonl:2:source.attachments", 2),
    ("E-ACTOR", line(2, actor={"org": "x"}), "log.jsonl:2:actor", 2),
    ("E-ACTOR", line(2, actor=7), "log.jsonl:2:actor", 2),
    ("E-FACILITY-ID", line(2, facility="甲园"), "log.jsonl:2:facility", 2),
    ("E-FACILITY-MISSING", line(2, facility=None), "log.jsonl:2:facility", 2),
    ("E-DATE-PARTIAL", line(2, occurred_on="2024-03"), "log.jsonl:2", 2),
    ("E-DATE-MISSING", line(2, occurred_on=...), "log.jsonl:2:occurred_on", 2),
    ("E-DATE-FUTURE", line(2, occurred_on="2025-07-01"), "log.jsonl:2", 2),
    ("E-ID-IN-TEXT", line(2, data={"filing_no": id_number(1)}), "log.jsonl:2:filing_no", 3),
    ("E-ID-IN-TEXT", line(2, key=id_number(1)), "log.jsonl:2:key", 3),
    ("E-ID-IN-TEXT", line(2, facility=f"local:{id_number(1)}"), "log.jsonl:2:facility", 3),
    ("E-PERSON-KEY-MISSING", line(2, type="staff.joined",
     data={"person": id_number(1), "role": "carer"}), "log.jsonl:2:person", 4),
    ("E-FIELD-UNKNOWN", line(2, type="record.corrected",
     data={"event": ID.format(1), "set": {"x": 1}, "reason": "误"}), "log.jsonl:2:x", 2),
    ("E-FIELD-TEXT", line(2, type="record.corrected",
     data={"event": ID.format(1), "set": {"filing_no": 1}, "reason": "误"}),
     "log.jsonl:2:filing_no", 2),
    ("E-ID-IN-TEXT", line(2, type="record.corrected",
     data={"event": "none", "set": {"x": [{"y": id_number(1)}]}, "reason": "误"}),
     "log.jsonl:2:set", 3),
]  # fmt: skip


@pytest.mark.parametrize(("code", "second", "where", "exit_code"), RESTORED)
def test_a_log_that_cannot_be_restored(
    office: Office, code: str, second: Any, where: str, exit_code: int
) -> None:
    """One fault on the second of three lines is told once, and the log stays empty."""
    third = 4 if second == line(2, position=3) else 2 if second == line(2, position=1) else 3
    name = office.write("log.jsonl", text_of(line(1), second, line(3, position=third)))
    error = office.refused(code, f"import log {name}", code=exit_code)

    assert where == error["where"]
    assert id_number(1) not in str(error)
    assert office.json("log") == []


def test_lines_that_are_not_utf_8(office: Office) -> None:
    raw = json.dumps(line(1), ensure_ascii=False).encode("gb18030")
    error = office.refused("E-FILE-ENCODING", f"import log {office.write('a', raw)}", code=2)

    assert error["where"] == "a:1"


def test_a_file_that_is_not_there(office: Office) -> None:
    office.refused("E-FILE", "import log none.jsonl", code=2)
    office.refused("E-FILE", "import events none.jsonl", code=2)


def test_a_log_is_restored_into_an_empty_one_only(office: Office) -> None:
    office("import log", office.write("log.jsonl", text_of(line(1))))
    office.refused("E-LOG-NOT-EMPTY", "import log log.jsonl", code=3)


def test_a_cut_line_at_the_end_is_one_fault(office: Office) -> None:
    whole = text_of(line(1), line(2))
    office.refused("E-LINE-JSON", f"import log {office.write('cut', whole[:-9])}", code=2)


def test_every_fault_is_told(office: Office) -> None:
    """Whoever mends a file mends it once."""
    bad = line(2, occurred_on="2024-02-30"), line(3, data={}), "{", line(5, key=7)
    name = office.write("log.jsonl", text_of(line(1), *bad))
    answer = office(f"import log {name} --format json", code=2)

    assert answer.codes == ["E-DATE-IMPOSSIBLE", "E-FIELD-MISSING", "E-LINE-JSON", "E-FIELD-TEXT"]
    assert [int(each["where"].split(":")[1]) for each in answer.errors] == [2, 3, 4, 5]


def test_news_with_a_bad_line_is_not_taken(office: Office) -> None:
    name = office.write("news.jsonl", text_of(news(1), news(2, data={}), news(3)))
    office.refused("E-FIELD-MISSING", f"import events {name}", code=2)

    assert office.json("log") == []


def test_the_good_lines_are_kept_if_asked(office: Office) -> None:
    name = office.write("news.jsonl", text_of(news(1), news(2, data={}), news(3)))
    answer = office(f"import events {name} --keep-good --format json", code=1)

    assert (answer.json["recorded"], answer.json["duplicates"]) == (2, 0)
    assert [each["code"] for each in answer.json["refused"]] == ["E-FIELD-MISSING"]
    assert [each["position"] for each in office.json("log")] == [1, 2]
    for lang, word in (("zh", "缺少"), ("en", "missing")):
        again = office(f"import events {name} --keep-good --lang {lang}", code=1)

        assert word in again.err


@pytest.mark.parametrize(
    ("code", "bad", "exit_code"),
    [
        ("E-LINE-FIELD", line(1), 2),
        ("E-EVENT-MISSING", news(1, cause="none"), 3),
        ("E-USE-OTHER", news(1, type="rules.adopted", facility=None,
                             data={"pack": "x", "version": "1", "sha256": "ab" * 32}), 3),
        ("E-EVENT-MISSING", news(1, type="record.retracted",
                                 data={"event": "none", "reason": "误"}), 3),
        ("E-RULING-MAINTAINED", news(1, type="review.decided", facility=None, data={
            "decision_no": "1", "outcome": "maintained", "effect_mode": "ex_tunc"}), 3),
    ],
)  # fmt: skip
def test_news_that_is_refused(office: Office, code: str, bad: Any, exit_code: int) -> None:
    name = office.write("news.jsonl", text_of(bad))
    office.refused(code, f"import events {name}", code=exit_code)


def test_news_twice_is_news_once(office: Office) -> None:
    """A line has the file's digest and its number for a key."""
    name = office.write("news.jsonl", text_of(*(news(n, key=...) for n in (1, 2))))
    first, second = office.json(f"import events {name}"), office.json(f"import events {name}")

    assert (first["recorded"], first["duplicates"]) == (2, 0)
    assert (second["recorded"], second["duplicates"]) == (0, 2)
    assert office.json("log root")["size"] == 2


def test_lines_under_one_key_are_one_call(office: Office) -> None:
    name = office.write("news.jsonl", text_of(news(1, key="k"), news(2, key="k")))
    office.json(f"import events {name}")
    again = office.json(f"import events {name}")

    assert (again["recorded"], again["duplicates"]) == (0, 2)


def test_a_key_of_the_log_with_other_content_is_placed_at_its_line(office: Office) -> None:
    office.record("filed local:a --occurred 2024-03-01 --filing-no 9 --key k2")
    name = office.write("news.jsonl", text_of(news(1), news(2)))
    error = office.refused("E-KEY-CONTENT", f"import events {name}", code=5)

    assert error["where"] == "news.jsonl:2"


def test_an_imported_correction_is_read_as_its_event_would_be(office: Office) -> None:
    """A number in it becomes a ref, and goes to the vault."""
    number, other = id_number(1), id_number(2)
    office.record(f"joined local:a --occurred 2024-03-01 --person {number} --role carer")
    target = office.json("show 1")["id"]
    data = {"event": target, "set": {"person": other, "role": "cook"}, "reason": "误"}
    office.json("import events", office.write(
        "news.jsonl", text_of(news(1, type="record.corrected", data=data))))  # fmt: skip
    stored = office.json("show 2")["data"]["set"]
    known = office.json(f"person show {other} --purpose 核查")

    assert stored == {"person": known["person"], "role": "cook"}
    assert [{"document": other}] == [each["content"] for each in known["records"]]
    for bad in ({"x": 1}, {"role": "boss"}, {"occurred_on": "2024-13-01"}):
        wrong = news(2, type="record.corrected", data={**data, "set": bad})
        office("import events", office.write("bad.jsonl", text_of(wrong)), code=2)


def test_numbers_of_refused_lines_do_not_reach_the_vault(office: Office) -> None:
    good, bad = id_number(1), id_number(2)
    lines = [news(n, type="staff.joined", data={"person": number, "role": role})
             for n, number, role in ((1, good, "carer"), (2, bad, "boss"))]  # fmt: skip
    office(f"import events {office.write('news.jsonl', text_of(*lines))} --keep-good", code=1)

    assert office.json(f"person show {good} --purpose 核查")["records"]
    office.refused("E-PERSON-UNKNOWN", f"person show {bad} --purpose 核查", code=4)
