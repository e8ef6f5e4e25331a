"""`tuoyu export` and `tuoyu import`: lines of JSON, a log restored or events appended."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click import Parameter

from cli.errors import plain
from cli.frame import Common, argument, command, option
from cli.help import Context
from cli.office import actor, open_desk
from cli.output import Answered, emit
from cli.say import Words
from compliance.engine.exchange import Imported, export_log, import_events, import_log
from compliance.intake.lines import LinesFile, read_lines


def build(name: str, words: Words) -> click.Command:
    """Build the group `export` or `import`."""
    group = click.Group(name, help=words.say(f"help.{name}"))
    group.context_class = Context
    if name == "export":
        group.add_command(_sub("export", "log", words, _export_log))
        return group
    file = argument("file", metavar="FILE")
    group.add_command(_sub("import", "log", words, _import_log, [file]))
    keep = option("keep_good", words, is_flag=True)
    group.add_command(_sub("import", "events", words, _import_events, [file, keep]))
    return group


def _sub(
    group: str, name: str, words: Words, run: Callable[..., Any], params: Sequence[Parameter] = ()
) -> click.Command:
    built = command(name, words, run, params)
    built.help = words.say(f"help.{group}.{name}")
    return built


def _export_log(common: Common) -> None:
    lines = list(export_log(open_desk(common).log))
    text = "\n".join(lines)
    if common.output is None:
        if text:
            click.echo(text)
        return
    Path(common.output).write_text(f"{text}\n" if text else "", encoding="utf-8")


def _import_log(common: Common, file: str) -> None:
    desk = open_desk(common)
    lines = read_lines(Path(file))
    with _progress(lines) as tick:
        imported = import_log(desk, lines, tick)
    _show(imported, common)


def _import_events(common: Common, file: str, keep_good: bool) -> int:  # noqa: FBT001
    desk = open_desk(common)
    lines = read_lines(Path(file))
    with _progress(lines) as tick:
        imported = import_events(desk, lines, actor(common), tick, keep_good=keep_good)
    _show(imported, common)
    return 1 if imported.refused else 0


@contextmanager
def _progress(lines: LinesFile) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    count = lines.text.count("\n") + 1
    with click.progressbar(length=count, file=sys.stderr) as bar:
        yield lambda _: bar.update(1)


def _show(imported: Imported, common: Common) -> None:
    told = {
        "recorded": imported.recorded,
        "duplicates": imported.duplicates,
        "refused": [plain(each, common.words) for each in imported.refused],
    }
    said = {**told, "refused": len(imported.refused)}
    emit(Answered(value=told, lines=[common.words.say("import.done", **said)]), common)
    for each in imported.refused:
        click.echo(f"{each.code} ({each.where})", err=True)
