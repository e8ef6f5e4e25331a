"""The tables of a log in SQLite, and the guards that make it append-only.

`application_id`, format version and log id mark a file as ours. UPDATE, DELETE and replacing
INSERT are refused by triggers (`INSERT OR REPLACE` slips past the first two), and so is a tag for
an event that the log has closed over, or that is not there yet.
"""

APPLICATION_ID = 0x74757930  # "tuy0"
FORMAT = 1
"""Files are compared with the statements below word for word: to change one is a new format."""

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
    "CREATE INDEX IF NOT EXISTS event_type ON event (type)",
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


def _frozen(table: str) -> tuple[str, ...]:
    return _guard(f"{table}_update", table, "UPDATE"), _guard(f"{table}_delete", table, "DELETE")


_LAST = "(SELECT COALESCE(MAX(position), 0) FROM event)"
GUARDS = (
    *_frozen("event"),
    _guard(
        "event_insert",
        "event",
        "INSERT",
        f"NEW.position IS NOT {_LAST} + 1 OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)",  # noqa: S608
    ),
    *_frozen("tag"),
    _guard(
        "tag_insert",
        "tag",
        "INSERT",
        f"NEW.position <= (SELECT size FROM log) OR NEW.position > {_LAST}",  # noqa: S608
    ),
    *_frozen("subtree"),
    _guard(
        "subtree_insert",
        "subtree",
        "INSERT",
        "EXISTS (SELECT 1 FROM subtree WHERE level = NEW.level AND place = NEW.place)",
    ),
    *_frozen("kept_text"),
    _guard(
        "kept_text_insert",
        "kept_text",
        "INSERT",
        "EXISTS (SELECT 1 FROM kept_text WHERE sha256 = NEW.sha256 AND text <> NEW.text)",
    ),
    _guard("log_delete", "log", "DELETE"),
    _guard("log_insert", "log", "INSERT", "EXISTS (SELECT 1 FROM log)"),
    _guard(
        "log_update",
        "log",
        "UPDATE",
        "NEW.id IS NOT OLD.id OR NEW.size <= OLD.size OR NEW.recorded_at < OLD.recorded_at"
        f" OR NEW.size IS NOT {_LAST}",
    ),
)
