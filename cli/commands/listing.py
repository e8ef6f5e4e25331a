"""`tuoyu list facilities|staff|orders`: the rows that an expression of the rule language means."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any, get_args

import click

from cli.frame import Common, command, option
from cli.human import short
from cli.office import open_desk, question
from cli.output import Answered, Row, emit_each
from cli.say import Words
from cli.spoken import group
from compliance.engine.columns import Listing
from compliance.engine.listing import Asked, Listed, listed

_IN_WORDS = frozenset({"kind", "status", "tier", "role", "certificate"})
_ENDING: frozenset[Listing] = frozenset({"staff"})


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    lists = group(name, words)
    for each in get_args(Listing):
        params: list[click.Parameter] = [
            option("where", words, metavar="EXPR"),
            option("unknown", words, is_flag=True),
        ]
        if each in _ENDING:
            params.append(option("ended", words, is_flag=True))
        built = command(each, words, partial(_list, each), params)
        built.help = words.say(f"help.list.{each}")
        lists.add_command(built)
    return lists


def _list(
    listing: Listing, common: Common, where: str | None, *, unknown: bool, ended: bool = False
) -> None:
    desk, words = open_desk(common), common.words
    asked = Asked(common.region, where, ended)
    unsure: list[Listed] = []
    found = listed(desk, listing, question(common, desk.today), asked)
    answers = (
        Answered(_plain(each), [_row(each, words)])
        for each in _shown(found, unsure, unknown=unknown)
    )
    emit_each(answers, common, nothing=words.say("list.nothing"))
    if unsure:
        told = "list.unknown_shown" if unknown else "list.unknown"
        click.echo(words.say(told, count=len(unsure)), err=True)


def _shown(found: Iterator[Listed], unsure: list[Listed], *, unknown: bool) -> Iterator[Listed]:
    """Yield what is meant for sure, and with `unknown` what may be; what may be is gathered."""
    for each in found:
        if not each.sure:
            unsure.append(each)
        if each.sure or unknown:
            yield each


def _plain(found: Listed) -> dict[str, Any]:
    return {**found.columns, "sure": found.sure}


def _row(found: Listed, words: Words) -> Row:
    row = {name: _cell(name, value, words) for name, value in found.columns.items()}
    return row if found.sure else {**row, "sure": words.value("unknown")}


def _cell(name: str, value: Any, words: Words) -> Any:
    match value:
        case list():
            return words.say("mark.comma").join(_item(each, words) for each in value)
        case bool():
            return words.value(json.dumps(value))
        case str() if name in _IN_WORDS:
            return words.value(value)
        case str():
            return short(value)
        case _:
            return value


def _item(value: Any, words: Words) -> str:
    """Write a flag, or a certificate with its last day."""
    if isinstance(value, str):
        return words.value(value)
    named = " ".join(words.value(each) for each in (value["kind"], value["level"]) if each)
    return (
        named if value["until"] is None else words.say("list.until", what=named, on=value["until"])
    )
