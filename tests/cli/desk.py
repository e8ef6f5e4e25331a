"""A folder with a log in it, and the command line run in-process there, as an office would.

It knows exit codes, the two streams and the log's root; it knows nothing of what is asked.
"""

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import run
from cli.say import LANGUAGES
from compliance.domain.events import latest
from compliance.domain.identifiers import credit_code_fits, id_number_fits

NOW = "2025-06-30T09:00:00+08:00"
OURS = "50011100001@虚构区卫生健康委"


class Answered(NamedTuple):
    """What a call left: exit code, data, talk."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The data as lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The talk as errors in JSON."""
        told = json.loads(self.err)
        return told if isinstance(told, list) else [told]

    @property
    def codes(self) -> list[str]:
        """The codes of the errors."""
        return [each["code"] for each in self.errors]


class Office:
    """A folder, its log, and the gate."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.folder = folder
        self.db = folder / "tuoyu.db"
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, line: str, *more: str, code: int = 0, now: str | None = None) -> Answered:
        """Give a command (`more`: words that need no shell) and expect its exit code."""
        answer = self.call([*shlex.split(line), *more], now=now)

        assert (code, "") == (answer.code, answer.err if code == 0 != answer.code else "")
        assert "Traceback" not in answer.err
        return answer

    def call(self, argv: list[str], *, now: str | None = None) -> Answered:
        """Give a command, whatever comes of it."""
        self.now(now or NOW)
        self._capsys.readouterr()
        code = run(argv)
        out, err = self._capsys.readouterr()
        return Answered(code, out, err)

    def now(self, text: str) -> None:
        """Fix the clock: an instant, or 09:00 in China on a day."""
        self._monkeypatch.setenv("TUOYU_NOW", text if "T" in text else f"{text}T09:00:00+08:00")

    def json(self, line: str, *more: str, code: int = 0, now: str | None = None) -> Any:
        """Give a command and read its JSON."""
        return self(line, *more, "--format", "json", code=code, now=now).json

    def record(self, line: str, *more: str, now: str | None = None) -> Any:
        """Record an event on the day it happened, unless `now` is later; return the answer."""
        return self.json(f"record {line}", *more, "--no-input", now=now)

    def root(self) -> str:
        """Return the log's root."""
        return str(self.json("log root")["root"])

    def refused(self, expected: str, line: str, *more: str, code: int) -> dict[str, Any]:
        """Expect one clear refusal in either language, and a log that stays as it was."""
        before = self.root()
        zh, en = (
            self(line, *more, "--format", "json", "--no-input", "--lang", lang, code=code)
            for lang in LANGUAGES
        )

        assert [expected] == zh.codes == en.codes
        assert zh.errors[0]["message"] != en.errors[0]["message"]
        assert all(each["message"] and each["hint"] for each in (*zh.errors, *en.errors))
        assert before == self.root()
        assert self.json("verify")["ok"]
        return en.errors[0]

    def write(self, name: str, text: str | bytes) -> str:
        """Write a file beside the log and return its name."""
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name


def begins(tell: Callable[[Office], object]) -> Callable[..., Office]:
    """Make a fixture of what an office is told first: told once, the files are copied after."""

    @pytest.fixture(name=tell.__name__)
    def begun_office(office: Office, told_once: Path) -> Office:
        kept = told_once / f"{tell.__module__}.{tell.__name__}"
        if kept.exists():
            shutil.copytree(kept, office.folder, dirs_exist_ok=True)
        else:
            tell(office)
            shutil.copytree(office.folder, kept)
        return office

    return begun_office


def id_number(serial: int, born: str = "18000101") -> str:
    """Return a sound ID number of nobody: the bearer would have been born in 1800."""
    stem = f"110101{born}{serial:03}"
    return next(f"{stem}{end}" for end in "0123456789X" if id_number_fits(f"{stem}{end}"))


def credit_code(serial: int) -> str:
    """Return a sound credit code of nobody."""
    stem = f"91500111MAFAKE{serial:03}"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return next(f"{stem}{end}" for end in alphabet if credit_code_fits(f"{stem}{end}"))


def place_of(stem: str) -> str:
    """Return a facility for an event that may name one, and nothing for one that may not."""
    return "local:a" if latest(stem).about in {"facility", "person"} else ""


def argv_of(data: dict[str, Any]) -> list[str]:
    """Write an event's data as options."""
    words: list[str] = []
    for name, value in data.items():
        for each in value if isinstance(value, list) else [value]:
            text = (
                ",".join(f"{k}={v}" for k, v in each.items()) if isinstance(each, dict) else each
            )
            written = str(text).lower() if isinstance(text, bool) else str(text)
            words += [f"--{name.replace('_', '-')}", written]
    return words
