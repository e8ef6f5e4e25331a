"""An ID number typed into any text must not reach the log, the screen, or the file's bytes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from compliance.domain.events import latest
from compliance.domain.identifiers import credit_code_fits
from compliance.domain.shape import Field, shape
from tests.cli.desk import Office, argv_of, id_number, place_of
from tests.sampled.named import OTHER, P
from tests.samples import RECORDED_BY_OTHERS, SAMPLES

NUMBER = id_number(4)
AS_A_COMPANY = id_number(1)
"""One ID number in 31 fits as a credit code, too."""


def texts() -> Iterator[tuple[str, str]]:
    """Every field of every event that takes free text."""
    for stem in SAMPLES:
        for field in shape(latest(stem).data):
            if _is_text(field) and stem not in RECORDED_BY_OTHERS:
                yield stem, field.name


def _is_text(field: Field) -> bool:
    return field.base == "text" or field.named == "DocumentNo"


@pytest.mark.parametrize(("stem", "name"), list(texts()))
def test_no_text_of_an_event_takes_a_number(office: Office, stem: str, name: str) -> None:
    """Issue 2, §2: free text is scanned before anything is recorded."""
    data: dict[str, Any] = json.loads(
        json.dumps(SAMPLES[stem]).replace(P, id_number(9)).replace(OTHER, id_number(8))
    )
    text = f"证号{NUMBER}，见卷"
    data[name] = [text] if isinstance(data[name], list) else text
    line = f"record {stem} {place_of(stem)} --occurred 2024-03-01"
    error = office.refused("E-ID-IN-TEXT", line, *argv_of(data), code=3)

    assert name == error["where"]
    assert NUMBER not in json.dumps(error)
    assert NUMBER.encode() not in _bytes(office)


@pytest.mark.parametrize(
    "line",
    [
        f"record facility.opened local:a --occurred 2024-03-01 --key k{NUMBER}",
        f"record facility.opened local:a --occurred 2024-03-01 --channel {NUMBER}",
        f"record facility.opened local:a --occurred 2024-03-01 --document-no {NUMBER}",
        f"record facility.opened local:a --occurred 2024-03-01 --actor {NUMBER}",
        f"record facility.opened local:a --occurred 2024-03-01 --actor 007@{NUMBER}",
        f"record facility.opened local:{NUMBER} --occurred 2024-03-01",
        f"record facility.opened {AS_A_COMPANY} --occurred 2024-03-01",
        f"correct 1 --set filing_no={NUMBER} --reason 误",
        f"correct 1 --set filing_no=2 --reason {NUMBER}",
        f"retract 1 --reason {NUMBER}",
        f"retract 1 --reason 误 --document-no {NUMBER}",
        f"person show {id_number(2)} --purpose {NUMBER}",
    ],
)
def test_no_other_text_takes_a_number(office: Office, line: str) -> None:
    office.record("filed local:a --occurred 2024-03-01 --filing-no 1")
    error = office.refused("E-ID-IN-TEXT", line, code=3)

    assert NUMBER not in json.dumps(error)
    assert NUMBER.encode() not in _bytes(office)


@pytest.mark.parametrize(
    "line",
    [
        f"record facility.opened local:a --occurred {NUMBER}",
        f"record {NUMBER} local:a",
        f"record facility.opened 甲{NUMBER} --occurred 2024-03-01",
        f"record children_placed local:a --occurred 2024-03-01 --count {NUMBER}",
        f"record joined local:a --occurred 2024-03-01 --role {NUMBER} --person {id_number(2)}",
        f"record facility.opened local:a --{NUMBER} 1",
        f"status 甲{NUMBER}",
        f"status local:a --as-of {NUMBER}",
        f"status local:a --known-at {NUMBER}",
        f"status local:a --format {NUMBER}",
        f"explain local:a {NUMBER}",
        f"show x{NUMBER}",
        f"correct 1 --set {NUMBER}",
        f"correct 1 --set {NUMBER}=1 --reason 误",
        f"log root --at {NUMBER}x",
        f"rules show {NUMBER}",
        NUMBER,
    ],
)
def test_no_answer_says_a_number_again(office: Office, line: str) -> None:
    """It may have been pasted into the wrong place, with somebody looking on."""
    office.record("filed local:a --occurred 2024-03-01 --filing-no 1")
    for lang in ("zh", "en"):
        answer = office.call([*line.split(), "--lang", lang])

        assert answer.code in {2, 4}
        assert NUMBER not in answer.out + answer.err
    assert NUMBER.encode() not in _bytes(office)


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        AS_A_COMPANY,
        id_number(7).replace("0", "０"),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
        f"2024 {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} 2024",
        f"{NUMBER[:6]}\u200b{NUMBER[6:]}",
        f"电话13800000000 {NUMBER}",
        f"（{NUMBER}）",
        f"ID{NUMBER}ab",
        f"{NUMBER}\n{NUMBER}",
        next(number for n in range(99) if (number := id_number(n)).endswith("X")).lower(),
        id_number(1, "20200229"),
    ],
)
def test_a_number_is_seen_however_it_is_written(office: Office, written: str) -> None:
    line = "record filed local:a --occurred 2024-03-01 --filing-no"
    office.refused("E-ID-IN-TEXT", line, written, code=3)


@pytest.mark.parametrize(
    "written",
    ["911101080000000010", "20240301-0001-0002-0003", "备案2024年第110101号", "1" * 18, "0" * 40],
)
def test_other_numbers_are_let_by(office: Office, written: str) -> None:
    """A log that cannot hold filing numbers is no use."""
    office.record("filed local:a --occurred 2024-03-01 --filing-no", written)

    assert credit_code_fits(AS_A_COMPANY)


def _bytes(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in office.folder.iterdir() if path.is_file())
