"""Maps of rosters: those that come with the program, by name, and any in a file."""

from pathlib import Path

from compliance.domain.errors import BadInput, NotFound
from compliance.intake.map_door import map_from
from compliance.intake.roster_map import RosterMap
from compliance.rules.yaml_lines import read_yaml

_INSTALLED = Path(__file__).parents[1] / "intake" / "maps"


def installed_maps() -> dict[str, Path]:
    """Return the maps that come with the program."""
    return {path.stem: path for path in sorted(_INSTALLED.glob("*.yaml"))}


def read_map(name: str) -> RosterMap:
    """Read a map by its name or its file. Raises NotFound (E-MAP-MISSING), BadInput (E-MAP-…)."""
    path = installed_maps().get(name) or Path(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        names = ", ".join(installed_maps())
        raise NotFound("E-MAP-MISSING", where="--map", name=name, maps=names) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput("E-FILE", where=str(path), reason=str(fault)) from None
    try:
        plain, lines = read_yaml(text, path.name)
    except BadInput as answer:
        # the reader of YAML speaks of packs
        answer.code = "E-MAP-TWICE" if answer.code == "E-PACK-TWICE" else "E-MAP-YAML"
        raise
    return map_from(plain, lines)
