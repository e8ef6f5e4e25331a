"""`tuoyu init`: a new log, its person key beside it."""

from pathlib import Path

import click

from cli.frame import Common, command, option
from cli.office import actor, closing, key
from cli.output import Answered, emit
from cli.say import Words
from compliance.engine.adopt import adopt
from compliance.wiring import new_desk, person_key_file, place_of


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    params = [
        option("person_key", words, metavar="FILE"),
        option("adopt", words, is_flag=True),
    ]
    return command(name, words, _init, params)


def _init(common: Common, person_key: str | None, adopt: bool) -> None:  # noqa: FBT001
    if common.dry_run:
        place_of(common.db)
        emit(Answered(value=None, lines=[common.words.say("record.nothing")]), common)
        return
    key_file = None if person_key is None else Path(person_key)
    desk = closing(new_desk(common.db, person_key=key_file))
    if adopt:
        _adopt(desk_texts=dict(desk.installed()), common=common)
    head = desk.log.head()
    told = {
        "db": place_of(common.db),
        "log": head.log_id,
        "size": desk.log.head().size,
        "person_key": str(person_key_file(common.db, desk.log)),
        "person_key_id": desk.key.id if desk.key else desk.key_id,
    }
    emit(Answered(value=told, lines=[common.words.say("init.done", **told)]), common)


def _adopt(desk_texts: dict[str, str], common: Common) -> None:
    from cli.office import open_desk

    adopt(open_desk(common), desk_texts, actor(common), key(common))
