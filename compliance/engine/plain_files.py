"""Files of settings, YAML or JSON: their plain values, and the place of each.

The readers speak of packs and of lines to import; whoever asks hands in the codes to answer with.
"""

from pathlib import Path
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput
from compliance.intake.lines import json_from
from compliance.intake.sheets import text_of
from compliance.rules.yaml_lines import Lines, read_yaml

_JSON = ".json"
_TWICE = frozenset({"E-PACK-TWICE", "E-LINE-TWICE"})


class Codes(NamedTuple):
    """What is answered where a key stands twice, and where the file is not sound."""

    twice: str
    unsound: str


def read_plain(path: Path, codes: Codes) -> tuple[Any, Lines]:
    """Return a file's plain values and their places. Raises BadInput, FileNotFoundError."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as fault:
        raise BadInput("E-FILE", where=str(path), reason=fault.strerror or str(fault)) from None
    try:
        text = text_of(raw, path.name)
        if path.suffix.lower() == _JSON:
            return json_from(text), {(): path.name}
        return read_yaml(text, path.name)
    except BadInput as answer:
        answer.code = codes.twice if answer.code in _TWICE else codes.unsound
        answer.where = answer.where or path.name
        raise
