"""Opening: whether there is a log of ours, of our format, that this login may use."""

from compliance.domain.errors import NotFound, NotPermitted, StorageFailed
from compliance.log.postgresql.link import Connection
from compliance.log.postgresql.shape import FORMAT, KEEPER

_STANDS = b"""
SELECT c.oid IS NOT NULL, n.oid IS NOT NULL,
    n.oid IS NOT NULL AND has_schema_privilege(n.oid, 'USAGE'),
    c.oid IS NOT NULL AND has_table_privilege(c.oid, 'SELECT')
FROM (SELECT 1) AS one
LEFT JOIN pg_namespace n ON n.nspname = 'tuoyu'
LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'log' AND c.relkind = 'r'
"""
_USED = f"""
SELECT l.format, sees_all(), pg_has_role(session_user, '{KEEPER}', 'member') FROM log l
""".encode()


def opened(link: Connection, where: str) -> bool:
    """Say whether the login sees every region, once it is sure that this is a log of ours.

    Raises NotFound (E-DB-BLANK), NotPermitted (E-DB-RIGHTS), StorageFailed (E-DB-NOT-OURS, …).
    """
    found = link.execute(_STANDS).fetchone()
    table, schema, usage, select = found or (False,) * 4
    if not schema:
        raise NotFound("E-DB-BLANK", where=where)
    if not table:
        raise StorageFailed("E-DB-NOT-OURS", where=where)
    if not usage or not select:
        raise NotPermitted("E-DB-RIGHTS", where=where, reason="tuoyu")
    row = link.execute(_USED).fetchone()
    if row is None:
        raise StorageFailed("E-DB-DAMAGED", where=where, reason="log")
    if row[0] != FORMAT:
        code = "E-DB-OLDER" if row[0] < FORMAT else "E-DB-FORMAT"
        raise StorageFailed(code, where=where, found=row[0], ours=FORMAT)
    if row[2]:  # what a keeper makes belongs to all keepers; who it was says session_user
        link.execute(f"SET ROLE {KEEPER}".encode())
    return bool(row[1])
