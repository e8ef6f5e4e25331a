"""What is sealed: the key's file beside a log, the vault and the papers that it opens.

It alone names the two, and imports them only where a walk asks for one. Where the key's file lies
is for wiring to say.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.domain.errors import Conflict, NotFound, StorageFailed
from compliance.engine.desk import Papers, Vault
from compliance.engine.keys import key_id_of_log
from compliance.log.eventlog import EventLog

if TYPE_CHECKING:
    from compliance.log.entry import Recorder
    from compliance.people.key import PersonKey

_IN_FILE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'paper'"
_ON_SERVER = "SELECT 1 FROM pg_tables WHERE schemaname = 'tuoyu' AND tablename = 'paper'"
OwnKey = Callable[[], "PersonKey | None"]


def beside_schema() -> tuple[str, ...]:
    """Return the statements that make the tables of vault and papers."""
    from compliance.people.papers import SCHEMA as PAPERS
    from compliance.people.vault import SCHEMA as VAULT

    return (*filter(str.strip, VAULT.split(";")), PAPERS)


def make_tables(made: "Recorder") -> None:
    """Make what lies sealed beside a log in a file or in memory, where it is not there yet."""
    with made.session() as tx:
        for statement in beside_schema():
            tx.execute(statement)


def vault_lamp(own_key: OwnKey) -> Callable[[], Vault]:
    """Return what opens the vault, or raises NotFound (E-PERSON-KEY-MISSING)."""

    def vault() -> Vault:
        from compliance.people.vault import Vault as SealedVault

        return SealedVault(_needed(own_key))

    return vault


def papers_lamp(
    own_key: OwnKey, log: EventLog, *, server: str | None = None
) -> Callable[[], Papers]:
    """Return what opens the papers; a log in a file that has no table of them gets one.

    On a server that is for `db migrate`: StorageFailed (E-DB-PAPERS). It must not be asked for
    within a transaction. Raises NotFound (E-PERSON-KEY-MISSING).
    """

    def papers() -> Papers:
        from compliance.people.papers import SCHEMA
        from compliance.people.papers import Papers as SealedPapers

        key = _needed(own_key)
        if server is not None and not log.select(_ON_SERVER):
            raise StorageFailed("E-DB-PAPERS", where=server)
        if server is None and not log.select(_IN_FILE):
            with log.session() as tx:
                tx.execute(SCHEMA)
        return SealedPapers(key, log.select)

    return papers


def own_key_of(log: EventLog, path: Path) -> "PersonKey | None":
    """Return the key that lies ready, if it is the one the log names persons by."""
    from compliance.people.key import PersonKey

    if not path.is_file():
        return None
    key = PersonKey.load(path)
    return key if key_id_of_log(log) in {None, key.id} else None


def created_key(path: Path) -> "PersonKey":
    """Make a key and its file; of two that do so at once, both go by the first one's."""
    from compliance.people.key import PersonKey

    key = PersonKey.create(os.urandom(32))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        key.save(path)
    except Conflict:
        return PersonKey.load(path)
    return key


def lay_beside(key: "PersonKey", path: Path) -> None:
    """Put a log's key beside it; another one that lies there is moved aside, never destroyed."""
    from compliance.people.key import PersonKey

    if path.is_file():
        other = PersonKey.load(path)
        if other.id == key.id:
            return
        path.rename(path.with_name(f"{path.name}.{other.id}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    key.save(path)


def _needed(own_key: OwnKey) -> "PersonKey":
    key = own_key()
    if key is None:
        raise NotFound("E-PERSON-KEY-MISSING")
    return key
