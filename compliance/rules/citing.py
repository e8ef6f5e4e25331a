"""Citing: which words of which document are quoted, and what in the packs rests on them.

It reads canonical packs as plain JSON, so that whatever section cites an article is found.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from compliance.domain.identifiers import normal_document_no
from compliance.rules.pack import Source
from compliance.rules.plan import cites
from compliance.rules.reading import read_source

_NUMERAL = "[0-9〇零一二三四五六七八九十百]+"
_ARTICLE = re.compile(rf"《?(.*?)》?第({_NUMERAL})条(?:第({_NUMERAL})款)?")
_DIGITS = {each: value for value, each in enumerate("〇一二三四五六七八九")} | {"零": 0}
_STATE = "中华人民共和国"
_KINDS = {
    "params": "param", "rules": "rule", "targets": "target", "indicators": "indicator",
    "calendars": "calendar", "clauses": "clause", "also": "rule",
}  # fmt: skip
_OWN_KINDS = ("deadline", "disclosure")
"""Rules that are called by their kind: they have commands of their own."""


class Rest(NamedTuple):
    """Something in a pack that cites an article: what it is, and where it holds."""

    kind: str
    id: str
    pack: str
    region: str
    binding: str
    status: str


class Quoted(NamedTuple):
    """An article as a pack quotes it, and what rests on it."""

    source: Source
    pack: str
    article: str
    text: str
    rests: tuple[Rest, ...]


def quoted(texts: Iterable[str], asked: str) -> tuple[Quoted, ...]:
    """Return the articles that canonical packs quote and a word means; none = not quoted.

    `pfpl#41`, `41.2`, 第四十一条, 《…法》第四十一条第二款, a document's title or number.
    """
    packs = [json.loads(text) for text in texts]
    sources = [(pack["pack"], each) for pack in packs for each in _sources(pack)]
    rests: dict[tuple[str, str], list[Rest]] = {}
    for pack in packs:
        for about, rest in _resting(pack):
            rests.setdefault(about, []).append(rest)
    return tuple(
        Quoted(
            source=source,
            pack=pack,
            article=article,
            text=source.texts[article],
            rests=tuple(dict.fromkeys(rests.get((source.id, article), ()))),
        )
        for pack, source, article in _meant(sources, asked.strip())
    )


def _sources(pack: Mapping[str, Any]) -> Iterator[Source]:
    for key, plain in pack.get("sources", {}).items():
        yield read_source(key, plain)


def _meant(sources: list[tuple[str, Source]], asked: str) -> Iterator[tuple[str, Source, str]]:
    document, article = _asked(asked)
    chosen = sources if document is None else _documents(sources, document)
    if document is None and article is None:
        chosen = _documents(sources, asked)
        chosen, article = (chosen, None) if chosen else (sources, asked)
    for pack, source in chosen:
        for key in source.texts if article is None else _articles(source.texts, article):
            yield pack, source, key


def _asked(text: str) -> tuple[str | None, str | None]:
    """Tell the document from the article; neither, where the words do not say which they are."""
    document, mark, article = text.partition("#")
    if mark:
        return document.strip() or None, article.strip() or None
    found = _ARTICLE.fullmatch(text)
    if found is None:
        return None, None
    name, number, paragraph = found.groups()
    parts = [str(_number(each)) for each in (number, paragraph) if each]
    return name.strip("《》 ") or None, ".".join(parts)


def _number(text: str) -> int:
    """Read 41, 四十一, 一百二十六, 一二六."""
    if text.isascii():
        return int(text)
    total = digit = 0
    for each in text:
        if each in _DIGITS:
            digit = digit * 10 + _DIGITS[each]
        else:
            total += (digit or 1) * (10 if each == "十" else 100)
            digit = 0
    return total + digit


def _documents(sources: list[tuple[str, Source]], asked: str) -> list[tuple[str, Source]]:
    """Return the documents that a name means exactly; else those whose title holds it."""
    plain = asked.strip("《》 ").casefold()
    number = normal_document_no(plain)
    exact = [
        (pack, each)
        for pack, each in sources
        if plain in {each.id, *map(_short, each.title)}
        or (each.number is not None and number == normal_document_no(each.number).casefold())
    ]
    return exact or [
        (pack, each)
        for pack, each in sources
        if plain and any(plain in title.casefold() for title in each.title)
    ]


def _short(title: str) -> str:
    return title.casefold().removeprefix(_STATE)


def _articles(texts: Mapping[str, str], asked: str) -> list[str]:
    """Return an article with its paragraphs; where none is quoted so, what stands around it."""
    while asked:
        found = [key for key in texts if key == asked or key.startswith(f"{asked}.")]
        if found:
            return found
        asked = asked.rpartition(".")[0]
    return []


def _resting(pack: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Rest]]:
    for section, held in pack.items():
        if section not in _KINDS:
            continue
        for key, plain in held.items() if isinstance(held, dict) else _listed(held):
            own = plain.get("kind")
            kind = own if own in _OWN_KINDS else _KINDS[section]
            status = plain.get("status", "in_force")
            yield from _cited(plain, Rest(kind, key, pack["pack"], "CN", "duty", status))


def _listed(held: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name the items of a list by their id and year."""
    for plain in held:
        told = (plain.get(name) for name in ("id", "year"))
        yield " ".join(str(each) for each in told if each is not None), plain


def _cited(plain: Any, rest: Rest) -> Iterator[tuple[tuple[str, str], Rest]]:
    """Yield every article cited in a value, cases apart; the nearest `in` says where it holds."""
    if isinstance(plain, list):
        for each in plain:
            yield from _cited(each, rest)
    if not isinstance(plain, dict):
        return
    here = rest._replace(
        region=plain.get("in", rest.region), binding=plain.get("binding", rest.binding)
    )
    for cite in cites(plain.get("cite")):
        yield (cite.source, cite.article), here
    for key, each in plain.items():
        if key not in {"cite", "cases"}:
            yield from _cited(each, here)
