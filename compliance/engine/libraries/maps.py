"""The maps of the libraries that come with the program, by name."""

from pathlib import Path
from typing import get_args

from compliance.engine.plain_files import Codes, read_plain
from compliance.intake.library import LibraryMap, LibraryName, library_map

LIBRARIES: tuple[LibraryName, ...] = get_args(LibraryName)
_FOLDER = Path(__file__).parents[2] / "intake" / "libraries"
_CODES = Codes(twice="E-MAP-TWICE", unsound="E-MAP-YAML")


def map_of(library: LibraryName) -> LibraryMap:
    """Return the map of a library."""
    plain, _ = read_plain(_FOLDER / f"{library}.yaml", _CODES)
    return library_map(plain)
