"""The fact base's pitfalls and corrections: each number is borne by a test that can be found."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
_NAMED = re.compile(r"^def test_(pitfall|correction)_0?([0-9]+)_", re.MULTILINE)


def named(what: str) -> set[int]:
    """Return the numbers that tests name."""
    texts = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    return {int(no) for text in texts for kind, no in _NAMED.findall(text) if kind == what}


def test_each_of_the_twenty_pitfalls_is_named_by_a_test() -> None:
    assert named("pitfall") == set(range(1, 21))


def test_each_of_the_twelve_corrections_is_named_by_a_test() -> None:
    assert named("correction") == set(range(1, 13))
