"""`tuoyu demo`: the story told by commands that are really run, in a folder of its own."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

import cli.story
from cli.frame import Common, command
from cli.say import Words
from cli.story import Run, Step, Tell
from cli.story.decisions import DECISIONS
from cli.story.district import DISTRICT
from cli.story.region import REGION
from cli.story.tamper import TAMPER
from cli.story.target import TARGET

_DEMO_FAILED = 1
_ACTOR = "demo-0001@demo"
_STAFF = Path(cli.story.__file__).with_name("staff.jsonl")


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    return command(name, words, _demo)


def _demo(common: Common) -> int:
    folder = Path(tempfile.mkdtemp(prefix="tuoyu-demo-"))
    click.echo(common.words.say("demo.begin", folder=folder))
    try:
        shutil.copy(_STAFF, folder)
        with _inside(folder):
            told = [_step(each, common.words) for each in _story()]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    wrong = told.count(False)
    click.echo(common.words.say("demo.end" if not wrong else "demo.wrong", wrong=wrong))
    return _DEMO_FAILED if wrong else 0


def _story() -> Sequence[Step]:
    begin = Run("init", "2021-09-01T09:00")
    return (begin, *DECISIONS, *DISTRICT, *TARGET, *REGION, *TAMPER)


def _step(step: Step, words: Words) -> bool:
    """Tell a paragraph, or run a command; say whether its exit code is the one expected."""
    if isinstance(step, Tell):
        click.secho(f"\n{step.zh if words.lang == 'zh' else step.en}", bold=True)
        return True
    from cli.main import run

    os.environ["TUOYU_NOW"] = f"{step.now}:00+08:00"
    click.secho(f"\n[{step.now}] $ tuoyu {step.line}", fg="cyan")
    argv = shlex.split(step.line)
    if argv[0] == "touch-one-byte":
        _touch_one_byte(Path(argv[1]), Path(argv[2]))
        return True
    code = run([*argv, "--lang", words.lang, "--no-input"])
    if code != step.code:
        click.echo(words.say("demo.code", code=code, expected=step.code), err=True)
    return code == step.code


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Work in a folder with its own database, actor and clock; put everything back after."""
    before, environ = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    os.environ.update(TUOYU_DB="sqlite:///tuoyu.db", TUOYU_ACTOR=_ACTOR)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environ)


def _touch_one_byte(source: Path, copy: Path) -> None:
    """Copy a database and change one byte of one event's text, past every guard."""
    import sqlite3

    with sqlite3.connect(source) as db:
        db.execute("VACUUM INTO ?", (str(copy),))
        body = db.execute("SELECT body FROM event WHERE type LIKE 'facility.filed/%'").fetchone()[
            0
        ]
    raw = copy.read_bytes()
    place = raw.index(body.encode()) + body.encode().index(b'"occurred_on":"2024') + 20
    copy.write_bytes(raw[:place] + b"9" + raw[place + 1 :])
