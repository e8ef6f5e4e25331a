"""PostgreSQL's faults that come from outside the program, as answers with a code.

A server that is not there, a password, a right that is lacking, a full disk: the user is told, in
the server's own words where they help. A wrong statement is a mistake in the program and keeps its
traceback. No answer ever holds the password of an address.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from compliance.domain.errors import Answer, NotPermitted, StorageFailed

_CODES = {
    "25006": "E-DB-READONLY",
    "40001": "E-DB-LOCKED",
    "40P01": "E-DB-LOCKED",
    "53100": "E-DB-FULL",
    "53200": "E-DB-SERVER",
    "53300": "E-DB-SERVER",
    "55P03": "E-DB-LOCKED",
    "57P01": "E-DB-SERVER",
    "57P02": "E-DB-SERVER",
    "57P03": "E-DB-SERVER",
    "58030": "E-DB-IO",
    "XX001": "E-DB-DAMAGED",
    "XX002": "E-DB-DAMAGED",
}
_RIGHTS = frozenset({"42501", "TY001"})
_PASSWORD = re.compile("password|密码|口令", re.IGNORECASE)


@contextmanager
def storage(where: str) -> Iterator[None]:
    """Raise what the server refused as an answer; let everything else through."""
    try:
        yield
    except psycopg.Error as fault:
        answer = _answer(fault, where)
        if answer is None:
            raise
        raise answer from fault


def not_let_in(fault: psycopg.OperationalError, where: str) -> Answer:
    """Return the answer to a connection that did not come about."""
    reason = _first_line(fault)
    asked = fault.pgconn is not None and (
        fault.pgconn.needs_password or fault.pgconn.used_password
    )
    if asked and _PASSWORD.search(reason):
        return NotPermitted("E-DB-LOGIN", where=where, reason=reason)
    return StorageFailed("E-DB-SERVER", where=where, reason=reason)


def _answer(fault: psycopg.Error, where: str) -> Answer | None:
    state = fault.sqlstate
    if state in _RIGHTS:
        return NotPermitted("E-DB-RIGHTS", where=where, reason=_first_line(fault))
    if state in _CODES:
        return StorageFailed(_CODES[state], where=where, reason=_first_line(fault))
    if state is None and isinstance(fault, psycopg.OperationalError):
        return StorageFailed("E-DB-SERVER", where=where, reason=_first_line(fault))
    return None


def _first_line(fault: psycopg.Error) -> str:
    return str(fault).strip().partition("\n")[0]
