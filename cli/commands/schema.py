"""`tuoyu schema events|rules`: the shapes of events and packs as JSON Schema."""

import click

from cli.frame import Common, argument, command
from cli.output import Answered, emit
from cli.say import Words
from compliance.domain.errors import NotFound
from compliance.outcomes.schemas import event_schema, event_schemas


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    what = argument("what", type=click.Choice(["events", "rules"]), metavar="events|rules")
    one = argument("event", required=False)
    return command(name, words, _schema, [what, one])


def _schema(common: Common, what: str, event: str | None) -> None:
    from dataclasses import replace

    if what == "events":
        value = event_schemas() if event is None else _one(event)
    else:
        from compliance.rules.written import PackIn

        value = PackIn.model_json_schema(by_alias=True)
    emit(Answered(value=value), replace(common, format="json"))


def _one(text: str) -> dict[str, object]:
    from compliance.intake.names import event_named

    try:
        return event_schema(event_named(text))
    except KeyError:
        raise NotFound("E-EVENT-UNKNOWN", text=text, nearest="–") from None
