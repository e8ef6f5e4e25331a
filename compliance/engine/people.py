"""People: what the vault holds of a person, where the log names them, and their erasure."""

from typing import Any, NamedTuple

from compliance.domain.errors import NotFound
from compliance.domain.identifiers import Person
from compliance.engine.desk import Desk
from compliance.engine.past import facilities_of
from compliance.log.entry import tagged


class Known(NamedTuple):
    """What is known of a person: facilities and positions in the log, records in the vault."""

    person: Person
    facilities: tuple[str, ...]
    positions: tuple[int, ...]
    records: tuple[Any, ...]
    reads: tuple[Any, ...]


def person_known(desk: Desk, text: str, actor: str, purpose: str | None) -> Known:
    """Return what is known of a person; with a purpose the vault is opened, and that is logged.

    Raises NotFound (E-PERSON-UNKNOWN).
    """
    person = Person(desk.door().name_person(text))
    positions = tuple(entry.position for entry in desk.log.entries(tagged(f"person:{person}")))
    records, reads = _opened(desk, person, actor, purpose)
    if not positions and not records:
        raise NotFound("E-PERSON-UNKNOWN")
    return Known(person, facilities_of(desk.log, [person]), positions, records, reads)


def erase(desk: Desk, text: str) -> Person:
    """Destroy what the vault holds of a person; the log, its proofs and replay stay whole."""
    person = Person(desk.door().name_person(text))
    vault = desk.vault()
    with desk.log.session() as tx:
        vault.erase(tx, person)
    return person


def _opened(
    desk: Desk, person: Person, actor: str, purpose: str | None
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if purpose is None:
        return (), ()
    vault = desk.vault()
    with desk.log.session() as tx:
        records = vault.open(tx, person, actor=actor, at=desk.log.now(), purpose=purpose)
        return tuple(records), tuple(vault.reads(tx, person))
