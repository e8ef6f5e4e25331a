"""`tuoyu disclose status`: what is public of a facility, since when, until when."""

import click

from cli.frame import Common, argument, command
from cli.human import says, short
from cli.office import open_desk, question
from cli.output import Answered, Row, emit
from cli.say import Words
from cli.spoken import group
from cli.why import missing_text
from compliance.domain.terms import Publicity
from compliance.engine.disclose import disclosed
from compliance.engine.find import facility_named
from compliance.outcomes.terms import publicity_plain


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    disclose = group(name, words)
    status = command("status", words, _status, [argument("facility")])
    status.help = words.say("help.disclose.status")
    disclose.add_command(status)
    return disclose


def _status(common: Common, facility: str) -> None:
    desk = open_desk(common)
    where = facility_named(desk.log, facility)
    found = disclosed(desk, where, question(common, desk.today))
    rows = [_row(each, common.words) for each in found]
    lines = None if found else [common.words.say("disclose.nothing")]
    emit(Answered(value=[publicity_plain(each) for each in found], rows=rows, lines=lines), common)


def _row(each: Publicity, words: Words) -> Row:
    return {
        "rule": each.rule,
        "subject": None if each.subject is None else short(each.subject.id),
        "state": words.value(each.state),
        "since": None if each.since is None else each.since.isoformat(),
        "until": None if each.until is None else each.until.isoformat(),
        "because": says(each.says, words),
        "cite": " ".join(str(cite) for cite in each.cite),
        "missing": words.say("mark.semicolon").join(missing_text(m, words) for m in each.missing),
    }
