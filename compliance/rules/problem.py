"""What a static check finds: a code, the pack file and line, and the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compliance.rules.parts import place_of
from compliance.rules.yaml_lines import Lines


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a pack: code, `file:line`, and the reason."""

    code: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack as the door read it: its head file, its values, and where each stands."""

    path: Path
    plain: dict[str, Any]
    lines: Lines

    def at(self, path: tuple[str | int, ...]) -> str:
        """Return the file and line of a value, or of the nearest thing around it."""
        return place_of(self.lines, path) or f"{self.path.parent.name}/{self.path.name}:1"


def place_of_definition(files: Mapping[str, PackFile], name: str) -> str | None:
    """Return the file and line of a definition; None where its file is not checked."""
    for file in files.values():
        for head in file.plain.get("defs", {}):
            if head.partition("(")[0] == name:
                return file.at(("defs", head))
    return None
