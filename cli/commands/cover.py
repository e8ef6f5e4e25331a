"""`tuoyu rules coverage`: every clause of the documents, what does it, and the proof."""

from collections.abc import Iterable, Iterator

import click

from cli.frame import COMMANDS, Common, command, option
from cli.human import says
from cli.office import question, texts_asked_for
from cli.output import Answered, Row, emit
from cli.say import Words
from compliance.domain.errors import BadInput, NotFound
from compliance.domain.identifiers import region_fits
from compliance.domain.time import day_of
from compliance.engine.adopt import book_of
from compliance.engine.coverage import Proved, Summary, coverage, proved_plain, summaries
from compliance.rules.book import Rulebook
from compliance.wiring import clock

_FINDING = 1
_MARKS = ("Y", "P", "N")


def coverage_command(words: Words) -> click.Command:
    """Build the command."""
    built = command("coverage", words, _coverage, [option("missing", words, is_flag=True)])
    built.help = words.say("help.rules.coverage")
    return built


def command_names(words: Words) -> Iterator[str]:
    """Yield the names of all commands, sub-commands with their group: `rules coverage`."""
    from cli.frame import Gate

    gate = Gate(words)
    context = click.Context(gate, obj={"words": words})
    for name in COMMANDS:
        yield name
        found = gate.get_command(context, name)
        if isinstance(found, click.Group) and name not in _OF_EVENTS:
            yield from (f"{name} {inner}" for inner in found.list_commands(context))


_OF_EVENTS = frozenset({"record", "check"})
"""Their sub-commands are the events."""


def _coverage(common: Common, missing: bool) -> int:  # noqa: FBT001
    book = book_of(tuple(texts_asked_for(common).values()))
    found = coverage(book, command_names(common.words))
    if common.region is not None:
        found = _in_region(book, found, common)
    lacking = [each for each in found if each.lacks]
    shown = lacking if missing else found
    lines = [_summary(each, common.words) for each in summaries(book, found)]
    lines += [line for each in lacking for line in _lacks(each, common.words)]
    rows = [_row(each, common.words) for each in shown]
    emit(Answered(value=[proved_plain(each) for each in shown], rows=rows, lines=lines), common)
    return _FINDING if lacking else 0


def _in_region(book: Rulebook, found: Iterable[Proved], common: Common) -> tuple[Proved, ...]:
    """Keep the clauses of documents that hold in a region. Raises BadInput, NotFound."""
    region, on = str(common.region), question(common, day_of(clock()())).on
    if not region_fits(region):
        raise BadInput("E-REGION", where="--region", text=region)
    chain = book.chain(region, on)
    if not book.knows_region(region, on) and region != chain[-1]:
        raise NotFound("E-REGION-UNKNOWN", where="--region", text=region, on=on)
    return tuple(each for each in found if each.clause.region in chain)


def _row(proved: Proved, words: Words) -> Row:
    clause = proved.clause
    return {
        "clause": clause.id,
        "article": clause.article,
        "kinds": " ".join(clause.kinds),
        "mark": clause.mark,
        "text": says(clause.says, words),
        "done": "; ".join(f"{way}: {' '.join(names)}" for way, names in clause.done.items()),
        "person": clause.person and says(clause.person, words),
        "left_aside": clause.left and says(clause.left, words),
        "missing": clause.missing and says(clause.missing, words),
        "lacks": "; ".join(_lack(each.code, each.name, words) for each in proved.lacks),
    }


def _summary(summary: Summary, words: Words) -> str:
    told = words.say("mark.comma").join(
        words.say("coverage.mark", mark=mark, done=summary.proved[mark], all=summary.marks[mark])
        for mark in _MARKS
        if summary.marks[mark]
    )
    return f"{says(summary.title, words)}{words.say('mark.colon')}{told}"


def _lacks(proved: Proved, words: Words) -> Iterator[str]:
    for each in proved.lacks:
        reason = _lack(each.code, each.name, words)
        mark = words.say("mark.colon")
        yield f"  {proved.clause.id} {says(proved.clause.says, words)}{mark}{reason}"


def _lack(code: str, name: str, words: Words) -> str:
    return words.say(f"lack.{code}", name=name)
