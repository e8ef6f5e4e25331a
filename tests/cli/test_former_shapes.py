"""An event told in a former shape: restored as it was, read as the newest, repeated by its key."""

import json
from typing import Any

import pytest

from compliance.domain.events import former_names
from tests.cli.desk import Office, begins
from tests.cli.test_bad_lines import line, news

CLOSED = {"kind": "voluntary", "children_left": 3}
FORMER = line(1, type="facility.closed/1", data=CLOSED)


def written(*lines: dict[str, Any]) -> str:
    """Write lines as a file holds them."""
    return "".join(f"{json.dumps(each)}\n" for each in lines)


@begins
def old(office: Office) -> None:
    """Make an office whose log was begun when facility.closed was told in its first shape."""
    office(f"import log {office.write('log.jsonl', written(FORMER))}")


def test_a_restored_line_keeps_the_shape_that_it_was_told_in(old: Office) -> None:
    """Its leaf hash, and every anchor over it, is of that text."""
    again = old("export log").lines[0]

    assert {name: value for name, value in again.items() if name != "hash"} == FORMER
    assert old.json("verify")["ok"]


def test_a_former_shape_is_exported_and_restored_with_its_hash(old: Office) -> None:
    """The line says its hash, and a restoration holds it to that."""
    exported = old("export log").out
    root = old.root()
    old("init --db sqlite:///other.db")
    old(f"import log {old.write('again.jsonl', exported)} --db sqlite:///other.db")

    assert root == old.json("log root --db sqlite:///other.db")["root"]
    assert exported == old("export log --db sqlite:///other.db").out


def test_a_fact_told_in_a_former_shape_is_a_fact(old: Office) -> None:
    """A facility that was closed then is closed."""
    assert old.json("status local:a")["status"] == "closed"


def test_a_former_shape_is_corrected_with_a_field_of_the_newest(old: Office) -> None:
    """What nobody was asked then may be told now; the record itself stays as it is."""
    old("correct 1 --set document_no=虚构文1号 --reason 补录")

    assert old("export log").lines[0]["type"] == "facility.closed/1"
    assert old.json("show 1")["data"] == CLOSED
    assert old.json("status local:a")["status"] == "closed"


@pytest.mark.parametrize("type_", ["facility.closed/1", "facility.closed/2", "facility.closed"])
def test_news_is_recorded_in_the_newest_shape(office: Office, type_: str) -> None:
    """Whoever tells it today tells it in today's shape, whatever the line says."""
    told = news(1, type=type_, data=CLOSED)
    office(f"import events {office.write('news.jsonl', written(told))}")

    assert [each["type"] for each in office.json("log")] == ["facility.closed/2"]


@pytest.mark.parametrize("type_", ["facility.closed/1", "facility.closed/2"])
def test_a_repeated_line_is_a_duplicate_in_whichever_shape(old: Office, type_: str) -> None:
    """The sender has no way to know in which shape it was stored."""
    root = old.root()
    told = news(1, type=type_, data=CLOSED)
    answer = old.json(f"import events {old.write('news.jsonl', written(told))}")

    assert (answer["recorded"], answer["duplicates"]) == (0, 1)
    assert root == old.root()


def test_a_repeated_call_is_a_duplicate_of_a_former_shape(old: Office) -> None:
    """`record` says `/2`; the log holds the same under the same key as `/1`."""
    call = (
        "facility.closed local:a --occurred 2024-03-01 --kind voluntary --children-left 3 "
        "--key k1 --actor 007 --channel cli"
    )
    (again,) = old.record(call)["recorded"]

    assert (again["position"], again["duplicate"]) == (1, True)


def test_a_key_of_a_former_shape_with_other_content_is_a_conflict(old: Office) -> None:
    """A field that only the newest shape has is other content, too."""
    told = news(1, type="facility.closed/2", data={**CLOSED, "document_no": "虚构文1号"})
    name = old.write("news.jsonl", written(told))

    old.refused("E-KEY-CONTENT", f"import events {name}", code=5)


@pytest.mark.parametrize("name", [*former_names(), "facility.closed/0", "facility.closed/3"])
def test_only_what_was_ever_declared_is_restored(office: Office, name: str) -> None:
    """A shape that is still to come is refused; every former one is known by its name."""
    text = written(line(1, type=name, data={"no_such_field": 1}))
    given = f"import log {office.write('log.jsonl', text)} --format json --no-input"
    answer = office.call(given.split())

    assert ("E-EVENT-TYPE" in answer.codes) == (name not in former_names())
    assert answer.code == 2
