"""The files of one pack, read as one: `pack.yaml` and every other YAML file of its folder.

Sections are joined key by key; `cases:` go to the rules that they try. What is said twice is
refused where it is said again; every value keeps the file and line on which it stands.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from compliance.domain.errors import BadInput
from compliance.rules.files import HEAD_FILE, PACKS, parts_of
from compliance.rules.yaml_lines import Lines, Step, read_yaml

_HEAD = frozenset({"pack", "version", "title"})
_CASES = "cases"


def read_parts(path: Path) -> tuple[Any, Lines]:
    """Return a pack's plain values and their places. Raises BadInput (E-PACK-*)."""
    head, *others = parts_of(path)
    plain, lines = _read(head)
    for other in others:
        part, places = _read(other)
        if part is not None:
            _join(plain, lines, part, places)
    if isinstance(plain, dict) and isinstance(plain.get("rules", {}), dict):
        _hand_out(plain, lines)
    return plain, lines


def place_of(lines: Lines, path: tuple[Step, ...]) -> str | None:
    """Return the file and line of a value, or of the nearest thing around it, if any is known."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _read(path: Path) -> tuple[Any, Lines]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise BadInput("E-PACK-FILE", where=str(path), reason=reason) from None
    own = path.is_relative_to(PACKS)
    return read_yaml(text, f"{path.parent.name}/{path.name}", quick=own)


def _join(plain: Any, lines: Lines, part: Any, places: Lines) -> None:
    """Add a part's sections to what the head holds."""
    if not isinstance(plain, dict) or not isinstance(part, dict):
        raise _refused(places, (), "–", "a pack file is a mapping of sections")
    for name, section in part.items():
        if name in _HEAD:
            raise _refused(places, (name,), name, f"it stands in {HEAD_FILE} only")
        if name == _CASES and isinstance(section, dict):
            _join_cases(plain.setdefault(name, {}), lines, section, places)
        else:
            _join_section(plain, lines, name, (section, places))


def _join_section(plain: Any, lines: Lines, name: str, told: tuple[Any, Lines]) -> None:
    section, places = told
    held = plain.get(name)
    if name not in plain:
        plain[name] = section
        _move(lines, places, (name,), (name,))
    elif isinstance(held, dict) and isinstance(section, dict):
        for key, value in section.items():
            if key in held:
                raise BadInput("E-PACK-TWICE", where=places[name, key], name=key)
            held[key] = value
            _move(lines, places, (name, key), (name, key))
    elif isinstance(held, list) and isinstance(section, list):
        _extend(held, lines, ((name,), (name,)), (section, places))
    else:
        raise BadInput("E-PACK-TWICE", where=places[name,], name=name)


def _join_cases(held: Any, lines: Lines, section: dict[str, Any], places: Lines) -> None:
    """Add cases of rules; the cases of one rule may stand in several files."""
    for rule, cases in section.items():
        told = held.setdefault(rule, []) if isinstance(held, dict) else None
        if not isinstance(told, list) or not isinstance(cases, list):
            raise _refused(places, (_CASES, rule), f"{_CASES}.{rule}", "cases are a list")
        lines.setdefault((_CASES, rule), places[_CASES, rule])
        _extend(told, lines, ((_CASES, rule), (_CASES, rule)), (cases, places))


def _hand_out(plain: dict[str, Any], lines: Lines) -> None:
    """Give every case to its rule."""
    section = plain.pop(_CASES, {})
    if not isinstance(section, dict):
        raise _refused(lines, (_CASES,), _CASES, "cases stand under the rule that they try")
    for name, cases in section.items():
        rule = plain.get("rules", {}).get(name)
        at = (_CASES, name)
        if not isinstance(rule, dict):
            raise _refused(lines, at, f"{_CASES}.{name}", f"the pack has no rule {name}")
        own = rule.setdefault(_CASES, [])
        if not isinstance(own, list) or not isinstance(cases, list):
            raise _refused(lines, at, f"{_CASES}.{name}", "cases are a list")
        _extend(own, lines, (at, ("rules", name, _CASES)), (cases, lines))


def _extend(
    held: list[Any],
    lines: Lines,
    paths: tuple[tuple[Step, ...], tuple[Step, ...]],
    told: tuple[list[Any], Lines],
) -> None:
    """Add a list's items to another, and their places."""
    old, new = paths
    items, places = told
    for place, item in enumerate(items):
        _move(lines, places, (*old, place), (*new, len(held)))
        held.append(item)


def _move(lines: Lines, places: Lines, old: tuple[Step, ...], new: tuple[Step, ...]) -> None:
    """Take over the places of a value and of what is in it."""
    lines.update(dict(_within(places, old, new)))


def _within(
    places: Lines, old: tuple[Step, ...], new: tuple[Step, ...]
) -> Iterator[tuple[tuple[Step, ...], str]]:
    for path, place in places.items():
        if path[: len(old)] == old:
            yield (*new, *path[len(old) :]), place


def _refused(places: Lines, path: tuple[Step, ...], field: str, reason: str) -> BadInput:
    where = place_of(places, path) or "–"
    return BadInput("E-PACK-SHAPE", where=where, field=field, reason=reason)
