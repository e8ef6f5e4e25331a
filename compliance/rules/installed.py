"""The packs that come with the program: their canonical texts, cached by the bytes of the files.

The cache spares the record path the YAML; it may be deleted at any time, or be unwritable.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from compliance.rules.files import pack_files, parts_of

PACKS = Path(__file__).parent / "packs"


def installed_texts(cache: Path | None) -> dict[str, str]:
    """Return the canonical text of every installed pack, by pack id. Raises BadInput."""
    return texts_of(pack_files(PACKS), cache)


def texts_of(files: Sequence[Path], cache: Path | None) -> dict[str, str]:
    """Return the canonical texts of packs, by pack id. Raises BadInput."""
    kept = None if cache is None else _kept(files, cache)
    found = _cached(kept)
    if found is None:
        found = _compiled(files)
        if kept is not None:
            _keep(kept, "".join(f"{pack}\t{text}\n" for pack, text in found.items()))
    return found


def _compiled(files: Sequence[Path]) -> dict[str, str]:
    from compliance.rules.door import canonical_pack  # noqa: PLC0415 - pydantic and yaml are slow

    texts = [canonical_pack(path)[0] for path in files]
    return {json.loads(text)["pack"]: text for text in texts}


def _kept(files: Sequence[Path], cache: Path) -> Path | None:
    """Name the cached texts by what the files hold; None if one cannot be read."""
    digest = hashlib.sha256()
    try:
        for path in (part for file in files for part in parts_of(file)):
            digest.update(path.read_bytes() + b"\0")
    except OSError:
        return None
    return cache / f"packs-3-{digest.hexdigest()}.tsv"


def _cached(kept: Path | None) -> dict[str, str] | None:
    """Return the cached texts; a cache that cannot be read is none."""
    try:
        if kept is None:
            return None
        lines = kept.read_bytes().decode().removesuffix("\n").split("\n")
        return dict(line.split("\t") for line in lines)
    except (OSError, ValueError):
        return None


def _keep(kept: Path, text: str) -> None:
    """Write aside, then rename; without the right to write, go on without a cache."""
    aside = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(text.encode())
        aside.replace(kept)
    except OSError:
        return
