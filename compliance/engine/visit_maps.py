"""Maps of visits: those that come with the program, by name, and any in a file."""

from pathlib import Path

from compliance.domain.errors import NotFound
from compliance.engine.plain_files import Codes, read_plain
from compliance.intake.visit_map import VisitMap, visit_map_from

_INSTALLED = Path(__file__).parents[1] / "intake" / "visit_maps"
_CODES = Codes(twice="E-MAP-TWICE", unsound="E-MAP-YAML")


def installed_visit_maps() -> dict[str, Path]:
    """Return the maps that come with the program."""
    return {path.stem: path for path in sorted(_INSTALLED.glob("*.yaml"))}


def read_visit_map(name: str) -> VisitMap:
    """Read a map by its name or its file. Raises NotFound (E-MAP-MISSING), BadInput (E-MAP-…)."""
    path = installed_visit_maps().get(name) or Path(name)
    try:
        plain, lines = read_plain(path, _CODES)
    except FileNotFoundError:
        names = ", ".join(installed_visit_maps())
        raise NotFound("E-MAP-MISSING", where="--map", name=name, maps=names) from None
    return visit_map_from(plain, lines)
