"""Makes a failing example small: fewer rules, fewer rows, shorter expressions, while it fails.

What is drawn from a seed cannot be made smaller by drawing again; it is cut down instead.
"""

import copy
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from compliance.domain.relations import RELATIONS
from compliance.rules import tree
from compliance.rules.lexer import SyntaxFault
from compliance.rules.parser import parse
from tests.rules.spanned import Span

Plain = dict[str, Any]
Fails = Callable[[Plain, list[Span]], bool]
_SMALLEST = ("true", "false", "0", "1", "'a'", "asof", "[]")
_OPTIONAL = (
    "applies", "exceptions", "act", "decided", "from", "to", "in", "gap", "flag", "unit", "rank",
)  # fmt: skip


def reduced(plain: Plain, spans: Sequence[Span], fails: Fails) -> tuple[Plain, list[Span]]:
    """Return a small pack and few spans on which it still fails."""
    small, rows = copy.deepcopy(plain), list(spans)
    before = ""
    while before != (before := json.dumps(small) + str(rows)):
        small = _fewer_rules(small, rows, fails)
        rows = _fewer_rows(small, rows, fails)
        small = _plainer_rules(small, rows, fails)
        rows = _plainer_rows(small, rows, fails)
    return small, rows


def told(plain: Plain, spans: Sequence[Span]) -> str:
    """Write a small example down."""
    named = {
        name for name in plain.get("params", {}) if name in str((plain["rules"], plain["defs"]))
    }
    params = {name: plain["params"][name] for name in named}
    rules = {
        key: {name: each for name, each in rule.items() if name not in {"title", "says"}}
        for key, rule in plain["rules"].items()
    }
    rows = [_row(span) for span in spans]
    return "\n".join((f"rules {rules}", f"defs {plain['defs']}", f"params {params}", *rows))


def _row(span: Span) -> str:
    values = {name: each for name, each in span.values.items() if each is not None}
    return f"{span._replace(values=values)}"


def _fewer_rules(plain: Plain, rows: list[Span], fails: Fails) -> Plain:
    for section in ("rules", "defs"):
        for key in list(plain[section]):
            less = copy.deepcopy(plain)
            del less[section][key]
            plain = less if less["rules"] and fails(less, rows) else plain
    return plain


def _fewer_rows(plain: Plain, rows: list[Span], fails: Fails) -> list[Span]:
    size = max(1, len(rows) // 2)
    while size:
        place = 0
        while place < len(rows):
            less = rows[:place] + rows[place + size :]
            if fails(plain, less):
                rows = less
            else:
                place += size
        size //= 2
    return rows


def _plainer_rules(plain: Plain, rows: list[Span], fails: Fails) -> Plain:
    for change in _changes(plain):
        less = copy.deepcopy(plain)
        if change(less) and fails(less, rows):
            plain = less
    return plain


def _changes(plain: Plain) -> Iterator[Callable[[Plain], bool]]:
    for key, rule in plain["rules"].items():
        for name in _OPTIONAL:
            yield lambda less, key=key, name=name: less["rules"][key].pop(name, None) is not None  # type: ignore[misc]
        for name in ("ladder", "exceptions"):
            for _ in rule.get(name, ())[:-1]:
                yield lambda less, key=key, name=name: _popped(less, ("rules", key, name))  # type: ignore[misc]
    for name, param in plain["params"].items():
        for _ in param["values"][1:]:
            yield lambda less, name=name: _popped(less, ("params", name, "values"))  # type: ignore[misc]
    for path, text in _texts(plain):
        for shorter in _shorter(text):
            yield lambda less, path=path, text=text, shorter=shorter: _replaced(  # type: ignore[misc]
                less, path, text, shorter
            )


def _popped(plain: Plain, path: tuple[str, ...]) -> bool:
    found: Any = plain
    for step in path:
        found = found.get(step, {})
    if len(found) < 2:
        return False
    found.pop(0)
    return True


def _texts(plain: Plain) -> Iterator[tuple[tuple[Any, ...], str]]:
    for head, body in plain["defs"].items():
        yield ("defs", head), body
    for key, rule in plain["rules"].items():
        for name in ("applies", "require", "act", "decided"):
            if name in rule:
                yield ("rules", key, name), rule[name]
        for name in ("ladder", "exceptions"):
            for place, rung in enumerate(rule.get(name, ())):
                if "when" in rung:
                    yield ("rules", key, name, place, "when"), rung["when"]


def _shorter(text: str) -> Iterator[tuple[str, str]]:
    """Yield pieces of an expression, and what may stand in their place: a part, or a literal."""
    try:
        nodes = [each for each in tree.walk(parse(text)) if each.text in text]
    except SyntaxFault:
        return
    for node in nodes:
        parts = [
            each.text for each in list(tree.walk(node))[1:] if len(each.text) < len(node.text)
        ]
        for part in (*_SMALLEST, *parts):
            if len(part) < len(node.text):
                yield node.text, part


def _replaced(plain: Plain, path: tuple[Any, ...], text: str, by: tuple[str, str]) -> bool:
    held: Any = plain
    try:
        for step in path[:-1]:
            held = held[step]
        if held[path[-1]] != text:
            return False
    except (KeyError, IndexError):
        return False
    held[path[-1]] = text.replace(*by, 1)
    return True


def _plainer_rows(plain: Plain, rows: list[Span], fails: Fails) -> list[Span]:
    for place, span in enumerate(rows):
        for less_told in _plainer(span):
            less = [*rows[:place], less_told(rows[place]), *rows[place + 1 :]]
            rows = less if less != rows and fails(plain, less) else rows
    return rows


def _plainer(span: Span) -> Iterator[Callable[[Span], Span]]:
    """Yield ways to say less in a row."""
    declared = RELATIONS[span.relation]
    for name, column in {**declared.columns, **declared.closing}.items():
        if column.presence != "required":
            yield lambda row, name=name: row._replace(values={**row.values, name: None})  # type: ignore[misc]
    yield lambda row: row._replace(closed=None, ended_by=())
    yield lambda row: row._replace(until=None, changed=False)
