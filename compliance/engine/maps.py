"""Maps of rosters and of visits: those that come with the program, by name, and any in a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compliance.domain.errors import NotFound
from compliance.engine.plain_files import Codes, read_plain
from compliance.intake.map_door import map_from
from compliance.intake.roster_map import RosterMap
from compliance.intake.visit_map import VisitMap, visit_map_from
from compliance.rules.yaml_lines import Lines

_INSTALLED = Path(__file__).parents[1] / "intake"
_CODES = Codes(twice="E-MAP-TWICE", unsound="E-MAP-YAML")


def installed_maps() -> dict[str, Path]:
    """Return the maps of rosters that come with the program."""
    return _maps_in("maps")


def installed_visit_maps() -> dict[str, Path]:
    """Return the maps of visits that come with the program."""
    return _maps_in("visit_maps")


def read_map(name: str) -> RosterMap:
    """Read a map of a roster by its name or its file.

    Raises NotFound (E-MAP-MISSING), BadInput (E-MAP-…).
    """
    return map_from(*_read(name, installed_maps()))


def read_visit_map(name: str) -> VisitMap:
    """Read a map of visits by its name or its file.

    Raises NotFound (E-MAP-MISSING), BadInput (E-MAP-…).
    """
    return visit_map_from(*_read(name, installed_visit_maps()))


def _maps_in(folder: str) -> dict[str, Path]:
    return {path.stem: path for path in sorted((_INSTALLED / folder).glob("*.yaml"))}


def _read(name: str, installed: Mapping[str, Path]) -> tuple[Any, Lines]:
    try:
        return read_plain(installed.get(name) or Path(name), _CODES)
    except FileNotFoundError:
        names = ", ".join(installed)
        raise NotFound("E-MAP-MISSING", where="--map", name=name, maps=names) from None
