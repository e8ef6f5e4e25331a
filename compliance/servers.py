"""Logs on a server: which addresses name one, how one is opened or made, where its key lies.

It alone names the adapter to PostgreSQL, and imports its driver only where an address asks for it:
nobody who works on a file needs either.
"""

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from compliance.domain.errors import NotFound, StorageFailed

if TYPE_CHECKING:
    from compliance.log.postgresql.recorder import PostgreSQLRecorder
    from compliance.log.postgresql.standing import Fault
    from compliance.rules.book import Rulebook

_SCHEMES = ("postgresql://", "postgres://")
_SECRET = re.compile(r"(://[^:/@]*:)[^@]*@")
Region = tuple[str, str | None]
"""A region, and the one it lies in."""


class Made(NamedTuple):
    """What a log is made with where there is none: its id, and the regions there are."""

    log_id: str
    regions: Iterable[Region]


def on_server(url: str) -> bool:
    """Say whether a database URL names one on a PostgreSQL server."""
    return url.startswith(_SCHEMES)


def masked(url: str) -> str:
    """Return what was typed for an address without what may be a password in it."""
    return _SECRET.sub(r"\1…@", url)


def server_shown(url: str) -> str:
    """Return an address as it may be shown. Raises StorageFailed (E-DB-DRIVER)."""
    _need_driver()
    from compliance.log.postgresql.link import shown

    return shown(url)


def server_recorder(
    url: str, *, wait_seconds: float, make: Made | None = None
) -> "PostgreSQLRecorder":
    """Open a log on a server, made first if there is none and `make` says how.

    Raises NotFound, StorageFailed, NotPermitted, BadInput.
    """
    _need_driver()
    from compliance.log.postgresql.recorder import PostgreSQLRecorder

    try:
        return PostgreSQLRecorder(url, wait_seconds=wait_seconds)
    except NotFound:
        if make is None:
            raise
    server_migrated(url, make, wait_seconds=wait_seconds)
    return PostgreSQLRecorder(url, wait_seconds=wait_seconds)


def server_migrated(
    url: str, make: Made, *, wait_seconds: float, dry_run: bool = False
) -> "list[Fault]":
    """Make or mend a log on a server; return what was lacking. A dry run only looks."""
    _need_driver()
    from compliance.log.postgresql.migrate import lacking, migrate

    if dry_run:
        return lacking(url, wait_seconds=wait_seconds)
    return migrate(url, make.log_id, make.regions, wait_seconds=wait_seconds)


def server_key_file(log_id: str) -> Path:
    """Return where the person key of a log on a server lies, on this machine.

    Where `TUOYU_PERSON_KEY` says, else in the user's own configuration folder, by the log's id.
    """
    told = os.environ.get("TUOYU_PERSON_KEY")
    if told:
        return Path(told)
    home = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return Path(home or Path.home() / ".config") / "tuoyu" / f"{log_id}.person-key"


def regions_of(book: "Rulebook", on: date) -> tuple[Region, ...]:
    """Return every region of the packs on a day, with the one it lies in."""
    held = (place for place in book.regions.places if place.since <= on < place.until)
    return tuple((place.code, place.parent) for place in held)


def _need_driver() -> None:
    try:
        import psycopg  # noqa: F401
    except ImportError as fault:
        raise StorageFailed("E-DB-DRIVER", reason=str(fault)) from None
