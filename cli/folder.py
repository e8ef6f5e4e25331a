"""A folder of files that is written whole or not at all, and never over another."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from compliance.domain.errors import BadInput, Conflict, StorageFailed


@contextmanager
def whole_folder(folder: Path, files: Mapping[str, bytes], *, mode: int = 0o644) -> Iterator[None]:
    """Write files to a folder, which is taken back if the block does not end well.

    They lie there before the block begins: what it records may need them, and they no record.
    Raises Conflict (E-FOLDER-TAKEN) where something lies there already, BadInput
    (E-FOLDER-WHERE), StorageFailed (E-OUTPUT).
    """
    _refuse_taken(folder)
    draft = folder.with_name(f"{folder.name}.{os.urandom(4).hex()}.new")
    try:
        _write(draft, files, mode)
        _publish(draft, folder)
    except OSError as fault:
        reason = fault.strerror or ""
        raise StorageFailed("E-OUTPUT", where=str(folder), reason=reason) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _refuse_taken(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists() or folder.is_symlink():
        raise Conflict("E-FOLDER-TAKEN", where=str(folder))
    if not folder.name or not folder.parent.is_dir():
        raise BadInput("E-FOLDER-WHERE", where=str(folder))


def _write(draft: Path, files: Mapping[str, bytes], mode: int) -> None:
    draft.mkdir()
    for name, content in files.items():
        path = draft / name
        path.touch(mode)
        path.write_bytes(content)


def _publish(draft: Path, folder: Path) -> None:
    if folder.is_dir():
        folder.rmdir()  # empty: on Windows a folder is not renamed onto another
    draft.rename(folder)
