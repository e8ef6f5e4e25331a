"""`tuoyu projection`: how the tables of facts stand, and building them anew from the log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from cli.frame import Common, command, option
from cli.office import open_desk
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import group
from compliance.engine.desk import Desk
from compliance.engine.projection import Status, rebuild, status
from compliance.engine.recheck import Flaw, flaw

_BEHIND, _TAMPERED = 1, 6


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    projection = group(name, words)
    check = option("check", words, is_flag=True)
    for sub, run, params in (("status", _status, [check]), ("rebuild", _rebuild, [])):
        built = command(sub, words, run, params)
        built.help = words.say(f"help.projection.{sub}")
        projection.add_command(built)
    return projection


def _status(common: Common, check: bool) -> int:  # noqa: FBT001 - click's way
    desk = open_desk(common)
    found = status(desk.log)
    wrong = flaw(desk.log) if check and found.ours else None
    _show(found, common, {"flaw": wrong and wrong._asdict()} if check else {}, wrong)
    return _TAMPERED if wrong else 0 if found.current else _BEHIND


def _rebuild(common: Common) -> int:
    desk = open_desk(common)
    if common.dry_run:
        _show(status(desk.log), common, {}, None)
        return 0
    with _progress(desk) as tick:
        found = rebuild(desk.log, tick)
    _show(found, common, {}, None)
    return 0


def _show(found: Status, common: Common, more: dict[str, Any], wrong: Flaw | None) -> None:
    told = {**found._asdict(), "current": found.current, **more}
    words = common.words
    state = "current" if found.current else "behind" if found.ours else "other"
    lines = [words.say(f"projection.{state}", **found._asdict())]
    if wrong is not None:
        lines.append(words.say("projection.flaw", **wrong._asdict()))
    elif more:
        lines.append(words.say("projection.sound"))
    emit(Answered(value=told, lines=lines), common)


@contextmanager
def _progress(desk: Desk) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(length=desk.log.head().size, file=sys.stderr) as bar:
        yield bar.update
