"""The vault: what is known of a person by name, sealed beside the log and never inside it.

Contents are sealed with AES-256-GCM (NIST SP 800-38D) under a data key of the person's own, which
is wrapped under a key derived from the authority's (HKDF-SHA256, RFC 5869). It knows rows and a
transaction that someone else commits, so that they stand or fall with their event; it does not
know what the words mean, nor whether the reader may read. Erasing destroys the wrapped key and the
rows; a copy made earlier (a backup, an unflushed WAL) still holds them and has its own end.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from compliance.domain.errors import Refused, Tampered
from compliance.domain.identifiers import Person, key_id_of
from compliance.domain.time import instant_from, instant_text
from compliance.people.key import PersonKey

SCHEMA = """
CREATE TABLE IF NOT EXISTS vault_person (
    person TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (person, wrapped)
) STRICT;
CREATE TABLE IF NOT EXISTS vault_record (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, kind TEXT NOT NULL,
    nonce BLOB NOT NULL, sealed BLOB NOT NULL, event INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS vault_record_person ON vault_record (person);
CREATE TABLE IF NOT EXISTS vault_read (
    at TEXT NOT NULL, actor TEXT NOT NULL, person TEXT NOT NULL, purpose TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS vault_read_person ON vault_read (person);
"""
"""The vault's tables; statements end in semicolons, and none stands inside one."""
SECURE_DELETE = "PRAGMA secure_delete=ON"
"""What erasing begins with: freed pages are overwritten with zeros, however SQLite was built."""

_KEY_BITS = 256
_NONCE_BYTES = 12
_WRAP_INFO = b"tuoyu/vault-wrap/1"


class Rows(Protocol):
    """What a statement returns."""

    def fetchall(self) -> list[Any]:
        """Return all rows."""
        ...


class Tx(Protocol):
    """An open transaction, such as a `sqlite3.Connection` after BEGIN."""

    def execute(self, sql: str, parameters: tuple[object, ...], /) -> Rows:
        """Run one statement."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing kept about a person, in the clear."""

    kind: str
    content: Mapping[str, str]
    event: int | None
    """Position of the event it was kept with, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who opened a person's records, when, and what for."""

    at: datetime
    actor: str
    person: Person
    purpose: str


class Vault:
    """The vault as the bearer of the authority's key sees it."""

    def __init__(self, key: PersonKey) -> None:
        self._key_id = key.id
        bits = HKDF(algorithm=SHA256(), length=_KEY_BITS // 8, salt=None, info=_WRAP_INFO)
        self._wrapping = AESGCM(bits.derive(key.secret))

    def keep(
        self,
        tx: Tx,
        person: Person,
        *,
        kind: str,
        content: Mapping[str, str],
        event: int | None = None,
    ) -> None:
        """Seal a record about a person; `event` is the position of the event it belongs to.

        Raises Refused `E-PERSON-KEY` for a ref under another key, Tampered `E-VAULT` if the
        person's own key does not open.
        """
        cipher = next(iter(self._ciphers_of(tx, person)), None) or self._new_cipher(tx, person)
        text = json.dumps(dict(content))
        nonce = os.urandom(_NONCE_BYTES)
        sealed = cipher.encrypt(nonce, text.encode(), _label(person, kind, event))
        tx.execute(
            "INSERT INTO vault_record (person, kind, nonce, sealed, event) VALUES (?, ?, ?, ?, ?)",
            (person, kind, nonce, sealed, event),
        )

    def open(
        self, tx: Tx, person: Person, *, actor: str, at: datetime, purpose: str
    ) -> list[Record]:
        """Return a person's records in the order kept, and log the reading in the transaction.

        Raises as `keep` does, and Tampered `E-VAULT` if a record was changed, moved from another
        person, or outlived its key.
        """
        ciphers = self._ciphers_of(tx, person)
        tx.execute(
            "INSERT INTO vault_read (at, actor, person, purpose) VALUES (?, ?, ?, ?)",
            (instant_text(at), actor, person, purpose),
        )
        rows = tx.execute(
            "SELECT kind, nonce, sealed, event FROM vault_record WHERE person = ? ORDER BY id",
            (person,),
        ).fetchall()
        return [_opened(ciphers, person, row) for row in rows]

    @staticmethod
    def erase(tx: Tx, person: Person) -> None:
        """Destroy a person's key and records; it needs no authority key, and logs stay whole."""
        tx.execute(SECURE_DELETE, ())
        tx.execute("DELETE FROM vault_person WHERE person = ?", (person,))
        tx.execute("DELETE FROM vault_record WHERE person = ?", (person,))

    @staticmethod
    def reads(tx: Tx, person: Person) -> list[Reading]:
        """Return who read a person's records, in the order it happened."""
        rows = tx.execute(
            "SELECT at, actor, purpose FROM vault_read WHERE person = ? ORDER BY rowid", (person,)
        ).fetchall()
        return [
            Reading(at=instant_from(at), actor=actor, person=person, purpose=purpose)
            for at, actor, purpose in rows
        ]

    def _ciphers_of(self, tx: Tx, person: Person) -> list[AESGCM]:
        """Return a person's own keys: one, or on a server one for each region that keeps some."""
        if key_id_of(person) != self._key_id:
            raise Refused("E-PERSON-KEY", given=key_id_of(person), own=self._key_id)
        found = tx.execute(
            "SELECT wrapped FROM vault_person WHERE person = ?", (person,)
        ).fetchall()
        return [AESGCM(self._unwrapped(wrapped, person)) for (wrapped,) in found]

    def _unwrapped(self, wrapped: bytes, person: Person) -> bytes:
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        return _decrypted([self._wrapping], nonce, sealed, person.encode())

    def _new_cipher(self, tx: Tx, person: Person) -> AESGCM:
        data_key = AESGCM.generate_key(_KEY_BITS)
        nonce = os.urandom(_NONCE_BYTES)
        wrapped = nonce + self._wrapping.encrypt(nonce, data_key, person.encode())
        tx.execute("INSERT INTO vault_person (person, wrapped) VALUES (?, ?)", (person, wrapped))
        return AESGCM(data_key)


def _opened(ciphers: Sequence[AESGCM], person: Person, row: tuple[Any, ...]) -> Record:
    kind, nonce, sealed, event = row
    content = json.loads(_decrypted(ciphers, nonce, sealed, _label(person, kind, event)))
    return Record(kind=kind, content=content, event=event)


def _label(person: Person, kind: str, event: int | None) -> bytes:
    """Return what a sealed record is bound to, so that it opens in no other row."""
    return json.dumps([person, kind, event]).encode()


def _decrypted(ciphers: Sequence[AESGCM], nonce: bytes, sealed: bytes, label: bytes) -> bytes:
    for cipher in ciphers:
        with suppress(InvalidTag, ValueError):
            return cipher.decrypt(nonce, sealed, label)
    raise Tampered("E-VAULT")
