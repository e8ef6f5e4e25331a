"""What is done in a demo besides calling the program: by an inspector's hand, or by a forger's.

An act is called like a command, with what it needs to know of the story.
"""

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

_ORDERED, _OPEN_CASE = 2, 6
"""Which visits find something: the third an order's worth, the seventh a case's."""


def touch_one_byte(source: str, copy: str) -> None:
    """Copy a database and change one byte of one event's text, past every guard."""
    with sqlite3.connect(source) as db:
        db.execute("VACUUM INTO ?", (copy,))
        body = db.execute("SELECT body FROM event WHERE type LIKE 'facility.filed/%'").fetchone()[
            0
        ]
    raw = Path(copy).read_bytes()
    place = raw.index(body.encode()) + body.encode().index(b'"occurred_on":"2024') + 20
    Path(copy).write_bytes(raw[:place] + b"9" + raw[place + 1 :])


def fill_in(draw: str, on: str, file: str) -> None:
    """Write what inspectors found at the open visits of a draw, in a table as offices keep it."""
    with Path(file).open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["任务编号", "检查结果", "检查日期", "违反条款", "改正工作日数", "立案号"])
        for place, visit in enumerate(_visits(draw)):
            ordered, case = place == _ORDERED, place == _OPEN_CASE
            result = 5 if ordered else 6 if case else 1
            clause = "pfpl#28.3" if ordered or case else ""
            days = "15" if ordered else ""
            rows.writerow([visit["task"], result, on, clause, days, "虚构立1" if case else ""])


def take_out(facility: str, folder: str, copy: str) -> None:
    """Copy a published bundle without one facility of its frame, as a forger might."""
    shutil.copytree(folder, copy)
    frame = Path(copy, "frame.jsonl")
    lines = frame.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if f'"{facility}"' not in line]
    frame.write_text("".join(kept), encoding="utf-8")


ACTS: Mapping[str, Callable[..., None]] = {
    "touch-one-byte": touch_one_byte,
    "fill-in": fill_in,
    "take-out": take_out,
}
"""What a line of a story may begin with that is no command of the program."""


def filled(argv: Sequence[str]) -> list[str]:
    """Return a command of a draw with `OFFICER` as one who goes to its task: TASK after DRAW."""
    if "OFFICER" not in argv:
        return [*argv]
    _, _, draw, task, *_ = argv
    officer = next(str(each["officers"][0]) for each in _visits(draw) if each["task"] == task)
    return [officer if word == "OFFICER" else word for word in argv]


def _visits(draw: str) -> list[Any]:
    """Return the open visits of a draw, as the program lists them."""
    from cli.main import run

    shown = io.StringIO()
    with redirect_stdout(shown):
        run(["task", "list", draw, "--open", "--format", "json"])
    found: list[Any] = json.loads(shown.getvalue())
    return found
