"""Sealed papers: what is kept is given back by its digest, changed or moved it is not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from compliance.domain.canonical import digest
from compliance.domain.errors import NotFound, Tampered
from compliance.people.key import PersonKey
from compliance.people.papers import SCHEMA, Papers
from tests.people.vaults import KEY

LIST = "甲园\n".encode() * 1000
OTHER = "乙园\n".encode()
REGION = "500111"


@pytest.fixture
def tx() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(SCHEMA)
        yield connection


def papers(tx: sqlite3.Connection, key: PersonKey = KEY) -> Papers:
    return Papers(key, lambda sql, values: tx.execute(sql, tuple(values)).fetchall())


@pytest.mark.parametrize("content", [LIST, OTHER, b"", bytes(range(256))])
def test_a_paper_is_read_by_the_digest_of_its_clear_bytes(
    tx: sqlite3.Connection, content: bytes
) -> None:
    sha256 = papers(tx).keep(tx, REGION, content)

    assert digest(content) == sha256
    assert content == papers(tx, PersonKey.create(KEY.secret)).read(sha256)


def test_the_row_shows_nothing_of_the_paper(tx: sqlite3.Connection) -> None:
    """Not even its digest: that of a seed's text is the seed."""
    papers(tx).keep(tx, REGION, LIST)
    dump = "\n".join(tx.iterdump()).lower()

    assert "甲园" not in dump
    assert digest(LIST) not in dump
    assert "甲园".encode().hex() not in dump


def test_a_paper_is_kept_once_for_a_region(tx: sqlite3.Connection) -> None:
    for region in (REGION, REGION, "440100"):
        papers(tx).keep(tx, region, LIST)
    regions = [row[0] for row in tx.execute("SELECT region FROM paper ORDER BY region")]

    assert regions == ["440100", REGION]
    assert papers(tx).read(digest(LIST)) == LIST


def test_a_paper_that_is_not_here_is_named(tx: sqlite3.Connection) -> None:
    """An import of the log alone brings no papers along."""
    with pytest.raises(NotFound, match="E-PAPER-MISSING"):
        papers(tx).read("0" * 64)


def test_another_authoritys_key_finds_nothing(tx: sqlite3.Connection) -> None:
    sha256 = papers(tx).keep(tx, REGION, LIST)

    with pytest.raises(NotFound, match="E-PAPER-MISSING"):
        papers(tx, PersonKey.create(b"\7" * 32)).read(sha256)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE paper SET sealed = zeroblob(length(sealed))",
        "UPDATE paper SET sealed = x''",
        "UPDATE paper SET nonce = x'00'",
        "UPDATE paper SET region = '440100'",
        "UPDATE paper SET (nonce, sealed) = (SELECT nonce, sealed FROM paper WHERE region = 'x')",
    ],
)
def test_a_paper_that_was_changed_or_moved_does_not_open(
    tx: sqlite3.Connection, harm: str
) -> None:
    papers(tx).keep(tx, REGION, LIST)
    papers(tx).keep(tx, "x", OTHER)
    tx.execute(harm)

    with pytest.raises(Tampered, match="E-PAPER"):
        papers(tx).read(digest(LIST))
