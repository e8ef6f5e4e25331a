"""Lines of JSON from outside: all are read before anything is recorded, every fault named."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from compliance.domain.errors import Answer, BadInput


class Line(NamedTuple):
    """One line: its number (from 1), its place among the lines that hold anything, its object."""

    number: int
    place: int
    plain: dict[str, Any]


class LinesFile(NamedTuple):
    """A file of lines: its name, the digest of its bytes, and its text."""

    name: str
    sha256: str
    text: str

    def lines(self) -> Iterator[Line | Answer]:
        """Yield each line that holds anything, or what is wrong with it."""
        held = ((no, text) for no, text in enumerate(self.text.split("\n"), 1) if text.strip())
        for place, (number, text) in enumerate(held, 1):
            try:
                yield Line(number, place, _object(text))
            except BadInput as answer:
                yield answer.at(f"{self.name}:{number}")


def read_lines(path: Path) -> LinesFile:
    """Read a file of UTF-8. Raises BadInput (E-FILE, E-FILE-ENCODING) naming the line."""
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise BadInput("E-FILE", where=str(path), reason=fault.strerror or str(fault)) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise BadInput("E-FILE-ENCODING", where=f"{path.name}:{line}") from None
    return LinesFile(path.name, hashlib.sha256(raw).hexdigest(), text)


def json_from(text: str) -> Any:
    """Read JSON strictly: each key once, no NaN. Raises BadInput (E-LINE-JSON, E-LINE-TWICE)."""
    try:
        return json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as fault:
        raise BadInput("E-LINE-JSON", reason=str(fault)) from None
    except RecursionError:
        raise BadInput("E-LINE-JSON", reason="nested too deep") from None


def _object(text: str) -> dict[str, Any]:
    plain = json_from(text)
    if not isinstance(plain, dict):
        raise BadInput("E-LINE-OBJECT")
    return plain


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: nobody can tell which of the two was meant."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise BadInput("E-LINE-TWICE", name=name[:40])
        found[name] = value
    return found
