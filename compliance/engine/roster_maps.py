"""Maps of rosters: those that come with the program, by name, and any in a file."""

from pathlib import Path

from compliance.domain.errors import NotFound
from compliance.engine.plain_files import Codes, read_plain
from compliance.intake.map_door import map_from
from compliance.intake.roster_map import RosterMap

_INSTALLED = Path(__file__).parents[1] / "intake" / "maps"
_CODES = Codes(twice="E-MAP-TWICE", unsound="E-MAP-YAML")


def installed_maps() -> dict[str, Path]:
    """Return the maps that come with the program."""
    return {path.stem: path for path in sorted(_INSTALLED.glob("*.yaml"))}


def read_map(name: str) -> RosterMap:
    """Read a map by its name or its file. Raises NotFound (E-MAP-MISSING), BadInput (E-MAP-…)."""
    path = installed_maps().get(name) or Path(name)
    try:
        plain, lines = read_plain(path, _CODES)
    except FileNotFoundError:
        names = ", ".join(installed_maps())
        raise NotFound("E-MAP-MISSING", where="--map", name=name, maps=names) from None
    return map_from(plain, lines)
