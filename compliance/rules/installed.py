"""The packs that come with the program: their canonical texts, cached by the bytes of the files.

The cache spares the record path the YAML; it may be deleted at any time, or be unwritable.
"""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from compliance.rules.reading import pack_id

PACKS = Path(__file__).parent / "packs"


def installed_texts(cache: Path | None) -> dict[str, str]:
    """Return the canonical text of every installed pack, by pack id. Raises BadInput."""
    return texts_of(pack_files(PACKS), cache)


def pack_files(root: Path) -> list[Path]:
    """Return the pack files at or below a path."""
    return sorted(root.rglob("*.yaml")) if root.is_dir() else [root]


def texts_of(files: Iterable[Path], cache: Path | None) -> dict[str, str]:
    """Return the canonical texts of pack files, by pack id. Raises BadInput."""
    texts = [_text(path, cache) for path in files]
    return {pack_id(text): text for text in texts}


def _text(path: Path, cache: Path | None) -> str:
    kept = _cached(path, cache)
    if kept is not None and kept.is_file():
        return kept.read_text(encoding="utf-8")
    from compliance.rules.door import canonical_pack  # noqa: PLC0415 - pydantic and yaml are slow

    text, _ = canonical_pack(path)
    if kept is not None:
        _keep(kept, text)
    return text


def _cached(path: Path, cache: Path | None) -> Path | None:
    if cache is None:
        return None
    try:
        name = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
    return cache / f"pack-1-{name}.json"


def _keep(kept: Path, text: str) -> None:
    """Write aside, then rename; without the right to write, go on without a cache."""
    aside = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(kept)
    except OSError:
        return
