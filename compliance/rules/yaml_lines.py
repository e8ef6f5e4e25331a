"""YAML as plain values, with the line of every value: so that an error can name its place.

Python reads what comes from outside. `quick`, for our own packs, is libyaml's reader where there
is one: it reads them alike, but not everything that others may write.
"""

from contextlib import suppress
from datetime import date
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from compliance.domain.errors import BadInput

Step = str | int
Path = tuple[Step, ...]
Lines = dict[Path, str]
"""The path of a value → `file:line`, the line from 1."""

_TEXT = "tag:yaml.org,2002:str"
_QUICK: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, where: str, *, quick: bool = False) -> tuple[Any, Lines]:
    """Return the document and the place of each value. Raises BadInput (E-PACK-YAML)."""
    lines: Lines = {(): f"{where}:1"}
    try:
        node = _composed(text, quick=quick)
        return (None if node is None else _plain(node, (), lines, where)), lines
    except RecursionError:
        raise BadInput("E-PACK-YAML", where=f"{where}:1", reason="nested too deeply") from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        reason = getattr(fault, "problem", None) or str(fault)
        raise BadInput("E-PACK-YAML", where=f"{where}:{line}", reason=reason) from None


def _composed(text: str, *, quick: bool) -> yaml.Node | None:
    if quick:
        with suppress(yaml.YAMLError):  # the reader below says it in the same words everywhere
            return yaml.compose(text, Loader=_QUICK)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _plain(node: yaml.Node, path: Path, lines: Lines, where: str) -> Any:
    lines[path] = f"{where}:{node.start_mark.line + 1}"
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, lines, where)
        case yaml.SequenceNode():
            return [
                _plain(each, (*path, place), lines, where) for place, each in enumerate(node.value)
            ]
        case _:
            return _scalar(node, where)


def _mapping(node: yaml.MappingNode, path: Path, lines: Lines, where: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        at = f"{where}:{key_node.start_mark.line + 1}"
        if key in found:
            raise BadInput("E-PACK-TWICE", where=at, name=key)
        found[key] = _plain(value_node, (*path, key), lines, where)
        lines[(*path, key)] = at
    return found


def _scalar(node: yaml.Node, where: str) -> Any:
    """Read a scalar as YAML does, days as ISO text; a float becomes text (no floats in packs)."""
    if node.tag == _TEXT:
        return node.value
    try:
        value = SafeConstructor().construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as fault:
        reason = getattr(fault, "problem", None) or str(fault)
        line = f"{where}:{node.start_mark.line + 1}"
        raise BadInput("E-PACK-YAML", where=line, reason=reason) from None
    if isinstance(value, date | float):
        return str(node.value)
    return value
