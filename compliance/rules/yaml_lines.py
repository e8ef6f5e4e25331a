"""YAML as plain values, with the line of every value: so that an error can name its place."""

from datetime import date
from typing import Any

import yaml

from compliance.domain.errors import BadInput

Path = tuple[str | int, ...]
Lines = dict[Path, int]


def read_yaml(text: str, where: str) -> tuple[Any, Lines]:
    """Return the document and the line (from 1) of each value. Raises BadInput (E-PACK-YAML)."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        reason = getattr(fault, "problem", None) or str(fault)
        raise BadInput("E-PACK-YAML", where=f"{where}:{line}", reason=reason) from None
    lines: Lines = {}
    return (None if node is None else _plain(node, (), lines, where)), lines


def _plain(node: yaml.Node, path: Path, lines: Lines, where: str) -> Any:
    lines[path] = node.start_mark.line + 1
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
        if key in found:
            line = key_node.start_mark.line + 1
            raise BadInput("E-PACK-TWICE", where=f"{where}:{line}", name=key)
        found[key] = _plain(value_node, (*path, key), lines, where)
        lines[(*path, key)] = key_node.start_mark.line + 1
    return found


def _scalar(node: yaml.Node, where: str) -> Any:
    """Read a scalar as YAML does, days as ISO text; a float becomes text (no floats in packs)."""
    try:
        value = yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError) as fault:
        reason = getattr(fault, "problem", None) or str(fault)
        line = f"{where}:{node.start_mark.line + 1}"
        raise BadInput("E-PACK-YAML", where=line, reason=reason) from None
    if isinstance(value, date | float):
        return str(node.value)
    return value
