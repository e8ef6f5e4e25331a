"""`tuoyu rules cite|diff`: the words of the law, and what has changed in the packs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from cli.frame import Common, argument, command
from cli.human import says
from cli.office import known_at, open_desk, texts_asked_for
from cli.output import Answered, Row, emit
from cli.say import Words
from compliance.domain.errors import BadInput, NotFound
from compliance.engine.adopt import texts_in_use
from compliance.engine.lint import lint
from compliance.rules.citing import Quoted, Rest, quoted
from compliance.rules.differing import Difference, differences
from compliance.rules.installed import installed_texts
from compliance.rules.pack import ALWAYS
from compliance.wiring import cache_folder

_FINDING = 1
_Texts = Mapping[str, str]


def law_commands(words: Words) -> list[click.Command]:
    """Build the commands."""
    built = [
        command("cite", words, _cite, [argument("article")]),
        command(
            "diff", words, _diff, [argument("old", metavar="A"), argument("new", metavar="B")]
        ),
    ]
    for each in built:
        each.help = words.say(f"help.rules.{each.name}")
    return built


def _cite(common: Common, article: str) -> None:
    found = quoted(texts_asked_for(common).values(), article)
    if not found:
        raise NotFound("E-ARTICLE-UNKNOWN", text=article)
    lines = [line for each in found for line in _quotation(each, common.words)]
    plain = [_plain(each) for each in found]
    rows = [_row(each, common.words) for each in found]
    emit(Answered(value=plain, rows=rows, lines=lines), common)


def _plain(found: Quoted) -> dict[str, Any]:
    source = found.source
    return {
        "source": source.id,
        "article": found.article,
        "text": found.text,
        "title": {"zh": source.title.zh, "en": source.title.en},
        "kind": source.kind,
        "issuer": source.issuer,
        "number": source.number,
        "from": None if source.since == ALWAYS else source.since.isoformat(),
        "to": None if source.until is None else source.until.isoformat(),
        "status": source.status,
        "checked": source.checked,
        "note": source.note,
        "pack": found.pack,
        "rests": [rest._asdict() for rest in found.rests],
    }


def _row(found: Quoted, words: Words) -> Row:
    """Return a row whose words are in the language."""
    plain = _plain(found)
    title = says(found.source.title, words)
    told = {name: words.value(plain[name]) for name in ("kind", "status", "checked")}
    return {**plain, **told, "title": title, "rests": "; ".join(map(_rest_id, found.rests))}


def _quotation(found: Quoted, words: Words) -> list[str]:
    row = _row(found, words)
    shown = ("number", "from", "to", "kind", "status", "checked")
    about = [words.line(f"column.{name}", row[name]) for name in shown if row[name] is not None]
    mark = words.say("mark.colon")
    return [
        f"{row['title']} {found.article}{mark}{found.text}",
        f"  {words.say('mark.semicolon').join(about)}",
        *(f"  ← {_rest_line(rest, words)}" for rest in found.rests),
    ]


def _rest_line(rest: Rest, words: Words) -> str:
    told = dict.fromkeys((words.value(rest.binding), words.value(rest.status)))
    return f"{words.say(f'rest.{rest.kind}')} {_rest_id(rest)} [{', '.join(told)}]"


def _rest_id(rest: Rest) -> str:
    return f"{rest.id} ({rest.region})"


def _diff(common: Common, old: str, new: str) -> int:
    installed = installed_texts(cache_folder())
    (was, part), (now, other) = (side_texts(common, word, installed) for word in (old, new))
    if part != other:  # a file against all packs in use: against those of its name
        named = was if part else now
        was, now = _named(was, named), _named(now, named)
    found = list(differences(was, now))
    rows = [_difference(each) for each in found]
    shown = [{**row, "from": _short(row["from"]), "to": _short(row["to"])} for row in rows]
    lines = None if found else [common.words.say("rules.same")]
    emit(Answered(value=rows, rows=[_in_words(row, common.words) for row in shown], lines=lines),
         common)  # fmt: skip
    return _FINDING if found else 0


def side_texts(common: Common, word: str, installed: _Texts) -> tuple[_Texts, bool]:
    """Return the packs that a word means, and whether they are a file's or folder's own."""
    if word == "installed":
        return installed, False
    if word == "adopted":
        return texts_in_use(open_desk(common)), False
    path = Path(word)
    if path.exists() or path.suffix == ".yaml" or path.name != word:
        return lint(path, installed), True
    desk = open_desk(common)
    try:
        known = known_at(word, desk.today)
    except BadInput:
        raise BadInput("E-DIFF-SIDE", text=word) from None
    return texts_in_use(desk, known), False


def _named(texts: _Texts, names: _Texts) -> _Texts:
    return {pack: text for pack, text in texts.items() if pack in names}


def _difference(found: Difference) -> dict[str, Any]:
    plain = found._asdict()
    return {**{name: plain[name] for name in ("pack", "section", "id", "change", "attribute")},
            "from": found.old, "to": found.new}  # fmt: skip


def _short(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _in_words(row: Row, words: Words) -> Row:
    return {**row, "change": words.value(row["change"]), "section": words.value(row["section"])}
