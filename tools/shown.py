"""Shows anew on pages what commands answer: `python -m tools.shown README.md README.zh-CN.md`.

Only output that no longer fits is written, cut where the page cut it. What differs from run to
run, and what is too wide for a page, becomes `…`. Read the difference before keeping it.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cli.help import cells
from tests.stories.console import Step, fits, steps, told

_WIDTH_MAX = 99
_CHANGING = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{64}\b"
    r"|(?<=p_)[0-9a-f]{8}_[0-9a-f]{2,32}…?|(?<=\(id )[0-9a-f]{8}|(?<=（编号 )[0-9a-f]{8}"
    r"|(?<=ruleset: )[0-9a-f]{12}|(?<=规则集：)[0-9a-f]{12}"
)


def shown(page: str) -> str:
    """Return a page with the output of its commands as it is today."""
    lines = page.splitlines()
    for step, found in reversed(list(_misfits(page))):
        lines[step.last : step.last + len(step.output)] = _told(step, found)
    return "\n".join(lines) + "\n"


def _misfits(page: str) -> Iterator[tuple[Step, list[str]]]:
    for step in steps(page):
        _, found = told(step)
        if step.output and not fits(step.output, found):
            yield step, found


def _told(step: Step, found: list[str]) -> list[str]:
    brief = [_narrow(_CHANGING.sub("…", line)) for line in found]
    kept = len(step.output) - 1
    return [*brief[:kept], "…"] if step.output[-1] == "…" and kept < len(brief) else brief


def _narrow(line: str) -> str:
    if cells(line) <= _WIDTH_MAX:
        return line
    while cells(line) > _WIDTH_MAX - 2:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _main(names: list[str]) -> None:
    for path in [Path(name).absolute() for name in names]:
        os.environ["TUOYU_LANG"] = "zh" if "zh" in path.name else "en"
        os.environ.pop("TUOYU_DB", None)
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            page = shown(path.read_text(encoding="utf-8"))
            os.chdir(path.parent)
        path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    _main(sys.argv[1:])
