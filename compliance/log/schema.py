"""The tables of a log in SQLite, and the guards that make it append-only.

`application_id`, format version and log id mark a file as ours. UPDATE, DELETE and replacing
INSERT are refused by triggers (`INSERT OR REPLACE` slips past the first two).
"""

APPLICATION_ID = 0x74757930  # "tuy0"
FORMAT = 1

PRAGMAS = ("PRAGMA synchronous = EXTRA", "PRAGMA journal_mode = WAL")
"""EXTRA before WAL: the other order lost acknowledged events in simulated power cuts."""

_REFUSE = "SELECT RAISE(ABORT, 'the log is append-only')"

TABLES = (
    """CREATE TABLE IF NOT EXISTS log (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        size INTEGER NOT NULL,
        recorded_at TEXT,
        frontier TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS event (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        type TEXT NOT NULL,
        facility TEXT,
        occurred_on TEXT,
        recorded_at TEXT NOT NULL,
        target TEXT,
        document_no TEXT,
        body TEXT NOT NULL,
        hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE IF NOT EXISTS tag (
        tag TEXT NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (tag, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS tag_position ON tag (position)",
    """CREATE TABLE IF NOT EXISTS subtree (
        level INTEGER NOT NULL,
        place INTEGER NOT NULL,
        hash BLOB NOT NULL,
        PRIMARY KEY (level, place)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS setting (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS kept_text (
        sha256 TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


def _guard(name: str, table: str, act: str, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table} WHEN {when}"
        f" BEGIN {_REFUSE}; END"
    )


_NEXT = "(SELECT COALESCE(MAX(position), 0) + 1 FROM event)"
GUARDS = (
    _guard("event_update", "event", "UPDATE"),
    _guard("event_delete", "event", "DELETE"),
    _guard("event_insert", "event", "INSERT", f"NEW.position IS NOT {_NEXT}"),
    _guard("event_replace", "event", "INSERT", "EXISTS (SELECT 1 FROM event WHERE id = NEW.id)"),
    _guard("tag_update", "tag", "UPDATE"),
    _guard("tag_delete", "tag", "DELETE"),
    _guard("log_delete", "log", "DELETE"),
    _guard("log_shrink", "log", "UPDATE", "NEW.size < OLD.size OR NEW.id IS NOT OLD.id"),
)
