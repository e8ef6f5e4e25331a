"""The tables of a log on a server, and of what lies beside it; who may do what with each.

Texts compare byte by byte (`COLLATE "C"`), as everywhere else in the house. An event also bears
who recorded it, for which regions, and the facilities it is about: by them rows are shown.
"""

from compliance.log.postgresql.shape import AUDITOR, KEEPER, READER, WRITER, Table

_TEXT = 'text COLLATE "C"'
_OWN = "DEFAULT tuoyu.own()"
_READ = tuple(("SELECT", role) for role in (WRITER, READER, AUDITOR, KEEPER))
_WRITERS = (WRITER, KEEPER)
_VAULT = (
    ("SELECT", AUDITOR),
    *((right, role) for role in _WRITERS for right in ("SELECT", "DELETE")),
)


def _inserting(columns: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"INSERT ({columns})", role) for role in _WRITERS)


TABLES = (
    Table(
        "log",
        "one int PRIMARY KEY CHECK (one = 1), id text NOT NULL, format int NOT NULL,"
        f" size bigint NOT NULL, recorded_at {_TEXT}, frontier text NOT NULL",
        _READ,
    ),
    Table(
        "event",
        f"position bigint PRIMARY KEY, id {_TEXT} NOT NULL UNIQUE, type {_TEXT} NOT NULL,"
        f" facility {_TEXT}, occurred_on {_TEXT}, recorded_at {_TEXT} NOT NULL, target {_TEXT},"
        f" document_no {_TEXT}, body {_TEXT} NOT NULL, tags text[] NOT NULL, hash bytea NOT NULL,"
        " login text NOT NULL, regions text[] NOT NULL, facilities text[] NOT NULL",
        _READ,
        ("type", "target"),
    ),
    Table(
        "tag",
        f"tag {_TEXT} NOT NULL, position bigint NOT NULL, PRIMARY KEY (tag, position)",
        _READ,
        ("position",),
    ),
    Table(
        "subtree",
        "level int NOT NULL, place bigint NOT NULL, hash bytea NOT NULL,"
        " PRIMARY KEY (level, place)",
        _READ,
    ),
    Table("reach", f"login {_TEXT} NOT NULL, region {_TEXT}, PRIMARY KEY (login, region)"),
    Table("region", f"code {_TEXT} PRIMARY KEY, parent {_TEXT}", _READ, ("parent",)),
    Table("place", f"facility {_TEXT} PRIMARY KEY, region {_TEXT} NOT NULL", _READ, ("region",)),
    Table(
        "setting",
        f"name {_TEXT} PRIMARY KEY, value text NOT NULL",
        (*_READ, ("INSERT", KEEPER), ("UPDATE", KEEPER)),
    ),
    Table(
        "kept_text",
        f"sha256 {_TEXT} PRIMARY KEY, text text NOT NULL",
        (*_READ, ("INSERT", KEEPER)),
    ),
    Table(
        "vault_person",
        f"person {_TEXT} NOT NULL, wrapped bytea NOT NULL, regions text[] NOT NULL {_OWN},"
        " PRIMARY KEY (person, regions)",
        (*_VAULT, *_inserting("person, wrapped")),
    ),
    Table(
        "vault_record",
        f"id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person {_TEXT} NOT NULL,"
        " kind text NOT NULL, nonce bytea NOT NULL, sealed bytea NOT NULL, event bigint,"
        f" regions text[] NOT NULL {_OWN}",
        (*_VAULT, *_inserting("person, kind, nonce, sealed, event")),
        ("person",),
    ),
    Table(
        "vault_read",
        "rowid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at text NOT NULL,"
        f" actor text NOT NULL, person {_TEXT} NOT NULL, purpose text NOT NULL,"
        f" login text NOT NULL DEFAULT session_user, regions text[] NOT NULL {_OWN}",
        (
            ("SELECT", AUDITOR),
            ("SELECT", WRITER),
            ("SELECT", KEEPER),
            *_inserting("at, actor, person, purpose"),
        ),
        ("person",),
    ),
    Table(
        "paper",
        f"name {_TEXT} NOT NULL, region {_TEXT} NOT NULL, nonce bytea NOT NULL,"
        " sealed bytea NOT NULL, PRIMARY KEY (name, region)",
        (
            ("SELECT", AUDITOR),
            ("SELECT", WRITER),
            ("SELECT", KEEPER),
            *_inserting("name, region, nonce, sealed"),
        ),
    ),
)
