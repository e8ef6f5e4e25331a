"""The packs' door: YAML files become canonical JSON, or are refused with file, line and reason.

Shapes are checked here by pydantic, expressions by the parser; what names mean, by `check`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from compliance.domain.errors import BadInput
from compliance.rules.amounts import misshapen
from compliance.rules.written import PackIn
from compliance.rules.yaml_lines import Lines, read_yaml


def canonical_pack(path: Path) -> tuple[str, Lines]:
    """Return a pack file's canonical JSON, and the line of each value. Raises BadInput."""
    where = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(
            "E-PACK-FILE", where=str(path), reason=getattr(fault, "strerror", None) or str(fault)
        ) from None
    plain, lines = read_yaml(text, where)
    try:
        model = PackIn.model_validate(plain)
    except ValidationError as fault:
        raise _refusal(fault, lines, where) from None
    for place, reason in _misshapen(model):
        at = f"{where}:{line_of(lines, place)}"
        raise BadInput("E-PACK-SHAPE", where=at, field=_dotted(place), reason=reason)
    written = model.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":")), lines


def line_of(lines: Lines, path: tuple[str | int, ...]) -> int:
    """Return the line of a value, or of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _refusal(fault: ValidationError, lines: Lines, where: str) -> BadInput:
    first = fault.errors(include_url=False)[0]
    place = tuple(part for part in first["loc"] if part not in {"function-after", "str"})
    line = line_of(lines, place)
    if "cite" in place and (first["type"] == "missing" or first["input"] == []):
        return BadInput("E-PACK-CITE", where=f"{where}:{line}", rule=place[1])
    if place[-1:] == ("cases",):
        return BadInput("E-PACK-CASE", where=f"{where}:{line}", rule=place[1])
    reason = first["msg"].removeprefix("Value error, ")
    return BadInput("E-PACK-SHAPE", where=f"{where}:{line}", field=_dotted(place), reason=reason)


def _misshapen(model: PackIn) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the place of every parameter's value that does not fit its type, and why."""
    for name, param in model.params.items():
        for place, each in enumerate(param.values):
            reason = misshapen(param.type, each.value)
            if reason is not None:
                yield ("params", name, "values", place, "value"), reason


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in place)
