"""`tuoyu import roster|template|maps`, `tuoyu export roster`: ledgers in, and back out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.errors import plain, text
from cli.frame import Common, argument, command, option
from cli.office import actor, key, open_desk, question, source
from cli.output import Answered, emit, write_bytes
from cli.say import Words
from compliance.domain.errors import Answers, BadInput
from compliance.intake.dates import parse_date
from compliance.intake.roster_map import roster_name_fits

if TYPE_CHECKING:
    from compliance.engine.roster import Taken
    from compliance.intake.library import LibraryMap
    from compliance.intake.roster import Roster
    from compliance.intake.roster_map import RosterMap

_XLSX = ".xlsx"


def importing(words: Words) -> Sequence[click.Command]:
    """Build the sub-commands of `import`."""
    which = option("map", words, said="roster_map", metavar="NAME|FILE", required=True)
    snapshot = option("snapshot", words, metavar="DATE", required=True)
    sheet = option("sheet", words, metavar="NAME")
    whose = option("roster", words, metavar="NAME")
    keep = option("keep_good", words, is_flag=True)
    rejects = option("rejects", words, metavar="FILE.xlsx")
    file = argument("file", metavar="FILE")
    roster = command(
        "roster", words, _import, [file, which, snapshot, whose, sheet, keep, rejects]
    )
    template = command("template", words, _template, [argument("map", metavar="NAME|FILE")])
    maps = command("maps", words, _maps)
    return [_helped(each, "import", words) for each in (roster, template, maps)]


def exporting(words: Words) -> Sequence[click.Command]:
    """Build the sub-command of `export`."""
    which = option("map", words, said="roster_map", metavar="NAME|FILE", required=True)
    whose = option("roster", words, metavar="NAME")
    return [_helped(command("roster", words, _export, [which, whose]), "export", words)]


def _helped(built: click.Command, verb: str, words: Words) -> click.Command:
    built.help = words.say(f"help.{verb}.{built.name}")
    return built


def _import(common: Common, file: str, map: str, snapshot: str, **how: Any) -> int:  # noqa: A002
    from compliance.engine.roster import import_roster, planned
    from compliance.engine.roster_told import Said

    desk = open_desk(common)
    map_, day = _map(map, how["roster"]), parse_date(snapshot, today=desk.today)
    roster = _read(file, map_, day, how["sheet"])
    said = Said(day, actor(common), source(common), key(common))
    if common.dry_run:
        taken = planned(desk, map_, roster, said).taken
    else:
        taken = import_roster(desk, map_, roster, said, keep_good=how["keep_good"])
    if how["rejects"] is not None and taken.rejects:
        _write_rejects(Path(how["rejects"]), roster, taken, common)
    if taken.rejects and not (how["keep_good"] or common.dry_run):
        raise Answers(each.why for each in taken.rejects)
    _show(taken, common)
    return 1 if taken.rejects else 0


def _read(file: str, map_: "RosterMap", day: date, sheet: str | None) -> "Roster":
    from compliance.intake.roster import read_roster
    from compliance.intake.sheets import read_table

    headers = map_.columns[map_.snapshot].headers if map_.snapshot else ()
    where = dict.fromkeys(headers, day)
    return read_roster(read_table(Path(file), where=where), map_, day, sheet)


def _show(taken: "Taken", common: Common) -> None:
    told = taken._asdict() | {"rejects": [plain(each.why, common.words) for each in taken.rejects]}
    words, said = common.words, {**told, "rejects": len(taken.rejects)}
    lines = [words.say("roster.duplicate" if taken.duplicate else "roster.done", **said)]
    if taken.withdrawn or taken.restated:
        lines.append(words.say("roster.between", **said))
    if taken.unended:
        lines.append(words.say("roster.unended"))
    if common.dry_run:
        lines.append(words.say("record.nothing"))
    emit(Answered(value=told, lines=lines), common)
    for each in taken.rejects:
        click.echo(text(each.why, words), err=True)


def _write_rejects(path: Path, roster: "Roster", taken: "Taken", common: Common) -> None:
    """Write the rows that were not taken, with what is wrong in each."""
    from compliance.outcomes.workbook import rows_workbook

    words = common.words
    header = [*("" if each is None else str(each) for each in roster.header)]
    added = [words.say("column.row"), words.say("column.reason")]
    rows = (
        [*each.cells, each.number, text(each.why, words).split("\n")[0]] for each in taken.rejects
    )
    write_bytes(path, rows_workbook(words.say("roster.rejects"), [*header, *added], rows))


def _template(common: Common, map: str) -> None:  # noqa: A002 - the option's own name
    from compliance.outcomes.workbook import TemplateColumn, template_workbook

    map_, words = _template_map(map), common.words
    if common.output is None:
        raise BadInput("E-ARGUMENT-MISSING", where="import template", name="--output")
    columns = [
        TemplateColumn(
            column.headers[0], getattr(column.note, words.lang), column.example,
            column.choices, column.required,
        )
        for column in map_.columns.values()
    ]  # fmt: skip
    marks = [words.say("template.example"), words.say("template.how")]
    title = getattr(map_.title, words.lang)
    write_bytes(Path(common.output), template_workbook(title, marks, columns))


def _template_map(name: str) -> "RosterMap | LibraryMap":
    """Return the map of a ledger, or of one of the libraries of spot checks."""
    from compliance.engine.libraries.maps import LIBRARIES, map_of

    library = next((each for each in LIBRARIES if each == name), None)
    return _map(name) if library is None else map_of(library)


def _maps(common: Common) -> None:
    from compliance.engine.maps import installed_maps

    maps = {name: _map(name) for name in installed_maps()}
    rows = [
        {
            "map": name,
            "roster": map_.roster,
            "title": getattr(map_.title, common.words.lang),
            "columns": [column.headers[0] for column in map_.columns.values()],
            "events": sorted({fact.event for fact in map_.facts}),
        }
        for name, map_ in maps.items()
    ]
    value = [{**row, "title": maps[str(row["map"])].title._asdict()} for row in rows]
    emit(Answered(value=value, rows=rows), common)


def _export(common: Common, map: str, roster: str | None) -> None:  # noqa: A002
    from compliance.engine.roster_at import roster_at
    from compliance.intake.cells import shown

    map_, desk = _map(map, roster), open_desk(common)
    plains = [dict(row.fields) for row in roster_at(desk, map_, question(common, desk.today))]
    columns = map_.columns.values()
    headers = [column.headers[0] for column in columns]
    rows = [{c.headers[0]: shown(row.get(c.name), c) for c in columns} for row in plains]
    if common.output is not None and common.output.lower().endswith(_XLSX):
        from compliance.outcomes.workbook import rows_workbook

        title = getattr(map_.title, common.words.lang)
        cells = (list(row.values()) for row in rows)
        write_bytes(Path(common.output), rows_workbook(title, headers, cells))
    elif common.format is None:
        emit(Answered(value=plains, rows=rows), common._replace(format="csv"))
    else:
        emit(Answered(value=plains, rows=rows), common)


def _map(name: str, roster: str | None = None) -> "RosterMap":
    """Read a map; `roster` is whose roster it is, where several keep one by the same map."""
    from compliance.engine.maps import read_map

    map_ = read_map(name)
    if roster is None:
        return map_
    if not roster_name_fits(roster):
        raise BadInput("E-ROSTER-NAME", where="--roster", text=roster)
    return map_._replace(roster=roster)
