"""The lamps: which adapter, which clock, which file. Nothing else in the house names them."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.asking import asking, asking_file, asking_server
from compliance.domain.errors import BadInput
from compliance.domain.time import day_of, instant_told
from compliance.engine.beside import keep_beside
from compliance.engine.desk import Desk
from compliance.engine.keys import join_key, key_id_of_log
from compliance.log.eventlog import EventLog
from compliance.rules.book import Rulebook
from compliance.rules.installed import installed_packs, installed_texts
from compliance.sealed import (
    OwnKey,
    created_key,
    lay_beside,
    make_tables,
    own_key_of,
    papers_lamp,
    vault_lamp,
)
from compliance.servers import (
    Made,
    masked,
    on_server,
    regions_of,
    server_key_file,
    server_recorder,
    server_shown,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from compliance.log.entry import Recorder
    from compliance.people.key import PersonKey

_SQLITE = "sqlite:///"
_WAIT_MAX = 86_400.0


def desk(url: str) -> Desk:
    """Return the desk over an existing log. Raises NotFound, BadInput, StorageFailed."""
    log = EventLog(_recorder(url), clock(), new_id, upkeep=keep_beside)
    return _desk(
        log, cache(lambda: own_key_of(log, person_key_file(url, log))), _asking(url), _server(url)
    )


def new_desk(url: str, *, person_key: Path | None = None) -> Desk:
    """Create a log with its person key (or join an authority's), and return its desk.

    An existing log stays as it is; a key given with it is joined. Raises Refused (E-PERSON-KEY).
    """
    from compliance.people.key import PersonKey

    joined = None if person_key is None else PersonKey.load(person_key)
    log = EventLog(_recorder(url, create=True), clock(), new_id, upkeep=keep_beside)
    key = joined or own_key_of(log, person_key_file(url, log))
    if key is None and key_id_of_log(log) is None:
        key = created_key(person_key_file(url, log))
    if key is not None:
        join_key(log, key)
        lay_beside(key, person_key_file(url, log))
    return _desk(log, lambda: key, _asking(url), _server(url))


def memory_desk(*, at: Callable[[], datetime], key: "PersonKey | None" = None) -> Desk:
    """Return a desk over a log in memory, for trials: small ones too ask the tables."""
    from compliance.log.memory import MemoryRecorder

    memory = MemoryRecorder(new_id(at()))
    make_tables(memory)
    log = EventLog(memory, at, new_id, upkeep=keep_beside)
    return _desk(log, lambda: key, asking(memory.beside))._replace(small=0)


def path_of(url: str) -> Path:
    """Return the file of a database URL. Raises BadInput (E-DB-URL)."""
    if not url.startswith(_SQLITE) or url == _SQLITE:
        raise BadInput("E-DB-URL", where="--db", text=masked(url))
    return Path(url.removeprefix(_SQLITE))


def place_of(url: str) -> str:
    """Return a database URL as it may be shown: the file, or the server without a password.

    Raises BadInput (E-DB-URL), StorageFailed (E-DB-DRIVER).
    """
    return server_shown(url) if on_server(url) else str(path_of(url))


def person_key_file(url: str, log: EventLog) -> Path:
    """Return where the person key of a log lies: beside its file, never in it."""
    if on_server(url):
        return server_key_file(log.head().log_id)
    path = path_of(url)
    return path.with_name(path.name + ".person-key")


def to_make() -> Made:
    """Return what a log on a server is made with: an id, and the regions of the packs."""
    from compliance.engine.adopt import book_of

    book = book_of(tuple(installed_texts(cache_folder()).values()))
    return Made(new_id(datetime.now(UTC)), regions_of(book, day_of(clock()())))


def new_file(path: Path, log_id: str) -> "Recorder":
    """Make a log in a file, with all that lies beside it; one that stands there is kept."""
    from compliance.log.sqlite import SQLiteRecorder

    made = SQLiteRecorder(path, create_as=log_id, wait_seconds=wait_seconds())
    make_tables(made)
    return made


def clock() -> Callable[[], datetime]:
    """Return the clock; `TUOYU_NOW` (ISO 8601) fixes it. Raises BadInput (E-NOW)."""
    fixed = os.environ.get("TUOYU_NOW")
    if fixed is None:
        return lambda: datetime.now(UTC)
    try:
        instant = instant_told(fixed)
    except ValueError:
        raise BadInput("E-NOW", where="TUOYU_NOW", text=fixed) from None
    return lambda: instant


def wait_seconds() -> float:
    """Return how long to wait for another process that writes; `TUOYU_WAIT` sets it."""
    told = os.environ.get("TUOYU_WAIT", "30")
    try:
        seconds = float(told)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < _WAIT_MAX:
        raise BadInput("E-WAIT", where="TUOYU_WAIT", text=told)
    return seconds


def new_id(now: datetime) -> str:
    """Return a UUIDv7 (RFC 9562): milliseconds, then random bits.

    Written out by hand, like every random number here: `uuid` and `secrets` cost a recording
    more than all the rest of its wiring.
    """
    value = max(0, int(now.timestamp() * 1000)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def random_key() -> str:
    """Return a key for a call that names none."""
    return os.urandom(16).hex()


def random_salt() -> str:
    """Return 32 random bytes in hex: what keeps a paper from being guessed, or a nonce."""
    return os.urandom(32).hex()


def cache_folder() -> Path | None:
    """Return where compiled packs are cached; `TUOYU_CACHE` overrides, empty = nowhere.

    Else the platform's own place (XDG on Linux); `platformdirs` costs a tenth of a recording.
    """
    told = os.environ.get("TUOYU_CACHE")
    if told is not None:
        return Path(told) if told else None
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return Path(home or Path.home() / ".cache") / "tuoyu"


def _desk(
    log: EventLog, own_key: OwnKey, engine: Callable[[], "Engine"], server: str | None = None
) -> Desk:
    return Desk(
        log=log,
        installed=cache(lambda: installed_texts(cache_folder())),
        book=cache(lambda: Rulebook(installed_packs(cache_folder()))),
        own_key=own_key,
        key_id=key_id_of_log(log),
        vault=vault_lamp(own_key),
        papers=papers_lamp(own_key, log, server=server),
        engine=engine,
        small=2_000,  # read in half a second; compiling the rules takes two
    )


def _asking(url: str) -> Callable[[], "Engine"]:
    if on_server(url):
        return asking_server(url, wait_seconds)
    return asking_file(path_of(url), wait_seconds)


def _server(url: str) -> str | None:
    """Return a server's address as it may be shown; None for a file."""
    return place_of(url) if on_server(url) else None


def _recorder(url: str, *, create: bool = False) -> "Recorder":
    if on_server(url):
        return server_recorder(
            url, wait_seconds=wait_seconds(), make=to_make() if create else None
        )
    if create:
        return new_file(path_of(url), new_id(datetime.now(UTC)))
    from compliance.log.sqlite import SQLiteRecorder

    return SQLiteRecorder(path_of(url), wait_seconds=wait_seconds())
