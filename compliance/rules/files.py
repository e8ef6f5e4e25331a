"""Which files make which pack: `pack.yaml` with its folder's others, or a YAML file alone."""

from pathlib import Path

HEAD_FILE = "pack.yaml"
PACKS = Path(__file__).parent / "packs"
"""The packs that come with the program."""


def pack_files(root: Path) -> list[Path]:
    """Return the packs at or below a path, each by its head file, or by its only one."""
    if not root.is_dir():
        return [root]
    files = sorted(root.rglob("*.yaml"))
    whole = {path.parent for path in files if path.name == HEAD_FILE}
    return [path for path in files if path.name == HEAD_FILE or path.parent not in whole]


def parts_of(path: Path) -> list[Path]:
    """Return the files of a pack, its head first."""
    if path.name != HEAD_FILE:
        return [path]
    others = (each for each in path.parent.glob("*.yaml") if each.name != HEAD_FILE)
    return [path, *sorted(others)]
