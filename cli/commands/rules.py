"""`tuoyu rules list|show|lint|test|adopt|keep …`: the pages of the law, as they are read."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from cli.commands.cover import coverage_command
from cli.commands.law import law_commands
from cli.commands.suppose import what_if_command
from cli.frame import Common, argument, command, option
from cli.human import says
from cli.office import actor, asked_region, key, open_desk, question, texts_asked_for
from cli.output import Answered, Row, emit
from cli.say import Words
from cli.spoken import group
from compliance.domain.errors import NotFound
from compliance.domain.time import day_of
from compliance.engine.adopt import adopt, book_of, keep, texts_in_use, to_adopt
from compliance.engine.cases import run_cases
from compliance.engine.lint import lint, texts_at
from compliance.rules.book import Rulebook
from compliance.rules.files import PACKS
from compliance.rules.installed import installed_texts
from compliance.rules.pack import ALWAYS, NEVER, Rule
from compliance.rules.reading import digest
from compliance.wiring import cache_folder, clock

_FINDING = 1


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    rules = group(name, words)
    path = argument("path", required=False, metavar="[PACK.yaml|FOLDER]")
    rules.add_command(_sub("list", words, _list, []))
    rules.add_command(_sub("show", words, _show, [argument("rule")]))
    rules.add_command(_sub("lint", words, _lint, [path]))
    rules.add_command(_sub("test", words, _test, [path]))
    installed = option("installed", words, is_flag=True)
    rules.add_command(_sub("adopt", words, _adopt, [path, installed]))
    kept = argument("path", metavar="PACK.yaml|FOLDER")
    rules.add_command(_sub("keep", words, _keep, [kept]))
    for each in (*law_commands(words), what_if_command(words), coverage_command(words)):
        rules.add_command(each)
    return rules


def _sub(name: str, words: Words, run: object, params: list[click.Parameter]) -> click.Command:
    assert callable(run)  # noqa: S101 - ours
    built = command(name, words, run, params)
    built.help = words.say(f"help.rules.{name}")
    return built


def _list(common: Common) -> None:
    rows = [_row(rule, common.words) for rule in _listed(_book(common), common)]
    emit(Answered(value=rows, rows=[_in_words(row, common.words) for row in rows]), common)


def _listed(book: Rulebook, common: Common) -> Sequence[Rule]:
    """Return every rule; with `--region`, those in force there on the day of `--as-of`."""
    region = asked_region(common)
    if region is None:
        return book.rules
    on = question(common, day_of(clock()())).on
    return book.rules_for(book.chain(region, on), on)


def _row(rule: Rule, words: Words) -> Row:
    return {
        "rule": rule.id,
        "title": says(rule.title, words),
        "pack": rule.pack,
        "in": rule.region,
        "from": None if rule.since == ALWAYS else rule.since.isoformat(),
        "to": None if rule.until == NEVER else rule.until.isoformat(),
        "binding": rule.binding,
        "rank": rule.rank,
        "status": rule.status,
        "cite": " ".join(str(cite) for cite in rule.cite),
        "cases": len(rule.cases),
        "kind": rule.kind,
    }


def _in_words(row: Row, words: Words) -> Row:
    """Return a row whose words are in the language."""
    told = {name: words.value(row[name]) for name in ("binding", "rank", "status")}
    return {**row, **told, "kind": words.say(f"kind.{row['kind']}")}


def _show(common: Common, rule: str) -> None:
    book = _book(common)
    found = [each for each in book.rules if each.id == rule]
    if not found:
        raise NotFound("E-RULE-UNKNOWN", text=rule)
    rows = [_row(each, common.words) for each in found]
    lines: list[str] = []
    for each, row in zip(found, rows, strict=True):
        shown = _in_words(row, common.words).items()
        lines += [common.words.line(f"column.{name}", value) for name, value in shown]
        lines += [*_dated(each, common.words), *_quoted(book, each, common.words)]
    emit(Answered(value=rows, rows=rows, lines=lines), common)


def _dated(rule: Rule, words: Words) -> list[str]:
    """Say of a deadline who bears it, and by which expression its last day is found."""
    if rule.due_text is None:
        return []
    borne = words.say(f"due.bearer.{rule.bearer}")
    return [words.line("column.bearer", borne), words.line("column.due", rule.due_text)]


def _quoted(book: Rulebook, rule: Rule, words: Words) -> list[str]:
    rungs = [cite for rung in rule.rungs for cite in rung.cite]
    lines = []
    for cite in dict.fromkeys((*rule.cite, *rungs)):
        document = book.sources.get(cite.source)
        if document is not None:
            text = document.texts.get(cite.article, "–")
            place = f"{says(document.title, words)} {cite.article}"
            lines.append(f"  {place}{words.say('mark.colon')}{text}")
    return lines


def _lint(common: Common, path: str | None) -> None:
    count = len(_sound(path))
    told = {"ok": True, "packs": count}
    emit(Answered(value=told, lines=[common.words.say("rules.sound", count=count)]), common)


def _test(common: Common, path: str | None) -> int:
    own = _sound(path)
    book = book_of(tuple({**installed_texts(cache_folder()), **own}.values()))
    results = [each for each in run_cases(book) if path is None or each.pack in own]
    failed = [each for each in results if each.differs]
    rows = [
        {"pack": r.pack, "rule": r.rule, "case": r.name, "differs": "; ".join(r.differs)}
        for r in failed
    ]
    passed = len(results) - len(failed)
    lines = [f"{row['rule']} · {row['case']}: {row['differs']}" for row in rows]
    lines.append(common.words.say("rules.tested", passed=passed, failed=len(failed)))
    told = {"passed": passed, "failed": rows}
    emit(Answered(value=told, rows=rows, lines=lines), common)
    return _FINDING if failed else 0


def _adopt(common: Common, path: str | None, installed: bool) -> None:  # noqa: FBT001
    desk = open_desk(common)
    if path is None and not installed:
        raise NotFound("E-ADOPT-WHAT", where="PACK.yaml")
    texts = dict(desk.installed()) if installed else {}
    if path is not None:
        texts |= lint(Path(path), {**texts_in_use(desk), **texts})
    if common.dry_run:
        emit(Answered(value=[], lines=[common.words.say("record.nothing")]), common)
        return
    call = key(common)
    appended = adopt(desk, to_adopt(desk, texts, call), actor(common), call)
    rows = [
        {"position": e.position, "pack": e.data.pack, "version": e.data.version,
         "sha256": e.data.sha256}
        for e in appended.events
    ]  # fmt: skip
    emit(Answered(value=rows, rows=rows), common)


def _keep(common: Common, path: str) -> None:
    texts = texts_at(Path(path))
    if not common.dry_run:
        keep(open_desk(common), texts)
    rows = [{"pack": pack, "sha256": digest(text)} for pack, text in texts.items()]
    said = "record.nothing" if common.dry_run else "rules.kept"
    emit(Answered(value=rows, lines=[common.words.say(said, count=len(rows))]), common)


def _sound(path: str | None) -> Mapping[str, str]:
    """Return the texts of the packs at a path, or of the installed ones, once they are checked."""
    return lint(PACKS) if path is None else lint(Path(path), installed_texts(cache_folder()))


def _book(common: Common) -> Rulebook:
    return book_of(tuple(texts_asked_for(common).values()))
