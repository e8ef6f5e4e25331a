"""The packs that come with the program: their canonical texts, cached by the bytes of the files.

The cache spares the record path the YAML; it may be deleted at any time, or be unwritable. Apart
from the texts it keeps the packs without their cases, which judge nobody: more than half of all.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from compliance.rules.files import PACKS, pack_files, parts_of
from compliance.rules.pack import Pack
from compliance.rules.reading import digest, pack_from

_TEXTS, _BARE = "packs-3", "judged-1"


def installed_texts(cache: Path | None) -> dict[str, str]:
    """Return the canonical text of every installed pack, by pack id. Raises BadInput."""
    return texts_of(pack_files(PACKS), cache)


def texts_of(files: Sequence[Path], cache: Path | None) -> dict[str, str]:
    """Return the canonical texts of packs, by pack id. Raises BadInput."""
    kept = None if cache is None else _kept(files, cache, _TEXTS)
    return _cached_or(kept, lambda: _compiled(files))


def installed_packs(cache: Path | None) -> tuple[Pack, ...]:
    """Return the installed packs as one judges by them: without their cases. Raises BadInput."""
    return packs_of(pack_files(PACKS), cache)


def packs_of(files: Sequence[Path], cache: Path | None) -> tuple[Pack, ...]:
    """Return packs without their cases. Raises BadInput."""
    kept = None if cache is None else _kept(files, cache, _BARE)
    bare = _cached_or(kept, lambda: _bare(texts_of(files, cache).values()))
    return _read(tuple(bare.items()))


@lru_cache(maxsize=4)
def _read(bare: tuple[tuple[str, str], ...]) -> tuple[Pack, ...]:
    """Make packs of digests and texts; of the same ones, once a process."""
    return tuple(pack_from(text, sha256) for sha256, text in bare)


def _bare(texts: Iterable[str]) -> dict[str, str]:
    """Return texts without what tries the rules, by the digest of the whole text."""
    found = {}
    for text in texts:
        plain = json.loads(text)
        for rule in plain.get("rules", {}).values():
            rule.pop("cases", None)
        found[digest(text)] = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return found


def _cached_or(kept: Path | None, made: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return what a cached file holds, or else what it should."""
    found = _cached(kept)
    if found is None:
        found = made()
        if kept is not None:
            _keep(kept, "".join(f"{key}\t{text}\n" for key, text in found.items()))
    return found


def _compiled(files: Sequence[Path]) -> dict[str, str]:
    from compliance.rules.door import canonical_pack  # noqa: PLC0415 - pydantic and yaml are slow

    texts = [canonical_pack(path)[0] for path in files]
    return {json.loads(text)["pack"]: text for text in texts}


def _kept(files: Sequence[Path], cache: Path, what: str) -> Path | None:
    """Name the cached texts by what the files hold; None if one cannot be read."""
    found = hashlib.sha256()
    try:
        for path in (part for file in files for part in parts_of(file)):
            found.update(path.read_bytes() + b"\0")
    except OSError:
        return None
    return cache / f"{what}-{found.hexdigest()}.tsv"


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
