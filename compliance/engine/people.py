"""People: what the vault holds of a person, where the log names them, and their erasure."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import NotFound
from compliance.domain.events import PersonErased, latest
from compliance.domain.identifiers import Person
from compliance.engine.amend import Said
from compliance.engine.desk import Desk
from compliance.engine.past import facilities_of
from compliance.log.entry import Entry, Transaction, tagged


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


def erase(desk: Desk, text: str, said: Said) -> Event:
    """Destroy what the vault holds of a person, and record that and why in the same transaction.

    The log, its proofs and replay stay whole. Raises NotFound (E-PERSON-UNKNOWN): of whom the log
    says nothing the vault holds nothing, and erasing must not be what names them.
    """
    person = Person(desk.door().name_person(text))
    if not desk.log.entries(tagged(f"person:{person}"), limit=1):
        raise NotFound("E-PERSON-UNKNOWN")
    vault = desk.vault()

    def within(tx: Transaction, _: Sequence[Entry]) -> None:
        vault.erase(tx, person)

    return desk.log.append([_erasure(desk, person, said)], within=within).events[0]


def _erasure(desk: Desk, person: Person, said: Said) -> Proposal:
    return Proposal(
        type=latest("person.erased").name,
        facility=None,
        occurred_on=desk.today,
        data=PersonErased(person=person, reason=said.reason),
        actor=said.actor,
        source=said.source,
        key=said.key,
    )


def _opened(
    desk: Desk, person: Person, actor: str, purpose: str | None
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if purpose is None:
        return (), ()
    vault = desk.vault()
    with desk.log.session() as tx:
        records = vault.open(tx, person, actor=actor, at=desk.log.now(), purpose=purpose)
        return tuple(records), tuple(vault.reads(tx, person))
