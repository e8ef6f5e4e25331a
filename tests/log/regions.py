"""A log of two regions on a server: who logs in, what each recorded, how an attack is tried."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from typing import Any, NamedTuple

import psycopg

from compliance.domain.identifiers import FacilityId
from compliance.log.eventlog import EventLog
from compliance.log.postgresql.recorder import PostgreSQLRecorder
from tests.log.telling import P2, joined, log_over, said
from tests.servers import Server

_OPENED = count(1)
OURS, THEIRS = FacilityId("local:500111-7"), FacilityId("local:440100-1")
OUR_REGION, THEIR_REGION = "500111", "440100"


class Regions(NamedTuple):
    """The addresses that logins give, of one database."""

    server: Server
    database: str
    amy: str
    """Writes for 500111."""
    bob: str
    """Writes for 440100."""
    rea: str
    """Reads for 500111."""
    aud: str
    """An auditor."""
    nix: str
    """May write, and was given no region."""
    ruler: str
    """Rules the server."""


def two_regions(server: Server) -> Regions:
    """Make a database, let everybody in, and have both regions record something."""
    name = server.fresh()
    found = Regions(
        server,
        name,
        amy=server.login("amy", "tuoyu_writer", name, OUR_REGION),
        bob=server.login("bob", "tuoyu_writer", name, THEIR_REGION),
        rea=server.login("rea", "tuoyu_reader", name, OUR_REGION),
        aud=server.login("aud", "tuoyu_auditor", name),
        nix=server.login("nix", "tuoyu_writer", name),
        ruler=server.url(name),
    )
    with log_of(found.ruler) as log:
        log.append([said("rules.adopted", facility=None, pack="p", version="1", sha256="0" * 64)])
    with log_of(found.amy) as log:
        log.append([registered(OURS, OUR_REGION), joined(facility=OURS)])
    with log_of(found.bob) as log, log.session() as tx:
        tx.execute("INSERT INTO vault_person (person, wrapped) VALUES (?, ?)", (P2, b"w"))
        tx.execute("INSERT INTO vault_record (person, kind, nonce, sealed) VALUES (?, 'k', ?, ?)",
                   (P2, b"n", b"s"))  # fmt: skip
        tx.execute("INSERT INTO vault_read (at, actor, person, purpose) VALUES ('', '', ?, '')",
                   (P2,))  # fmt: skip
        tx.execute("INSERT INTO paper (name, region, nonce, sealed) VALUES ('0', ?, ?, ?)",
                   (THEIR_REGION, b"n", b"s"))  # fmt: skip
    with log_of(found.bob) as log:
        log.append([registered(THEIRS, THEIR_REGION), joined(P2, facility=THEIRS), banned(P2)])
    return found


def registered(facility: FacilityId, region: str) -> Any:
    return said(
        "facility.registered", facility=facility, name=f"{facility}", kind="facility",
        region=region,
    )  # fmt: skip


def banned(person: str, number: str = "虚构〔2024〕9号", **envelope: Any) -> Any:
    return said(
        "person.banned", facility=None, person=person, basis="court", scope="childcare",
        document_no=number, **envelope,
    )  # fmt: skip


def lifted(person: str, number: str = "虚构〔2024〕9号") -> Any:
    return said("person.ban_lifted", facility=None, person=person, document_no=number)


@contextmanager
def log_of(url: str) -> Iterator[EventLog]:
    """Open the log as a login."""
    with closing(PostgreSQLRecorder(url, wait_seconds=5)) as recorder:
        yield log_over(recorder, prefix=f"{next(_OPENED)} ")


def tried(url: str, *statements: str) -> tuple[str | None, list[tuple[Any, ...]]]:
    """Run statements as a login; return the refusal's state, or None and the last one's rows.

    A transaction that is left open is undone.
    """
    with closing(psycopg.connect(url, autocommit=True)) as link:
        rows: list[tuple[Any, ...]] = []
        try:
            for each in statements:
                cursor = link.execute(each.encode())
                rows = cursor.fetchall() if cursor.description else [(cursor.rowcount,)]
        except psycopg.Error as fault:
            return fault.sqlstate, []
    return None, rows
