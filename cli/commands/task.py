"""`tuoyu task …`: drawn visits are assigned, given back, replaced, completed and published."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.commands import task_complete
from cli.commands.task_calls import call_of, draw_named, tell_uncertified, touched
from cli.frame import Common, argument, command, option
from cli.human import event_lines
from cli.office import open_desk, question
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import SpokenGroup, SpokenOption, group
from cli.visits import visit_lines, visit_plain, visit_row
from compliance.domain.errors import BadInput
from compliance.domain.events import latest
from compliance.domain.shape import shape
from compliance.engine.desk import Desk
from compliance.engine.shapes import event_plain
from compliance.intake.fields import free_text
from compliance.intake.visits import task_number

if TYPE_CHECKING:
    from compliance.domain.draw import Draw
    from compliance.engine.tasks.boundary import Call
    from compliance.log.eventlog import Appended

_LISTED = {
    "open": ("drawn", "assigned", "returned"),
    "returned": ("returned",),
    "done": ("completed",),
}
"""What `task list` shows under each of its options."""


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    found = group(name, words)
    on = option("on", words, metavar="DATE")
    note = option("note", words, metavar="TEXT")
    _add(found, words, "list", _list, [*_flags(words), _officer(words)])
    _add(found, words, "assign", _assign, _assigning(words, on))
    found.add_command(task_complete.build(words))
    _add(found, words, "return", _return, [_task(), _reason("task.returned", words), note, on])
    _add(found, words, "replace", _replace, [_task(), _reason("target.replaced", words), note, on])
    why = option("reason", words, metavar="TEXT", required=True)
    _add(found, words, "recuse", _recuse, [_task(), _officer(words, required=True), why, on])
    where = option("where", words, said="where_public", metavar="URL", required=True)
    _add(found, words, "publish", _publish, [_tasks(), where, on])
    return found


def _add(
    to: SpokenGroup,
    words: Words,
    name: str,
    run: Callable[..., Any],
    params: list[click.Parameter],
) -> None:
    built = command(name, words, run, [argument("draw"), *params])
    built.help = words.say(f"help.task.{name}")
    to.add_command(built)


def _task() -> click.Parameter:
    return argument("task")


def _tasks() -> click.Parameter:
    return click.Argument(["tasks"], nargs=-1, metavar="[TASK…]")


def _flags(words: Words) -> list[click.Parameter]:
    return [option(name, words, said=f"task_{name}", is_flag=True) for name in _LISTED]


def _officer(words: Words, *, required: bool = False) -> click.Parameter:
    return option("officer", words, metavar="CERT", required=required)


def _reason(stem: str, words: Words) -> click.Parameter:
    field = next(each for each in shape(latest(stem).data) if each.name == "reason")
    choices = click.Choice([str(each) for each in field.choices])
    return option("reason", words, said="task_reason", type=choices, required=True)


def _assigning(words: Words, on: click.Parameter) -> list[click.Parameter]:
    return [
        _tasks(),
        SpokenOption(["--all", "everybody"], help=words.say("opt.task_all"), is_flag=True),
        option("approved_by", words, said="task_approved_by", metavar="TEXT"),
        option("document_no", words, metavar="TEXT"),
        on,
    ]


def _list(common: Common, draw: str, officer: str | None, **flags: bool) -> None:
    from compliance.engine.tasks.worklist import Asked, worklist

    desk = open_desk(common)
    stages: set[Any] = {stage for name, asked in flags.items() if asked for stage in _LISTED[name]}
    asked = Asked(stages or None, officer)
    named = draw_named(desk, common, draw)
    found = list(worklist(desk, named, question(common, desk.today), asked))
    rows = [visit_row(each, common.words) for each in found]
    lines = None if rows else [common.words.say("task.none")]
    emit(Answered([visit_plain(each) for each in found], rows=rows, lines=lines), common)


def _assign(
    common: Common,
    draw: str,
    tasks: Sequence[str],
    *,
    everybody: bool,
    **how: Any,
) -> None:
    from compliance.engine.tasks.assign import Assigning, assign

    if bool(tasks) is everybody:
        raise BadInput("E-TASK-WHICH", where="task assign")
    by = how["approved_by"]
    assigning = Assigning(
        None if everybody else tuple(map(task_number, tasks)),
        None if by is None else free_text("--approved-by", by),
    )
    _do(common, draw, how, lambda desk, of, call: assign(desk, of, assigning, call))


def _return(common: Common, draw: str, task: str, reason: str, **how: Any) -> None:
    from compliance.engine.tasks.hand_back import Returned, hand_back

    returned = Returned(task_number(task), reason, _note(how))  # type: ignore[arg-type] # a choice
    _do(common, draw, how, lambda desk, of, call: hand_back(desk, of, returned, call))


def _replace(common: Common, draw: str, task: str, reason: str, **how: Any) -> None:
    from compliance.engine.tasks.replace import GivenUp, replace_visit

    given_up = GivenUp(task_number(task), reason, _note(how))  # type: ignore[arg-type] # a choice
    _do(common, draw, how, lambda desk, of, call: replace_visit(desk, of, given_up, call))


def _recuse(common: Common, draw: str, task: str, officer: str, **how: Any) -> None:
    from compliance.engine.tasks.recuse import Recused, recuse

    recused = Recused(task_number(task), officer, free_text("--reason", how["reason"]))
    _do(common, draw, how, lambda desk, of, call: recuse(desk, of, recused, call))


def _publish(common: Common, draw: str, tasks: Sequence[str], where: str, **how: Any) -> None:
    from compliance.engine.tasks.publish import Publishing, publish

    chosen = tuple(map(task_number, tasks)) or None
    publishing = Publishing(chosen, free_text("--where", where))
    _do(common, draw, how, lambda desk, of, call: publish(desk, of, publishing, call))


def _note(how: dict[str, Any]) -> str | None:
    return None if how["note"] is None else free_text("--note", how["note"])


def _do(
    common: Common,
    draw: str,
    how: dict[str, Any],
    walk: "Callable[[Desk, Draw, Call], Appended]",
) -> None:
    """Decide and record, and show what was recorded and how its visits stand then."""
    desk = open_desk(common)
    named = draw_named(desk, common, draw)
    done = walk(desk, named, call_of(common, desk, how))
    recorded = [
        event_plain(each, duplicate=done.duplicate) | {"facility": each.said.facility}
        for each in done.events
    ]
    nothing = common.dry_run and not done.duplicate
    tasks = [] if nothing else touched(desk, named, done.events)
    told = {
        "draw": named.name,
        "region": named.region,
        "recorded": [] if nothing else recorded,
        "tasks": [visit_plain(each) for each in tasks],
    }
    words = common.words
    rows = [visit_row(each, words) for each in tasks]
    lines = [*event_lines(done, words, dry_run=nothing), *visit_lines(tasks, words)]
    emit(Answered(told, rows=rows, lines=lines), common)
    tell_uncertified(common, desk, tasks)
