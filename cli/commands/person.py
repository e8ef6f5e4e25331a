"""`tuoyu person show|link|erase`: a person's file and vault; opening the vault is logged."""

from typing import Any

import click

from cli.commands.record import run_event
from cli.frame import Common, argument, command, option
from cli.office import actor, key, open_desk, question, source
from cli.output import Answered, emit
from cli.say import Words
from cli.spoken import group
from compliance.domain.errors import BadInput
from compliance.domain.events import latest
from compliance.domain.time import instant_text
from compliance.engine.amend import Said
from compliance.engine.people import Known, Opener, erase, person_known, refuse_strangers
from compliance.intake.fields import free_text

_SPAN = frozenset({"on", "closed", "events"})
_PLAIN = frozenset({"facility", "role", "kind", "kinds", "basis", "scope", "document_no",
                    "capacity", "decision_no", "topic", "relevant_to"})  # fmt: skip
"""What is understood without its label."""


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    persons = group(name, words)
    who = argument("person", metavar="NUMBER|REF")
    show = command("show", words, _show, [who, option("purpose", words, metavar="TEXT")])
    link = command("link", words, _link, [
        who, argument("same_as", metavar="NUMBER|REF"),
        option("occurred", words, metavar="DATE|today"), option("reason", words, metavar="TEXT"),
        option("document_no", words, metavar="TEXT"),
    ])  # fmt: skip
    why = option("reason", words, metavar="TEXT")
    gone = command("erase", words, _erase, [who, why])
    for each in (show, link, gone):
        each.help = words.say(f"help.person.{each.name}")
        persons.add_command(each)
    return persons


def _show(common: Common, person: str, purpose: str | None) -> None:
    why = None if purpose is None else free_text("--purpose", purpose)
    sealed = why is None or common.dry_run  # to open the vault is to write that it was opened
    opener = None if sealed or why is None else Opener(actor(common).id, why)
    desk = open_desk(common)
    known = person_known(desk, person, question(common, desk.today), opener)
    facilities = ", ".join(known.facilities) or "–"
    events = ", ".join(f"#{position}" for position in known.positions) or "–"
    words = common.words
    lines = [words.say("person.known", person=known.file.person, facilities=facilities,
                       events=events)]  # fmt: skip
    lines += [words.say("person.also", ref=ref) for ref in known.file.refs[1:]]
    lines += [_file_line(name, row, words) for name, rows in known.file.sections.items()
              for row in rows]  # fmt: skip
    lines += [_record_line(each) for each in known.records]
    if sealed:
        lines.append(words.say("person.sealed"))
    emit(Answered(value=_plain(known), lines=lines), common)


def _plain(known: Known) -> dict[str, Any]:
    return {
        "person": known.file.person,
        "refs": list(known.file.refs),
        "facilities": list(known.facilities),
        "positions": list(known.positions),
        "file": known.file.sections,
        "records": [
            {"kind": each.kind, "content": dict(each.content), "event": each.event}
            for each in known.records
        ],
        "reads": [
            {"at": instant_text(each.at), "actor": each.actor, "purpose": each.purpose}
            for each in known.reads
        ],
    }


def _file_line(name: str, row: dict[str, Any], words: Words) -> str:
    """Write a row of the file: from when until when, where, what, and of which records."""
    span = row["on"] if row.get("closed") is None else f"{row['on']} – {row['closed']}"
    told = [_told(key, value, words) for key, value in row.items() if key not in _SPAN and value]
    events = " ".join(f"#{position}" for position in row["events"])
    return "  ".join([f"  {words.say(f'file.{name}')}", span, *told, events])


def _told(key: str, value: Any, words: Words) -> str:
    listed = value if isinstance(value, list) else [value]
    said = words.say("mark.comma").join(words.value(str(each)) for each in listed)
    return said if key in _PLAIN else f"{words.value(key)}={said}"


def _record_line(record: Any) -> str:
    """Write what the vault holds: of which event, and the texts kept with it."""
    kept = "  ".join(f"{name}={text}" for name, text in record.content.items())
    return f"  {'–' if record.event is None else f'#{record.event}'}  {kept}"


def _link(common: Common, person: str, same_as: str, **told: str | None) -> None:
    """Record that two refs are one person, once both can be told apart from a slip."""
    kind = latest("person.linked")
    if same_as.strip() != person.strip():
        refuse_strangers(open_desk(common), (person, same_as))
    fields = {"person": person, "same_as": same_as, "reason": told["reason"],
              "document_no": told["document_no"]}  # fmt: skip
    given: dict[str, Any] = {f"data_{name}": value for name, value in fields.items()}
    rest = {"facility": None, "occurred": told["occurred"], "from": None, "private": ()}
    run_event("record", kind, common, **given, **rest)


def _erase(common: Common, person: str, reason: str | None) -> None:
    why = "" if reason is None else free_text("--reason", reason)
    said = Said(actor(common), source(common), key(common), why)
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
