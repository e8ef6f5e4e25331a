"""Making a log on a server, or bringing it up to this program: roles, tables, guards, rights.

It is done by one who may create roles and a schema in the database, in one transaction, and again
as often as wanted: what stands already is left as it is.
"""

from collections.abc import Iterable, Iterator

from compliance.domain.errors import StorageFailed
from compliance.log.postgresql.faults import storage
from compliance.log.postgresql.functions import FUNCTIONS
from compliance.log.postgresql.guards import GUARD_FUNCTIONS, GUARDS, POLICIES
from compliance.log.postgresql.link import Connection, connected, shown
from compliance.log.postgresql.shape import (
    AUDITOR,
    FORMAT,
    KEEPER,
    LIVE,
    LOCK,
    OWNER,
    READER,
    ROLES,
    SCHEMA,
    WRITER,
)
from compliance.log.postgresql.standing import Fault, faults_of
from compliance.log.postgresql.tables import TABLES
from compliance.log.tree import Frontier

_VERSION_MIN = 150_000
_FIRST = b"INSERT INTO tuoyu.log VALUES (1, $1, $2, 0, NULL, $3) ON CONFLICT DO NOTHING"
_LIVE_READ = (
    f"ALTER DEFAULT PRIVILEGES FOR ROLE {KEEPER} IN SCHEMA {LIVE} GRANT SELECT ON TABLES"
    f" TO {AUDITOR}"
)
_REGION = (
    b"INSERT INTO tuoyu.region VALUES ($1, $2)"
    b" ON CONFLICT (code) DO UPDATE SET parent = excluded.parent"
)


def lacking(url: str, *, wait_seconds: float) -> list[Fault]:
    """Return what a migration would make or mend; nothing is changed."""
    with storage(shown(url)), connected(url, wait_seconds) as link:
        return faults_of(link)


def migrate(
    url: str, log_id: str, regions: Iterable[tuple[str, str | None]], *, wait_seconds: float
) -> list[Fault]:
    """Make a log under an id (kept if one stands there), or mend it; return what was lacking.

    `regions`: each with the one it lies in. Raises StorageFailed and NotPermitted.
    """
    where = shown(url)
    with storage(where), connected(url, wait_seconds) as link, link.transaction():
        _refuse_unfit(link, where)
        link.execute(f"SELECT pg_advisory_xact_lock({LOCK})".encode())
        before = faults_of(link) if _stands(link) else [Fault("schema", SCHEMA)]
        for statement in (*_roles(link), *_made()):
            link.execute(statement.encode())
        link.execute(_FIRST, (log_id, FORMAT, Frontier().to_text()))
        for row in regions:
            link.execute(_REGION, row)
        link.execute(b"RESET ROLE")
        link.execute(_LIVE_READ.encode())
        return before


def _refuse_unfit(link: Connection, where: str) -> None:
    info = link.info
    if info.server_version < _VERSION_MIN or info.parameter_status("server_encoding") != "UTF8":
        told = f"{info.server_version // 10_000} {info.parameter_status('server_encoding')}"
        raise StorageFailed("E-DB-UNFIT", where=where, found=told)


def _stands(link: Connection) -> bool:
    return link.execute(b"SELECT to_regclass('tuoyu.log') IS NOT NULL").fetchone() == (True,)


def _roles(link: Connection) -> Iterator[str]:
    """Make the roles, and act as the owner from here on."""
    found = link.execute(b"SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)", (list(ROLES),))
    there = {row[0] for row in found}
    yield from (f"CREATE ROLE {role} NOLOGIN" for role in ROLES if role not in there)
    yield f"GRANT {OWNER}, {KEEPER} TO CURRENT_USER"
    for schema in (SCHEMA, LIVE):
        yield f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {OWNER}"
    yield f"SET LOCAL ROLE {OWNER}"
    for schema in (SCHEMA, LIVE):
        yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {SCHEMA} TO {WRITER}, {READER}, {AUDITOR}, {KEEPER}"
    yield f"GRANT USAGE, CREATE ON SCHEMA {LIVE} TO {KEEPER}"
    yield f"GRANT USAGE ON SCHEMA {LIVE} TO {AUDITOR}"


def _made() -> Iterator[str]:
    """Write what makes tables, functions, guards and policies, each after what it needs."""
    early = [each for each in FUNCTIONS if each.name == "own"]
    reach = [table for table in TABLES if table.name == "reach"]
    for table in reach:
        yield from table.made()
    for function in early:
        yield function.made()
    for table in TABLES:
        yield from table.made()
    for function in (*FUNCTIONS, *GUARD_FUNCTIONS):
        yield function.made()
        yield from function.granted()
    for guard in GUARDS:
        yield from guard.made()
    for policy in POLICIES:
        yield from policy.made()
