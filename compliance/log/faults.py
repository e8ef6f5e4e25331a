"""SQLite's faults that come from outside the program, as answers with a code.

A full disk, a lock, a file that is not ours: the user is told. A refused constraint or a wrong
statement is a mistake in the program and keeps its traceback.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compliance.domain.errors import StorageFailed

_CODES = {
    sqlite3.SQLITE_BUSY: "E-DB-LOCKED",
    sqlite3.SQLITE_LOCKED: "E-DB-LOCKED",
    sqlite3.SQLITE_PROTOCOL: "E-DB-LOCKED",
    sqlite3.SQLITE_READONLY: "E-DB-READONLY",
    sqlite3.SQLITE_FULL: "E-DB-FULL",
    sqlite3.SQLITE_IOERR: "E-DB-IO",
    sqlite3.SQLITE_NOTADB: "E-DB-NOT-OURS",
    sqlite3.SQLITE_CORRUPT: "E-DB-DAMAGED",
    sqlite3.SQLITE_CANTOPEN: "E-DB-CANNOT-OPEN",
}


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Raise StorageFailed for what the storage refused; let everything else through."""
    try:
        yield
    except sqlite3.DatabaseError as fault:
        code = _CODES.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
        if code is None:
            raise
        raise StorageFailed(code, where=str(path), reason=str(fault)) from fault
