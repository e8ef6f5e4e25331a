"""`tuoyu task complete`: what a visit found and what follows from it; or of many, from a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.commands.task_calls import call_of, draw_named, touched
from cli.frame import Common, argument, command, option
from cli.human import recorded_lines
from cli.office import open_desk
from cli.output import Answered, emit
from cli.say import Words
from cli.visits import visit_lines, visit_plain, visit_row
from compliance.domain.errors import BadInput
from compliance.engine.desk import Desk
from compliance.engine.shapes import recorded_plain
from compliance.intake.visits import task_number

if TYPE_CHECKING:
    from compliance.domain.draw import Draw
    from compliance.intake.visits import VisitTold

_OWN = ("result", "occurred", "nature", "domain", "scanned_code")
_GROUPS = {
    "violation": "violations",
    "corrected": "corrected",
    "order": "orders",
    "case": "cases",
    "transfer": "transfers",
    "list": "lists",
}
"""The option of a follow-up, and where it stands in what is told."""


def build(words: Words) -> click.Command:
    """Build the command."""
    params = [
        argument("draw"),
        argument("task", required=False),
        option("result", words, said="task_result", metavar="1-8|CODE|TEXT"),
        option("occurred", words, metavar="DATE|today"),
        option("nature", words, said="task_nature", metavar="enforcement|patrol|guidance"),
        option("domain", words, said="task_domain", metavar="TEXT", multiple=True),
        option("scanned_code", words, said="task_scanned_code", metavar="true|false"),
        *(
            option(name, words, said=f"task_{name}", metavar="FIELD=TEXT,…", multiple=True)
            for name in _GROUPS
        ),
        option("from", words, said="task_from", metavar="FILE"),
        option("sheet", words, metavar="NAME"),
        option("document_no", words, metavar="TEXT"),
    ]
    built = command("complete", words, _complete, params)
    built.help = words.say("help.task.complete")
    return built


def _complete(common: Common, draw: str, task: str | None, **how: Any) -> None:
    from compliance.engine.tasks.complete import complete

    desk = open_desk(common)
    named = draw_named(desk, common, draw)
    visits = _told(desk, named, task, how)
    recorded = complete(desk, named, visits, call_of(common, desk, how))
    nothing = common.dry_run and not recorded.duplicate
    tasks = [] if nothing else touched(desk, named, recorded.events)
    told = {
        "draw": named.name,
        "region": named.region,
        **recorded_plain(recorded, dry_run=common.dry_run),
        "tasks": [visit_plain(each) for each in tasks],
    }
    words = common.words
    lines = [
        *recorded_lines(recorded, words, dry_run=common.dry_run),
        *visit_lines(tasks, words),
    ]
    emit(Answered(told, rows=[visit_row(e, words) for e in tasks], lines=lines), common)


def _told(desk: Desk, draw: "Draw", task: str | None, how: dict[str, Any]) -> "list[VisitTold]":
    """Return what is told of visits: by options of one, or by a file of many. Raises BadInput."""
    from compliance.intake.visits import visit_told
    from compliance.intake.visits_file import read_visits

    options = {name: how[name] for name in (*_OWN, *_GROUPS) if how[name] not in (None, ())}
    if how["from"] is None:
        if task is None:
            raise BadInput("E-TASK-WHICH", where="task complete")
        return [visit_told(_plain(task_number(task), options), draw, desk.door())]
    if task is not None or options:
        raise BadInput("E-TASK-FROM", where="--from")
    return read_visits(Path(how["from"]), draw, desk.door(), how["sheet"])


def _plain(task: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return options as a file would tell them."""
    named = {"occurred": "occurred_on", "domain": "domains", **_GROUPS}
    told = {named.get(name, name): value for name, value in options.items()}
    listed = {name: list(v) if isinstance(v, tuple) else v for name, v in told.items()}
    return {"task": task, **listed}
