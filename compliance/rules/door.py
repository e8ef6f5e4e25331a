"""The packs' door: YAML files become canonical JSON, or are refused with file, line and reason.

Shapes are checked here by pydantic, expressions by the parser; what names mean, by `check`.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from compliance.domain.errors import BadInput
from compliance.rules.amounts import misshapen
from compliance.rules.parts import place_of, read_parts
from compliance.rules.written import PackIn
from compliance.rules.yaml_lines import Lines


def canonical_pack(path: Path) -> tuple[str, Lines]:
    """Return a pack's canonical JSON, and the place of each value. Raises BadInput."""
    plain, lines = read_parts(path)
    try:
        model = PackIn.model_validate(plain)
    except ValidationError as fault:
        raise _refusal(fault, lines) from None
    for place, reason in _misshapen(model):
        at = place_of(lines, place)
        raise BadInput("E-PACK-SHAPE", where=at, field=_dotted(place), reason=reason)
    written = model.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":")), lines


def _refusal(fault: ValidationError, lines: Lines) -> BadInput:
    first = fault.errors(include_url=False)[0]
    place = tuple(part for part in first["loc"] if part not in {"function-after", "str"})
    where = place_of(lines, place)
    if "cite" in place and (first["type"] == "missing" or first["input"] == []):
        return BadInput("E-PACK-CITE", where=where, rule=place[1])
    if place[-1:] == ("cases",):
        return BadInput("E-PACK-CASE", where=where, rule=place[1])
    reason = first["msg"].removeprefix("Value error, ")
    return BadInput("E-PACK-SHAPE", where=where, field=_dotted(place), reason=reason)


def _misshapen(model: PackIn) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the place of every parameter's value that does not fit its type, and why."""
    for name, param in model.params.items():
        for place, each in enumerate(param.values):
            reason = misshapen(param.type, each.value)
            if reason is not None:
                yield ("params", name, "values", place, "value"), reason


def _dotted(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in place)
