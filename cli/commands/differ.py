"""`tuoyu diff`: who stands otherwise with other knowledge, on another day, under other rules."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from cli.commands.law import side_texts
from cli.commands.suppose import shift_line, shift_row
from cli.frame import Common, argument, command
from cli.office import known_at, open_desk, question
from cli.output import Answered, emit
from cli.say import Words
from compliance.domain.errors import BadInput
from compliance.domain.time import AsOf
from compliance.engine.adopt import as_known, book_of, rulebook, texts_asked
from compliance.engine.desk import Desk
from compliance.engine.diff import Side, diff
from compliance.engine.find import facility_named
from compliance.engine.whatif import Shift, Where, shift_plain
from compliance.intake.dates import parse_date
from compliance.rules.book import Rulebook

_FINDING = 1
_SPAN = re.compile(r"(?P<was>|.*[^/.])\.\.(?P<now>|[^/.].*)")
"""Two sides; the dots of a path (`../pack.yaml`) part nothing."""
_EACH_ALONE = ("csv", "tsv")
"""Forms for programs, in which every row is whole by itself."""
_ASKED = ("known_at", "as_of", "rules")


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    facility = argument("facility", required=False, metavar="[FACILITY]")
    return command(name, words, _diff, [facility])


def _diff(common: Common, facility: str | None) -> int:
    axis, was, now = _span(common)
    plain = Common(**{**common._asdict(), axis: None})
    desk = open_desk(plain)
    named = None if facility is None else facility_named(desk.log, facility)
    sides = _SIDES[axis](desk, plain, was, now)
    found = list(diff(desk, *sides, Where(named, common.region)))
    once = found if common.format in _EACH_ALONE else list(_positions_once(found))
    rows = [shift_row(each, common.words) for each in once]
    lines = [shift_line(row, common.words) for row in rows] or [common.words.say("diff.none")]
    emit(Answered([shift_plain(each) for each in found], rows=rows, lines=lines), common)
    return _FINDING if found else 0


def _positions_once(found: Iterable[Shift]) -> Iterator[Shift]:
    """Leave the positions with the first of a facility's changes: they lie behind all of them."""
    last = None
    for each in found:
        yield each._replace(because=()) if each.facility == last else each
        last = each.facility


def _span(common: Common) -> tuple[str, str, str]:
    """Return which option names two sides, and the sides; one may be left out: it is now."""
    spans = [
        (name, *found.groups())
        for name in _ASKED
        if (found := _SPAN.fullmatch(getattr(common, name) or "")) is not None
    ]
    if len(spans) != 1 or spans[0][1:] == ("", ""):
        raise BadInput("E-DIFF-WHAT", where="diff")
    axis, was, now = spans[0]
    return axis, was, now


def _by_knowledge(desk: Desk, common: Common, was: str, now: str) -> tuple[Side, Side]:
    told = [None if not text else known_at(text, desk.today) for text in (was, now)]
    if told[1] is not None and told[1] < (told[0] or desk.log.now()):
        raise BadInput("E-DIFF-REVERSED", where="--known-at", first=was or "–", last=now)
    on = question(common, desk.today).on
    older, newer = (Side(rulebook(desk, known), AsOf(on, known)) for known in told)
    return older, newer


def _by_day(desk: Desk, common: Common, was: str, now: str) -> tuple[Side, Side]:
    days = [parse_date(text, today=desk.today) if text else desk.today for text in (was, now)]
    if days[1] < days[0]:
        raise BadInput("E-DIFF-REVERSED", where="--as-of", first=days[0], last=days[1])
    known = question(common, desk.today).known
    book = rulebook(desk, known)
    older, newer = (Side(book, AsOf(day, known)) for day in days)
    return older, newer


def _by_rules(desk: Desk, common: Common, was: str, now: str) -> tuple[Side, Side]:
    as_of = question(common, desk.today)
    older, newer = (Side(_book(desk, common, word, as_of), as_of) for word in (was, now))
    return older, newer


def _book(desk: Desk, common: Common, word: str, as_of: AsOf) -> Rulebook:
    """Return the rules that a word means; a file stands among those in use, a folder alone."""
    around = texts_asked(desk, as_of.known)
    if not word:
        return as_known(book_of(tuple(around.values())), as_of.known)
    texts, own = side_texts(common, word, desk.installed())
    if own and not Path(word).is_dir():
        texts = {**around, **texts}
    return as_known(book_of(tuple(texts.values())), as_of.known)


_SIDES = {"known_at": _by_knowledge, "as_of": _by_day, "rules": _by_rules}
