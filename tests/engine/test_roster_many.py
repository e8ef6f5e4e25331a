"""Files of many months, logs of many statements: what is read, and how much at a time."""

import pytest

from compliance.domain.errors import BadInput
from compliance.engine import roster_known
from compliance.intake.map_door import map_from
from compliance.intake.roster import read_roster
from compliance.intake.sheets import Sheet, TableFile
from tests.engine.rostering import HEADER, MAP, PLAIN, Ledger, month

COLUMNS = {**PLAIN["columns"], "day": {"header": "month", "type": "date", "required": True}}
DATED = map_from({**PLAIN, "columns": COLUMNS, "snapshot": "day"}, {(): "m:1"})
ROWS = [
    (*HEADER, "month"),
    ("a", 1, "1-STAR", 7, 8, "2025-01-01"),
    ("b", 1, "1-STAR", 7, 8, month(1)),
    ("a", 1, "1-STAR", 7, 8, "2025-02-01"),
    ("c", 1),
]


def test_of_a_file_of_many_months_one_is_read() -> None:
    """And the day itself is nothing new of a row."""
    ledger = Ledger(DATED)
    january, february = (ledger.take_table(ROWS, month(number)) for number in (1, 2))

    assert (january.rows, january.stated) == (2, 2)
    assert (february.rows, february.stated, february.ended) == (1, 0, 1)
    with pytest.raises(BadInput) as answer:
        ledger.take_table(ROWS, month(3))
    assert answer.value.code == "E-ROSTER-EMPTY"


def test_the_log_is_read_in_portions_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster_known, "PORTION", 2)
    ledger = Ledger()
    rows = [(name, 1, None, 1, 1) for name in "abcdefg"]
    ledger.take(rows, month(1))

    assert set(rows) == ledger.at(month(1))
    assert ledger.take(rows, month(1)).duplicate


def test_a_key_that_stands_twice_is_no_row() -> None:
    """Not even the first of them, and even where both say the same."""
    rows = [HEADER, ("a", 1, None, 1, 1), ("b", 1, None, 1, 1), ("a", 1, None, 1, 1)]
    sheet = Sheet("", list(enumerate(rows, 1)))
    read = read_roster(TableFile("t", "0" * 64, (sheet,)), MAP, month(1), None)

    assert list(read.rows) == [("local:b", "1")]
    assert [(each.number, each.why.code) for each in read.rejects] == [
        (2, "E-ROSTER-TWICE"),
        (4, "E-ROSTER-TWICE"),
    ]
