"""The same tables in plain SQL, for whoever has no time to import a library: the append.

Every statement runs on SQLite and PostgreSQL as it stands; every name is quoted, for events and
facts have columns called `to` and `where`. A test compares them with what SQLAlchemy makes.
"""

from collections.abc import Iterable

from compliance.projections.columns import Laid

_TYPES = {"text": "TEXT", "int": "BIGINT", "bool": "BOOLEAN"}


def create(laid: Laid, prefix: str = "") -> str:
    """Return the statement that makes a table."""
    columns = [
        f'"{each.name}" {_TYPES[each.type]}{" NOT NULL" * each.required}' for each in laid.columns
    ]
    key = ", ".join(f'"{name}"' for name in laid.key)
    return f'CREATE TABLE "{prefix}{laid.name}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def drop(laid: Laid, prefix: str = "") -> str:
    """Return the statement that takes a table away, if it is there."""
    return f'DROP TABLE IF EXISTS "{prefix}{laid.name}"'


def rename(laid: Laid, prefix: str) -> str:
    """Return the statement that puts a table built beside in its place."""
    return f'ALTER TABLE "{prefix}{laid.name}" RENAME TO "{laid.name}"'


def insert(laid: Laid, prefix: str = "", *, anew: bool = True) -> str:
    """Return the statement that adds a row; not `anew`, one that may be there already."""
    names = ", ".join(f'"{each.name}"' for each in laid.columns)
    places = ", ".join("?" * len(laid.columns))
    tail = "" if anew else " ON CONFLICT DO NOTHING"
    return f'INSERT INTO "{prefix}{laid.name}" ({names}) VALUES ({places}){tail}'  # noqa: S608


def delete(laid: Laid, by: Iterable[str], prefix: str = "") -> str:
    """Return the statement that takes away the rows with certain values."""
    return f'DELETE FROM "{prefix}{laid.name}" WHERE {_where(by)}'  # noqa: S608 - our own words


def select(laid: Laid, columns: Iterable[str], by: Iterable[str], prefix: str = "") -> str:
    """Return the statement that reads columns of the rows with certain values."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f'SELECT {names} FROM "{prefix}{laid.name}" WHERE {_where(by)}'  # noqa: S608


def _where(by: Iterable[str]) -> str:
    return " AND ".join(f'"{name}" = ?' for name in by)
