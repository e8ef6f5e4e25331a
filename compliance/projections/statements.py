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


def drop(name: str) -> str:
    """Return the statement that takes a table away, if it is there."""
    return f'DROP TABLE IF EXISTS "{name}"'


def rename(name: str, prefix: str) -> str:
    """Return the statement that puts a table built beside in its place."""
    return f'ALTER TABLE "{prefix}{name}" RENAME TO "{name}"'


def insert(laid: Laid, prefix: str = "", *, rows: int = 1, anew: bool = True) -> str:
    """Return the statement that adds rows; not `anew`, some that may be there already."""
    names = ", ".join(f'"{each.name}"' for each in laid.columns)
    row = f"({', '.join('?' * len(laid.columns))})"
    values = ", ".join([row] * rows)
    tail = "" if anew else " ON CONFLICT DO NOTHING"
    return f'INSERT INTO "{prefix}{laid.name}" ({names}) VALUES {values}{tail}'  # noqa: S608


def supersede(laid: Laid, prefix: str = "") -> str:
    """Return the statement that says by which position an event's last version is superseded."""
    return (
        f'UPDATE "{prefix}{laid.name}" SET told_superseded = ? WHERE told_position = ?'  # noqa: S608
        " AND told_superseded IS NULL AND told_heard < ?"
    )


def delete(laid: Laid, by: Iterable[str], prefix: str = "") -> str:
    """Return the statement that takes away the rows with certain values."""
    return f'DELETE FROM "{prefix}{laid.name}" WHERE {_where(by)}'  # noqa: S608 - our own words


def select(laid: Laid, columns: Iterable[str], by: Iterable[str] = (), prefix: str = "") -> str:
    """Return the statement that reads columns of the rows with certain values, or of all."""
    names, where = ", ".join(f'"{name}"' for name in columns), _where(by)
    tail = f" WHERE {where}" if where else ""
    return f'SELECT {names} FROM "{prefix}{laid.name}"{tail}'  # noqa: S608 - our own words


def _where(by: Iterable[str]) -> str:
    return " AND ".join(f'"{name}" = ?' for name in by)
