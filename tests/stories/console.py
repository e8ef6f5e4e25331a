"""Documents as tests: the commands of a page's ```console blocks, and what they must answer.

`$ ` begins a command, a trailing backslash continues it; the lines below are its output, where
any are given, and `…` stands for anything: within a line, or alone for any number of lines.
`# exit 3` states another exit code than 0. `<!-- now: 2024-03-20T09:00 -->` sets the clock of the
blocks that follow. `$ export NAME=VALUE` holds for the rest of the page. A block opened by
"```yaml file=NAME" (or csv) is written to that file, in place of what stood there. One opened by
"```sql db=NAME" is what the ruler of the server gives to a database of that name.
"""

import contextlib
import io
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cli.main import run

_NOW = re.compile(r"<!-- now: (\S+) -->")
_EXIT = re.compile(r"# exit (\d+)")
_FILE = re.compile(r"```(?:yaml|csv) file=(\S+)")
_SQL = re.compile(r"```sql db=(\S+)")


@dataclass(slots=True)
class Step:
    """One command of a page: its lines, when it is given, what it must answer."""

    line: int
    last: int
    now: str
    said: str
    output: list[str] = field(default_factory=list)
    code: int = 0
    file: str = ""
    """The file that the block is written to, where it is one."""
    database: str = ""
    """The database that the block is given to, where it is SQL."""

    @property
    def whole(self) -> bool:
        """Whether all lines of the block are one thing."""
        return bool(self.file or self.database)


def steps(page: str) -> Iterator[Step]:
    """Yield the commands of a page, in order."""
    now, inside, step = "", False, None
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("```"):
            if step is not None:
                yield step
            step = _whole(line, number, now)
            inside = line == "```console" or step is not None
        elif not inside:
            now = found[1] if (found := _NOW.fullmatch(line)) else now
        elif line.startswith("$ ") and (step is None or not step.whole):
            if step is not None:
                yield step
            step = Step(number, number, now, line.removeprefix("$ "))
        elif step is None:
            raise AssertionError(f"line {number}: output without a command")
        elif step.whole:
            step.output.append(line)
        else:
            _add(step, line)


def _whole(line: str, number: int, now: str) -> Step | None:
    """Return the step that a block is as a whole, if it is one."""
    if found := _FILE.fullmatch(line):
        return Step(number, number, now, "", file=found[1])
    if found := _SQL.fullmatch(line):
        return Step(number, number, now, "", database=found[1])
    return None


def _add(step: Step, line: str) -> None:
    if step.said.endswith("\\"):
        step.said = step.said.removesuffix("\\") + line.strip()
        step.last += 1
    elif found := _EXIT.fullmatch(line):
        step.code = int(found[1])
    else:
        step.output.append(line.rstrip())


def told(step: Step) -> tuple[int, list[str]]:
    """Run a command here; return its exit code and the lines that a terminal would show."""
    if step.file:
        Path(step.file).write_text("\n".join((*step.output, "")), encoding="utf-8")
        return 0, step.output
    if step.database:
        _rule(step.database, "\n".join(step.output))
        return 0, step.output
    words = shlex.split(step.said)
    os.environ["TUOYU_NOW"] = step.now
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        os.environ[name] = value
        return 0, []
    assert words[0] == "tuoyu", f"line {step.line}: no command of ours"
    words, target = (words[:-2], words[-1]) if words[-2:-1] == [">"] else (words, None)
    shown = io.StringIO()
    data = io.StringIO() if target else shown
    with contextlib.redirect_stdout(data), contextlib.redirect_stderr(shown):
        code = run(words[1:])
    if target is not None:
        Path(target).write_text(data.getvalue(), encoding="utf-8")
    return code, [line.rstrip() for line in shown.getvalue().rstrip().splitlines()]


def _rule(database: str, sql: str) -> None:
    import psycopg

    with psycopg.connect(f"postgresql://postgres@/{database}", autocommit=True) as link:
        link.execute(sql.encode())


def fits(expected: list[str], lines: list[str]) -> bool:
    """Say whether lines are what a page shows of them."""
    parts = [
        "(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in expected
    ]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in lines)) is not None
