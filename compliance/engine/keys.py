"""The person key of a log: the log remembers its id, and refs under another key are refused."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from compliance.domain.errors import Refused
from compliance.domain.identifiers import key_id_of, person_ref_fits
from compliance.log.entry import Transaction
from compliance.log.eventlog import EventLog

if TYPE_CHECKING:
    from compliance.people.key import PersonKey

_SETTING = "person_key_id"
_KEEP = "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def key_id_of_log(log: EventLog) -> str | None:
    """Return the id of the key under which a log names persons."""
    rows = log.select("SELECT value FROM setting WHERE name = ?", (_SETTING,))
    return str(rows[0][0]) if rows else None


def keep_key_id(tx: Transaction, key_id: str) -> None:
    """Let a log remember under which key it names persons."""
    tx.execute(_KEEP, (_SETTING, key_id))


def join_key(log: EventLog, key: "PersonKey") -> None:
    """Join an authority's key to a log. Raises Refused (E-PERSON-KEY) if it names by another."""
    own = key_id_of_log(log)
    if own not in {None, key.id} and log.head().size:
        raise Refused("E-PERSON-KEY", given=key.id, own=own)
    if own == key.id:
        return
    with log.session() as tx:
        keep_key_id(tx, key.id)


def commonest_key_id(persons: Iterable[str]) -> str | None:
    """Return the key id that most refs bear."""
    counted = Counter(key_id_of(person) for person in persons if person_ref_fits(person))
    return counted.most_common(1)[0][0] if counted else None
