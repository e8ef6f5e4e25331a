"""What a log on a server is made of, as values: roles, tables, functions, guards, policies.

From the same values the statements are written that make it and the catalogue rows are told that
prove it still stands so. It knows PostgreSQL's grammar and no event.
"""

from typing import NamedTuple

SCHEMA, LIVE = "tuoyu", "tuoyu_live"
"""The log and what is kept with it; and the tables that are made from it, again when need be."""
OWNER, WRITER, READER, AUDITOR = "tuoyu_owner", "tuoyu_writer", "tuoyu_reader", "tuoyu_auditor"
KEEPER = "tuoyu_keeper"
ROLES = (OWNER, WRITER, READER, AUDITOR, KEEPER)
"""Nobody logs in as one of them: a login is a member of one. Writers and readers are shown their
regions; an auditor reads everything; a keeper also writes, and keeps the live tables."""
LOCK = 0x74757930
"""The advisory lock that every append takes ("tuy0"), one for each database."""
FORMAT = 1
"""The format of the tables; a database of an older one is brought up by `tuoyu db migrate`."""

_INSERT, _DELETE, _UPDATE, _TRUNCATE = 4, 8, 16, 32
_ACTS = {"INSERT": _INSERT, "DELETE": _DELETE, "UPDATE": _UPDATE, "TRUNCATE": _TRUNCATE}
_ROW, _BEFORE = 1, 2


class Function(NamedTuple):
    """A function of the owner's; a `definer` acts with the owner's rights, whoever calls it."""

    name: str
    takes: str
    returns: str
    body: str
    language: str = "sql"
    volatility: str = "STABLE"
    definer: bool = True
    callers: tuple[str, ...] = ()

    def made(self) -> str:
        """Return the statement that makes the function, or mends it."""
        rights = "SECURITY DEFINER" if self.definer else "SECURITY INVOKER"
        return (
            f"CREATE OR REPLACE FUNCTION {SCHEMA}.{self.name}({self.takes})"
            f" RETURNS {self.returns} LANGUAGE {self.language} {self.volatility} {rights}"
            f" SET search_path = {SCHEMA}, pg_temp AS $body${self.body}$body$"
        )

    def granted(self) -> tuple[str, ...]:
        """Return the statements that let its callers call it, and nobody else."""
        kinds = ", ".join(_kind(each) for each in self.takes.split(",") if each.strip())
        named = f"{SCHEMA}.{self.name}({kinds})"
        given = f"GRANT EXECUTE ON FUNCTION {named} TO {', '.join(self.callers)}"
        closed = f"REVOKE ALL ON FUNCTION {named} FROM PUBLIC, {', '.join(ROLES[1:])}"
        return (closed, given) if self.callers else (closed,)


class Guard(NamedTuple):
    """A trigger that is never switched off, not even for a replica's role."""

    table: str
    name: str
    acts: tuple[str, ...]
    calls: str
    each: str = "STATEMENT"
    when: str = "BEFORE"
    new: bool = False
    """Whether the function is shown the new rows as a table."""

    def made(self) -> tuple[str, ...]:
        """Return the statements that set the trigger."""
        shown = " REFERENCING NEW TABLE AS added" if self.new else ""
        set_ = (
            f"CREATE OR REPLACE TRIGGER {self.name} {self.when} {' OR '.join(self.acts)}"
            f" ON {SCHEMA}.{self.table}{shown} FOR EACH {self.each}"
            f" EXECUTE FUNCTION {SCHEMA}.{self.calls}()"
        )
        return set_, f"ALTER TABLE {SCHEMA}.{self.table} ENABLE ALWAYS TRIGGER {self.name}"

    def kind(self) -> int:
        """Return what the catalogue says of when and for what the trigger acts."""
        acts = sum(_ACTS[act] for act in self.acts)
        return acts | _ROW * (self.each == "ROW") | _BEFORE * (self.when == "BEFORE")


class Policy(NamedTuple):
    """Which rows of a table a login may see, or may write."""

    table: str
    name: str
    act: str
    rows: str

    def made(self) -> tuple[str, ...]:
        """Return the statements that set the policy."""
        clause = "WITH CHECK" if self.act == "INSERT" else "USING"
        both = f" WITH CHECK ({self.rows})" if self.act in {"UPDATE", "ALL"} else ""
        set_ = (
            f"CREATE POLICY {self.name} ON {SCHEMA}.{self.table} FOR {self.act}"
            f" TO {', '.join(ROLES[1:])} {clause} ({self.rows}){both}"
        )
        return (
            f"ALTER TABLE {SCHEMA}.{self.table} ENABLE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS {self.name} ON {SCHEMA}.{self.table}",
            set_,
        )


class Table(NamedTuple):
    """A table: its columns, its indexes, and what each role may do with it."""

    name: str
    columns: str
    grants: tuple[tuple[str, str], ...] = ()
    """(right, role): `SELECT`, `INSERT (person, kind)`, …"""
    indexes: tuple[str, ...] = ()
    """Columns of each index."""

    def made(self) -> tuple[str, ...]:
        """Return the statements that make the table and give its rights."""
        place = f"{SCHEMA}.{self.name}"
        return (
            f"CREATE TABLE IF NOT EXISTS {place} ({self.columns})",
            *(
                f"CREATE INDEX IF NOT EXISTS {self.name}_{_words(each)} ON {place} ({each})"
                for each in self.indexes
            ),
            f"REVOKE ALL ON {place} FROM PUBLIC, {', '.join(ROLES[1:])}",
            *(f"GRANT {right} ON {place} TO {role}" for right, role in self.grants),
        )


def _kind(parameter: str) -> str:
    """Return a parameter's type: what follows its name."""
    return parameter.strip().partition(" ")[2]


def _words(columns: str) -> str:
    return "_".join(columns.replace(",", " ").split())
