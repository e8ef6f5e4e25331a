"""People: what the vault holds of a person, where the log names them, and their erasure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.envelope import Event, Proposal
from compliance.domain.errors import NotFound
from compliance.domain.events import PersonErased, latest
from compliance.domain.identifiers import Person, person_ref_fits
from compliance.domain.time import AsOf, instant_from
from compliance.engine.amend import Said
from compliance.engine.credit_file import CreditFile, credit_file
from compliance.engine.desk import Desk
from compliance.log.entry import Entry, Transaction, tagged


class Known(NamedTuple):
    """What is known of a person: facilities and positions in the log, file, records in vault."""

    file: CreditFile
    facilities: tuple[str, ...]
    positions: tuple[int, ...]
    records: tuple[Any, ...]
    reads: tuple[Any, ...]


class Opener(NamedTuple):
    """Who opens the vault, and why."""

    actor: str
    purpose: str


def person_known(desk: Desk, text: str, as_of: AsOf, opener: Opener | None) -> Known:
    """Return what is known of a person; with an opener the vault is opened, and that is logged.

    Raises NotFound (E-PERSON-UNKNOWN).
    """
    file = credit_file(desk.log, _person(desk, text), as_of)
    entries = _naming(desk, file.refs, as_of)
    records, reads = _opened(desk, file.refs, opener)
    if not entries and not records:
        raise NotFound("E-PERSON-UNKNOWN")
    borne = {tag for each in entries for tag in each.tags if tag.startswith("facility:")}
    facilities = tuple(sorted(tag.partition(":")[2] for tag in borne))
    return Known(file, facilities, tuple(each.position for each in entries), records, reads)


def refuse_strangers(desk: Desk, texts: Iterable[str]) -> None:
    """Refuse to link who is not known. Raises NotFound (E-PERSON-UNKNOWN).

    A number may be new, for it has its own check; a ref that the log never names is a slip, and
    of two persons one at least must be known.
    """
    known = {text: bool(_naming(desk, [_person(desk, text)], AsOf(date.max))) for text in texts}
    strangers = [text for text, named in known.items() if not named]
    if len(strangers) == len(known) or any(person_ref_fits(text.strip()) for text in strangers):
        raise NotFound("E-PERSON-UNKNOWN")


def erase(desk: Desk, text: str, said: Said) -> Event:
    """Destroy what the vault holds of a person, and record that and why in the same transaction.

    The log, its proofs and replay stay whole. Raises NotFound (E-PERSON-UNKNOWN): of whom the log
    says nothing the vault holds nothing, and erasing must not be what names them.
    """
    person = _person(desk, text)
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
        data=PersonErased(person=person, reason=said.reason or None),
        actor=said.actor,
        source=said.source,
        key=said.key,
    )


def _person(desk: Desk, text: str) -> Person:
    return Person(desk.door().name_person(text))


def _naming(desk: Desk, refs: Iterable[Person], as_of: AsOf) -> list[Entry]:
    """Return the entries that name a person, as known at an instant."""
    entries = desk.log.entries(tagged(*(f"person:{ref}" for ref in refs)))
    return [each for each in entries if as_of.knows(instant_from(each.recorded_at))]


def _opened(
    desk: Desk, refs: Iterable[Person], opener: Opener | None
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return what the vault holds under any of a person's refs, and who read it."""
    if opener is None:
        return (), ()
    vault, at = desk.vault(), desk.log.now()
    with desk.log.session() as tx:
        records = [
            record
            for ref in refs
            for record in vault.open(tx, ref, actor=opener.actor, at=at, purpose=opener.purpose)
        ]
        return tuple(records), tuple(read for ref in refs for read in vault.reads(tx, ref))
