"""`tuoyu demo [draw]`: a story told by commands that are really run, in a folder of its own."""

import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

import cli.story
from cli.frame import Common, command
from cli.say import Words
from cli.story import Run, Step, Tell

_DEMO_FAILED = 1
_ACTOR = "demo-0001@demo"
_HERE = Path(cli.story.__file__).parent


class _Story(NamedTuple):
    """What is told, and the files that lie ready for it."""

    steps: Sequence[Step]
    files: Sequence[Path]


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    which = click.Argument(
        ["story"], type=click.Choice(tuple(_STORIES)), default="cases", metavar="[cases|draw]"
    )
    return command(name, words, _demo, [which])


def _demo(common: Common, story: str) -> int:
    told = _STORIES[story]()
    folder = Path(tempfile.mkdtemp(prefix="tuoyu-demo-"))
    click.echo(common.words.say("demo.begin", folder=folder))
    try:
        for each in told.files:
            shutil.copy(each, folder)
        with _inside(folder):
            went = [_step(each, common.words) for each in told.steps]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    wrong = went.count(False)
    click.echo(common.words.say("demo.end" if not wrong else "demo.wrong", wrong=wrong))
    return _DEMO_FAILED if wrong else 0


def _cases() -> _Story:
    from cli.story.decisions import DECISIONS
    from cli.story.district import DISTRICT
    from cli.story.region import REGION
    from cli.story.tamper import TAMPER
    from cli.story.target import TARGET

    begin = Run("init", "2021-09-01T09:00")
    steps = (begin, *DECISIONS, *DISTRICT, *TARGET, *REGION, *TAMPER)
    return _Story(steps, [_HERE / "staff.jsonl"])


def _draw() -> _Story:
    from cli.story.year import YEAR
    from compliance.outcomes.draw.teams import need_extra

    need_extra()  # before anything is told
    return _Story(YEAR, sorted((_HERE / "year_files").iterdir()))


_STORIES = {"cases": _cases, "draw": _draw}


def _step(step: Step, words: Words) -> bool:
    """Tell a paragraph, or run a command; say whether its exit code is the one expected."""
    if isinstance(step, Tell):
        click.secho(f"\n{step.zh if words.lang == 'zh' else step.en}", bold=True)
        return True
    from cli.main import run
    from cli.story.acts import ACTS, filled

    os.environ["TUOYU_NOW"] = f"{step.now}:00+08:00"
    argv = filled(shlex.split(step.line))
    click.secho(f"\n[{step.now}] $ tuoyu {shlex.join(argv)}", fg="cyan")
    if argv[0] in ACTS:
        ACTS[argv[0]](*argv[1:])
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
