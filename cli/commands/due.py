"""`tuoyu due`: the deadlines that run, whose they are, by which article, and which have passed."""

import click

from cli.frame import Common, argument, command, option
from cli.human import says, short
from cli.office import open_desk, question
from cli.output import Answered, Row, emit
from cli.say import Words
from cli.why import missing_text
from compliance.domain.terms import Due
from compliance.engine.due import Span, due, due_of
from compliance.engine.find import facility_named
from compliance.outcomes.terms import due_plain

_BEARERS = ("facility", "authority")
_FOR_PEOPLE = (None, "table", "record")


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    params = [
        argument("facility", required=False),
        option("within", words, metavar="7wd|30d"),
        option("bearer", words, type=click.Choice(_BEARERS)),
    ]
    return command(name, words, _due, params)


def _due(common: Common, facility: str | None, within: str | None, bearer: str | None) -> None:
    span = None if within is None else Span.parse(within)
    desk = open_desk(common)
    as_of = question(common, desk.today)
    if facility is None:
        found = due(desk, as_of, span, common.region)
    else:
        found = due_of(desk, facility_named(desk.log, facility), as_of, span)
    chosen = [each for each in found if bearer in {None, each.bearer}]
    rows = [_row(each, common.words) for each in chosen]
    lines = None if chosen else [common.words.say("due.nothing")]
    emit(Answered(value=[due_plain(each) for each in chosen], rows=rows, lines=lines), common)
    if span is not None and common.format in _FOR_PEOPLE:
        click.echo(common.words.say("due.within", within=within), err=True)


def _row(each: Due, words: Words) -> Row:
    return {
        "facility": each.facility or each.region,
        "deadline": says(each.title, words),
        "subject": None if each.subject is None else short(each.subject.id),
        "due": _day(each, words),
        "left": None if each.left is None else words.say(f"due.{each.day_type}", n=each.left),
        "bearer": words.say(f"due.bearer.{each.bearer}"),
        "authority": _authority(each.authority, words),
        "cite": " ".join(str(cite) for cite in each.cite),
        "binding": words.value(each.binding),
        "day_type": words.say(f"due.counted.{each.day_type}"),
        "provisional": words.say("due.provisional") if each.provisional else None,
        "overdue": _overdue(each, words),
        "missing": words.say("mark.semicolon").join(missing_text(m, words) for m in each.missing),
    }


def _authority(authority: str | None, words: Words) -> str | None:
    key = f"due.authority.{authority}"
    return words.say(key) if words.knows(key) else authority


def _day(each: Due, words: Words) -> str | None:
    if each.due is not None:
        return each.due.isoformat()
    return None if each.after is None else words.say("due.after", on=each.after)


def _overdue(each: Due, words: Words) -> str | None:
    if each.overdue is None:
        return words.value("unknown")
    return words.say("due.overdue") if each.overdue else None
