"""Plants faults in the compiler, one at a time, and says which hunts meet them.

`python -m tools.compile_faults [WORD …]` copies the compiler aside, changes one piece of text, and
looks for a difference from the interpreter (`tests/rules/hunting.py`): expressions and decisions
that are written out, rules and facts drawn, rules alone, facts alone, the packs' cases. With
words, only the faults whose description holds one; `--by expressions,decisions` before them: by
these hunts alone, which take two minutes. By all it takes long, so that no test runs it; its table
stands in `tests/rules/README.md`.
"""

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import compliance.rules
from tests.rules import hunting

COMPILE = Path(compliance.rules.__file__).parent / "compile"
HUNTS = {"expressions": 500, "decisions": 1, "both": 25, "rules": 12, "facts": 8, "cases": 3}
"""What is asked (what is written out; random rules and facts, rules, facts; the packs' cases)
→ how many examples at most."""
_AGAIN = ("compliance.rules.compile", "tests.rules")


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
        "a unit that may count and lacks the property counts for nothing",
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
        "if others is not None and not exceptions.rungs:",
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
        "a cycle begins a day before its day",
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
    """Hunt for each fault, in a process of its own."""
    hunts = list(HUNTS)
    if words[:1] == ["--by"]:
        hunts, words = words[1].split(","), words[2:]
    for fault in FAULTS:
        if words and not any(word in fault.what for word in words):
            continue
        child = os.fork()
        if not child:
            print(f"{fault.what}: {', '.join(_meeting(fault, hunts)) or 'NOBODY'}", flush=True)  # noqa: T201
            os._exit(0)
        os.waitpid(child, 0)


def _meeting(fault: Fault, hunts: list[str]) -> Iterator[str]:
    """Yield which hunt met a fault, and at which of its examples."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(COMPILE, Path(folder) / "compile")
        file = Path(folder) / "compile" / fault.file
        text = file.read_text(encoding="utf-8")
        if fault.sound not in text:
            raise LookupError(fault)
        file.write_text(text.replace(fault.sound, fault.faulty, 1), encoding="utf-8")
        compliance.rules.__path__.insert(0, folder)
        for name in [name for name in sys.modules if name.startswith(_AGAIN)]:
            del sys.modules[name]
        again = importlib.import_module(hunting.__name__)
        for name in hunts:
            found = _first(again, name, HUNTS[name])
            if found:
                yield f"{name} ({found})"


def _first(again: object, name: str, most: int) -> int | str:
    """Return the number of the first example that differs; what cannot be asked differs too."""
    try:
        found: int = again.main(name, most)  # type: ignore[attr-defined]
    except Exception as failed:  # noqa: BLE001 - any will do
        return type(failed).__name__
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
