"""How two sets of packs differ: what was added, removed, changed, and in which attribute.

Compared are canonical texts, entry by entry: a document, an article's text, a parameter, one of
its values, a definition, a rule, a case, and whatever else a pack may hold.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

_Entries = dict[tuple[str, str], dict[str, Any]]
_HEAD = ("pack", "title", "version")


class Difference(NamedTuple):
    """One difference: where it is, and for a change the attribute with its old and new value."""

    pack: str
    section: str
    id: str
    change: Literal["added", "removed", "changed"]
    attribute: str | None = None
    old: Any = None
    new: Any = None


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """Yield how packs' canonical texts differ, pack by pack in order of their names."""
    for pack in sorted({*old, *new}):
        if old.get(pack) != new.get(pack):
            yield from _of_pack(pack, _entries(old.get(pack)), _entries(new.get(pack)))


def _of_pack(pack: str, old: _Entries, new: _Entries) -> Iterator[Difference]:
    for section, name in dict.fromkeys((*old, *new)):
        was, now = old.get((section, name)), new.get((section, name))
        if was is not None and now is not None:
            yield from _of_entry(Difference(pack, section, name, "changed"), was, now)
        elif section != "cases" or _of_one_rule(name, old) == _of_one_rule(name, new):
            yield Difference(pack, section, name, "removed" if now is None else "added")


def _of_entry(
    base: Difference, was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Difference]:
    for attribute in sorted({*was, *now}):
        old, new = was.get(attribute), now.get(attribute)
        if old != new:
            yield base._replace(attribute=attribute, old=old, new=new)


def _of_one_rule(name: str, entries: _Entries) -> bool:
    """Say whether the rule that a case tries is there: a new rule's cases go without saying."""
    return ("rules", name.partition(": ")[0]) in entries


def _entries(text: str | None) -> _Entries:
    if text is None:
        return {}
    pack = json.loads(text)
    found: _Entries = {("pack", pack["pack"]): {name: pack[name] for name in _HEAD}}
    for section, held in pack.items():
        if section not in _HEAD:
            part: Callable[[str, Any], _Entries] = _PARTS.get(section, _plainly)
            found |= part(section, held)
    return found


def _plainly(section: str, held: Any) -> _Entries:
    """Take a section's keys, or what identifies an item of its list."""
    items = held.items() if isinstance(held, dict) else ((_key(each), each) for each in held)
    return {
        (section, key): each if isinstance(each, dict) else {"is": each} for key, each in items
    }


def _key(item: Mapping[str, Any]) -> str:
    place = item.get("in", "CN" if "value" in item else None)
    told = (*map(item.get, ("id", "code")), place, *map(item.get, ("indicator", "year", "from")))
    return " ".join(str(each) for each in told if each is not None)


def _sources(section: str, held: Mapping[str, Any]) -> _Entries:
    found = _plainly(section, {key: _without(each, "text") for key, each in held.items()})
    for key, each in held.items():
        for article, text in each.get("text", {}).items():
            found["articles", f"{key}#{article}"] = {"text": text}
    return found


def _params(section: str, held: Mapping[str, Any]) -> _Entries:
    found = _plainly(section, {key: _without(each, "values") for key, each in held.items()})
    for name, each in held.items():
        for place, value in enumerate(each["values"]):
            key = ("values", f"{name} {_key(value)}")
            found[(*key[:1], f"{key[1]} {place}") if key in found else key] = value
    return found


def _rules(section: str, held: Mapping[str, Any]) -> _Entries:
    found = _plainly(section, {key: _without(each, "cases") for key, each in held.items()})
    for rule, each in held.items():
        for case in each.get("cases", ()):
            found["cases", f"{rule}: {case['name']}"] = case
    return found


def _without(plain: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key != name}


_PARTS = {"sources": _sources, "params": _params, "rules": _rules}
