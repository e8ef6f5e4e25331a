"""The connection to a server, and the transaction as the rest of the house writes to it.

Statements bear `?` for values, as on SQLite; here they become `$1`, `$2`, …, which the server
itself fills in: a percent sign means nothing, and a question mark inside quotes is text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from compliance.domain.errors import BadInput
from compliance.log.postgresql.faults import not_let_in
from compliance.log.postgresql.shape import LIVE, SCHEMA

Connection = psycopg.Connection[Any]
_TOKEN = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|\?", re.DOTALL)
_CONNECT_SECONDS = 10


def connected(url: str, wait_seconds: float) -> Connection:
    """Connect to a database. Raises BadInput, StorageFailed (E-DB-SERVER), NotPermitted."""
    return _connected(url, wait_seconds, autocommit=True, cursor_factory=psycopg.RawCursor)


def connected_to_read(url: str, wait_seconds: float) -> Connection:
    """Connect to a database as a library does that asks and never writes. Raises as above."""
    return _connected(url, wait_seconds, "-c default_transaction_read_only=on")


def _connected(url: str, wait_seconds: float, more: str = "", **how: Any) -> Connection:
    where = shown(url)
    wait = f"-c lock_timeout={max(1, int(wait_seconds * 1000))}"
    try:
        return psycopg.connect(
            url, options=f"-c search_path={LIVE},{SCHEMA},pg_temp {wait} {more}",
            connect_timeout=_CONNECT_SECONDS, application_name="tuoyu", client_encoding="UTF8",
            **how,
        )  # fmt: skip
    except psycopg.OperationalError as fault:
        raise not_let_in(fault, where) from fault
    except psycopg.ProgrammingError:
        raise BadInput("E-DB-URL", where="--db", text=where) from None


def shown(url: str) -> str:
    """Return an address as it may be shown: server and database, never a password."""
    try:
        told = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return url.partition(":")[0] + "://…"
    user = f"{told['user']}@" if told.get("user") else ""
    host = told.get("host") or ""
    port = f":{told['port']}" if told.get("port") else ""
    return f"postgresql://{user}{host}{port}/{told.get('dbname') or ''}"


@lru_cache(maxsize=256)
def numbered(sql: str) -> str:
    """Return a statement with its `?` outside quotes and comments as `$1`, `$2` and so on."""
    numbers = count(1)
    return _TOKEN.sub(lambda m: f"${next(numbers)}" if m[0] == "?" else m[0], sql)


class Beside:
    """The open transaction, for the tables beside the log."""

    def __init__(self, link: Connection) -> None:
        self._link = link

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Run one statement. What is SQLite's own (PRAGMA) has no meaning here."""
        if sql.lstrip().upper().startswith("PRAGMA"):
            return self._link.cursor()
        return self._link.execute(numbered(sql).encode(), tuple(parameters) or None)

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> Any:
        """Run one statement for each row of values."""
        cursor = self._link.cursor()
        cursor.executemany(numbered(sql).encode(), rows)
        return cursor
