"""`tuoyu rules what-if`: what would be otherwise if a pack were in use; nothing is recorded."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cli.frame import Common, argument, command, option
from cli.human import short
from cli.office import open_desk, question
from cli.output import Answered, Row, emit
from cli.say import Words
from compliance.engine.adopt import texts_in_use
from compliance.engine.desk import Desk
from compliance.engine.find import facility_named
from compliance.engine.lint import lint
from compliance.engine.whatif import Shift, Where, shift_plain, what_if


def what_if_command(words: Words) -> click.Command:
    """Build the command."""
    facility = argument("facility", required=False, metavar="[FACILITY]")
    pack = option("pack", words, required=True, metavar="PACK.yaml|FOLDER|ID")
    built = command("what-if", words, _what_if, [facility, pack])
    built.help = words.say("help.rules.what-if")
    return built


def _what_if(common: Common, facility: str | None, pack: str) -> None:
    desk = open_desk(common)
    as_of = question(common, desk.today)
    named = None if facility is None else facility_named(desk.log, facility)
    texts = _supposed(desk, common, pack)
    found = what_if(desk, texts, as_of, Where(named, common.region))
    rows = [shift_row(each, common.words) for each in found]
    lines = [shift_line(row, common.words) for row in rows] or [common.words.say("whatif.none")]
    plain = [shift_plain(each) for each in found]
    emit(Answered(value=plain, rows=rows, lines=lines), common)


def _supposed(desk: Desk, common: Common, pack: str) -> Mapping[str, str]:
    """Return the packs of a file or folder, or one in use by its id: there, its drafts speak."""
    in_use = texts_in_use(desk, question(common, desk.today).known)
    return {pack: in_use[pack]} if pack in in_use else lint(Path(pack), in_use)


def shift_row(shift: Shift, words: Words) -> Row:
    """Return a conclusion that is another as a row."""
    ((kind, change),) = shift.change.items()
    subject = change.get("subject")
    return {
        "facility": shift.facility,
        "rule": change["rule"] if kind == "finding" else words.say(f"change.{kind}"),
        "subject": subject and short(subject["id"]),
        "from": _said(change["from"], words),
        "to": _said(change["to"], words),
        "binding": words.value(change["binding"]) if "binding" in change else None,
        "because": " ".join(f"#{position}" for position in shift.because),
    }


def _said(value: Any, words: Words) -> str:
    listed = value if isinstance(value, list) else [value]
    return words.say("mark.comma").join(words.value(each) for each in listed) or "–"


def shift_line(row: Row, words: Words) -> str:
    """Say in one line what is another."""
    told = [row["rule"], row["subject"], f"{row['from']} → {row['to']}",
            row["binding"] and words.say("mark.binding", binding=row["binding"]),
            row["because"]]  # fmt: skip
    return f"{row['facility']}{words.say('mark.colon')}{' '.join(each for each in told if each)}"
