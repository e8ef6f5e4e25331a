"""The hashes of a tree as SQLite stores them: leaves with their events, and 256-wide subtrees."""

import sqlite3
from typing import NamedTuple

_LEAF = "SELECT hash FROM event WHERE position = ?"
_SUBTREE = "SELECT hash FROM subtree WHERE level = ? AND place = ?"


class StoredNodes(NamedTuple):
    """A source of hashes for proofs: a proof over n leaves reads some 512 for each 256-fold."""

    db: sqlite3.Connection

    def leaf(self, index: int) -> bytes:
        """Return the hash of one leaf (the first is 0)."""
        return bytes(self.db.execute(_LEAF, (index + 1,)).fetchone()[0])

    def perfect(self, level: int, index: int) -> bytes | None:
        """Return the hash over a full subtree of 256^level leaves, if it is stored."""
        row = self.db.execute(_SUBTREE, (level, index)).fetchone()
        return None if row is None else bytes(row[0])
