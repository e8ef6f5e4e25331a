"""The pages written from the code are what the code says today."""

import re
from pathlib import Path

from compliance.domain import errors
from compliance.domain.errors import Answer
from tools.events_page import PAGE, page

CODES = Path(__file__).parents[2] / "docs" / "reference" / "exit-codes.md"


def test_the_page_of_events_is_current() -> None:
    """Stale? `python -m tools.events_page` writes it anew."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_every_exit_code_is_explained() -> None:
    """One row for each leaf of the tree of answers, with its code."""
    rows = re.findall(r"^\| (\d+) \| `(\w+)` ", CODES.read_text(encoding="utf-8"), re.MULTILINE)
    leaves = [
        (str(each.exit_code), name)
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, Answer) and each.exit_code > 1
    ]

    assert sorted(leaves) == sorted(rows)
