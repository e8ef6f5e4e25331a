"""Whether a log on a server still stands as it was made: owner, rights, functions, guards.

It compares the server's catalogue with what this program would make, by anybody who may read it.
Who rules the server can change the catalogue and put it back: what they did to the log in between
shows in the hashes, or against an anchor.
"""

from collections.abc import Iterator
from typing import NamedTuple

from compliance.log.postgresql.functions import FUNCTIONS
from compliance.log.postgresql.guards import GUARD_FUNCTIONS, GUARDS, POLICIES
from compliance.log.postgresql.link import Connection
from compliance.log.postgresql.shape import OWNER, ROLES, SCHEMA
from compliance.log.postgresql.tables import TABLES

INDEX = "index"
"""The one fault that the catalogue does not show."""


class Fault(NamedTuple):
    """What is not as it was made: a kind of thing, and its name."""

    what: str
    name: str


FUNCTIONS_MADE = (*FUNCTIONS, *GUARD_FUNCTIONS)
_ROLES = (
    b"SELECT rolname, rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = ANY ($1)"
)
_TABLES = b"""
SELECT c.relname, pg_get_userbyid(c.relowner), c.relrowsecurity,
    ARRAY(SELECT pg_get_userbyid(a.grantee) || ' ' || a.privilege_type
          FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'tuoyu' AND c.relkind = 'r'
"""
_SHADOWS = b"""
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'tuoyu_live' AND c.relname = ANY ($1)
"""
_FUNCTIONS = b"""
SELECT p.proname, p.prosrc, p.prosecdef, pg_get_userbyid(p.proowner), p.proconfig,
    ARRAY(SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END
          FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
          WHERE a.grantee <> p.proowner)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'tuoyu'
"""
_GUARDS = b"""
SELECT c.relname, t.tgname, t.tgtype, t.tgenabled, p.proname, t.tgnewtable IS NOT NULL
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'tuoyu' AND NOT t.tgisinternal
"""
_POLICIES = b"""
SELECT c.relname, p.polname, p.polcmd, pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid)
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'tuoyu'
"""
_INDEX = b"""
SELECT 1 WHERE EXISTS (
    (SELECT unnest(tags), position FROM event EXCEPT SELECT tag, position FROM tag)
    UNION ALL (SELECT tag, position FROM tag EXCEPT SELECT unnest(tags), position FROM event))
"""
_COMMANDS = {"SELECT": "r", "INSERT": "a", "UPDATE": "w", "DELETE": "d", "ALL": "*"}


def faults_of(link: Connection) -> list[Fault]:
    """Return everything that does not stand as it was made, and an index that tells otherwise."""
    found = [*_roles(link), *_tables(link), *_functions(link), *_guards(link), *_policies(link)]
    if not found and link.execute(_INDEX).fetchone() is not None:
        found.append(Fault(INDEX, "tag"))
    return found


def _roles(link: Connection) -> Iterator[Fault]:
    there = {row[0]: any(row[1:]) for row in link.execute(_ROLES, (list(ROLES),))}
    for role in ROLES:
        if there.get(role, True):
            yield Fault("role", role)


def _tables(link: Connection) -> Iterator[Fault]:
    there = {row[0]: row[1:] for row in link.execute(_TABLES)}
    bound = {policy.table for policy in POLICIES}
    yield from (Fault("table", row[0]) for row in link.execute(_SHADOWS, ([*there],)))
    for table in TABLES:
        owner, bounded, rights = there.get(table.name, (None, False, []))
        if owner is None:
            yield Fault("table", table.name)
            continue
        if owner != OWNER or bounded != (table.name in bound):
            yield Fault("owner" if owner != OWNER else "policy", table.name)
        granted = {f"{role} {right}" for right, role in table.grants}
        if {*rights} != {each for each in granted if "(" not in each}:
            yield Fault("rights", table.name)


def _functions(link: Connection) -> Iterator[Fault]:
    there = {row[0]: row[1:] for row in link.execute(_FUNCTIONS)}
    fixed = [f"search_path={SCHEMA}, pg_temp"]
    for each in FUNCTIONS_MADE:
        expected = (each.body, each.definer, OWNER, fixed)
        body, definer, owner, config, callers = there.pop(each.name, (None,) * 5)
        if (body, definer, owner, config) != expected or {*callers} != {*each.callers}:
            yield Fault("function", each.name)
    yield from (Fault("function", name) for name in there)


def _guards(link: Connection) -> Iterator[Fault]:
    there = {(row[0], row[1]): row[2:] for row in link.execute(_GUARDS)}
    for each in GUARDS:
        expected = (each.kind(), "A", each.calls, each.new)
        if there.pop((each.table, each.name), None) != expected:
            yield Fault("guard", each.name)
    yield from (Fault("guard", name) for _, name in there)


def _policies(link: Connection) -> Iterator[Fault]:
    there = {(row[0], row[1]): row[2:] for row in link.execute(_POLICIES)}
    for each in POLICIES:
        command, rows = there.pop((each.table, each.name), ("", ""))
        if command != _COMMANDS[each.act] or _plain(rows) != _plain(each.rows):
            yield Fault("policy", each.name)
    yield from (Fault("policy", name) for _, name in there)


def _plain(expression: str) -> str:
    """Return an expression without what PostgreSQL adds to it when it writes it anew."""
    for word in (f"{SCHEMA}.", "::text[]", "::text", " AS sees_all", " AS reached", "(", ")", '"'):
        expression = expression.replace(word, "")
    return "".join(expression.replace("'", "").split()).lower()
