"""Sealed papers: the contents behind digests in the log, kept beside it until they are published.

A paper is packed, then sealed with AES-256-GCM (NIST SP 800-38D) under a key derived from the
authority's (HKDF-SHA256, RFC 5869), bound to its region and to the digest of its clear bytes. Its
row bears a keyed name instead of that digest: a seed is a digest too, and must not be read off the
table before the draw is revealed. It knows rows and a transaction that someone else commits, so
that a paper stands or falls with the event that names it; it does not know what a paper says, nor
who may read it. How long a paper is shows through its seal, as its count of rows does in the log.
"""

import hashlib
import hmac
import os
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from compliance.domain.canonical import digest
from compliance.domain.errors import NotFound, Tampered
from compliance.domain.identifiers import Sha256
from compliance.people.key import PersonKey

SCHEMA = """
CREATE TABLE IF NOT EXISTS paper (
    name TEXT NOT NULL, region TEXT NOT NULL, nonce BLOB NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (name, region)
) STRICT
"""
"""The table of papers, in one statement."""

_KEY_BYTES = 32
_NONCE_BYTES = 12
_SEALING, _NAMING = b"tuoyu/paper/1", b"tuoyu/paper-name/1"
_KEEP = (
    "INSERT INTO paper (name, region, nonce, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_READ = "SELECT region, nonce, sealed FROM paper WHERE name = ?"
Select = Callable[[str, Sequence[object]], Sequence[Any]]
"""Returns the rows of a question to the tables beside the log."""


class Tx(Protocol):
    """An open transaction, such as a `sqlite3.Connection` after BEGIN."""

    def execute(self, sql: str, parameters: tuple[object, ...], /) -> Any:
        """Run one statement."""
        ...


class Papers:
    """The papers as the bearer of the authority's key sees them."""

    def __init__(self, key: PersonKey, select: Select) -> None:
        self._cipher = AESGCM(_derived(key, _SEALING))
        self._naming = _derived(key, _NAMING)
        self._select = select

    def keep(self, tx: Tx, region: str, content: bytes) -> Sha256:
        """Seal a paper for a region, once, and return the digest of its clear bytes."""
        sha256 = digest(content)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, zlib.compress(content), _label(region, sha256))
        tx.execute(_KEEP, (self._name(sha256), region, nonce, sealed))
        return Sha256(sha256)

    def read(self, sha256: str) -> bytes:
        """Return a paper by its digest.

        Raises NotFound `E-PAPER-MISSING` if there is none here, Tampered `E-PAPER` if what is
        here was changed, moved, or sealed under another key.
        """
        rows = self._select(_READ, (self._name(sha256),))
        if not rows:
            raise NotFound("E-PAPER-MISSING", sha256=sha256)
        region, nonce, sealed = rows[0]
        try:
            packed = self._cipher.decrypt(nonce, sealed, _label(region, sha256))
        except (InvalidTag, ValueError):
            raise Tampered("E-PAPER", sha256=sha256) from None
        return zlib.decompress(packed)

    def _name(self, sha256: str) -> str:
        return hmac.new(self._naming, sha256.encode(), hashlib.sha256).hexdigest()


def _derived(key: PersonKey, info: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=info)
    return derived.derive(key.secret)


def _label(region: str, sha256: str) -> bytes:
    """Return what a sealed paper is bound to, so that it opens in no other row."""
    return f"{region}|{sha256}".encode()
