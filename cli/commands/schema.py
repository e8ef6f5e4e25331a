"""`tuoyu schema events|rules|answers`: the shapes of events, packs, answers as JSON Schema."""

import click

from cli.frame import Common, argument, command
from cli.output import Answered, emit
from cli.say import Words
from compliance.intake.names import event_named
from compliance.outcomes.schemas import answer_schemas, event_schema, event_schemas

_SHAPES = ("events", "rules", "answers")


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    what = argument("what", type=click.Choice(_SHAPES), metavar="|".join(_SHAPES))
    one = argument("event", required=False, metavar="[EVENT]")
    return command(name, words, _schema, [what, one])


def _schema(common: Common, what: str, event: str | None) -> None:
    if what == "events":
        value = event_schemas() if event is None else event_schema(event_named(event))
    elif what == "answers":
        value = answer_schemas()
    else:
        from compliance.rules.written import PackIn

        value = PackIn.model_json_schema(by_alias=True)
    emit(Answered(value=value), common._replace(format="json"))
