"""`tuoyu correct` and `tuoyu retract`: events about an event; nothing is edited."""

import json
from typing import Any

import click

from cli.commands.record import show_recorded
from cli.frame import Common, argument, command, option
from cli.office import actor, key, open_desk, source
from cli.say import Words
from cli.spoken import SpokenOption
from compliance.domain.errors import BadInput
from compliance.domain.events import kind_of
from compliance.domain.shape import shape
from compliance.engine.amend import Said, correct, retract
from compliance.engine.find import event_meant
from compliance.intake.fields import free_text


def build(name: str, words: Words) -> click.Command:
    """Build `correct` or `retract`."""
    params: list[click.Parameter] = [
        argument("event", metavar="EVENT-ID|POSITION"),
        option("reason", words, required=True, metavar="TEXT"),
        option("document_no", words, metavar="TEXT"),
    ]
    if name == "retract":
        return command(name, words, _retract, params)
    params.insert(
        1,
        SpokenOption(
            ["--set", "pairs"],
            help=words.say("opt.set"),
            metavar="FIELD=VALUE",
            multiple=True,
            required=True,
        ),
    )
    return command(name, words, _correct, params)


def _correct(
    common: Common,
    event: str,
    pairs: tuple[str, ...],
    reason: str,
    document_no: str | None,
) -> None:
    desk = open_desk(common)
    target = event_meant(desk.log, event)
    changes = _changes(target.type, pairs)
    answer = correct(desk, target, changes, _said(common, reason, document_no))
    show_recorded(answer, common, dry_run=common.dry_run)


def _retract(common: Common, event: str, reason: str, document_no: str | None) -> None:
    desk = open_desk(common)
    target = event_meant(desk.log, event)
    answer = retract(desk, target, _said(common, reason, document_no))
    show_recorded(answer, common, dry_run=common.dry_run)


def _said(common: Common, reason: str, document_no: str | None) -> Said:
    return Said(
        actor=actor(common),
        source=source(common, document_no),
        key=key(common),
        reason=free_text("--reason", reason),
        dry_run=common.dry_run,
    )


def _changes(type_: str, pairs: tuple[str, ...]) -> dict[str, Any]:
    """Read `field=value`; `field=null` takes an optional field away; a list repeats the field."""
    many = {field.name for field in shape(kind_of(type_).data) if field.many}
    found: dict[str, Any] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise BadInput("E-SET", where="--set", text=name)
        value: Any = None if text == "null" else text
        if name in many and value is not None:
            value = [*found.get(name, []), *_listed(text)]
        found[name] = value
    return found


def _listed(text: str) -> list[Any]:
    if not text.startswith("["):
        return [text]
    try:
        listed = json.loads(text)
    except ValueError:
        raise BadInput("E-SET", where="--set", text=text[:40]) from None
    return listed if isinstance(listed, list) else [listed]
