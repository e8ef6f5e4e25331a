"""Erasure: the key and the rows are destroyed, the file forgets, and others are untouched."""

import sqlite3
from contextlib import closing
from pathlib import Path

from compliance.people.vault import SCHEMA, SECURE_DELETE, Record, Vault
from tests.people.vaults import LI, NAME, VAULT, ZHANG, opened


def test_an_erased_person_leaves_nothing_and_nobody_else_is_touched(
    tx: sqlite3.Connection,
) -> None:
    for person in (ZHANG, LI):
        VAULT.keep(tx, person, kind="identity", content=NAME)
    Vault.erase(tx, ZHANG)

    assert opened(tx) == []
    assert len(opened(tx, LI)) == 1
    for table in ("vault_person", "vault_record"):
        rows = tx.execute(f"SELECT person FROM {table}").fetchall()  # noqa: S608 - our own names
        assert rows == [(LI,)]


def test_an_erased_person_leaves_no_byte_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "tuoyu.db"
    with closing(sqlite3.connect(path)) as tx:
        tx.execute(SECURE_DELETE)
        tx.executescript(SCHEMA)
        VAULT.keep(tx, LI, kind="identity", content=NAME)
        VAULT.keep(tx, ZHANG, kind="identity", content=dict.fromkeys("abc", "x" * 5000))
        tx.commit()
        sealed = tx.execute("SELECT sealed FROM vault_record WHERE person = ?", (ZHANG,))
        wrapped = tx.execute("SELECT wrapped FROM vault_person WHERE person = ?", (ZHANG,))
        traces = [sealed.fetchone()[0][:64], sealed_end(tx), wrapped.fetchone()[0]]
        before = path.read_bytes()
        Vault.erase(tx, ZHANG)
        tx.commit()
    after = path.read_bytes()

    assert [trace in before for trace in traces] == [True, True, True]
    assert [trace in after for trace in traces] == [False, False, False]


def test_after_erasure_a_person_starts_with_a_new_key(tx: sqlite3.Connection) -> None:
    VAULT.keep(tx, ZHANG, kind="identity", content=NAME)
    old = tx.execute("SELECT wrapped FROM vault_person").fetchone()
    Vault.erase(tx, ZHANG)
    VAULT.keep(tx, ZHANG, kind="identity", content={"name": "again"})

    assert opened(tx) == [Record(kind="identity", content={"name": "again"}, event=None)]
    assert tx.execute("SELECT wrapped FROM vault_person").fetchone() != old


def sealed_end(tx: sqlite3.Connection) -> bytes:
    """Return the last bytes of a long record, which stand on an overflow page."""
    (end,) = tx.execute(
        "SELECT substr(sealed, -64) FROM vault_record WHERE person = ?", (ZHANG,)
    ).fetchone()
    assert isinstance(end, bytes)
    return end
