"""Two people, a key, and a vault to keep them in."""

import sqlite3
from datetime import UTC, datetime

from compliance.domain.identifiers import Person
from compliance.people.key import PersonKey
from compliance.people.refs import ref
from compliance.people.vault import Record, Vault

KEY = PersonKey.create(bytes(range(32)))
ZHANG = ref(KEY, "11010519491231002X")
LI = ref(KEY, "E12345678", "passport")
NOON = datetime(2026, 1, 2, 4, 0, 0, 5, tzinfo=UTC)
VAULT = Vault(KEY)
NAME = {"name": "张三", "number": "11010519491231002X"}


def opened(
    tx: sqlite3.Connection, person: Person = ZHANG, *, vault: Vault = VAULT
) -> list[Record]:
    """Return a person's records, as an officer reads them."""
    return vault.open(tx, person, actor="zf-1", at=NOON, purpose="核对身份")
