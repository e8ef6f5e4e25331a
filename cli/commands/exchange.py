"""`tuoyu export` and `tuoyu import`: a log restored, events appended; rosters stand apart."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from click import Parameter

from cli.commands import library, roster, visits_out
from cli.errors import plain, text
from cli.frame import Common, argument, command, option
from cli.office import actor, open_desk
from cli.output import Answered, emit, write
from cli.say import Words
from cli.spoken import group
from compliance.engine.exchange import Imported, export_log, import_events, news
from compliance.engine.restore import import_log
from compliance.intake.lines import LinesFile, read_lines


def build(name: str, words: Words) -> click.Command:
    """Build the group `export` or `import`."""
    exchange = group(name, words)
    if name == "export":
        exchange.add_command(_sub("export", "log", words, _export_log))
        exporting = (roster.exporting, library.exporting, visits_out.exporting)
        for each in (found for build in exporting for found in build(words)):
            exchange.add_command(each)
        return exchange
    file = argument("file", metavar="FILE")
    exchange.add_command(_sub("import", "log", words, _import_log, [file]))
    keep = option("keep_good", words, is_flag=True)
    exchange.add_command(_sub("import", "events", words, _import_events, [file, keep]))
    for each in (*roster.importing(words), *library.importing(words)):
        exchange.add_command(each)
    return exchange


def _sub(
    verb: str, name: str, words: Words, run: Callable[..., Any], params: Sequence[Parameter] = ()
) -> click.Command:
    built = command(name, words, run, params)
    built.help = words.say(f"help.{verb}.{name}")
    return built


def _export_log(common: Common) -> None:
    write("".join(f"{line}\n" for line in export_log(open_desk(common).log)), common)


def _import_log(common: Common, file: str) -> None:
    desk = open_desk(common)
    lines = read_lines(Path(file))
    with _progress(lines) as tick:
        imported = import_log(desk, lines, tick, dry_run=common.dry_run)
    _show(imported, common)


def _import_events(common: Common, file: str, keep_good: bool) -> int:  # noqa: FBT001
    desk = open_desk(common)
    lines = read_lines(Path(file))
    with _progress(lines) as tick:
        if common.dry_run:
            imported, _ = news(desk, lines, actor(common), tick, {})
        else:
            imported = import_events(desk, lines, actor(common), tick, keep_good=keep_good)
    _show(imported, common)
    return 1 if imported.refused else 0


@contextmanager
def _progress(lines: LinesFile) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    count = sum(1 for line in lines.text.split("\n") if line.strip())
    with click.progressbar(length=count, file=sys.stderr) as bar:
        yield bar.update


def _show(imported: Imported, common: Common) -> None:
    told = {
        "recorded": imported.recorded,
        "duplicates": imported.duplicates,
        "refused": [plain(each, common.words) for each in imported.refused],
    }
    said = {**told, "refused": len(imported.refused)}
    lines = [common.words.say("import.done", **said)]
    if common.dry_run:
        lines.append(common.words.say("record.nothing"))
    emit(Answered(value=told, lines=lines), common)
    for each in imported.refused:
        click.echo(text(each, common.words), err=True)
