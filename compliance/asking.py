"""Asking: SQLAlchemy's way to the tables beside a log, in a file, in memory or on a server.

The library is imported when a question is first asked; what it connects with reads only.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine


def asking_file(path: Path, wait_seconds: Callable[[], float]) -> Callable[[], "Engine"]:
    """Return what connects to the tables of a file: its own connection, which reads only."""

    def connect() -> Any:
        import sqlite3

        db = sqlite3.connect(path, timeout=wait_seconds(), isolation_level=None)
        db.execute("PRAGMA query_only = ON")
        return db

    return asking(connect)


def asking(connect: Callable[[], Any]) -> Callable[[], "Engine"]:
    """Return what makes SQLAlchemy's engine, once, over one SQLite connection.

    It neither begins nor ends a transaction: the connection may be the one that writes.
    """

    @cache
    def engine() -> "Engine":
        from sqlalchemy import create_engine
        from sqlalchemy.pool import StaticPool

        return create_engine(
            "sqlite://",
            creator=connect,
            poolclass=StaticPool,
            pool_reset_on_return=None,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
        )

    return engine


def asking_server(url: str, wait_seconds: Callable[[], float]) -> Callable[[], "Engine"]:
    """Return what makes SQLAlchemy's engine on a server: a connection for each question.

    Every login is shown what its policies allow, as everywhere.
    """

    @cache
    def engine() -> "Engine":
        from sqlalchemy import create_engine
        from sqlalchemy.pool import NullPool

        from compliance.log.postgresql.link import connected_to_read

        return create_engine(
            "postgresql+psycopg://",
            creator=lambda: connected_to_read(url, wait_seconds()),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
        )

    return engine
