"""`tuoyu export double-random|visits`: lists of a draw, rows of administrative visits."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.commands.task_calls import draw_named
from cli.frame import Common, argument, command, option
from cli.office import open_desk, question
from cli.output import Answered, emit, write_bytes
from cli.say import Words
from compliance.intake.dates import period_from

if TYPE_CHECKING:
    from compliance.engine.tasks.lists import Lists

_LISTS = {"items": "抽查事项清单", "objects": "检查对象名单", "results": "检查结果"}
"""The lists of a draw, and the sheet that each is in a workbook."""
_BY_SUFFIX = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl"}
_XLSX = ".xlsx"


def exporting(words: Words) -> Sequence[click.Command]:
    """Build the sub-commands of `export`."""
    sealed = option("sealed", words, is_flag=True)
    which = option("list", words, said="draw_list", type=click.Choice([*_LISTS]))
    lists = command("double-random", words, _lists, [argument("draw"), which, sealed])
    period = option("period", words, metavar="YYYY[-MM]|DATE..DATE", required=True)
    by = option("map", words, said="visit_map", metavar="NAME|FILE", default="cn-supervision")
    named = option("named", words, is_flag=True)
    visits = command("visits", words, _visits, [period, by, sealed, named])
    for each in (lists, visits):
        each.help = words.say(f"help.export.{each.name}")
    return lists, visits


def _lists(common: Common, draw: str, list: str | None, *, sealed: bool) -> None:  # noqa: A002
    from compliance.engine.tasks import lists

    desk = open_desk(common)
    named, as_of = draw_named(desk, common, draw), question(common, desk.today)
    worded = Words("zh").value  # as those have it who take these lists
    found = lists.lists_of(desk, named, as_of, worded=worded, sealed=sealed)
    headers = {"items": lists.ITEMS, "objects": lists.OBJECTS, "results": lists.RESULTS}
    chosen = [name for name in _LISTS if list in {None, name}]
    if _suffix(common) == _XLSX:
        _workbook(common, [(_LISTS[e], headers[e], getattr(found, e)) for e in chosen])
        return
    told = {"draw": found.draw, "title": found.title}
    value = told | {name: [*getattr(found, name)] for name in chosen}
    emit(Answered(value, rows=_rows(found, list)), _formatted(common))


def _rows(found: "Lists", which: str | None) -> Sequence[Mapping[str, Any]]:
    """Return the list that a table shows: the one asked for, else what was found."""
    rows: Sequence[Mapping[str, Any]] = getattr(found, which or "results")
    return rows


def _visits(common: Common, period: str, map: str, **which: bool) -> None:  # noqa: A002
    from compliance.engine.carried_out import Period, Whose, carried_out, cells_of
    from compliance.engine.maps import read_visit_map

    found, desk = read_visit_map(map), open_desk(common)
    span = Period(*period_from(period))
    as_of, region = question(common, desk.today), common.region
    facts = [*carried_out(desk, span, as_of, Whose(region, **which))]
    rows = [cells_of(each, found.columns) for each in facts]
    words, title = common.words, getattr(found.title, common.words.lang)
    if _suffix(common) == _XLSX:
        _workbook(common, [(title, [each.header for each in found.columns], rows)])
    else:
        value = [{c.key: row[c.header] for c in found.columns} for row in rows]
        emit(Answered(value, rows=rows), _formatted(common))
    click.echo(words.say("visits.label", note=getattr(found.note, words.lang)), err=True)
    for each in found.columns:
        empty = sum(not row[each.header] for row in rows)
        if each.needed and empty:
            click.echo(words.say("visits.empty", column=each.header, count=empty), err=True)


def _workbook(
    common: Common,
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Mapping[str, Any]]]],
) -> None:
    from compliance.outcomes.workbook import TitledRows, sheets_workbook

    told = [
        TitledRows(title, header, [[row[name] for name in header] for row in rows])
        for title, header, rows in sheets
    ]
    write_bytes(Path(str(common.output)), sheets_workbook(told))


def _suffix(common: Common) -> str:
    return "" if common.output is None else Path(common.output).suffix.lower()


def _formatted(common: Common) -> Common:
    """Return the options with the format that the file's name asks for; CSV where nothing does."""
    return common._replace(format=common.format or _BY_SUFFIX.get(_suffix(common), "csv"))
