"""A vault's tables in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from compliance.people.vault import SCHEMA


@pytest.fixture
def tx() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        yield connection
