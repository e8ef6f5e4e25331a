"""`tuoyu person show|erase`: a person by number or ref; opening the vault is logged."""

from typing import Any

import click

from cli.frame import Common, argument, command, option
from cli.office import actor, key, open_desk, source
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import group
from compliance.domain.errors import BadInput
from compliance.domain.time import instant_text
from compliance.engine.amend import Said
from compliance.engine.people import Known, erase, person_known
from compliance.intake.fields import free_text


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    persons = group(name, words)
    who = argument("person", metavar="NUMBER|REF")
    show = command("show", words, _show, [who, option("purpose", words, metavar="TEXT")])
    show.help = words.say("help.person.show")
    why = option("reason", words, required=True, metavar="TEXT")
    gone = command("erase", words, _erase, [who, why])
    gone.help = words.say("help.person.erase")
    persons.add_command(show)
    persons.add_command(gone)
    return persons


def _show(common: Common, person: str, purpose: str | None) -> None:
    why = None if purpose is None else free_text("--purpose", purpose)
    sealed = why is None or common.dry_run  # to open the vault is to write that it was opened
    who = actor(common).id
    known = person_known(open_desk(common), person, who, None if sealed else why)
    told = _plain(known)
    facilities = ", ".join(known.facilities) or "–"
    events = ", ".join(f"#{position}" for position in known.positions) or "–"
    say = common.words.say
    lines = [say("person.known", person=known.person, facilities=facilities, events=events)]
    lines += [_record_line(each) for each in known.records]
    if sealed:
        lines.append(say("person.sealed"))
    emit(Answered(value=told, lines=lines), common)


def _plain(known: Known) -> dict[str, Any]:
    return {
        "person": known.person,
        "facilities": list(known.facilities),
        "positions": list(known.positions),
        "records": [
            {"kind": each.kind, "content": dict(each.content), "event": each.event}
            for each in known.records
        ],
        "reads": [
            {"at": instant_text(each.at), "actor": each.actor, "purpose": each.purpose}
            for each in known.reads
        ],
    }


def _record_line(record: Any) -> str:
    """Write what the vault holds: of which event, and the texts kept with it."""
    kept = "  ".join(f"{name}={text}" for name, text in record.content.items())
    return f"  {'–' if record.event is None else f'#{record.event}'}  {kept}"


def _erase(common: Common, person: str, reason: str) -> None:
    said = Said(actor(common), source(common), key(common), free_text("--reason", reason))
    desk = open_desk(common)
    if common.dry_run:
        told = {"erased": None}
        emit(Answered(value=told, lines=[common.words.say("record.nothing")]), common)
        return
    if not common.yes and (
        common.no_input or not click.confirm(common.words.say("person.sure"), err=True)
    ):
        raise BadInput("E-NOT-CONFIRMED", where="--yes")
    event = erase(desk, person, said)
    ref = event.data.person
    lines = [common.words.say("person.erased", person=ref, position=event.position)]
    emit(Answered(value={"erased": ref, "position": event.position}, lines=lines), common)
