"""`tuoyu import objects|inspectors`, `tuoyu export …`: the two libraries (名录库)."""

import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.frame import Common, argument, command, option
from cli.office import needed_region, open_desk, question, spoken
from cli.output import Answered, emit, write_bytes
from cli.say import Words
from compliance.intake.dates import not_in_future, parse_date

if TYPE_CHECKING:
    from compliance.engine.libraries.keep import Handed, Taken
    from compliance.engine.libraries.objects import Difference
    from compliance.intake.library import LibraryName

_XLSX = ".xlsx"
_LIBRARIES: "tuple[LibraryName, ...]" = ("objects", "inspectors")


def importing(words: Words) -> Sequence[click.Command]:
    """Build the sub-commands of `import`."""
    file, sheet = argument("file", metavar="FILE"), option("sheet", words, metavar="NAME")
    snapshot = option("snapshot", words, said="library_day", metavar="DATE", required=True)
    built = [
        command("objects", words, _import_objects, [file, sheet]),
        command("inspectors", words, _import_inspectors, [file, snapshot, sheet]),
    ]
    return [_helped(each, "import", words) for each in built]


def exporting(words: Words) -> Sequence[click.Command]:
    """Build the sub-commands of `export`."""
    built = [command(name, words, partial(_export, name)) for name in _LIBRARIES]
    return [_helped(each, "export", words) for each in built]


def _helped(built: click.Command, verb: str, words: Words) -> click.Command:
    built.help = words.say(f"help.{verb}.{built.name}")
    return built


def _import_objects(common: Common, file: str, sheet: str | None) -> None:
    from compliance.engine.libraries.keep import take
    from compliance.engine.libraries.objects import compare

    desk = open_desk(common)
    handed = _handed("objects", common, file, sheet)
    size, found = desk.log.head().size, list(compare(desk, handed.rows, handed.region))
    taken = take(desk, handed, [], size, spoken(common))
    plains = [each._asdict() for each in found]
    rows = [_row(each, common.words) for each in found]
    lines = [_said("objects", handed, taken, common.words, differ=len(found))]
    lines += _lines(found, common.words)
    told = {**_told(handed, taken), "differences": plains}
    emit(Answered(told, rows, _ended(lines, common)), common)


def _import_inspectors(common: Common, file: str, snapshot: str, sheet: str | None) -> None:
    from compliance.engine.libraries.inspectors import news_of
    from compliance.engine.libraries.keep import take

    desk = open_desk(common)
    day = not_in_future(parse_date(snapshot, today=desk.today), desk.today)
    handed, by = _handed("inspectors", common, file, sheet), spoken(common)
    news = news_of(desk, handed.rows, handed.region, day, by)
    taken = take(desk, handed, news.proposals, news.size, by)
    counts = {name: getattr(news, name) for name in ("certified", "changed", "ended")}
    words = common.words
    lines = [_said("inspectors", handed, taken, words, **counts)]
    if news.left:
        departments = words.say("mark.comma").join(news.left)
        lines.append(words.say("library.left", departments=departments))
    told = {**_told(handed, taken), **counts, "left": list(news.left)}
    emit(Answered(told, [told], _ended(lines, common)), common)


def _export(name: "LibraryName", common: Common) -> None:
    from compliance.engine.libraries import exported
    from compliance.engine.libraries.maps import map_of

    region, desk, map_ = needed_region(common, f"export {name}"), open_desk(common), map_of(name)
    as_of = question(common, desk.today)
    if name == "objects":
        told = list(exported.objects(desk, map_, region, as_of))
        told = [each | _status(each, common.words) for each in told]
    else:
        told = list(exported.inspectors(desk, region, as_of))
    columns = {column: each.headers[0] for column, each in map_.columns.items()}
    rows = [{head: each.get(column) for column, head in columns.items()} for each in told]
    if common.output is not None and common.output.lower().endswith(_XLSX):
        from compliance.outcomes.workbook import rows_workbook

        title = getattr(map_.title, common.words.lang)
        cells = [list(row.values()) for row in rows]
        content = rows_workbook(title, list(columns.values()), cells)
        write_bytes(Path(common.output), content)
    else:
        shown = common._replace(format="csv") if common.format is None else common
        emit(Answered(told, rows), shown)


def _handed(name: "LibraryName", common: Common, file: str, sheet: str | None) -> "Handed":
    from compliance.engine.libraries.keep import Handed
    from compliance.engine.libraries.maps import map_of
    from compliance.intake.library import read_library
    from compliance.intake.sheets import read_table
    from compliance.wiring import random_salt

    region = needed_region(common, f"import {name}")
    rows = read_library(read_table(Path(file)), map_of(name), sheet)
    return Handed(region, name, rows, random_salt())


def _status(told: dict[str, Any], words: Words) -> dict[str, Any]:
    return {name: words.value(told[name]) for name in ("status", "tier")}


def _told(handed: "Handed", taken: "Taken") -> dict[str, Any]:
    return {"region": handed.region, "rows": len(handed.rows), **taken._asdict()}


def _said(name: str, handed: "Handed", taken: "Taken", words: Words, **counts: int) -> str:
    again = taken.duplicate and not any(counts.values())
    key_ = "library.duplicate" if again else f"library.{name}"
    return words.say(key_, rows=len(handed.rows), recorded=taken.recorded, **counts)


def _row(found: "Difference", words: Words) -> dict[str, Any]:
    field = None if found.field is None else words.value(found.field)
    return {
        "facility": found.facility,
        "found": words.say(f"library.found.{found.found}"),
        "field": field,
        "in_log": found.log,
        "in_file": found.file,
        "event": found.event,
        "row": found.where,
    }


def _lines(found: Sequence["Difference"], words: Words) -> Iterator[str]:
    """Yield each difference, with the command that would record it."""
    for each in found:
        said = words.say(f"library.found.{each.found}")
        field = "" if each.field is None else f" {words.value(each.field)}"
        values = " → ".join(str(v) for v in (each.log, each.file) if v is not None)
        yield f"  {each.facility} {said}{field}{words.say('mark.colon')}{values}"
        if each.event is not None and each.field is not None:
            flag = f"--{each.field} {shlex.quote(str(each.file))}"
            yield f"    tuoyu record {each.event} {each.facility} --occurred … {flag}"
        elif each.event is not None:
            name = shlex.quote(str(each.file))
            yield f"    tuoyu record {each.event} {each.facility} --occurred … --name {name} …"


def _ended(lines: list[str], common: Common) -> list[str]:
    return [*lines, common.words.say("record.nothing")] if common.dry_run else lines
