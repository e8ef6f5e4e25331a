"""The table of kept standings, in SQL that SQLite and PostgreSQL read alike.

A row counts if nothing recorded since it was worked out bears on its facility (`marked` is the
last position that does), if the rules are still the same, and if no day has passed on which
something may turn. A row without a position waits; one without a status is of a facility that
nothing is known of, or at which nothing has happened yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

SCHEMA = """CREATE TABLE IF NOT EXISTS standing (
    facility TEXT PRIMARY KEY,
    marked BIGINT NOT NULL,
    position BIGINT,
    ruleset TEXT,
    as_of INTEGER,
    turns_on INTEGER,
    status TEXT,
    tier TEXT,
    name TEXT,
    region TEXT,
    flags TEXT,
    findings TEXT
)"""
SEEN = "standings"
"""The setting that holds up to which position the marks are complete; without it, no table."""

KEEP_SEEN = """INSERT INTO setting VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value"""
READ_SEEN = "SELECT value FROM setting WHERE name = ?"
MOVE_SEEN = "UPDATE setting SET value = ? WHERE name = ? AND value = ?"
KEEP = """INSERT INTO standing VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (facility) DO UPDATE SET
    position = excluded.position, ruleset = excluded.ruleset, as_of = excluded.as_of,
    turns_on = excluded.turns_on, status = excluded.status, tier = excluded.tier,
    name = excluded.name, region = excluded.region, flags = excluded.flags,
    findings = excluded.findings
    WHERE standing.position IS NULL OR standing.position <= excluded.position"""
"""A mark that was set meanwhile stays: it is later than the position, and so the row waits."""
MARK_ALL = "UPDATE standing SET marked = ?"
EVERY = "SELECT facility FROM standing"
OUTDATED = """SELECT facility FROM standing
    WHERE position IS NULL OR marked > position OR ruleset <> ? OR as_of > ? OR turns_on <= ?
    ORDER BY facility"""
_SHOWN = "facility, position, turns_on, status, tier, name, region, flags, findings"
ONE = f"SELECT {_SHOWN} FROM standing WHERE status IS NOT NULL AND facility = ?"  # noqa: S608
PAGE = f"""SELECT {_SHOWN}
    FROM standing WHERE status IS NOT NULL AND facility > ? ORDER BY facility LIMIT ?"""  # noqa: S608
_MARKED_AT_ONCE = 400
_ROW = "(?, ?)"


class Mark(NamedTuple):
    """A statement and its values."""

    sql: str
    values: Sequence[Any]


def marks(facilities: Iterable[str], position: int) -> Iterator[Mark]:
    """Yield what marks facilities as touched by what was recorded up to a position."""
    waiting = sorted(set(facilities))
    for first in range(0, len(waiting), _MARKED_AT_ONCE):
        part = waiting[first : first + _MARKED_AT_ONCE]
        rows = ", ".join([_ROW] * len(part))
        sql = (
            f"INSERT INTO standing (facility, marked) VALUES {rows}"  # noqa: S608 - our own marks
            " ON CONFLICT (facility) DO UPDATE SET marked = excluded.marked"
        )
        yield Mark(sql, [value for each in part for value in (each, position)])
