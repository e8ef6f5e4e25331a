"""Lines of JSON from outside: all are read before anything is recorded, every fault named."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from compliance.domain.errors import BadInput


class Line(NamedTuple):
    """One line: its number (from 1) and its object."""

    number: int
    plain: dict[str, Any]


class LinesFile(NamedTuple):
    """A file of lines: its name, the digest of its bytes, and its text."""

    name: str
    sha256: str
    text: str

    def lines(self) -> Iterator[Line | BadInput]:
        """Yield each line that holds anything, or what is wrong with it."""
        for number, text in enumerate(self.text.split("\n"), 1):
            if text.strip():
                yield _line(f"{self.name}:{number}", number, text)


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


def _line(where: str, number: int, text: str) -> Line | BadInput:
    try:
        plain = json.loads(text, parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as fault:
        return BadInput("E-LINE-JSON", where=where, reason=str(fault))
    if not isinstance(plain, dict):
        return BadInput("E-LINE-JSON", where=where, reason="not an object")
    return Line(number, plain)


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: nobody can tell which of the two was meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
