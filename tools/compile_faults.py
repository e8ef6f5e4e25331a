"""Plants faults in the compiler, one at a time, and says which tests meet them.

`python -m tools.compile_faults [WORD …]` copies the house aside, changes one piece of text in
`compliance/rules/compile`, and runs the differential tests there; with words, only the faults
whose description holds one. It takes minutes, so that no test runs it; its table stands in
`tests/rules/README.md`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
COMPILE = "compliance/rules/compile"
TESTS: dict[str, tuple[str, ...]] = {
    "rules": ("test_compile_rules.py", "-k", "alike and sqlite"),
    "facts": ("test_compile_facts.py",),
    "cases": ("test_compile_cases.py",),
}
"""What is random → the test that compares."""


class Fault(NamedTuple):
    """One fault: what it is, in which file, what stands there, and what stands there instead."""

    what: str
    file: str
    sound: str
    faulty: str


FAULTS: tuple[Fault, ...] = (
    Fault(
        "the first share of nobody is missed",
        "shares.py",
        "bool(plain(of, value))",
        "bool(not plain(of, value))",
    ),
    Fault(
        "a share is held against its best end only",
        "shares.py",
        "either(share.unknown, low != high)",
        "either(share.unknown)",
    ),
    Fault(
        "a unit told twice, once for sure, counts as perhaps",
        "shares.py",
        "case((or_(counts, units.not_all == 1), 1), else_=0)",
        "case((counts, 1), else_=0)",
    ),
    Fault(
        "a row that may pass adds to a sum for sure",
        "sums.py",
        "else_=smaller(low, zero)",
        "else_=low",
    ),
    Fault(
        "a number that was not stated adds nothing to a sum",
        "sums.py",
        '(open_, const("int", None))]',
        "(open_, num(0))]",
    ),
    Fault(
        "an unknown test of a quantifier passes",
        "macros.py",
        "(columns.hit == _PASSES, TRUE)",
        "(columns.hit >= _MAY_PASS, TRUE)",
    ),
    Fault(
        "d + P <= today is off by one day",
        "compare.py",
        "_last_before(later, day + 1)",
        "_last_before(later, day)",
    ),
    Fault(
        "what did not happen equals nothing, and differs from nothing",
        "compare.py",
        'answer = const("bool", op == "!=")',
        'answer = const("bool", False)',
    ),
    Fault(
        "bounds that touch leave `<` open",
        "compare.py",
        "(left.low >= right.high, FALSE)",
        "(left.low > right.high, FALSE)",
    ),
    Fault(
        "a row that closes today is still in force",
        "rows.py",
        "row.columns.row_closed <= day, value), else_=None) if closing",
        "row.columns.row_closed < day, value), else_=None) if closing",
    ),
    Fault(
        "in_force forgets the day of closing",
        "rows.py",
        "return or_(columns.row_closed.is_(None), columns.row_closed > day)",
        "return or_(columns.row_closed.is_(None), columns.row_closed >= day)",
    ),
    Fault(
        "a replaced statement stands on the day of the next",
        "frame.py",
        "row.c.row_until > day)",
        "row.c.row_until >= day)",
    ),
    Fault(
        "a row is told of a day too early",
        "frame.py",
        "[row.c.row_on <= day]",
        "[row.c.row_on <= day + 1]",
    ),
    Fault(
        "the first row of a single fact stands, not the last",
        "rows.py",
        "row.c.row_on.desc(), row.c[OPENER].desc(), row.c[PLACE].desc()",
        "row.c.row_on, row.c[OPENER], row.c[PLACE]",
    ),
    Fault(
        "the row in force is not preferred",
        "rows.py",
        "order.insert(0, case((in_force(row.c, work.on), 1), else_=0).desc())",
        "order.insert(0, const('int', 0).desc())",
    ),
    Fault(
        "a difference takes the wrong bounds",
        "numbers.py",
        "high = low if left.single and right.single else left.high - right.low",
        "high = low if left.single and right.single else left.high - right.high",
    ),
    Fault(
        "a product of bounds takes two corners",
        "numbers.py",
        "return pick(pick(a, b), pick(c, d))",
        "return pick(a, d)",
    ),
    Fault(
        "an exception that may hold is none",
        "decide.py",
        "open_[rung.verdict] = either(open_.get(rung.verdict), truth.unknown)",
        "open_[rung.verdict] = either(open_.get(rung.verdict))",
    ),
    Fault(
        "of two exceptions the first stands",
        "decide.py",
        "if others is not None:",
        "if others is None:",
    ),
    Fault(
        "a missed target is a violation",
        "decide.py",
        'binding == "target"',
        'binding == "targets"',
    ),
    Fault(
        "who complies is in doubt where the rule may not apply",
        "decide.py",
        "None if verdict in NO_FAULT else applies.unknown",
        "applies.unknown",
    ),
    Fault(
        "months are added without the month's end",
        "dates.py",
        "smaller(first_day(month) + told.day, first_day(month + num(1)) - num(1))",
        "first_day(month) + told.day",
    ),
    Fault(
        "a cycle begins on its day in a month without it",
        "cycles.py",
        "first.day >= num(on.day)",
        "first.day > num(on.day)",
    ),
    Fault(
        "working days start on the day itself",
        "workdays.py",
        "first.c.number + count.value",
        "first.c.number + count.value - 1",
    ),
)


def main(words: list[str]) -> None:
    """Run the differential tests once for each fault."""
    for fault in FAULTS:
        if not words or any(word in fault.what for word in words):
            met = ", ".join(_meeting(fault)) or "NOBODY"
            print(f"{fault.what}: {met}", flush=True)  # noqa: T201 - its whole purpose


def _meeting(fault: Fault) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder)
        for part in ("compliance", "cli", "tests", "pyproject.toml"):
            _copied(ROOT / part, house / part)
        file = house / COMPILE / fault.file
        text = file.read_text(encoding="utf-8")
        if fault.sound not in text:
            raise LookupError(fault)
        file.write_text(text.replace(fault.sound, fault.faulty, 1), encoding="utf-8")
        for name, (test, *words) in TESTS.items():
            if not _passes(house, f"tests/rules/{test}", *words):
                yield name


def _copied(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _passes(house: Path, *words: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *words]
    given = {**os.environ, "PYTHONPATH": str(house)}
    done = subprocess.run(  # noqa: S603 - our own tests
        command, cwd=house, env=given, capture_output=True, check=False
    )
    return done.returncode == 0


if __name__ == "__main__":
    main(sys.argv[1:])
