"""A row of an audit as the cells of a table: words in the language, money in yuan, positions as #.

It goes by what a value is; only a few columns, whose words are the program's own, by their name.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cli.output import Row
from cli.say import Words
from cli.why import missing_text
from compliance.domain.envelope import Actor
from compliance.domain.findings import Cite, Missing
from compliance.engine.audits.notices import Notice

_FEN, _YUAN = "_fen", "_yuan"
_SPOKEN = frozenset({
    "verdict", "how", "event", "progress", "act", "held", "why", "outcome", "kind", "kinds",
    "binding", "instead", "surcharge_verdict", "to", "before",
})  # fmt: skip
"""Columns of the program's own words."""


def tabled(row: Any, words: Words) -> Row:
    """Return a named tuple's cells; a record within that is no value of its own is laid open."""
    cells: dict[str, Any] = {}
    for name, value in row._asdict().items():
        if _is_record(value):
            cells.update(tabled(value, words))
        else:
            cells[_column(name)] = _cell(name, value, words)
    return cells


def yuan(fen: int | str) -> str:
    """Write fen as yuan, exactly: 500000 is 5000.00, and half a fen 0.005."""
    whole, _, half = str(fen).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    padded = digits.rjust(3, "0")
    return f"{sign}{padded[:-2]}.{padded[-2:]}{half}"


def _is_record(value: Any) -> bool:
    return hasattr(value, "_asdict") and not isinstance(value, Actor | Notice)


def _column(name: str) -> str:
    return name.removesuffix(_FEN) + _YUAN if name.endswith(_FEN) else name


def _cell(name: str, value: Any, words: Words) -> Any:
    match value:
        case None:
            return None
        case bool():
            return words.value(str(value).lower())
        case date():
            return value.isoformat()
        case str() | int():
            return _plain(name, value, words)
        case Mapping():
            changes = (_change(field, each, words) for field, each in value.items())
            return words.say("mark.semicolon").join(changes)
        case _:
            return _composed(name, value, words)


def _plain(name: str, value: str | int, words: Words) -> str | int:
    if name.endswith(_FEN):
        return yuan(value)
    return _said(str(value), words) if name in _SPOKEN else value


def _composed(name: str, value: Any, words: Words) -> str:
    """Write an actor, a notice, or a list of things."""
    match value:
        case Actor(id=who, org=None):
            return who
        case Actor(id=who, org=org):
            return f"{who}@{org}"
        case Notice(on=on, position=position, event=event):
            return f"{on} {words.value(event)} #{position}"
    comma = words.say("mark.comma")
    if name == "evidence":
        return " ".join(f"#{position}" for position in value)
    if name == "cite":
        return " ".join(map(str, value))
    return comma.join(_listed(name, each, words) for each in value)


def _listed(name: str, each: Any, words: Words) -> str:
    match each:
        case Missing():
            return missing_text(each, words)
        case Cite():
            return str(each)
        case str():
            return _said(each, words) if name in _SPOKEN else each
        case _:
            return f"{each.number} {yuan(each.fine_fen)} ({each.facility})"


def _said(word: str, words: Words) -> str:
    """Say a word of the audits' own, or of the whole program."""
    own = f"audit.value.{word}"
    return words.say(own) if words.knows(own) else words.value(word)


def _change(field: str, each: Mapping[str, Any], words: Words) -> str:
    return f"{words.value(field)} {_told(each['from'])} → {_told(each['to'])}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_told, value))
    return "–" if value is None else str(value)
