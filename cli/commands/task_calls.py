"""What the commands of tasks share: the draw that is meant, who decides, the visits touched."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.frame import Common
from cli.human import warning_lines
from cli.office import actor, asked_region, key, source
from compliance.domain.errors import Refused
from compliance.engine.desk import Desk
from compliance.intake.dates import not_in_future, parse_date

if TYPE_CHECKING:
    from compliance.domain.draw import Draw
    from compliance.domain.envelope import Event
    from compliance.engine.tasks.boundary import Call
    from compliance.engine.tasks.worklist import VisitRow


def draw_named(desk: Desk, common: Common, name: str) -> "Draw":
    """Return the draw that is meant: of `--region`, or the one that bears the name."""
    from compliance.domain.draw import Draw
    from compliance.engine.draws.state import region_of

    return Draw(asked_region(common) or region_of(desk.log, name), name)


def call_of(common: Common, desk: Desk, how: dict[str, Any]) -> "Call":
    """Return who decides, when, and under which key."""
    from compliance.engine.tasks.boundary import Call

    on = how.get("on")
    day = desk.today if on is None else parse_date(on, today=desk.today)
    return Call(
        on=not_in_future(day, desk.today),
        actor=actor(common),
        key=key(common),
        source=source(common, how.get("document_no")),
        dry_run=common.dry_run,
    )


def touched(desk: Desk, draw: "Draw", events: "Sequence[Event]") -> "list[VisitRow]":
    """Return the visits that events are about, as they stand now."""
    from compliance.domain.time import AsOf
    from compliance.engine.tasks.worklist import Asked, worklist

    named: set[str] = set()
    for event in events:
        told = event.data
        named |= {t for f in ("task_id", "by_task_id") if (t := getattr(told, f, None))}
        named |= set(getattr(told, "tasks", ()))
        if (id_ := getattr(told, "inspection_id", None)) is not None:
            named.add(draw.task_of(id_))
    return list(worklist(desk, draw, AsOf(date.max), Asked(tasks=named)))


def tell_uncertified(common: Common, desk: Desk, visits: "Sequence[VisitRow]") -> None:
    """Say which teams are told of a visit with a certificate that is not in force that day."""
    from compliance.engine.tasks.certified import Going, uncertified

    told = [each for each in visits if each.stage == "assigned"]
    going = [Going(e.task, e.officers, e.on) for e in told if e.task and e.on is not None]
    for line in warning_lines(uncertified(desk, going), common.words):
        click.echo(line, err=True)


def tell_results(common: Common, desk: Desk, draw: "Draw", where: str | None) -> None:
    """Record the results of a draw's visits as published, those that are not public yet."""
    from compliance.engine.tasks.publish import Publishing, publish

    own = common if common.key is None else common._replace(key=f"{common.key}/results")
    try:
        told = publish(desk, draw, Publishing(None, where), call_of(own, desk, {}))
    except Refused as refusal:
        if refusal.code != "E-RESULTS-NONE":
            raise
        return
    click.echo(common.words.say("task.results_told", count=len(told.events)), err=True)
